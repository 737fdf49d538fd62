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


def scores_of(scores, ndim=None):
    """Scores as an array without nan; nan has no place in an order."""
    scores = np.asarray(scores)
    if ndim is not None and scores.ndim != ndim:
        raise ValueError(f"scores must have {ndim} dimension(s), got shape {scores.shape}")
    if np.any(np.isnan(scores)):
        raise ValueError("scores must not be nan")
    return scores


def classes_of(targets, scores):
    """Targets as class numbers (N,) that fit scores (N, C)."""
    targets = np.asarray(targets)
    if targets.shape != scores.shape[:1] or not targets.size:
        raise ValueError(
            f"scores (N, C) and targets (N,) are needed, got shapes {scores.shape} and "
            f"{targets.shape}"
        )
    if targets.dtype.kind not in "iu" or targets.min() < 0 or targets.max() >= scores.shape[1]:
        raise ValueError(f"targets must be class numbers from 0 to {scores.shape[1] - 1}")
    return targets
