"""The losses that are one op each, because several ops would overflow, lose digits or take longer.
Their targets are arrays and have no gradient; nblib/losses.py brings these into shape.
"""

import math

import numpy as np

from nblib.ops.functions import logistic
from nblib.tensor import op


@op
def squared(x, t):
    """(x - t)², number by number."""
    d = x - t
    return d * d, lambda g: 2 * g * d


@op
def huber(x, t, *, delta):
    """Half the squared error up to delta, a straight line beyond."""
    d = x - t
    near = np.clip(d, -delta, delta)
    return near * (d - 0.5 * near), lambda g: g * near


@op
def bce(z, t, weight):
    """Binary cross-entropy of sigmoid(z), positives counted `weight` times."""
    # -log sigmoid(z) is softplus(-z), and -log(1 - sigmoid(z)) is softplus(z): nothing cancels,
    # however sure z is.
    positive = weight * t
    negative = 1 - t
    value = negative * np.logaddexp(0, z) + positive * np.logaddexp(0, -z)

    def vjp(g):
        slope = negative * logistic(z) - positive * logistic(-z)
        return g * slope

    return value, vjp


@op
def cross_entropy(z, q, mass, *, scale=None):
    """-Σ q log softmax(z) of each row; with a scale, the sum of all rows times it. mass is Σ q of
    each row.
    """
    # The plain formula, and what stands here in its place:
    #     log_p = z - z.max(axis=-1, keepdims=True)
    #     log_p = log_p - np.log(np.exp(log_p).sum(axis=-1, keepdims=True))
    # Along short rows NumPy is slow: it is quicker down the columns of a transposed copy, and by a
    # product with ones.
    top = z.T.copy().max(axis=0).T  # (...)
    log_p = z - top[..., None]  # (..., C)
    ones = np.ones(z.shape[-1], z.dtype)
    log_p -= np.log(np.exp(log_p) @ ones)[..., None]

    def d_logits(g):
        return g * (np.exp(log_p) * mass - q)

    # Each row by itself: -(q * log_p).sum(axis=-1).
    if scale is None:
        value = -_terms(q, log_p).sum(axis=-1)  # (...)
        return value, lambda g: d_logits(g[..., None])

    # All rows: -scale * (q * log_p).sum(), by one product of two long vectors. Where no target
    # counts, scale and so the mean are nan, and there is nothing to learn.
    total = np.vdot(q, log_p)
    if math.isnan(total):
        total = _terms(q, log_p).sum()
    slope = 0.0 if math.isnan(scale) else scale
    return -scale * total, lambda g: d_logits(g * slope)


def _terms(q, log_p):
    """q · log_p, number by number, where 0 · log 0 is 0."""
    with np.errstate(invalid="ignore"):
        return np.where(q, q * log_p, 0)
