"""Where the points and the weights in constants.py come from: `python -m
nblib.widgets.a_crowd_of_networks.trained` prints them.

Two noisy half-moons, and a network 2-10-10-1 with ReLU and dropout after both hidden layers, which
is trained on them three times: with three probabilities to drop, from the same first weights.
"""

import math

import numpy as np

from nblib import nn
from nblib.losses import bce_with_logits
from nblib.optim import Adam
from nblib.widgets.core.chance import Chance

WIDTH = 10  # units of a hidden layer
SIZE = 60  # points
NOISE = 0.28
STEPS = 800
LR = 0.01
DROPPED = (0.0, 0.3, 0.5)  # probabilities to drop while training


def moons(seed=3):
    """Return points (60, 2), with two decimals; the classes are 0 and 1 in turn."""
    chance = Chance(seed, 1)
    rows = []
    for i in range(SIZE):
        angle = math.pi * chance.uniform()
        x = math.cos(angle)
        y = math.sin(angle)
        if i % 2:
            x = 1 - x
            y = 0.5 - y
        rows.append((1.5 * (x - 0.5), 1.5 * (y - 0.25)))
        rows[-1] = tuple(v + NOISE * chance.normal() for v in rows[-1])
    return np.array(rows).round(2)


def train(x, p, seed=1):
    """Return [w, b, w, b, w, b] of a network trained on these points, dropping with p."""
    rng = np.random.default_rng(seed)
    targets = (np.arange(len(x)) % 2)[:, None].astype(np.float64)
    widths = (2, WIDTH, WIDTH)
    layers = []
    for d_in, d_out in zip(widths[:-1], widths[1:], strict=True):
        linear = nn.Linear(d_in, d_out, init="he", rng=rng, dtype=np.float64)
        layers += [linear, nn.ReLU(), nn.Dropout(p, rng=rng)]
    net = nn.Sequential(*layers, nn.Linear(WIDTH, 1, rng=rng, dtype=np.float64))
    optimizer = Adam(net.parameters(), lr=LR)
    for _ in range(STEPS):
        optimizer.zero_grad()
        bce_with_logits(net(x), targets).backward()
        optimizer.step()
    return [parameter.data for parameter in net.parameters()]


def text(arrays, decimals):
    """Return all numbers of some arrays as one text, row by row."""
    flat = np.concatenate([np.ravel(a) for a in arrays])
    return " ".join(f"{v:.{decimals}f}" for v in flat)


if __name__ == "__main__":
    points = moons()
    print(text([points], 2))
    for p in DROPPED:
        print(text(train(points, p), 3))
