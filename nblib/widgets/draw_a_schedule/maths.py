"""SGD on a noisy bowl with a schedule drawn through knots: the exact mean of the loss, its floor at
each rate, and one run; maths.mjs is the twin.

The loss is Σ λᵢ eᵢ² / 2. A step takes each error eᵢ to eᵢ − η (λᵢ eᵢ + noise), where the noise is
drawn anew with standard deviation σ. So the mean of eᵢ² becomes (1 − η λᵢ)² times itself, plus
η² σ².
"""

import numpy as np

from nblib.widgets.core.mulberry import normals
from nblib.widgets.draw_a_schedule.constants import CURVATURES, START, STEPS


def ordered(knots):
    """Return knots as the page holds them: sorted by time, all within 0 and 1, the first at 0 and
    the last at 1.
    """
    clamped = [[min(max(time, 0.0), 1.0), min(max(fraction, 0.0), 1.0)] for time, fraction in knots]
    clamped.sort(key=lambda knot: knot[0])  # knots of one time stay as they came
    clamped[0][0] = 0.0
    clamped[-1][0] = 1.0
    return clamped


def rates(knots, lr):
    """Return the learning rate of each step, (STEPS,): lines from knot to knot, times lr. Where two
    knots share a time, the later one holds from there on.
    """
    lrs = []
    for k in range(STEPS):
        u = k / STEPS
        i = max(i for i, (t, _) in enumerate(knots[:-1]) if t <= u)
        t0, low = knots[i]
        t1, high = knots[i + 1]
        share = (u - t0) / (t1 - t0) if t1 > t0 else 1.0
        lrs.append(lr * (low + (high - low) * share))
    return np.array(lrs)


def mean_loss(schedule, noise):
    """Return the mean of the loss over all runs, before each step and at the end, (STEPS + 1,)."""
    losses = np.zeros(STEPS + 1)
    for curvature, start in zip(CURVATURES, START, strict=True):
        square = start * start
        losses[0] += curvature * square / 2
        for k, rate in enumerate(schedule):
            square = (1 - rate * curvature) ** 2 * square + (rate * noise) ** 2
            losses[k + 1] += curvature * square / 2
    return losses


def floors(schedule, noise):
    """Return where the mean loss would settle at each rate, (STEPS,); infinite where it would
    not.
    """
    floor = np.zeros(STEPS)
    for curvature in CURVATURES:
        room = 2 - schedule * curvature
        with np.errstate(divide="ignore", invalid="ignore"):
            floor += np.where(room > 0, schedule * noise**2 / (2 * room), np.inf)
    return floor


def one_run(schedule, noise, seed):
    """Return the loss of one run, before each step and at the end, (STEPS + 1,)."""
    drawn = noise * normals(seed, 0, STEPS)  # (STEPS, 2)
    curvature = np.array(CURVATURES)
    error = np.array(START)
    losses = [curvature @ error**2 / 2]
    for rate, chance in zip(schedule, drawn, strict=True):
        error = error - rate * (curvature * error + chance)
        losses.append(curvature @ error**2 / 2)
    return np.array(losses)
