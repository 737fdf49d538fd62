"""A line search that wants enough descent and a slope that has become flat enough: the strong
conditions of Wolfe (1969), as PyTorch looks for them, after minFunc (Schmidt, 2005).
"""

from typing import NamedTuple

import numpy as np

DESCENT = 1e-4  # of the slope at the start: how far the loss must fall
FLATNESS = 0.9  # of the slope at the start: how much slope may be left
EDGE = 0.1  # of a bracket: nearer to its ends than this, no place is looked at twice


class Trial(NamedTuple):
    """A place on the line: how far along, the loss there, its gradient (d,), the slope along the
    line.
    """

    t: float
    loss: float
    grad: np.ndarray
    slope: float


def strong_wolfe(evaluate, start, t, *, size, max_trials=25, tolerance_change=1e-9):
    """Return (trial, trials): the place that was found, and how many were looked at.

    evaluate: a function from t to the Trial there. start: the Trial at t = 0, with a slope below 0.
    t: where to look first. size: the largest number of the direction, in size: a bracket shorter
    than tolerance_change / size ends the search. max_trials: so many after the first.
    """
    low, high, trials = _bracket(evaluate, start, t, max_trials)
    if high.t == low.t or trials > max_trials:
        return low, trials
    return _zoom(evaluate, start, low, high, trials, size, max_trials, tolerance_change)


def _falls(start, trial):
    return trial.loss <= start.loss + DESCENT * trial.t * start.slope


def _is_flat(start, trial):
    return abs(trial.slope) <= -FLATNESS * start.slope


def _ordered(a, b):
    """The trial with the lower loss first."""
    return (a, b) if a.loss <= b.loss else (b, a)


def _bracket(evaluate, start, t, max_trials):
    """Go on until there is a low place between two; return (low, high, trials), twice the same
    where one fits at once.
    """
    before = start
    here = evaluate(t)
    trials = 1
    while trials <= max_trials:
        if not _falls(start, here) or (trials > 2 and here.loss >= before.loss):
            return *_ordered(before, here), trials
        if _is_flat(start, here):
            return here, here, trials
        if here.slope >= 0:
            return *_ordered(before, here), trials
        nearest = here.t + 0.01 * (here.t - before.t)
        t = lowest_of_cubic(before, here, nearest, 10 * here.t)
        before = here
        here = evaluate(t)
        trials += 1
    return *_ordered(start, here), trials


def _zoom(evaluate, start, low, high, trials, size, max_trials, tolerance_change):
    """Narrow a bracket until a place meets both conditions."""
    came_near_an_edge = False
    while trials <= max_trials and abs(high.t - low.t) * size >= tolerance_change:
        left = min(low.t, high.t)
        right = max(low.t, high.t)
        t = lowest_of_cubic(low, high, left, right)

        # Near an edge once is allowed; twice, or on it, and the place is moved inside.
        margin = EDGE * (right - left)
        is_near = min(right - t, t - left) < margin
        if is_near and (came_near_an_edge or t >= right or t <= left):
            t = right - margin if right - t < t - left else left + margin
            came_near_an_edge = False
        else:
            came_near_an_edge = is_near

        here = evaluate(t)
        trials += 1
        if not _falls(start, here) or here.loss >= low.loss:
            low, high = _ordered(low, here)
        elif _is_flat(start, here):
            return here, trials
        else:
            if here.slope * (high.t - low.t) >= 0:
                high = low
            low = here
    return low, trials


def lowest_of_cubic(a, b, left, right):
    """Return where the cubic with the losses and slopes of two trials is lowest, within [left,
    right]; their middle where it has no lowest place.
    """
    first, second = sorted((a, b), key=lambda trial: trial.t)
    gap = second.t - first.t
    bend = first.slope + second.slope - 3 * (second.loss - first.loss) / gap
    inside = bend**2 - first.slope * second.slope
    if not inside >= 0:
        return (left + right) / 2
    root = np.sqrt(inside)
    fraction = (second.slope + root - bend) / (second.slope - first.slope + 2 * root)
    return float(min(max(second.t - gap * fraction, left), right))
