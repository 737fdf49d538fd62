"""What metrics share."""

import numpy as np


def pair(predictions, targets):
    """Both as arrays of one shape, not empty."""
    predictions, targets = np.asarray(predictions), np.asarray(targets)
    if predictions.shape != targets.shape:
        raise ValueError(f"predictions of shape {predictions.shape} do not fit targets of shape {targets.shape}")
    if not targets.size:
        raise ValueError("there is nothing to measure: predictions and targets are empty")
    return predictions, targets
