"""Sums, means and maxima along axes, and what is made of them."""

import numpy as np

from nblib.tensor import op


def _spread(g, x, axis, keepdims):
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    return np.broadcast_to(g, x.shape)


@op
def sum(x, *, axis=None, keepdims=False):
    """Sum along one axis, several, or all."""
    return x.sum(axis=axis, keepdims=keepdims), lambda g: _spread(g, x, axis, keepdims)


@op
def mean(x, *, axis=None, keepdims=False):
    """Mean along one axis, several, or all."""
    y = x.mean(axis=axis, keepdims=keepdims)
    return y, lambda g: _spread(g * (y.size / (x.size or 1)), x, axis, keepdims)


@op
def max(x, *, axis=None, keepdims=False):
    """Largest element; ties share the gradient."""
    top = x == x.max(axis=axis, keepdims=True)
    top = top / top.sum(axis=axis, keepdims=True, dtype=x.dtype)
    return x.max(axis=axis, keepdims=keepdims), lambda g: _spread(g, x, axis, keepdims) * top


@op
def logsumexp(x, *, axis=-1, keepdims=False):
    """log Σ e^x, shifted by the maximum so that nothing overflows."""
    top = x.max(axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0)  # -inf - -inf would be nan
    e = np.exp(x - top)
    total = e.sum(axis=axis, keepdims=True)
    with np.errstate(divide="ignore"):
        y = np.log(total) + top
    return (
        y if keepdims else y.squeeze(axis)
    ), lambda g: _spread(g, x, axis, keepdims) * (e / total)


@op
def softmax(x, *, axis=-1):
    """e^x / Σ e^x."""
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    y = e / e.sum(axis=axis, keepdims=True)
    return y, lambda g: y * (g - (g * y).sum(axis=axis, keepdims=True))


@op
def masked_softmax(x, mask):
    """Softmax over the last axis among what the mask allows; zeros where it allows nothing."""
    x = np.where(mask, x, -np.inf)
    top = x.max(axis=-1, keepdims=True)
    e = np.exp(x - np.where(top == -np.inf, 0, top).astype(x.dtype))
    total = e.sum(axis=-1, keepdims=True)
    y = e / np.where(total == 0, 1, total).astype(x.dtype)
    return y, lambda g: y * (g - (g * y).sum(axis=-1, keepdims=True))


@op
def log_softmax(x, *, axis=-1):
    """x - log Σ e^x."""
    y = x - x.max(axis=axis, keepdims=True)
    y -= np.log(np.exp(y).sum(axis=axis, keepdims=True))
    return y, lambda g: g - np.exp(y) * g.sum(axis=axis, keepdims=True)


@op
def normalize(x, *, axis, eps=1e-5, center=True):
    """(x - mean) / √(variance + eps) along axis; center=False divides by √(mean square + eps)."""
    y = x - x.mean(axis=axis, keepdims=True) if center else x
    scale = 1 / np.sqrt((y * y).mean(axis=axis, keepdims=True) + x.dtype.type(eps))
    y = y * scale

    def vjp(g):
        step = g - y * (g * y).mean(axis=axis, keepdims=True)
        return scale * (step - g.mean(axis=axis, keepdims=True) if center else step)

    return y, vjp
