"""Convolution and pooling, over one spatial axis or two: the same code for sequences and images.

Inputs have shape (B, C, *S): a batch, channels, and the spatial sizes S. A window is what the
kernel sees at one place.
"""

import itertools

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nblib.tensor import op


def _per_axis(value, dims, name, least):
    sizes = (value,) * dims if isinstance(value, int) else tuple(value)
    if len(sizes) != dims or min(sizes) < least:
        raise ValueError(
            f"{name} must be one whole number from {least} up, or {dims} of them; got {value!r}"
        )
    return sizes


def _windows(x, kernel, stride, padding, fill=0):
    """Every window of x, (B, C, *S): a view of shape (B, C, *places, *kernel) into the padded
    array, and that array.
    """
    dims = len(kernel)
    if any(padding):
        x = np.pad(x, [(0, 0), (0, 0), *((p, p) for p in padding)], constant_values=fill)
    if any(k > n for k, n in zip(kernel, x.shape[2:], strict=True)):
        raise ValueError(f"the kernel {kernel} is larger than the padded input {x.shape[2:]}")
    windows = sliding_window_view(x, kernel, axis=tuple(range(2, 2 + dims)))
    return windows[(slice(None), slice(None), *(slice(None, None, s) for s in stride))], x


def _add_windows(g, shape, stride, padding):
    """Add the gradients of all windows, (B, C, *places, *kernel), into the padded shape; cut the
    padding off.
    """
    dims = len(stride)
    places, kernel, out = g.shape[2 : 2 + dims], g.shape[2 + dims :], np.zeros(shape, g.dtype)
    for offset in itertools.product(*map(range, kernel)):
        where = (slice(o, o + s * n, s) for o, s, n in zip(offset, stride, places, strict=True))
        out[(slice(None), slice(None), *where)] += g[(..., *offset)]
    inner = (slice(p, n - p) for p, n in zip(padding, shape[2:], strict=True))
    return out[(slice(None), slice(None), *inner)]


@op
def conv(x, w, b=None, *, stride=1, padding=0):
    """Cross-correlation of x (B, C, *S) with w (O, C, *K), plus b (O,): (B, O, *places). One
    spatial axis or two.
    """
    dims = w.ndim - 2
    if x.ndim != w.ndim or x.shape[1] != w.shape[1]:
        raise ValueError(
            "the input is (B, C, ...), the kernel (O, C, ...), with the same C and as many axes"
        )
    stride, padding = _per_axis(stride, dims, "stride", 1), _per_axis(padding, dims, "padding", 0)
    windows, padded = _windows(x, w.shape[2:], stride, padding)
    inside = [1, *range(2 + dims, 2 + 2 * dims)]  # the axes that one output sums over
    places = [0, *range(2, 2 + dims)]
    y = np.moveaxis(np.tensordot(windows, w, (inside, range(1, w.ndim))), -1, 1)
    if b is not None:
        y = y + b.reshape(-1, *(1,) * dims)

    def vjp_x(g):
        each = np.tensordot(g, w, (1, 0))  # (B, *places, C, *K)
        return _add_windows(np.moveaxis(each, 1 + dims, 1), padded.shape, stride, padding)

    def vjp_w(g):
        return np.tensordot(g, windows, (places, places))

    return y, vjp_x, vjp_w, lambda g: g.sum(axis=tuple(places))


@op
def max_pool(x, *, kernel, stride=None, padding=0):
    """The largest number in each window of x (B, C, *S); the first of equals gets the gradient."""
    dims = x.ndim - 2
    kernel, padding = _per_axis(kernel, dims, "kernel", 1), _per_axis(padding, dims, "padding", 0)
    stride = kernel if stride is None else _per_axis(stride, dims, "stride", 1)
    windows, padded = _windows(x, kernel, stride, padding, fill=-np.inf)
    flat = windows.reshape(
        *windows.shape[: 2 + dims], np.prod(kernel)
    )  # not -1: a batch may be empty
    first = flat.argmax(axis=-1)[..., None]

    def vjp(g):
        each = np.zeros_like(flat)
        np.put_along_axis(each, first, g[..., None], axis=-1)
        return _add_windows(each.reshape(windows.shape), padded.shape, stride, padding)

    return np.take_along_axis(flat, first, axis=-1)[..., 0], vjp


@op
def avg_pool(x, *, kernel, stride=None, padding=0):
    """The mean of each window of x (B, C, *S); padding counts as zeros."""
    dims = x.ndim - 2
    kernel, padding = _per_axis(kernel, dims, "kernel", 1), _per_axis(padding, dims, "padding", 0)
    stride = kernel if stride is None else _per_axis(stride, dims, "stride", 1)
    windows, padded = _windows(x, kernel, stride, padding)
    inside = tuple(range(2 + dims, 2 + 2 * dims))

    def vjp(g):
        each = np.broadcast_to(np.expand_dims(g / np.prod(kernel).item(), inside), windows.shape)
        return _add_windows(each, padded.shape, stride, padding)

    return windows.mean(axis=inside), vjp
