"""Batches, their running statistics and what a normalization makes of them; maths.mjs is the
twin.
"""

import numpy as np

from nblib.widgets.core.mulberry import normals
from nblib.widgets.what_a_norm_sees.constants import (
    EPS,
    EXAMPLE,
    FEATURES,
    LARGEST,
    MEANS,
    MODES,
    NORMS,
    RINGED,
    SPREADS,
)

PAIRS = LARGEST * FEATURES // 2  # of random numbers in one batch


def drawn(seed, index, size):
    """Return batch number index of a seed, (size, features)."""
    draws = normals(seed, index * PAIRS, PAIRS).reshape(LARGEST, FEATURES)
    return np.array(MEANS) + np.array(SPREADS) * draws[:size]


def batch(seed, step, size, value):
    """Return the batch that is shown, (size, features): first the example with the ring, then
    others of the batch that comes after so many steps.
    """
    rows = drawn(seed, step, size)
    rows[0] = EXAMPLE
    rows[0, RINGED] = value
    return rows


def running(seed, step, size, momentum):
    """Return (mean, variance), (features,) each, that batch norm has kept after so many steps."""
    mean = np.zeros(FEATURES)
    variance = np.ones(FEATURES)
    for index in range(step):
        rows = drawn(seed, index, size)
        mean = mean + momentum * (rows.mean(axis=0) - mean)
        variance = variance + momentum * (rows.var(axis=0, ddof=1) - variance)
    return mean, variance


def verdict(norm, mode):
    """Return what is measured: "batch", "running" or "example"."""
    if norm == NORMS[1]:
        return "example"
    return "batch" if mode == MODES[0] else "running"


def measured(norm, mode, rows, statistics):
    """Return (mean, variance) that are used: (1, features) or (size, 1)."""
    kind = verdict(norm, mode)
    if kind == "running":
        mean, variance = statistics
        return mean[None], variance[None]
    axis = 1 if kind == "example" else 0
    return rows.mean(axis=axis, keepdims=True), rows.var(axis=axis, keepdims=True)


def normalized(rows, mean, variance):
    """Return the rows, centered and scaled, (size, features)."""
    return (rows - mean) / np.sqrt(variance + EPS)
