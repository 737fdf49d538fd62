"""A small GRU writes a text, letter by letter; maths.mjs is the twin.

The update gate z says how much of the old state h stays, the reset gate r how much of it the
candidate n sees, as in PyTorch. What a letter says to the gates is one row of a table.
"""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nblib.ops.functions import logistic
from nblib.text import draw, next_probabilities
from nblib.widgets.core.mulberry import uniforms
from nblib.widgets.core.packed import unpack
from nblib.widgets.draw_the_next_letter.constants import LETTERS, RUN, UNITS


class Writer(NamedTuple):
    """table: (V, 384), what each letter says to the gates reset, update, candidate side by side;
    weight: (128, 384), bias: (384,), what the state says; head: (128, V), and its bias (V,).
    """

    table: np.ndarray
    weight: np.ndarray
    bias: np.ndarray
    head: np.ndarray
    head_bias: np.ndarray


class Written(NamedTuple):
    """A text that was drawn. letters: (n,) ids; own: (n + 1, V), what the network itself says at
    each place, at temperature 1; used: (n + 1, V), what was drawn from.
    """

    letters: np.ndarray
    own: np.ndarray
    used: np.ndarray


@cache
def recorded():
    """Return what letters.json holds."""
    return json.loads(Path(__file__).with_name("letters.json").read_text(encoding="utf-8"))


@cache
def alphabet():
    """Return the letters, a string of V characters."""
    return recorded()["characters"]


@cache
def writer():
    """Return the Writer."""
    arrays = recorded()["arrays"]
    flat = {
        name: unpack(packed["bytes"], np.int8) * packed["scale"] for name, packed in arrays.items()
    }
    return Writer(
        flat["table"].reshape(-1, 3 * UNITS),
        flat["weight"].reshape(UNITS, 3 * UNITS),
        flat["bias"],
        flat["head"].reshape(UNITS, -1),
        flat["head bias"],
    )


def ids_of(beginning):
    """Return the ids of what is read at first: the end of a line, then the beginning; a space for
    each character that was not learned.
    """
    letters = alphabet()
    space = letters.index(" ")
    ids = [letters.find(character) for character in "\n" + beginning]
    return [space if i < 0 else i for i in ids]


def step(h, letter):
    """Return the state after one more letter, from the state before it; h: (..., 128), letter: an
    id, or ids (...).
    """
    net = writer()
    from_letter = net.table[letter]  # (..., 384)
    from_state = h @ net.weight + net.bias  # (..., 384)
    r = logistic(from_letter[..., :UNITS] + from_state[..., :UNITS])
    z = logistic(from_letter[..., UNITS : 2 * UNITS] + from_state[..., UNITS : 2 * UNITS])
    n = np.tanh(from_letter[..., 2 * UNITS :] + r * from_state[..., 2 * UNITS :])
    return (1 - z) * n + z * h


def logits_of(h):
    """Return the logits of the next letter, (..., V)."""
    net = writer()
    return h @ net.head + net.head_bias


def write(beginning, *, temperature, top_k, top_p, seed, length=LETTERS):
    """Return the text that is Written after a beginning; letter n takes number n of the seed's
    stream.
    """
    h = np.zeros(UNITS)
    for letter in ids_of(beginning):
        h = step(h, letter)
    chances = uniforms(seed, 0, length)
    letters = []
    own = []
    used = []
    for n in range(length + 1):
        logits = logits_of(h)
        own.append(next_probabilities(logits))
        used.append(next_probabilities(logits, temperature=temperature, top_k=top_k, top_p=top_p))
        if n < length:
            letters.append(draw(used[-1], float(chances[n])))
            h = step(h, letters[-1])
    return Written(np.array(letters), np.array(own), np.array(used))


def repeated(letters):
    """Return the share of runs of 8 letters that stood in the text before; 0 for a short one."""
    runs = [tuple(letters[i : i + RUN]) for i in range(len(letters) - RUN + 1)]
    return 1 - len(set(runs)) / len(runs) if runs else 0.0
