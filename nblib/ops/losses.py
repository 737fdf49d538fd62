"""The losses that are one op each, because several ops would overflow, lose digits or take longer.
Their targets are arrays and have no gradient; nblib/losses.py brings these into shape.
"""

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
    return value, lambda g: g * (negative * logistic(z) - positive * logistic(-z))


@op
def cross_entropy(z, q, mass, *, scale=None):
    """-Σ q log softmax(z) of each row; with a scale, the sum of all rows times it. mass is Σ q of
    each row.
    """
    # Along short rows NumPy is slow: it is quicker down the columns of a transposed copy, and by a
    # product with ones.
    log_p = z - z.T.copy().max(axis=0).T[..., None]
    log_p -= np.log(np.exp(log_p) @ np.ones(z.shape[-1], z.dtype))[..., None]
    if scale is not None:
        total = np.vdot(q, log_p)
        if total != total:
            total = _terms(q, log_p).sum()
        slope = (
            scale if scale == scale else 0.0
        )  # where no target counts the mean is nan, and nothing to learn
        return -scale * total, lambda g: (g * slope) * (np.exp(log_p) * mass - q)
    return -_terms(q, log_p).sum(axis=-1), lambda g: g[..., None] * (np.exp(log_p) * mass - q)


def _terms(q, log_p):
    with np.errstate(invalid="ignore"):
        return np.where(q, q * log_p, 0)  # 0 · log 0 is 0
