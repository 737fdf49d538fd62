"""A small model reads a mail, and what a threshold costs; maths.mjs is the twin."""

import math
from collections import Counter
from typing import NamedTuple

import numpy as np

from nblib.text import WordTokenizer
from nblib.widgets.core.packed import unpack
from nblib.widgets.which_words_fired import filters
from nblib.widgets.which_words_fired.constants import REACH, STEP, WIDTH

THRESHOLDS = np.arange(round(-REACH / STEP), round(REACH / STEP) + 1)  # in tenths


class Reading(NamedTuple):
    """What the model makes of a mail: its words, the share of each in the score (0 for a word that
    it does not know), and the score.
    """

    words: list
    shares: list
    score: float


def unpacked(model):
    """Return the model of model.json as words, weights and scores that can be used."""
    ready = {
        "columns": {word: j for j, word in enumerate(model["words"].split(" "))},
        "idf": model["idf"],
        "weights": [v * model["scale"] for v in numbers(model["weights"]).tolist()],
        "bias": model["bias"],
    }
    for name in ("validation", "test"):
        if name in model:
            ready[name] = (numbers(model[name]["scores"]), numbers(model[name]["spam"]))
    if "filters" in model:
        stored = model["filters"]
        ready["filters"] = filters.unpacked(stored, model["words"].split(" "))
        for name in ("validation", "test"):
            if name in stored:
                ready["filters"][name] = (numbers(stored[name]), ready[name][1])
    return ready


def numbers(text):
    """Return the whole numbers of a text in base64, (n,)."""
    return unpack(text, np.int8).astype(int)


def read(model, text):
    """Return the Reading of a text."""
    words = [word.lower() for word in WordTokenizer().tokenize(text)]
    columns = model["columns"]
    known = Counter(word for word in words if word in columns)
    squares = sum((count * model["idf"][columns[word]]) ** 2 for word, count in known.items())
    length = math.sqrt(squares) or 1.0
    shares = []
    for word in words:
        j = columns.get(word)
        shares.append(0.0 if j is None else model["weights"][j] * model["idf"][j] / length)
    return Reading(words, shares, model["bias"] + sum(shares))


def told(reading):
    """What fired, [(words, share), …], the largest share first; what is silent is left out. Where
    words stand alone it is each word of the mail once, with the sum of its shares.
    """
    sums = Counter()
    if isinstance(reading, filters.FilterReading):
        for first, share in reading.fired:
            sums[" ".join(reading.words[first : first + WIDTH])] += share
    else:
        for word, share in zip(reading.words, reading.shares, strict=True):
            sums[word] += share
    fired = [(words, share) for words, share in sums.items() if share]
    return sorted(fired, key=lambda one: -one[1])


def counted(scores, spam, tenths):
    """Return (lost ham, spam that gets through, caught spam, kept ham) at a threshold in tenths: a
    mail with a larger score is put away.
    """
    away = scores > tenths
    lost = int(np.sum(away & (spam == 0)))
    caught = int(np.sum(away & (spam == 1)))
    return lost, int(spam.sum()) - caught, caught, int(np.sum(spam == 0)) - lost


def cheapest(scores, spam, price):
    """Return the threshold, in tenths, that costs least, of equals the largest; a lost ham costs
    the price, a spam that gets through 1.
    """
    best = None
    for tenths in THRESHOLDS:
        lost, through, _, _ = counted(scores, spam, tenths)
        cost = price * lost + through
        if best is None or cost <= best[0]:
            best = (cost, int(tenths))
    return best[1]
