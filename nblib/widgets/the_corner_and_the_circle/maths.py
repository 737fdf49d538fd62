"""A quadratic loss of two weights with a penalty, solved exactly; maths.mjs is the twin.

The loss is (w − m)ᵀ H (w − m) / 2 with its minimum at m. The penalty is share · (|w₁| + |w₂|) +
(1 − share) · (w₁² + w₂²) / 2, times its strength.
"""

import numpy as np

from nblib.widgets.the_corner_and_the_circle.constants import HIGHEST, LOWEST, PLACES


def curvatures(stretch, turn):
    """Return H, (2, 2): `stretch` times as steep across as along, the flat direction turned by so
    many degrees from the first weight's axis.
    """
    angle = np.radians(turn)
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-np.sin(angle), np.cos(angle)])
    flat = 1 / np.sqrt(stretch)
    return flat * np.outer(along, along) + np.outer(across, across) / flat


def loss(H, minimum, w):
    """Return how far the loss at w lies above its minimum."""
    e = np.asarray(w) - minimum
    return float(e @ H @ e) / 2


def penalty(w, share):
    """Return the penalty of two weights, without its strength."""
    return float(share * np.abs(w).sum() + (1 - share) * np.square(w).sum() / 2)


def solve(H, minimum, strength, share):
    """Return the weights, (2,), of the lowest sum of loss and penalty. What is zero is exactly
    zero.
    """
    A = H + strength * (1 - share) * np.eye(2)  # (2, 2)
    b = H @ np.asarray(minimum, dtype=float)  # (2,), minus the slopes of the loss at zero
    threshold = strength * share
    if threshold > 0:
        if np.abs(b).max() <= threshold:
            return np.zeros(2)
        for i in (0, 1):
            alone = np.sign(b[i]) * max(abs(b[i]) - threshold, 0.0) / A[i, i]
            if abs(b[1 - i] - A[0, 1] * alone) <= threshold:
                w = np.zeros(2)
                w[i] = alone
                return w
    return _both(A, b, threshold)


def _both(A, b, threshold):
    """Return the weights when neither is zero: of the four pairs of signs, the one that comes out
    as it went in.
    """
    best = None
    for signs in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        w = np.linalg.solve(A, b - threshold * np.array(signs))
        slack = np.min(signs * w)
        if best is None or slack > best[0]:
            best = (slack, w)
    return best[1]


def strengths():
    """Return the strengths along a path, (PLACES + 1,), from the lowest to the highest."""
    return LOWEST * (HIGHEST / LOWEST) ** (np.arange(PLACES + 1) / PLACES)


def path(H, minimum, share):
    """Return the solutions along a path, (PLACES + 1, 2)."""
    return np.array([solve(H, minimum, strength, share) for strength in strengths()])


def all_zero_from(H, minimum, share):
    """Return the strength from which on both weights are zero; infinite without L1."""
    if share == 0:
        return np.inf
    return float(np.abs(H @ np.asarray(minimum, dtype=float)).max() / share)
