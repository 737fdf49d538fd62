"""Heavy ball on a quadratic of two weights, L = (w₁² / κ + w₂²) / 2; maths.mjs is the twin.

Each weight is a problem of its own. Two steps of it are tied by w' = (1 + β − ηλ) w − β w_before,
so the roots of r² − (1 + β − ηλ) r + β = 0 decide how it moves.
"""

import numpy as np

from nblib.widgets.the_alpha_beta_plane.constants import FAR, NEARLY


def curvatures(condition):
    """Return the curvatures of the flat and the steep direction."""
    return 1 / condition, 1.0


def growth(rate, momentum, curvature):
    """Return the factor per step in the long run: the size of the larger root."""
    half = (1 + momentum - rate * curvature) / 2
    inside = half * half - momentum
    if inside < 0:
        return float(np.sqrt(momentum))
    return float(abs(half) + np.sqrt(inside))


def regime(rate, momentum, curvature):
    """Return how one direction moves: "diverging", "critically damped", "oscillating", "monotone"
    or "jumping".
    """
    if growth(rate, momentum, curvature) >= 1:
        return "diverging"
    # The roots are equal at two products of rate and curvature, and complex between them.
    product = rate * curvature
    low = (1 - np.sqrt(momentum)) ** 2
    high = (1 + np.sqrt(momentum)) ** 2
    if abs(product - low) < NEARLY * low or abs(product - high) < NEARLY * high:
        return "critically damped"
    if low < product < high:
        return "oscillating"
    return "monotone" if product < low else "jumping"


def factor(rate, momentum, condition):
    """Return the factor per step of the slower direction."""
    return max(growth(rate, momentum, curvature) for curvature in curvatures(condition))


def best(condition):
    """Return the rate and the momentum with the smallest factor (Polyak, 1964)."""
    root = np.sqrt(condition)
    return float((2 / (1 + 1 / root)) ** 2), float(((root - 1) / (root + 1)) ** 2)


def walk(start, rate, momentum, condition, steps):
    """Return the path, (n, 2), at most steps + 1 points; it ends before a weight is beyond FAR."""
    slopes = np.array(curvatures(condition))
    w = np.array(start, dtype=float)
    velocity = np.zeros(2)
    path = [w]
    for _ in range(steps):
        velocity = momentum * velocity + slopes * w
        w = w - rate * velocity
        if not (np.abs(w) <= FAR).all():
            break
        path.append(w)
    return np.array(path)


def loss(path, condition):
    """Return the loss at each point of a path (n, 2), (n,)."""
    return np.square(path) @ np.array(curvatures(condition)) / 2
