"""Metrics of regression: distances between numbers."""

import numpy as np

from nblib.metrics.shared import pair


def mse(predictions, targets):
    """The mean squared error; both of one shape.

    >>> mse([1.0, 2.0], [1.0, 4.0])
    2.0
    """
    return float(np.mean(_errors(predictions, targets) ** 2))


def mae(predictions, targets):
    """The mean absolute error; both of one shape.

    >>> mae([1.0, 2.0], [1.0, 4.0])
    1.0
    """
    return float(np.mean(np.abs(_errors(predictions, targets))))


def r2(predictions, targets):
    """The part of the targets' variance that the predictions explain: 1 - squared error / squares
    around the mean.

    1 is perfect, 0 is no better than the mean of the targets, and below 0 is worse. Both of one
    shape; an array of more dimensions is taken as one long list. Raises ValueError when all targets
    are equal: nothing is to be explained.

    >>> r2([1.0, 2.0, 4.0], [1.0, 2.0, 3.0])  # 1 - 1 / (1 + 0 + 1)
    0.5
    """
    errors = _errors(predictions, targets)
    targets = np.asarray(targets, np.float64)
    if np.all(targets == targets.flat[0]):
        raise ValueError("r2 needs targets that are not all equal")
    return float(1 - np.sum(errors**2) / np.sum((targets - targets.mean()) ** 2))


def _errors(predictions, targets):
    """Predictions minus targets, in float64: bytes and booleans would wrap around."""
    predictions, targets = pair(predictions, targets)
    return predictions.astype(np.float64) - targets.astype(np.float64)
