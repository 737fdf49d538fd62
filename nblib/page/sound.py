"""Sound on a page: a short wave with a player, within the page itself."""

import base64
import html
import struct

import numpy as np

from nblib.page.output import show

PLAIN = 1  # the format of a wave file whose numbers are not compressed
LONGEST = 10  # seconds; what is longer would weigh too much on a page


def play(samples, rate, *, label):
    """Show a player for samples (n,) between -1 and 1, `rate` a second.

    label: what is heard, for a reader who cannot hear it; at least a few words. The sound lies in
    the page, as 16-bit numbers: two bytes for each sample and a third more for the way it is
    written. Raises ValueError for a missing label, for samples beyond -1 and 1, and for more than
    10 seconds.
    """
    samples = np.asarray(samples, float)
    if not isinstance(label, str) or len(label.split()) < 3:
        raise ValueError(f"a sound needs a label that says what is heard; got {label!r}")
    if samples.ndim != 1 or not 0 < len(samples) <= LONGEST * rate:
        raise ValueError(
            f"a sound needs samples (n,) of at most {LONGEST} seconds, got {samples.shape}"
        )
    if not np.abs(samples).max() <= 1:
        raise ValueError("samples lie between -1 and 1: divide them by the largest")
    show(Sound(as_wave(samples, rate), label))


def as_wave(samples, rate):
    """The bytes of a wave file with one channel and 16 bits a sample."""
    data = np.rint(32767 * samples).astype("<i2").tobytes()
    form = struct.pack("<HHIIHH", PLAIN, 1, rate, 2 * rate, 2, 16)
    size = struct.pack("<I", 20 + len(form) + len(data))
    chunks = [b"RIFF", size, b"WAVEfmt ", struct.pack("<I", len(form)), form]
    chunks += [b"data", struct.pack("<I", len(data)), data]
    return b"".join(chunks)


class Sound:
    """A wave file with what is heard in it."""

    def __init__(self, content, label):
        self.content = content
        self.label = label

    def __repr__(self):
        return f"[sound: {self.label}]"

    def _repr_mimebundle_(self, include=None, exclude=None):
        source = base64.b64encode(self.content).decode("ascii")
        player = (
            f'<audio controls preload="metadata" aria-label="{html.escape(self.label)}" '
            f'src="data:audio/wav;base64,{source}"></audio>'
        )
        return {"text/html": player, "text/plain": repr(self)}
