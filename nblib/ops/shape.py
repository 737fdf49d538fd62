"""Another shape, another order, a part, several in one: numbers are moved, not changed."""

import numpy as np

from nblib.tensor import Tensor, op


@op
def reshape(x, *, shape):
    """The same numbers in another shape."""

    def vjp(g):
        g = g.reshape(x.shape)
        if x.flags.c_contiguous:
            return g
        # In the order that x has in memory, as conv leaves it: the ops behind this one are slow
        # where two orders meet.
        dx = np.empty_like(x)
        dx[...] = g
        return dx

    return x.reshape(shape), vjp


@op
def transpose(x, *, axes=None):
    """The axes in another order; reversed if none is given."""
    inverse = None  # reversing is its own inverse
    if axes is not None:
        inverse = np.argsort(np.arange(x.ndim)[list(axes)])
    return x.transpose(axes), lambda g: g.transpose(inverse)


@op
def getitem(x, *, index):
    """x[index], with slices, integer arrays or a mask."""
    indices = index if isinstance(index, tuple) else (index,)
    if any(isinstance(i, Tensor) for i in indices):
        raise TypeError("index with whole numbers or a mask in a plain array, not with a Tensor")

    def vjp(g):
        if all(map(_picks_once, indices)):
            dx = np.zeros_like(x)
            dx[index] = g
            return dx
        # An element may be picked many times: number the elements, and count with weights.
        picked = np.arange(x.size).reshape(x.shape)[index]
        dx = np.bincount(picked.ravel(), g.ravel(), x.size)
        return dx.reshape(x.shape).astype(x.dtype, copy=False)

    return x[index], vjp


def _picks_once(i):
    """Whether an index of one axis picks no element twice: no array."""
    return i is None or i is Ellipsis or isinstance(i, slice | int | np.integer)


@op
def embedding(table, index):
    """The rows of table (V, D) at an integer array of any shape (...): (..., D)."""
    if index.dtype.kind not in "iu":
        raise TypeError("the index must hold integers")
    rows = len(table)
    if index.size and (index.min() < 0 or index.max() >= rows):
        raise IndexError(f"an index is outside 0 … {rows - 1}")

    def vjp(g):
        values = g.reshape(-1, table.shape[1])  # (n, D)
        return scatter_add(index.ravel(), values, rows)

    return table.take(index, axis=0), vjp  # table[index], and twice as quick


def scatter_add(rows, values, n):
    """Return (n, D): row r is the sum of those values (k, D) whose entry in rows (k,) is r. Arrays
    in, array out.
    """
    out = np.zeros((n, values.shape[1]), values.dtype)
    if len(rows):
        # Sorted, the values of one row stand in one run: sum the runs.
        order = np.argsort(rows, kind="stable")
        rows = rows[order]
        is_new = rows[1:] != rows[:-1]
        starts = np.append(0, np.flatnonzero(is_new) + 1)
        out[rows[starts]] = np.add.reduceat(values.take(order, axis=0), starts)
    return out


@op
def _concatenate(*arrays, axis):
    sizes = [array.shape[axis] for array in arrays]
    ends = np.cumsum([0, *sizes]).tolist()

    def vjp(start, end):
        return lambda g: g[_behind(axis % g.ndim, slice(start, end))]

    return np.concatenate(arrays, axis), *map(vjp, ends, ends[1:])


def concatenate(tensors, axis=0):
    """Tensors one after the other along an axis that is there."""
    return _concatenate(*tensors, axis=axis)


def stack(tensors, axis=0):
    """Tensors of one shape side by side along a new axis."""
    with_axis = []
    for tensor in tensors:
        index = _behind(axis % (tensor.ndim + 1), None)
        with_axis.append(getitem(tensor, index=index))
    return _concatenate(*with_axis, axis=axis)


def _behind(axes, index):
    """An index that takes so many axes whole, and then this."""
    return (slice(None),) * axes + (index,)
