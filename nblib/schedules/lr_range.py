"""Which rate to begin with: a range test, and how to read one."""

import math
from typing import NamedTuple

import numpy as np

from nblib.ranges import number
from nblib.schedules.options import check


def range_test(step, *, low, high, steps):
    """The rates of a learning-rate range test: from low at step 0 to high at steps - 1, by one
    factor a step.

    low · (high / low)^(step / (steps - 1)). Train with it and keep the losses: suggest_lr reads
    them. The test is Smith's (Cyclical Learning Rates, 2017), who lets the rate grow by a straight
    line; a factor looks at every order of magnitude for equally long.

    >>> [round(range_test(k, low=0.001, high=10, steps=5), 6) for k in range(5)]
    [0.001, 0.01, 0.1, 1.0, 10.0]
    """
    check(step)
    number("low", low)
    number("high", high)
    if not 0 < low < high:
        raise ValueError(
            f"a range test grows from low to high, both above 0, got low={low}, high={high}"
        )
    check(step, steps=steps)
    if steps < 2:
        raise ValueError(f"a range test needs at least 2 steps, got {steps}")
    return low * (high / low) ** (min(step, steps - 1) / (steps - 1))


class Suggestion(NamedTuple):
    """What a range test says. lr: the largest rate that still served. divergence: where the loss
    blew up, or None.
    """

    lr: float
    divergence: float | None


def suggest_lr(lrs, losses, *, smoothing=0.8, blow_up=4.0):
    """Read a range test: rates lrs (n,), growing, and the loss (n,) of the minibatch met at each of
    them.

    The losses are smoothed by a running mean that keeps the part `smoothing` of its past, corrected
    for its start at zero. The loss blows up where the smoothed loss is more than blow_up times its
    lowest value so far, or no longer a finite number: that is `divergence`. `lr` is where the
    smoothed loss was lowest before that. It is an upper end: rates above it no longer lowered the
    loss. Raises ValueError for shapes that differ, rates that do not grow, negative losses, or a
    first loss that is not finite.

    >>> lrs = [0.01, 0.1, 1.0, 10.0, 100.0]
    >>> suggest_lr(lrs, [2.0, 1.5, 1.0, 9.0, float("nan")], smoothing=0.0)
    Suggestion(lr=1.0, divergence=10.0)
    """
    # Growing rates, and a loss that can be compared.
    lrs = np.asarray(lrs, np.float64)  # (n,)
    losses = np.asarray(losses, np.float64)  # (n,)
    if lrs.ndim != 1 or lrs.shape != losses.shape or not lrs.size:
        raise ValueError(
            f"rates and losses must be two lists of one length, got shapes {lrs.shape}, "
            f"{losses.shape}"
        )
    if not (np.all(np.diff(lrs) > 0) and lrs[0] > 0):
        raise ValueError("the rates of a range test are above 0 and grow from step to step")
    if not math.isfinite(losses[0]) or np.any(losses < 0):
        raise ValueError("the losses must not be negative, and the first must be finite")
    number("smoothing", smoothing, least=0, below=1)
    number("blow_up", blow_up, above=1, finite=False)

    # Walk up the rates until the loss blows up.
    mean = 0.0
    best = math.inf  # the lowest smoothed loss so far, and the rate at which it was met
    best_lr = lrs[0]
    for k, (lr, loss) in enumerate(zip(lrs, losses, strict=True), start=1):
        mean = smoothing * mean + (1 - smoothing) * loss
        smooth = mean / (1 - smoothing**k)
        if not math.isfinite(smooth) or smooth > blow_up * best:
            return Suggestion(float(best_lr), float(lr))
        if smooth < best:
            best = smooth
            best_lr = lr
    return Suggestion(float(best_lr), None)
