"""Words, their vectors and places on the map, and who is near; maths.mjs is the twin."""

import json
from functools import cache
from pathlib import Path

import numpy as np

from nblib.widgets.core.mulberry import uniforms
from nblib.widgets.core.packed import unpack
from nblib.widgets.neighbors_in_space.constants import SEED, VECTORS


@cache
def stored():
    """Return what lies in vectors.json: the words, and texts that hold vectors and places."""
    path = Path(__file__).with_name("vectors.json")
    return json.loads(path.read_text(encoding="utf-8"))


def words():
    """Return the words, in alphabetical order."""
    return tuple(stored()["words"])


def _numbers(text, dtype):
    return unpack(text, dtype).astype(np.float64)


@cache
def rows(vectors):
    """Return the vectors, (words, D), each of length 1: learned, or as they are drawn first."""
    count = len(words())
    dim = stored()["dim"]
    if vectors == VECTORS[0]:
        table = _numbers(stored()["vectors"], np.int8).reshape(count, dim)
    else:
        table = uniforms(SEED, 0, count * dim).reshape(count, dim) - 0.5
    return table / np.sqrt(np.sum(table**2, axis=1, keepdims=True))


def places():
    """Return the places on the map, (words, 2), within 0 to 1."""
    return _numbers(stored()["places"], np.uint8).reshape(-1, 2) / 255


def nearest(word, vectors, count):
    """Return [(index of a word, cosine)] of so many words, the nearest first."""
    at = words().index(word)
    cosines = rows(vectors) @ rows(vectors)[at]
    order = np.argsort(-cosines, kind="stable")
    return [(int(i), float(cosines[i])) for i in order if i != at][:count]


def mean_distance(word, others):
    """Return the mean distance on the map from a word to others, by their indices."""
    apart = places()[list(others)] - places()[words().index(word)]
    return float(np.mean(np.hypot(*apart.T)))
