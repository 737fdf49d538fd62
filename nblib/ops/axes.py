"""Sums, means and maxima along axes, and what is made of them."""

import numpy as np

from nblib.tensor import op


def _spread(g, x, axis, keepdims):
    """A gradient g of what was reduced along axis, repeated to the shape of x."""
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    return np.broadcast_to(g, x.shape)


@op
def sum(x, *, axis=None, keepdims=False):
    """Sum along one axis, several, or all."""
    y = x.sum(axis=axis, keepdims=keepdims)
    return y, lambda g: _spread(g, x, axis, keepdims)


@op
def mean(x, *, axis=None, keepdims=False):
    """Mean along one axis, several, or all."""
    y = x.mean(axis=axis, keepdims=keepdims)
    share = y.size / (x.size or 1)  # 1 / n, n the numbers in each mean
    return y, lambda g: _spread(g * share, x, axis, keepdims)


@op
def max(x, *, axis=None, keepdims=False):
    """Largest element; ties share the gradient."""
    y = x.max(axis=axis, keepdims=True)

    def vjp(g):
        # Ones and zeros, in the order that x has in memory: what comes next then runs along it.
        dx = np.equal(x, y, out=np.empty_like(x), casting="unsafe")
        dx *= _spread(g, y, axis, keepdims) / dx.sum(axis=axis, keepdims=True)
        return dx

    return y if keepdims else y.squeeze(axis), vjp


@op
def logsumexp(x, *, axis=-1, keepdims=False):
    """log Σ e^x, shifted by the maximum so that nothing overflows."""
    top = x.max(axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0)  # -inf - -inf would be nan
    e = np.exp(x - top)
    total = e.sum(axis=axis, keepdims=True)
    with np.errstate(divide="ignore"):
        y = np.log(total) + top
    if not keepdims:
        y = y.squeeze(axis)

    def vjp(g):
        softmax = e / total
        return _spread(g, x, axis, keepdims) * softmax

    return y, vjp


@op
def softmax(x, *, axis=-1):
    """e^x / Σ e^x."""
    top = x.max(axis=axis, keepdims=True)
    e = np.exp(x - top)
    y = e / e.sum(axis=axis, keepdims=True)

    def vjp(g):
        mean = (g * y).sum(axis=axis, keepdims=True)  # of g, each weighted by its probability
        return y * (g - mean)

    return y, vjp


@op
def log_softmax(x, *, axis=-1):
    """x - log Σ e^x."""
    y = x - x.max(axis=axis, keepdims=True)
    total = np.exp(y).sum(axis=axis, keepdims=True)
    y -= np.log(total)

    def vjp(g):
        softmax = np.exp(y)
        return g - softmax * g.sum(axis=axis, keepdims=True)

    return y, vjp
