"""Listings on the site: what listing() printed becomes colored code under its file's name."""

import re

from docutils import nodes

FILE = re.compile(r"nblib/[\w/]+\.py")
NUMBERED = re.compile(r" *(\d+)(?:  (.*))?")


class Listing:
    """Part of a source as it was printed: `file`, `first` (a line's number), `lines`."""

    def __init__(self, file):
        self.file = file
        self.first = None
        self.lines = []

    def takes(self, line):
        """Take the next line in if it has the next number; say whether it has."""
        numbered = NUMBERED.fullmatch(line)
        if not numbered:
            return False
        number = int(numbered[1])
        if self.first is None:
            self.first = number
        if number != self.first + len(self.lines):
            return False
        self.lines.append(numbered[2] or "")
        return True


def dress(app, doctree):
    """Turn each listing that a page's cells printed into a block of code with a caption."""
    for output in list(doctree.findall(nodes.literal_block)):
        pieces = parts_of(output.astext())
        if "output" in output["classes"] and any(isinstance(piece, Listing) for piece in pieces):
            index = output.parent.index(output)
            output.parent[index : index + 1] = [node_of(piece, output) for piece in pieces]


def parts_of(text):
    """Return what a cell printed as a list of Listings and of texts between them."""
    pieces = []
    for line in text.rstrip().splitlines():
        last = pieces[-1] if pieces else None
        if FILE.fullmatch(line):
            pieces.append(Listing(line))
        elif isinstance(last, Listing) and last.takes(line):
            continue
        elif isinstance(last, str):
            pieces[-1] = f"{last}\n{line}"
        else:
            pieces.append(line)
    return [piece.file if is_bare(piece) else piece for piece in pieces]


def is_bare(piece):
    """Say whether the name of a file stands alone, without lines."""
    return isinstance(piece, Listing) and not piece.lines


def node_of(piece, output):
    """Return a part of an output as a node: a listing, or output like the whole."""
    if isinstance(piece, Listing):
        return block(piece)
    text = output.copy()
    text += nodes.Text(piece)
    text.rawsource = piece  # what stands here is highlighted
    return text


def block(listing):
    """Return a listing as a node: the file's name over its code."""
    source = nodes.container("", classes=["nb-source"])
    source += nodes.paragraph("", listing.file, classes=["nb-file"])
    text = "\n".join(listing.lines)
    code = nodes.literal_block(text, text, language="python", linenos=True)
    code["highlight_args"] = {"linenostart": listing.first}
    code["force"] = True  # part of a file need not be whole Python
    source += code
    return source
