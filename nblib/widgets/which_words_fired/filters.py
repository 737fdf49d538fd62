"""Filters of three words read a mail: each keeps the place where it answers most strongly;
filters.mjs is the twin. What is summed up are whole numbers, so both find the same places.
"""

from typing import NamedTuple

import numpy as np

from nblib.text import WordTokenizer
from nblib.widgets.core.packed import unpack
from nblib.widgets.which_words_fired.constants import FILTERS, NUMBERS, WIDTH


class FilterReading(NamedTuple):
    """What the filters make of a mail: its words, the share of each in the score, the score, and
    what fired, [(first word, share), …], a filter each; a silent one has the share 0.
    """

    words: list
    shares: list
    score: float
    fired: list


def unpacked(stored, words):
    """Return the filters of model.json as arrays; words: those that have a vector, in order."""
    table = unpack(stored["table"], np.int8).reshape(-1, NUMBERS).astype(int)
    kernels = unpack(stored["kernels"], np.int8).reshape(FILTERS, WIDTH, NUMBERS).astype(int)
    return {
        "rows": {word: j + 1 for j, word in enumerate(words)},  # row 0: an unknown word
        "table": table,  # (V + 1, NUMBERS)
        "kernels": kernels,
        "scale": stored["scale"],
        "biases": stored["biases"],
        "weights": stored["weights"],
        "bias": stored["bias"],
    }


def read(filters, text):
    """Return the FilterReading of a text."""
    words = [word.lower() for word in WordTokenizer().tokenize(text)]
    vectors = np.zeros((max(len(words), WIDTH), NUMBERS), int)  # a short mail is filled up
    for t, word in enumerate(words):
        vectors[t] = filters["table"][filters["rows"].get(word, 0)]
    windows = np.stack([vectors[k : len(vectors) - WIDTH + 1 + k] for k in range(WIDTH)], axis=1)
    answers = np.einsum("tkc,fkc->tf", windows, filters["kernels"])  # (places, FILTERS)

    shares = [0.0] * len(words)
    fired = []
    for f in range(FILTERS):
        first = int(answers[:, f].argmax())
        strength = filters["scale"] * int(answers[first, f]) + filters["biases"][f]
        share = filters["weights"][f] * max(0.0, strength) if words else 0.0
        seen = range(first, min(first + WIDTH, len(words)))
        for t in seen:
            shares[t] += share / len(seen)
        fired.append((first, share))
    score = filters["bias"] + sum(share for _, share in fired)
    return FilterReading(words, shares, score, fired)
