"""What a notebook prints, kept up to a length."""

import io


class Output(io.TextIOBase):
    """Keeps what is printed, up to a number of characters."""

    def __init__(self, length):
        self.length = length  # characters that are kept
        self.pieces = []
        self.size = 0  # characters that were printed

    def writable(self):
        """Return True: this is what print() asks."""
        return True

    def write(self, text):
        """Keep text as far as there is room; the rest is lost."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self.size < self.length:
            self.pieces.append(text[: self.length - self.size])
        self.size += len(text)
        return len(text)

    def take(self):
        """Return what was kept and begin anew."""
        text = "".join(self.pieces)
        if self.size > self.length:
            text += f"\n[cut: {self.size:,} characters]"
        self.pieces = []
        self.size = 0
        return clean(text)


def clean(text):
    """Return text without halves of surrogate pairs, which no file or wire takes."""
    return text.encode("utf-8", "replace").decode()
