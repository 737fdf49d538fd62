"""What metrics share."""

from numbers import Real

import numpy as np


def pair(predictions, targets):
    """Both as arrays of one shape, not empty."""
    predictions = np.asarray(predictions)
    targets = np.asarray(targets)
    if predictions.shape != targets.shape:
        raise ValueError(
            f"predictions of shape {predictions.shape} do not fit targets of shape {targets.shape}"
        )
    if not targets.size:
        raise ValueError("there is nothing to measure: predictions and targets are empty")
    return predictions, targets


def whole(value, name):
    """A whole number of at least 1 as an int; 15.0 is one."""
    if not isinstance(value, Real) or not 1 <= value < float("inf") or value != int(value):
        raise ValueError(f"{name} must be a whole number of at least 1, got {value!r}")
    return int(value)
