"""Newton's step, the same step damped or held within a radius, and a search along a step."""

import numpy as np


def newton_step(g, H):
    """Return Newton's step, (d,): to where the slope of the local bowl, or saddle or hill, is zero.

    g: gradient (d,). H: Hessian (d, d). Raises numpy.linalg.LinAlgError for a singular H.

    >>> newton_step(np.array([6.0, 4.0]), np.array([[2.0, 0.0], [0.0, -4.0]]))
    array([-3.,  1.])
    """
    return -np.linalg.solve(H, g)


def damped_newton_step(g, H, damping):
    """Return the step −(H + shift · I)⁻¹ g, (d,), and the shift.

    g: gradient (d,). H: Hessian (d, d), symmetric. damping: above 0. The shift is `damping` where
    no curvature is negative, and larger by the most negative curvature otherwise, so that all
    curvatures that the step divides by are at least `damping`: it leads downhill. After Levenberg
    (1944) and Marquardt (1963). Raises ValueError for a damping that is not above 0.

    >>> damped_newton_step(np.array([6.0, 4.0]), np.array([[2.0, 0.0], [0.0, -4.0]]), 2.0)
    (array([-0.75, -2.  ]), 6.0)
    """
    if not damping > 0:
        raise ValueError(f"damping must be above 0, so that every step leads downhill: {damping}")
    lowest = np.linalg.eigvalsh(H)[0]
    shift = float(damping + max(0.0, -lowest))
    return -np.linalg.solve(H + shift * np.eye(len(g)), g), shift


def trust_region_step(g, H, radius):
    """Return the step, (d,), of length at most `radius` that makes the local model
    gᵀp + pᵀHp / 2 smallest.

    g: gradient (d,). H: Hessian (d, d), symmetric. radius: above 0. Newton's step where it fits and
    all curvatures are positive; otherwise a step of length `radius`, by the shift that leads to it
    (Moré and Sorensen, 1983).

    >>> trust_region_step(np.array([0.0, 4.0]), np.array([[2.0, 0.0], [0.0, -4.0]]), 0.5).round(6)
    array([ 0. , -0.5])
    """
    if not radius > 0:
        raise ValueError(f"the radius must be above 0, not {radius}")
    curvatures, axes = np.linalg.eigh(H)
    along = axes.T @ g  # (d,) the slope along each axis
    if curvatures[0] > 0:
        step = -axes @ (along / curvatures)
        if np.linalg.norm(step) <= radius:
            return step

    def length(shift):
        return np.linalg.norm(along / (curvatures + shift))

    # The length falls as the shift grows: halve the range of shifts until rounding ends it.
    low = max(0.0, -curvatures[0])
    high = low + np.linalg.norm(g) / radius + 1e-300
    tiny = 1e-12 * max(1.0, np.abs(curvatures).max())
    if length(low + tiny) < radius:
        return _with_lowest_axis(along, curvatures, axes, low + tiny, radius)
    for _ in range(200):
        middle = (low + high) / 2
        if length(middle) > radius:
            low = middle
        else:
            high = middle
    return -axes @ (along / (curvatures + high))


def _with_lowest_axis(along, curvatures, axes, shift, radius):
    """The hard case: no slope along the most negative curvature. Go along it, either way, until the
    radius is reached.
    """
    step = -axes @ (along / (curvatures + shift))
    missing = np.sqrt(radius**2 - step @ step)
    return step + missing * axes[:, 0]


def backtrack(loss, w, step, slope, *, shrink=0.5, enough=1e-4, most=40):
    """Return (t, loss there, evaluations): the largest of 1, shrink, shrink², … for which w +
    t · step has a loss that is lower by at least enough · t · |slope| (Armijo, 1966).

    loss: a function of weights (d,). slope: the gradient at w times the step, below 0. Where none
    of `most` lengths serves, t is 0. Raises ValueError for a step that does not lead downhill.

    >>> backtrack(lambda w: float(w @ w), np.array([1.0]), np.array([-4.0]), -8.0)
    (0.25, 0.0, 4)
    """
    if not slope < 0:
        raise ValueError(f"this step does not lead downhill: gradient times step is {slope:.3g}")
    start_loss = loss(w)
    t = 1.0
    for evaluations in range(2, most + 2):
        trial_loss = loss(w + t * step)
        if trial_loss <= start_loss + enough * t * slope:
            return t, trial_loss, evaluations
        t *= shrink
    return 0.0, start_loss, most + 1
