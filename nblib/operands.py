"""What a tensor can be made of, and what an op can be given beside tensors."""

import numpy as np

ARRAYS = (np.ndarray, np.generic)
FLOATS = (np.dtype(np.float32), np.dtype(np.float64))


def float_dtype(data):
    """Return the dtype in which a Tensor holds data that is no array in one of FLOATS: float64 for
    float64 in another byte order, else float32.

    Raises TypeError for what is no numbers.
    """
    if data is None:
        raise TypeError("a Tensor holds numbers, not None")
    if isinstance(data, list | tuple):
        look_inside(data)
    if isinstance(data, ARRAYS):
        if data.dtype.kind not in "biuf":
            raise TypeError(f"a Tensor holds numbers, not {data.dtype}")
        if data.dtype.type is np.float64:
            return np.float64
    return np.float32


def look_inside(numbers):
    """Raise TypeError where a list holds, at any depth, None, or a tensor, whose gradient would be
    lost.
    """
    kinds = set(map(type, numbers))
    if any(hasattr(kind, "backward") for kind in kinds):
        raise TypeError(
            "a list of Tensors as numbers would lose their gradients; nblib.ops.stack([a, b]) "
            "keeps them"
        )
    if type(None) in kinds:
        raise TypeError("a Tensor holds numbers, not None")
    if not kinds.isdisjoint((list, tuple)):
        for item in numbers:
            if isinstance(item, list | tuple):
                look_inside(item)


def in_precision(dtype, inputs):
    """Return the inputs of an op with lists, and arrays of whole numbers, as arrays of dtype."""
    ready = []
    for x in inputs:
        whole = isinstance(x, np.ndarray) and x.dtype.kind in "iu"
        ready.append(np.asarray(x, dtype) if whole or isinstance(x, list | tuple) else x)
    return ready


def with_shapes(error, op, arrays):
    """Return the error of an op with its name, and what it was given, in the message."""
    for error_type in (ValueError, TypeError, IndexError):
        if isinstance(error, error_type):
            return error_type(f"{op}({describe(arrays)}): {error}")


def describe(arrays):
    """Return dtypes and shapes, or what else it is, of what an op was given."""
    return ", ".join(
        f"{a.dtype} {a.shape}" if isinstance(a, np.ndarray) else type(a).__name__ for a in arrays
    )
