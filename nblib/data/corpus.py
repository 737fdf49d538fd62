"""Texts to learn a language from: whole plays, whole poems."""

import re
from dataclasses import dataclass

import numpy as np

from nblib.data.texts import unpack_texts


@dataclass(frozen=True)
class Corpus:
    """Texts without targets: what is to be predicted is the text itself.

    texts: strings, (n,) of dtype object. titles: their n titles, strings. provenance: where they
    come from, and their license.
    """

    texts: np.ndarray
    titles: tuple
    provenance: dict

    def __repr__(self):
        characters = sum(map(len, self.texts))
        first = ", ".join(self.titles[:3]) + (", …" if len(self.titles) > 3 else "")
        return f"Corpus({len(self.texts):,} texts, {characters:,} characters: {first})"

    def split(self, held_out=0.1):
        """Return (texts to learn from, texts held out), two lists of strings: the last tenth of the
        characters, or another share, is held out.

        The border never cuts a poem, nor a speech of a play: it lies at the first blank line, or
        end of a text, where at most that share is left. Raises ValueError for a share that is not
        between 0 and 1.

        >>> Corpus(["one\\n\\ntwo\\n", "three\\n"], ("a", "b"), {}).split(0.4)
        (['one\\n\\ntwo\\n'], ['three\\n'])
        """
        if not 0 < held_out < 1:
            raise ValueError(f"held_out is a share between 0 and 1, got {held_out}")
        to_learn = (1 - held_out) * sum(map(len, self.texts))  # characters, at least
        learned = []
        held_out_texts = []
        for text in self.texts:
            border = _border(text, to_learn)
            to_learn -= len(text)
            if border > 0:
                learned.append(text[:border])
            if border < len(text):
                held_out_texts.append(text[border:])
        return learned, held_out_texts


def _border(text, least):
    """Return the first place at or after `least` at which a text may be cut."""
    if least <= 0:
        return 0
    ends = (blank.end() for blank in re.finditer(r"\n\n+", text))
    return next((end for end in ends if end >= least), len(text))


def as_corpus(arrays, provenance):
    """Return what an embedded file of texts with titles holds as a Corpus."""
    titles = {key.removeprefix("title_"): a for key, a in arrays.items() if "title_" in key}
    return Corpus(unpack_texts(arrays), tuple(unpack_texts(titles)), provenance)
