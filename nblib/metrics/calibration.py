"""Calibration: whether a classifier is right as often as it is sure."""

from typing import NamedTuple

import numpy as np

from nblib.metrics.shared import classes_of, scores_of, whole


class CalibrationBins(NamedTuple):
    """For each bin of confidence, (bins,): mean confidence, accuracy, count. Both means are nan in
    an empty bin.
    """

    confidence: np.ndarray
    accuracy: np.ndarray
    count: np.ndarray


def calibration_bins(probabilities, targets, bins=15):
    """Sort predictions into bins of equal width by their confidence, the largest of the
    probabilities (N, C).

    targets: class numbers (N,). Bin i of M holds confidences above i / M and up to (i + 1) / M.
    What a reliability diagram draws. Raises ValueError for rows that do not sum to 1 (logits, say).
    """
    probabilities = scores_of(probabilities, ndim=2)
    targets = classes_of(targets, probabilities)
    if np.any(probabilities < 0) or not np.allclose(probabilities.sum(axis=1), 1, atol=1e-3):
        raise ValueError(
            "probabilities must not be negative, and each row must sum to 1: are these logits?"
        )
    bins = whole(bins, "bins")
    confidence = probabilities.max(axis=1)  # (N,)
    correct = probabilities.argmax(axis=1) == targets  # (N,)
    upper_edges = np.arange(1, bins + 1) / bins  # (bins,)
    bin_of = np.minimum(np.searchsorted(upper_edges, confidence), bins - 1)  # (N,)
    count = np.bincount(bin_of, minlength=bins)  # (bins,)
    with np.errstate(invalid="ignore"):  # an empty bin has no mean
        mean_confidence = np.bincount(bin_of, weights=confidence, minlength=bins) / count
        bin_accuracy = np.bincount(bin_of, weights=correct, minlength=bins) / count
    return CalibrationBins(mean_confidence, bin_accuracy, count)


def expected_calibration_error(probabilities, targets, bins=15):
    """The mean distance between confidence and accuracy over calibration_bins, weighted by their
    counts.

    probabilities (N, C), targets (N,) (Naeini, Cooper and Hauskrecht, 2015; Guo et al., 2017). It
    depends on the number of bins: compare only figures of one number.

    >>> p = [[0.9, 0.1], [0.9, 0.1], [0.4, 0.6], [0.4, 0.6]]
    >>> error = expected_calibration_error(p, [0, 0, 1, 0])
    >>> round(error, 4)  # (2 · |0.9 - 1| + 2 · |0.6 - 0.5|) / 4
    0.1
    """
    confidence, bin_accuracy, count = calibration_bins(probabilities, targets, bins)  # (bins,) each
    gap = np.abs(confidence - bin_accuracy)
    return float(np.nansum(gap * count) / count.sum())
