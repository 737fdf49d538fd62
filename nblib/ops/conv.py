"""Convolution and pooling, over one spatial axis or two: the same code for sequences and images.

Inputs have shape (B, C, *S): a batch, channels, and the spatial sizes S. A window is what the
kernel sees at one place. The numbers that one offset of the kernel meets, at all places, are a
slice of the input with a step; so a window is never built, only such slices.

A convolution copies its slices under each other, as the rows of a matrix with a column for each
place of the whole batch. Then the sum over all windows is one matrix product, and so are both
gradients (Chellapilla et al., 2006). In memory channels come first and the batch last, (C, *S, B),
and so does the result: whatever step a slice has, its numbers then come in runs of a whole batch.
"""

import itertools
import math

import numpy as np

from nblib.tensor import op


def _per_axis(value, dims, name, least):
    """Return a whole number for each axis."""
    sizes = (value,) * dims if isinstance(value, int) else tuple(value)
    if len(sizes) != dims or min(sizes) < least:
        raise ValueError(
            f"{name} must be one whole number from {least} up, or {dims} of them; got {value!r}"
        )
    return sizes


def _places(padded, kernel, stride):
    """Return how many places the kernel has along each axis of a padded input (B, C, *S)."""
    sizes = padded.shape[2:]
    if any(k > n for k, n in zip(kernel, sizes, strict=True)):
        raise ValueError(f"the kernel {kernel} is larger than the padded input {sizes}")
    axes = zip(sizes, kernel, stride, strict=True)
    return tuple((n - k) // s + 1 for n, k, s in axes)


def _padded(x, padding, fill=0):
    """Return x (B, C, *S) with numbers around it."""
    if not any(padding):
        return x
    sizes = [n + 2 * p for n, p in zip(x.shape[2:], padding, strict=True)]
    padded = np.full((x.shape[1], *sizes, len(x)), fill, x.dtype)  # (C, *S, B)
    padded = _batch_first(padded)  # (B, C, *S)
    padded[_inner(padded, padding)] = x
    return padded


def _inner(padded, padding):
    """Return the index of what lies within the padding."""
    axes = zip(padding, padded.shape[2:], strict=True)
    slices = [slice(p, n - p) for p, n in axes]
    return (..., *slices)


def _batch_last(x):
    """Return a view (C, *S, B) of x (B, C, *S)."""
    return x.transpose(*range(1, x.ndim), 0)


def _batch_first(x):
    """Return a view (B, C, *S) of x (C, *S, B)."""
    return x.transpose(-1, *range(x.ndim - 1))


def _slices(kernel, stride, places):
    """Return the index, for each offset in the kernel, of what it meets: x[index] is (B, C,
    *places).
    """
    indices = []
    for offset in itertools.product(*map(range, kernel)):
        axes = zip(offset, stride, places, strict=True)
        slices = [slice(o, o + s * n, s) for o, s, n in axes]
        indices.append((..., *slices))
    return indices


def _columns(padded, slices, places):
    """Return the slices of a padded input (B, C, *S) under each other: (C, K, *places, B)."""
    padded = _batch_first(np.ascontiguousarray(_batch_last(padded)))
    batch, channels = padded.shape[:2]
    columns = np.empty((channels, len(slices), *places, batch), padded.dtype)
    for k, index in enumerate(slices):
        columns[:, k] = _batch_last(padded[index])
    return columns


def _pieces(kernels, columns):
    """Return slices that cut so many columns into pieces, for a product with so many numbers of
    kernels.

    OpenBLAS has a quicker way for products of up to a million multiplications: a long thin product
    takes two to five times as long as its pieces. Where the pieces would be too short to pay, there
    is one.
    """
    length = 600_000 // kernels
    if length < 400:
        length = max(columns, 1)
    return [slice(start, start + length) for start in range(0, columns, length)]


def _kernels_times_columns(rows, columns):
    """Return rows (O, C·K) times columns (C·K, N)."""
    y = np.empty((len(rows), columns.shape[1]), np.result_type(rows, columns))  # (O, N)
    for piece in _pieces(rows.size, columns.shape[1]):
        np.matmul(rows, columns[:, piece], out=y[:, piece])
    return y


def _gradients_times_columns(g, columns):
    """Return g (O, N) times columnsᵀ (N, C·K), as (columns gᵀ)ᵀ, which OpenBLAS has sooner."""
    product = np.zeros((len(columns), len(g)), g.dtype)  # (C·K, O)
    for piece in _pieces(product.size, g.shape[1]):
        product += columns[:, piece] @ g[:, piece].T
    return product.T


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
    # What each offset of the kernel meets.
    stride = _per_axis(stride, dims, "stride", 1)
    padding = _per_axis(padding, dims, "padding", 0)
    padded = _padded(x, padding)  # (B, C, *S)
    places = _places(padded, w.shape[2:], stride)
    slices = _slices(w.shape[2:], stride, places)
    batch, channels = x.shape[:2]
    window = channels * len(slices)  # C·K
    all_places = math.prod(places) * batch  # places·B

    # The windows as columns, the kernels as rows.
    columns = _columns(padded, slices, places)  # (C, K, *places, B)
    columns = columns.reshape(window, all_places)  # (C·K, places·B)
    rows = w.reshape(len(w), -1)  # (O, C·K)
    y = _kernels_times_columns(rows, columns)  # (O, places·B)
    if b is not None:
        y += b[:, None]
    y = _batch_first(y.reshape(len(w), *places, batch))  # (B, O, *places)

    def by_kernel(g):
        return _batch_last(g).reshape(len(w), -1)  # (O, places·B)

    def vjp_x(g):
        # The columns' gradients, added where the numbers came from.
        d_columns = rows.T @ by_kernel(g)  # (C·K, places·B)
        d_columns = d_columns.reshape(channels, len(slices), *places, batch)
        dx = np.zeros((channels, *padded.shape[2:], batch), g.dtype)  # (C, *S, B)
        dx = _batch_first(dx)  # (B, C, *S)
        for k, index in enumerate(slices):
            dx[index] += _batch_first(d_columns[:, k])
        return dx[_inner(dx, padding)]

    def vjp_w(g):
        return _gradients_times_columns(by_kernel(g), columns).reshape(w.shape)

    def vjp_b(g):
        g = by_kernel(g)
        ones = np.ones(g.shape[1], g.dtype)
        return g @ ones  # (O,)

    return y, vjp_x, vjp_w, vjp_b


def _pool_slices(x, kernel, stride, padding, fill):
    """Return the padded x (B, C, *S), the padding of each axis, the index of what each offset in
    the window meets, and whether windows overlap.
    """
    dims = x.ndim - 2
    kernel = _per_axis(kernel, dims, "kernel", 1)
    padding = _per_axis(padding, dims, "padding", 0)
    stride = kernel if stride is None else _per_axis(stride, dims, "stride", 1)
    padded = _padded(x, padding, fill)
    places = _places(padded, kernel, stride)
    overlap = any(s < k for s, k in zip(stride, kernel, strict=True))
    return padded, padding, _slices(kernel, stride, places), overlap


@op
def max_pool(x, *, kernel, stride=None, padding=0):
    """The largest number in each window of x (B, C, *S); the first of equals gets the gradient."""
    padded, padding, slices, overlap = _pool_slices(x, kernel, stride, padding, -np.inf)
    y = padded[slices[0]].copy(order="K")  # (B, C, *places)
    for index in slices[1:]:
        np.maximum(y, padded[index], out=y)

    def vjp(g):
        dx = np.zeros_like(padded)
        waiting = np.ones_like(y, dtype=bool)  # windows whose largest number is not met yet
        for index in slices:
            is_first = padded[index] == y  # (B, C, *places)
            is_first &= waiting
            waiting ^= is_first
            if overlap:
                dx[index] += is_first * g
            else:
                np.multiply(is_first, g, out=dx[index])
        return dx[_inner(dx, padding)]

    return y, vjp


@op
def avg_pool(x, *, kernel, stride=None, padding=0):
    """The mean of each window of x (B, C, *S); padding counts as zeros."""
    padded, padding, slices, _ = _pool_slices(x, kernel, stride, padding, 0)
    y = padded[slices[0]].copy(order="K")  # (B, C, *places)
    for index in slices[1:]:
        y += padded[index]
    y /= len(slices)

    def vjp(g):
        share = g / len(slices)
        dx = np.zeros_like(padded)
        for index in slices:
            dx[index] += share
        return dx[_inner(dx, padding)]

    return y, vjp
