"""Logistic regression on rows of few numbers, for what cannot know the order of words, or only that
of neighbors.
"""

import numpy as np


class Sparse:
    """A matrix of few numbers: rows of (ids, weights)."""

    def __init__(self, rows, columns):
        self.shape = (len(rows), columns)
        self.row = np.repeat(np.arange(len(rows)), [len(ids) for ids, _ in rows])
        self.column = np.concatenate([ids for ids, _ in rows])
        self.weight = np.concatenate([weights for _, weights in rows])

    def times(self, w):
        """The matrix times a vector."""
        return np.bincount(self.row, self.weight * w[self.column], self.shape[0])

    def transposed_times(self, r):
        """The transposed matrix times a vector."""
        return np.bincount(self.column, self.weight * r[self.row], self.shape[1])


def logistic_regression(x, y, strength, steps=12):
    """Return (w, b) that minimize mean loss + strength / 2 · |w|², by Newton's method, whose linear
    systems are solved by conjugate gradients.
    """
    w = np.zeros(x.shape[1])
    b = 0.0
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x.times(w) - b))
        slope = p * (1 - p) / len(y)

        def curvature(v, slope=slope):
            moved = slope * (x.times(v[:-1]) + v[-1])
            return np.append(x.transposed_times(moved) + strength * v[:-1], moved.sum())

        error = (p - y) / len(y)
        gradient = np.append(x.transposed_times(error) + strength * w, error.sum())
        step = _conjugate_gradients(curvature, gradient)
        w -= step[:-1]
        b -= step[-1]
        if np.linalg.norm(gradient) < 1e-8:
            break
    return w, b


def _conjugate_gradients(product, target, steps=60):
    """Solve product(v) = target for v."""
    v = np.zeros_like(target)
    rest = target.copy()
    direction = rest.copy()
    square = rest @ rest
    for _ in range(steps):
        moved = product(direction)
        size = square / (direction @ moved)
        v += size * direction
        rest -= size * moved
        new_square = rest @ rest
        if new_square < 1e-20:
            break
        direction = rest + new_square / square * direction
        square = new_square
    return v
