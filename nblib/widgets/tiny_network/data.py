"""Points of two classes in the plane, drawn by chance with a seed: the twin of
nblib/widgets/tiny_network/data.mjs.
"""

import math

import numpy as np

from nblib.widgets.core.chance import Chance
from nblib.widgets.tiny_network.constants import SIZE


def _moons(i, chance):
    a = math.pi * chance.uniform()
    x, y = (1 - math.cos(a), 0.5 - math.sin(a)) if i % 2 else (math.cos(a), math.sin(a))
    return 1.5 * (x - 0.5), 1.5 * (y - 0.25)


def _circles(i, chance):
    a = 2 * math.pi * chance.uniform()
    r = 0.8 if i % 2 else 2.0
    return r * math.cos(a), r * math.sin(a)


def _xor(i, chance):
    # Corners in turn, so that the classes alternate: ++, -+, --, +-.
    x = (1.0 + 0.8 * chance.uniform()) * (1 if i % 4 in (0, 3) else -1)
    y = (1.0 + 0.8 * chance.uniform()) * (1 if i % 4 < 2 else -1)
    return x, y


def _spiral(i, chance):
    t = math.sqrt(chance.uniform())  # further out an arm is longer
    a = 1.25 * 2 * math.pi * t + math.pi * (i % 2)
    r = 0.25 + 2.15 * t
    return r * math.cos(a), r * math.sin(a)


SHAPES = {"moons": _moons, "circles": _circles, "XOR": _xor, "spiral": _spiral}


def draw(name, noise=0.0, seed=0, n=SIZE):
    """Return (x_train, y_train, x_test, y_test) of shapes (n, 2), (n,), (n, 2), (n,); classes are 0
    and 1 in turn.

    name: one of SHAPES. noise: the standard deviation of what is added to each coordinate.
    """
    chance = Chance(seed, 1)
    rows = []
    for i in range(2 * n):
        x, y = SHAPES[name](i, chance)
        rows.append((x + noise * chance.normal(), y + noise * chance.normal()))
    x = np.array(rows)
    y = np.arange(2 * n) % 2
    return x[:n], y[:n], x[n:], y[n:]
