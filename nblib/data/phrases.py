"""Phrases: the names of emoji in four languages, to translate from each into each."""

from dataclasses import dataclass

import numpy as np

from nblib.data.dataset import read_embedded
from nblib.data.texts import unpack_texts
from nblib.ranges import whole

LANGUAGES = ("en", "fr", "de", "zh")


@dataclass(frozen=True)
class Phrases:
    """The same N phrases in several languages.

    texts: for each language its N strings, (N,) of dtype object. concepts: (N,) whole numbers:
    phrases with the same number are variants of one concept, such as a waving hand in six skin
    tones. provenance: where they come from, and their license.
    """

    texts: dict
    concepts: np.ndarray
    provenance: dict

    def __repr__(self):
        languages = ", ".join(self.texts)
        groups = len(np.unique(self.concepts))
        return f"Phrases({len(self.concepts):,} of {groups:,} concepts: {languages})"

    def split(self, by, *, seed, held_out=0.2):
        """Return (rows to learn from, rows held out), two arrays of indices in a random order.

        by="phrase" draws single phrases, so that variants of one concept fall on both sides;
        by="concept" draws whole concepts, until at least that share of the phrases is held out.
        Raises ValueError for another word, and for a share that is not between 0 and 1.
        """
        if by not in ("phrase", "concept"):
            raise ValueError(f'by is "phrase" or "concept", not {by!r}')
        if not 0 < held_out < 1:
            raise ValueError(f"held_out is a share between 0 and 1, got {held_out}")
        rng = np.random.default_rng(whole("seed", seed))
        n = len(self.concepts)
        order = rng.permutation(n)  # (N,)
        wanted = round(held_out * n)
        if by == "phrase":
            return order[wanted:], order[:wanted]

        # Whole concepts, in a random order, until they are enough.
        groups = rng.permutation(np.unique(self.concepts))
        sizes = np.bincount(self.concepts)[groups]
        enough = np.searchsorted(np.cumsum(sizes), wanted) + 1
        is_out = np.isin(self.concepts[order], groups[:enough])  # (N,)
        return order[~is_out], order[is_out]


def load_phrases(*, full=False):
    """Return the names of 3,944 emoji in English, French, German and Chinese as Phrases.

    full: accepted for uniformity: the embedded file is the whole set. Raises DataError for a
    damaged file.
    """
    arrays, provenance = read_embedded("phrases")

    def texts(name):
        return unpack_texts({key: arrays[f"{name}_{key}"] for key in ("bytes", "ends")})

    _, concepts = np.unique(texts("concept").astype(str), return_inverse=True)  # (N,)
    by_language = {language: texts(language) for language in LANGUAGES}
    return Phrases(by_language, concepts, provenance)
