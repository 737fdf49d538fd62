"""Normalization along axes: numbers with mean 0 and variance 1, also with the scale and the shift
that a layer puts behind it.
"""

import numpy as np

from nblib.ops.one_pass import from_one_pass
from nblib.tensor import op


@op
def normalize(x, *, axis, eps=1e-5, center=True, observe=None):
    """(x - mean) / √(variance + eps) along axis; center=False divides by √(mean square + eps).

    observe: called with the mean (0 without center) and the variance, if given.
    """
    # Mean 0, then variance 1.
    mean = x.mean(axis=axis, keepdims=True) if center else x.dtype.type(0)
    y = x - mean
    var = (y * y).mean(axis=axis, keepdims=True)
    scale = 1 / np.sqrt(var + x.dtype.type(eps))
    y *= scale
    if observe is not None:
        observe(mean, var)

    def vjp(g):
        # In words: take from g what changes the mean and what changes the variance.
        dx = y * -(g * y).mean(axis=axis, keepdims=True)
        dx += g
        if center:
            dx -= g.mean(axis=axis, keepdims=True)
        dx *= scale
        return dx

    return y, vjp


@op
def batch_norm(x, w, b, *, eps=1e-5, observe=None):
    """normalize(x) over all axes of x (B, C, *S) but the channels, times w (C,), plus b (C,).

    One op, since the sums that the gradients of w and b need are those that the gradient of x needs
    too. observe: as in normalize.
    """

    def by_channel(a):
        batch_last = a.transpose(*range(1, x.ndim), 0)  # (C, *S, B), as conv leaves it in memory
        return batch_last.reshape(len(w), -1)  # (C, n)

    def as_input(a):
        batch_last = a.reshape(*x.shape[1:], len(x))  # (C, *S, B)
        return batch_last.transpose(-1, *range(x.ndim - 1))  # (B, C, *S)

    # Mean 0 and variance 1, channel by channel.
    y = by_channel(x)  # (C, n)
    n = x.dtype.type(y.shape[1])
    ones = np.ones(y.shape[1], x.dtype)  # a @ ones sums the rows of a, quicker than a.sum(axis=1)
    mean = y.mean(axis=1, keepdims=True)  # (C, 1); the slower sum is the more exact one
    y = y - mean
    var = y * y @ ones / n  # (C,)
    var = var[:, None]  # (C, 1)
    scale = 1 / np.sqrt(var + x.dtype.type(eps))
    y *= scale
    if observe is not None:
        observe(mean, var)

    # The scale and the shift.
    out = y * w[:, None]
    out += b[:, None]

    def backward(g):
        g = by_channel(g)  # (C, n)
        product = g * y
        dw = product @ ones  # (C,)
        db = g @ ones  # (C,)
        # As in normalize: take from g what changes the variance and what changes the mean.
        dx = np.multiply(y, (dw / -n)[:, None], out=product)
        dx += g
        dx -= (db / n)[:, None]
        dx *= scale * w[:, None]
        return as_input(dx), dw, db

    return as_input(out), *from_one_pass(backward, 3)


@op
def layer_norm(x, w, b=None, *, eps=1e-5):
    """normalize(x) over the axes that w has, the last ones of x, times w, plus b of the same shape.

    One op for the same reason as batch_norm.
    """
    d = w.size
    ones = np.ones(d, x.dtype)
    # Mean 0 and variance 1, row by row.
    rows = x.reshape(-1, d)  # (n, d)
    mean = rows @ ones / x.dtype.type(d)  # (n,)
    y = rows - mean[:, None]
    var = y * y @ ones / x.dtype.type(d)  # (n,)
    scale = 1 / np.sqrt(var + x.dtype.type(eps))
    scale = scale[:, None]  # (n, 1)
    y *= scale

    # The scale and the shift.
    out = y * w.reshape(-1)  # (n, d)
    if b is not None:
        out += b.reshape(-1)

    def backward(g):
        # Sums over the rows.
        g = g.reshape(-1, d)  # (n, d)
        all_rows = np.ones(len(g), g.dtype)
        product = g * y
        dw = (all_rows @ product).reshape(w.shape)
        db = (all_rows @ g).reshape(w.shape)

        # As in normalize, with g · w in place of g.
        weights = w.reshape(-1) / x.dtype.type(d)  # (d,)
        dx = g * w.reshape(-1)
        dx -= (g @ weights)[:, None]
        dx -= np.multiply(y, (product @ weights)[:, None], out=product)
        dx *= scale
        return dx.reshape(x.shape), dw, db

    return out.reshape(x.shape), *from_one_pass(backward, 3)
