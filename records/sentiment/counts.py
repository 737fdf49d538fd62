"""TF-IDF and logistic regression, for what cannot know the order of words, or only that of
neighbors.
"""

from collections import Counter

import numpy as np

from nblib.text import ngrams


class TfIdf:
    """Texts as weighted counts of their terms: (1 + log count) · idf, each text of length 1.

    Terms are runs of 1 to `longest` tokens that occur in at least two texts. A text becomes a pair
    (ids, weights).
    """

    def __init__(self, texts, longest):
        self.longest = longest
        occurs = Counter(term for tokens in texts for term in set(self._terms(tokens)))
        kept = sorted(term for term, count in occurs.items() if count >= 2)
        self.ids = {term: i for i, term in enumerate(kept)}
        count = np.array([occurs[term] for term in kept])
        self.idf = np.log((1 + len(texts)) / (1 + count)) + 1

    def _terms(self, tokens):
        return [gram for n in range(1, self.longest + 1) for gram in ngrams(tokens, n)]

    def row(self, tokens):
        """One text as (ids, weights)."""
        found = Counter(self.ids[term] for term in self._terms(tokens) if term in self.ids)
        ids = np.fromiter(found, int, len(found))
        counts = np.fromiter(found.values(), float, len(found))
        weights = (1 + np.log(counts)) * self.idf[ids]
        return ids, weights / max(np.linalg.norm(weights), 1e-12)

    def __call__(self, texts):
        """Texts as a Sparse matrix."""
        return Sparse([self.row(tokens) for tokens in texts], len(self.ids))


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
