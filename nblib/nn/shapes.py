"""What a layer accepts: tensors and plain arrays, of the shape it was made for."""

import numpy as np

from nblib.ranges import whole
from nblib.tensor import Tensor


def accept(layer, x, *sizes, dtype=None, what="an input"):
    """Return x as a tensor, once its shape is found to be what the layer expects.

    sizes: a number for each axis that must have this size, a name for one that may have any, one
    `...` for any further axes. A plain array takes the precision dtype; a tensor keeps its own.
    Raises ValueError, which names both shapes.
    """
    if not isinstance(x, Tensor):
        x = Tensor(x, dtype=dtype)
    if not _fits(x.shape, sizes):
        raise ValueError(
            f"{describe(layer)} expects {what} of shape {written(sizes)}, got {x.shape}"
        )
    return x


def _fits(shape, sizes):
    """Whether a shape is what the sizes ask for."""
    if ... not in sizes:
        return len(shape) == len(sizes) and _same(shape, sizes)
    # Compare what stands before the `...` from the front, what stands behind it from the end.
    cut = sizes.index(...)
    first = sizes[:cut]
    last = sizes[cut + 1 :]
    if len(shape) < len(first) + len(last):
        return False
    return _same(shape, first) and _same(shape[::-1], last[::-1])


def _same(shape, sizes):
    """Whether the first axes have these sizes; a name is any size."""
    pairs = zip(sizes, shape, strict=False)
    return all(size == n for size, n in pairs if not isinstance(size, str))


def describe(layer):
    """The layer in one line."""
    return f"{type(layer).__name__}({layer._options()})"


def written(sizes):
    """These sizes as a tuple would be written: (B, T, 8)."""
    text = ", ".join("..." if size is ... else str(size) for size in sizes)
    comma = "," if len(sizes) == 1 else ""
    return f"({text}{comma})"


def positive(**sizes):
    """Raise ValueError, naming it, for a size that is not a whole number from 1 up."""
    for name, size in sizes.items():
        whole(name, size, least=1)


def precision(dtype):
    """Return a dtype in which a layer can work; raises TypeError for any but float32 and
    float64.
    """
    if dtype is None or np.dtype(dtype) not in (np.float32, np.float64):
        raise TypeError(f"a layer works in np.float32 or np.float64, not in {dtype!r}")
    return dtype
