"""A small GRU reads a sentence, word by word; maths.mjs is the twin.

The update gate z says how much of the old state h stays, the reset gate r how much of it the
candidate n sees: n = tanh(x w + b + r · (h w + b)), h = (1 - z) · n + z · h, as in PyTorch.
"""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nblib.ops.functions import logistic
from nblib.text import WordTokenizer
from nblib.widgets.core.packed import unpack
from nblib.widgets.read_along.constants import MOST, READERS, UNITS, UNKNOWN


class Reader(NamedTuple):
    """weight_ih, weight_hh: (12, 36), the gates reset, update, candidate side by side; bias_ih,
    bias_hh: (36,); head: (12,), and its bias.
    """

    weight_ih: np.ndarray
    weight_hh: np.ndarray
    bias_ih: np.ndarray
    bias_hh: np.ndarray
    head: np.ndarray
    head_bias: np.ndarray


class Reading(NamedTuple):
    """What a reader has at each of T words: state, update gate, reset gate and votes (T, 12), and
    the probability (T,) that the sentence, were it over, is positive. The votes of the units are
    the state times the weights of the last layer; with its bias they sum to the logit.
    """

    state: np.ndarray
    update: np.ndarray
    reset: np.ndarray
    votes: np.ndarray
    positive: np.ndarray


@cache
def recorded():
    """Return what reader.json holds."""
    return json.loads(Path(__file__).with_name("reader.json").read_text(encoding="utf-8"))


@cache
def vocabulary():
    """Return a dict: word -> its row in the table."""
    return {word: i + 3 for i, word in enumerate(recorded()["words"].split(" "))}


@cache
def table():
    """Return the vectors of words, (words, 12)."""
    return unpack(recorded()["table"], np.int8).reshape(-1, UNITS) * recorded()["scale"]


@cache
def reader(name):
    """Return a Reader by its name in READERS."""
    flat = np.array(recorded()["readers"][READERS[READERS.index(name)]].split(), dtype=float)
    shapes = ((UNITS, 3 * UNITS), (UNITS, 3 * UNITS), (3 * UNITS,), (3 * UNITS,), (UNITS,), (1,))
    cuts = np.cumsum([np.prod(shape) for shape in shapes])
    arrays = np.split(flat, cuts[:-1])
    return Reader(*(array.reshape(shape) for array, shape in zip(arrays, shapes, strict=True)))


def words_of(sentence):
    """Return the words of a sentence, in small letters, 24 at most."""
    return WordTokenizer(lower=True).tokenize(sentence.replace("’", "'"))[:MOST]


def rows(words):
    """Return the rows of words in the table, UNKNOWN for one that was not learned."""
    return [vocabulary().get(word, UNKNOWN) for word in words]


def read(name, words):
    """Return the Reading of a list of words by a reader."""
    net = reader(name)
    h = np.zeros(UNITS)
    steps = []
    for x in table()[rows(words)]:
        from_word = x @ net.weight_ih + net.bias_ih  # (36,)
        from_state = h @ net.weight_hh + net.bias_hh  # (36,)
        r = logistic(from_word[:UNITS] + from_state[:UNITS])
        z = logistic(from_word[UNITS : 2 * UNITS] + from_state[UNITS : 2 * UNITS])
        n = np.tanh(from_word[2 * UNITS :] + r * from_state[2 * UNITS :])
        h = (1 - z) * n + z * h
        votes = h * net.head
        steps.append((h, z, r, votes, logistic(votes.sum() + net.head_bias[0])))
    return Reading(*(np.array(column) for column in zip(*steps, strict=True)))
