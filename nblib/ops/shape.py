"""Another shape, another order, a part, several in one: numbers are moved, not changed."""

import numpy as np

from nblib.tensor import Tensor, op


@op
def reshape(x, *, shape):
    """The same numbers in another shape."""
    return x.reshape(shape), lambda g: g.reshape(x.shape)


@op
def transpose(x, *, axes=None):
    """The axes in another order; reversed if none is given."""
    back = None if axes is None else np.argsort(np.arange(x.ndim)[list(axes)])
    return x.transpose(axes), lambda g: g.transpose(back)


@op
def getitem(x, *, index):
    """x[index], with slices, integer arrays or a mask."""
    if any(isinstance(i, Tensor) for i in (index if isinstance(index, tuple) else (index,))):
        raise TypeError("index with whole numbers or a mask in a plain array, not with a Tensor")

    def vjp(g):
        if _is_slice(index):
            out = np.zeros_like(x)
            out[index] = g
            return out
        # An element may be picked many times: number the elements, and count with weights.
        picked = np.arange(x.size).reshape(x.shape)[index]
        return (
            np.bincount(picked.ravel(), g.ravel(), x.size)
            .reshape(x.shape)
            .astype(x.dtype, copy=False)
        )

    return x[index], vjp


def _is_slice(index):
    parts = index if isinstance(index, tuple) else (index,)
    return all(i is None or i is Ellipsis or isinstance(i, slice | int | np.integer) for i in parts)


@op
def embedding(table, index):
    """The rows of table (V, D) at an integer array of any shape (...): (..., D)."""
    if index.dtype.kind not in "iu":
        raise TypeError("the index must hold integers")
    if index.size and (index.min() < 0 or index.max() >= len(table)):
        raise IndexError(f"an index is outside 0 … {len(table) - 1}")
    return table[index], lambda g: scatter_add(
        index.ravel(), g.reshape(-1, table.shape[1]), len(table)
    )


def scatter_add(rows, values, n):
    """Return (n, D): row r is the sum of those values (k, D) whose entry in rows (k,) is r. Arrays
    in, array out.
    """
    out = np.zeros((n, values.shape[1]), values.dtype)
    if len(rows):
        order = np.argsort(rows, kind="stable")
        rows = rows[order]
        starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
        out[rows[starts]] = np.add.reduceat(values[order], starts)
    return out


@op
def _concatenate(*parts, axis):
    ends = np.cumsum([0, *(part.shape[axis] for part in parts)]).tolist()

    def vjp(start, end):
        return lambda g: g[(slice(None),) * (axis % g.ndim) + (slice(start, end),)]

    return np.concatenate(parts, axis), *map(vjp, ends, ends[1:])


def concatenate(parts, axis=0):
    """Tensors one after the other along an axis that is there."""
    return _concatenate(*parts, axis=axis)


def stack(parts, axis=0):
    """Tensors of one shape side by side along a new axis."""
    return _concatenate(*(getitem(p, index=_new_axis(p.ndim, axis)) for p in parts), axis=axis)


def _new_axis(ndim, axis):
    return (slice(None),) * (axis % (ndim + 1)) + (None,)
