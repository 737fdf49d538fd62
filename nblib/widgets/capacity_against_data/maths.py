"""Polynomials of all degrees through noisy points, by least squares, and their errors; maths.mjs is
the twin.

The points stand evenly on [-1, 1]. The polynomials p_0, p_1, … are orthonormal on them (Forsythe,
1957), so the fit of degree d is the sum of <p_k, y> p_k for k up to d, and no system is solved.
"""

from typing import NamedTuple

import numpy as np

from nblib.widgets.capacity_against_data.constants import (
    CLOUD,
    GRID,
    ROOM,
    SLOT,
    STRETCH,
    TINY,
    TOP,
    TURN,
)
from nblib.widgets.core.mulberry import normals


class Errors(NamedTuple):
    """Mean squares by degree, (degrees,): training and new of this data set; bias2 and variance
    over all data sets.
    """

    training: np.ndarray
    new: np.ndarray
    bias2: np.ndarray
    variance: np.ndarray


def rule(x):
    """Return what the points would be without noise."""
    return np.sin(STRETCH * x + TURN)


def places(n):
    """Return the x of n points."""
    return np.linspace(-1.0, 1.0, n)


def grid():
    """Return the places where a curve is judged."""
    return np.linspace(-1.0, 1.0, GRID)


def ringed(n):
    """Return which point has the ring."""
    return (2 * n) // 3


def highest(n):
    """Return the highest degree that n points determine."""
    return min(TOP, n - 1)


def draws(seed, count):
    """Return the noise of so many data sets at standard deviation 1, (count, SLOT)."""
    return normals(seed, 0, count * SLOT // 2).reshape(count, SLOT)


def points(n, noise, seed, shift):
    """Return the y of the first data set, its ringed point moved by shift, (n,)."""
    y = rule(places(n)) + noise * draws(seed, 1)[0, :n]
    y[ringed(n)] += shift
    return y


def basis(n):
    """Return the orthonormal polynomials on the n places, and the same ones on the grid:
    (degrees, n), (degrees, GRID).
    """
    x = places(n)
    wide = grid()
    before = [np.zeros(n), np.zeros(GRID)]
    now = [np.full(n, 1 / np.sqrt(n)), np.full(GRID, 1 / np.sqrt(n))]
    last = 0.0
    rows = []
    for _ in range(highest(n) + 1):
        rows.append(now)
        middle = np.sum(x * now[0] ** 2)
        after = [
            (x - middle) * now[0] - last * before[0],
            (wide - middle) * now[1] - last * before[1],
        ]
        last = np.sqrt(np.sum(after[0] ** 2))
        before = now
        now = [values / last for values in after] if last > 0 else after
    return np.array([row[0] for row in rows]), np.array([row[1] for row in rows])


def fitted(y, degree, known):
    """Return the curve of this degree through y on the grid, (GRID,)."""
    on_points, on_grid = known
    k = min(degree, len(on_points) - 1) + 1
    return (on_points[:k] @ y) @ on_grid[:k]


def errors(y, noise, known):
    """Return the Errors of all degrees."""
    on_points, on_grid = known
    n = on_points.shape[1]
    truth = rule(grid())
    of_truth = on_points @ rule(places(n))
    of_y = on_points @ y
    training = []
    new = []
    bias2 = []
    variance = []
    residual = y.astype(float)
    for k in range(len(on_points)):
        residual = residual - of_y[k] * on_points[k]
        training.append(np.mean(residual**2))
        new.append(np.mean((of_y[: k + 1] @ on_grid[: k + 1] - truth) ** 2) + noise**2)
        bias2.append(np.mean((of_truth[: k + 1] @ on_grid[: k + 1] - truth) ** 2))
        variance.append(noise**2 * np.mean(np.sum(on_grid[: k + 1] ** 2, axis=0)))
    return Errors(*map(np.array, (training, new, bias2, variance)))


def cloud(n, noise, seed, degree, known):
    """Return the curves of other data sets, (CLOUD, GRID)."""
    other_noise = draws(seed, CLOUD + 1)[1:, :n]
    return np.array([fitted(rule(places(n)) + noise * z, degree, known) for z in other_noise])


def totals(by_degree, noise):
    """Return the error on new points, in the mean over all data sets, by degree."""
    return by_degree.bias2 + by_degree.variance + noise**2


def best_degree(by_degree, noise):
    """Return the degree where that is lowest."""
    return int(np.argmin(totals(by_degree, noise)))


def verdict(by_degree, noise, degree):
    """Return "about right" where it is nearly lowest, else "underfits" or "overfits"."""
    total = totals(by_degree, noise)
    if total[degree] <= ROOM * total.min() + TINY:
        return "about right"
    return "underfits" if degree < best_degree(by_degree, noise) else "overfits"
