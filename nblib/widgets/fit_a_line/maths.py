"""Losses of a line through points and their lowest values; maths.mjs is the twin.

A line gives each x the number z = slope * x + intercept: the prediction, or with two classes the
logit.
"""

from typing import NamedTuple

import numpy as np

from nblib import losses, ops
from nblib.ops.functions import logistic
from nblib.tensor import Tensor


class LineFit(NamedTuple):
    """The lowest loss, and where; attained is False where a loss falls without end as the line
    grows steeper.
    """

    loss: float
    slope: float
    intercept: float
    attained: bool


def _of_nblib(loss, z, t, delta, reduction):
    """Return the loss as nblib has it, a Tensor, of a Tensor z (…, n) and targets t (n,)."""
    t = np.broadcast_to(t, z.shape)  # (…, n)
    if loss == "MSE":
        return losses.mse(z, t, reduction=reduction)
    if loss == "MAE":
        return losses.mae(z, t, reduction=reduction)
    if loss == "Huber":
        return losses.huber(z, t, delta=delta, reduction=reduction)
    if loss == "cross-entropy":
        return losses.bce_with_logits(z, t, reduction=reduction)
    return losses.mse(ops.sigmoid(z), t, reduction=reduction)


def each_loss(loss, z, t, delta=1.0):
    """The loss of each point, from its z (…, n) and its target t (n,)."""
    return _of_nblib(loss, Tensor(z), t, delta, "none").data  # (…, n)


def each_slope(loss, z, t, delta=1.0):
    """The derivative of each point's loss with respect to its z."""
    z = Tensor(z, requires_grad=True)
    _of_nblib(loss, z, t, delta, "sum").backward()
    return z.grad  # (…, n)


def line_loss(loss, x, t, slope, intercept, delta=1.0):
    """The mean loss of a line."""
    return float(each_loss(loss, slope * x + intercept, t, delta).mean())


def line_gradient(loss, x, t, slope, intercept, delta=1.0):
    """The gradient of the mean loss: (2,), for slope and intercept."""
    d = each_slope(loss, slope * x + intercept, t, delta)
    return np.array([(d * x).mean(), d.mean()])


def best_line(loss, x, t, delta=1.0):
    """Return the LineFit of a loss for points x, t (n,)."""
    if loss == "MSE":
        return _at(loss, x, t, *_weighted(x, t, np.ones(len(x))), delta)
    if loss == "MAE":
        return _least_absolute(x, t)
    if loss == "Huber":
        return _least_huber(x, t, delta)
    edge = _steepest(loss, x, t)
    if loss == "cross-entropy":
        if edge is not None:
            return LineFit(edge, np.nan, np.nan, False)
        return _at(loss, x, t, *_newton(loss, x, t, 0.0, 0.0), delta)
    fit = _least_squared_sigmoid(x, t)
    if edge is not None and edge < fit.loss + 1e-12:
        return LineFit(edge, np.nan, np.nan, False)
    return fit


def _at(loss, x, t, slope, intercept, delta=1.0):
    return LineFit(
        line_loss(loss, x, t, slope, intercept, delta), float(slope), float(intercept), True
    )


def _weighted(x, t, w):
    """Weighted least squares in closed form; level where all x are one."""
    total = w.sum()
    mx = (w * x).sum() / total
    mt = (w * t).sum() / total
    xx = (w * (x - mx) ** 2).sum()
    slope = (w * (x - mx) * (t - mt)).sum() / xx if xx > 1e-12 * total else 0.0
    return slope, mt - slope * mx


def _least_absolute(x, t):
    """Some best line goes through two of the points: try them all."""
    i, j = np.triu_indices(len(x), 1)
    apart = x[i] != x[j]
    i = i[apart]
    j = j[apart]
    if not len(i):
        return _at("MAE", x, t, 0.0, float(np.median(t)))
    slopes = (t[j] - t[i]) / (x[j] - x[i])
    intercepts = t[i] - slopes * x[i]
    losses = np.abs(slopes[:, None] * x + intercepts[:, None] - t).mean(axis=1)
    k = int(losses.argmin())
    return _at("MAE", x, t, slopes[k], intercepts[k])


def _least_huber(x, t, delta):
    """Least squares again and again, far points weighing less (Huber, 1964)."""
    slope, intercept = _weighted(x, t, np.ones(len(x)))
    for _ in range(3000):
        r = np.abs(slope * x + intercept - t)
        new = _weighted(x, t, np.where(r > delta, delta / np.maximum(r, 1e-300), 1.0))
        still = abs(new[0] - slope) + abs(new[1] - intercept) < 1e-13 * (
            1 + abs(slope) + abs(intercept)
        )
        slope, intercept = new
        if still:
            break
    return _at("Huber", x, t, slope, intercept, delta)


def _steepest(loss, x, t):
    """What the loss tends to as the line grows ever steeper, None for cross-entropy if that is
    infinite.

    An ever steeper logit becomes a step at a threshold: all x below are of one class, all above of
    the other; those at the threshold share one probability.
    """
    best = None
    distinct_x = np.unique(x)
    middles = (distinct_x[1:] + distinct_x[:-1]) / 2
    for threshold in np.concatenate([[-np.inf], distinct_x, middles]):
        at_threshold = x == threshold
        p = float(t[at_threshold].mean()) if at_threshold.any() else 0.5
        for up in (1.0, 0.0):
            wrong = np.count_nonzero(t[x > threshold] != up) + np.count_nonzero(
                t[x < threshold] == up
            )
            if loss == "cross-entropy":
                if wrong:
                    continue
                shared_loss = 0.0 if p in (0.0, 1.0) else -p * np.log(p) - (1 - p) * np.log(1 - p)
            else:
                shared_loss = p * (1 - p)
            value = (wrong + shared_loss * np.count_nonzero(at_threshold)) / len(x)
            best = float(value) if best is None else min(best, float(value))
    # Where all x are one, the threshold's probability is within reach of a level line.
    return None if len(distinct_x) == 1 and 0 < t.mean() < 1 else best


def _newton(loss, x, t, slope, intercept):
    """Newton's method, damped as Levenberg and Marquardt do, from a start."""
    value = line_loss(loss, x, t, slope, intercept)
    damping = 1e-9
    for _ in range(200):
        g, h = _curvature(loss, x, t, slope, intercept)
        if abs(g[0]) + abs(g[1]) < 1e-15:
            break
        a = h[0] + damping
        b = h[1]
        c = h[2] + damping
        det = a * c - b * b
        if not (a > 0 and det > 0):
            damping = max(10 * damping, 1e-6)
            continue
        da = (c * g[0] - b * g[1]) / det
        db = (a * g[1] - b * g[0]) / det
        new = line_loss(loss, x, t, slope - da, intercept - db)
        if new <= value:
            small = abs(da) + abs(db) < 1e-13 * (1 + abs(slope) + abs(intercept))
            slope = slope - da
            intercept = intercept - db
            value = new
            damping = damping / 10
            if small or abs(slope) + abs(intercept) > 1e4:
                break
        elif damping > 1e6:
            break
        else:
            damping *= 10
    return slope, intercept


def _curvature(loss, x, t, slope, intercept):
    """Gradient (2,) and Hessian (slope-slope, slope-intercept, intercept-intercept) of the mean
    loss.
    """
    p = logistic(slope * x + intercept)
    s = p * (1 - p)
    if loss == "cross-entropy":
        d = p - t
        dd = s
    else:
        d = 2 * (p - t) * s
        dd = 2 * s * s + 2 * (p - t) * s * (1 - 2 * p)
    return ((d * x).mean(), d.mean()), ((dd * x * x).mean(), (dd * x).mean(), dd.mean())


def _least_squared_sigmoid(x, t):
    """The deepest of several minima: the best starts of a coarse grid, each followed down."""
    middle = x.mean()
    spread = max(float(x.std()), 1e-6)
    starts = []
    for i in range(13):
        for j in range(13):
            slope = (i - 6) / spread
            intercept = (j - 6) - slope * middle
            starts.append(
                (line_loss("MSE on the sigmoid", x, t, slope, intercept), slope, intercept)
            )
    starts.sort(key=lambda start: start[0])
    fits = []
    for _, slope, intercept in starts[:4]:
        fits.append(
            _at("MSE on the sigmoid", x, t, *_newton("MSE on the sigmoid", x, t, slope, intercept))
        )
    return min(fits, key=lambda fit: fit.loss)
