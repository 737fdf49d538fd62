"""A crowd of networks that dropout's masks make of one trained network; maths.mjs is the twin.

The network is 2-10-10-1 with ReLU; a mask stands after each hidden layer.
"""

from typing import NamedTuple

import numpy as np

from nblib.ops.functions import logistic
from nblib.widgets.a_crowd_of_networks.constants import POINTS, SPLIT, TRAINED, WEIGHTS, WIDTH
from nblib.widgets.core.mulberry import uniforms


class Weights(NamedTuple):
    """Of the three layers: w1 (2, 10), b1 (10,), w2 (10, 10), b2 (10,), w3 (10, 1), b3 (1,)."""

    w1: np.ndarray
    b1: np.ndarray
    w2: np.ndarray
    b2: np.ndarray
    w3: np.ndarray
    b3: np.ndarray


def _numbers(text):
    return np.array(text.split(), dtype=float)


def points():
    """Return (x, y): where the points are, (60, 2), and their classes 0 and 1, (60,)."""
    x = _numbers(POINTS).reshape(-1, 2)
    return x, np.arange(len(x)) % 2


def weights(trained):
    """Return the Weights of the network that was trained so, a name of TRAINED."""
    flat = _numbers(WEIGHTS[TRAINED.index(trained)])
    shapes = ((2, WIDTH), (WIDTH,), (WIDTH, WIDTH), (WIDTH,), (WIDTH, 1), (1,))
    cuts = np.cumsum([np.prod(shape) for shape in shapes])
    arrays = np.split(flat, cuts[:-1])
    return Weights(*(array.reshape(shape) for array, shape in zip(arrays, shapes, strict=True)))


def masks(p, seed, networks):
    """Return the masks of the first networks of a crowd, (networks, 2, 10): 0, or 1 / (1 - p).

    Network k takes the numbers 20 k, …, 20 k + 19 of the seed's stream; a unit is dropped where its
    number is below p. So a larger p drops what a smaller one drops, and more.
    """
    u = uniforms(seed, 0, networks * 2 * WIDTH).reshape(networks, 2, WIDTH)
    return (u >= p) / (1 - p)


def probability(net, x, mask):
    """Return the probability of class 1 at x (..., 2) with a mask (2, 10): (...)."""
    first = np.maximum(x @ net.w1 + net.b1, 0) * mask[0]  # (..., 10)
    second = np.maximum(first @ net.w2 + net.b2, 0) * mask[1]  # (..., 10)
    return logistic(second @ net.w3 + net.b3)[..., 0]


def crowd(trained, p, seed, networks, x):
    """Return the probabilities of each network of the crowd at x (..., 2): (networks, ...)."""
    net = weights(trained)
    return np.array([probability(net, x, mask) for mask in masks(p, seed, networks)])


def single(trained, x):
    """Return the probabilities of the deterministic pass, which drops nothing, at x (..., 2)."""
    return probability(weights(trained), x, np.ones((2, WIDTH)))


def right(probabilities):
    """Return the part of the 60 points that probabilities at them, (60,), put on their side."""
    _, y = points()
    return float(np.mean((np.asarray(probabilities) > 0.5) == (y == 1)))


def verdict(members):
    """Return what probabilities at one place, (networks,), say together: "one" network, the "same"
    number by all, "divided" or "agreed".
    """
    if len(members) == 1:
        return "one"
    if np.ptp(members) == 0:
        return "same"
    return "divided" if np.std(members) >= SPLIT else "agreed"
