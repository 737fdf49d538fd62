"""A state that is to be loaded: looked at whole before anything is written."""

from collections.abc import Mapping

import numpy as np


def checked(arrays, state):
    """Return {name: array} of a state to be written into arrays, in their dtypes.

    arrays: {name: array}, what there is. state: {name: what np.asarray takes}. Raises ValueError
    for names or shapes that do not fit, TypeError for what is no array of numbers.
    """
    if not isinstance(state, Mapping):
        raise TypeError(f"a state is a dict of arrays by name, not {type(state).__name__}")
    # The names, then the shapes: all that is wrong is said at once.
    problems = [f"missing: {name}" for name in arrays if name not in state]
    problems += [f"unknown: {name}" for name in state if name not in arrays]
    new = {}
    for name, array in arrays.items():
        if name not in state:
            continue
        new[name] = _numbers(name, state[name])
        if new[name].shape != array.shape:
            problems.append(f"{name} is {array.shape} here, {new[name].shape} there")
        if not array.flags.writeable:
            problems.append(f"{name} lies in memory that cannot be written to")
    if problems:
        raise ValueError("this state is of another module; " + "; ".join(problems))
    return {name: value.astype(arrays[name].dtype) for name, value in new.items()}


def _numbers(name, value):
    """A value as an array of numbers."""
    if type(value).__module__.partition(".")[0] == "torch":
        raise TypeError(
            f"{name} is a tensor of PyTorch: give arrays, tensor.detach().cpu().numpy(); mind that "
            "a Linear's weight is (in, out) here and (out, in) there"
        )
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must be an array of numbers, not {array.dtype}")
    return array
