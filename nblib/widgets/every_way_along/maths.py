"""The lattice of CTC for a short text, and all texts that a few frames could spell; maths.mjs is
the twin.

Everything here is a plain probability: six frames cannot underflow. nblib.ctc works with
logarithms.
"""

from itertools import product

import numpy as np

from nblib.widgets.every_way_along.constants import SYMBOLS


def states_of(text):
    """The states of a text, numbers of SYMBOLS: a blank before, between and after its letters."""
    states = [0]
    for letter in text:
        states += [SYMBOLS.index(letter), 0]
    return states


def moves(states):
    """The steps (from, to) that a path may take from one frame to the next."""
    allowed = []
    for to, label in enumerate(states):
        for origin in (to, to - 1, to - 2):
            skips_a_repeat = origin == to - 2 and (label == 0 or label == states[to - 2])
            if origin >= 0 and not skips_a_repeat:
                allowed.append((origin, to))
    return allowed


def forward(probs, states):
    """The probability of all ways to be in a state at a frame, that frame included: (T, S)."""
    sums = np.zeros((len(probs), len(states)))
    for state in range(min(2, len(states))):
        sums[0, state] = probs[0][states[state]]
    for t in range(1, len(probs)):
        for origin, to in moves(states):
            sums[t, to] += sums[t - 1, origin] * probs[t][states[to]]
    return sums


def backward(probs, states):
    """The probability of all ways to end from a state at a frame, that frame left out: (T, S)."""
    sums = np.zeros((len(probs), len(states)))
    sums[-1, -2:] = 1
    for t in reversed(range(len(probs) - 1)):
        for origin, to in moves(states):
            sums[t, origin] += sums[t + 1, to] * probs[t + 1][states[to]]
    return sums


def collapse(path):
    """The text of a path, numbers of SYMBOLS: repeats merged, then blanks dropped."""
    text = ""
    before = 0
    for label in path:
        if label not in (0, before):
            text += SYMBOLS[label]
        before = label
    return text


def best_path(probs):
    """The most probable path, as numbers of SYMBOLS, and its probability."""
    path = [int(np.argmax(row)) for row in probs]
    return path, float(np.prod([row[label] for row, label in zip(probs, path, strict=True)]))


def all_texts(probs):
    """Every text that can be spelled, with its probability, the most probable first."""
    sums = {}
    for path in product(range(len(SYMBOLS)), repeat=len(probs)):
        text = collapse(path)
        p = np.prod([row[label] for row, label in zip(probs, path, strict=True)])
        sums[text] = sums.get(text, 0.0) + float(p)
    return sorted(sums.items(), key=lambda item: -item[1])
