"""The maths of *fit a line*: its losses against nblib, its best lines, its twin in the browser."""

import math

import numpy as np
import pytest

from nblib.ops.functions import logistic
from nblib.widgets import FitALine
from nblib.widgets.fit_a_line.constants import CLASSIFICATION, REGRESSION
from nblib.widgets.fit_a_line.contract import APART
from nblib.widgets.fit_a_line.maths import best_line, each_loss, line_gradient, line_loss

LOSSES = REGRESSION + CLASSIFICATION


def sets(seed):
    """Points of both kinds, the second with overlapping classes."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=18).round(3)
    y = (x + rng.standard_t(2, size=18)).round(3)
    t = (rng.random(18) < logistic(1.2 * x)).astype(float)
    t[:2] = (1, 0)
    x[:2] = (-1.0, 1.0)
    return x, y, t


def targets(loss, y, t):
    return t if loss in CLASSIFICATION else y


# The maths in Python.


def test_losses_by_hand():
    x = np.array([0.0, 1.0, 3.0])
    t = np.array([0.0, 1.0, 0.0])
    p = 1 / (1 + np.exp(-x))
    by_hand = {
        "MSE": (x - t) ** 2,
        "MAE": np.abs(x - t),
        "Huber": [0.0, 0.0, 0.4 * (3 - 0.2)],
        "cross-entropy": -np.log(np.where(t == 1, p, 1 - p)),
        "MSE on the sigmoid": (p - t) ** 2,
    }
    assert by_hand.keys() == set(LOSSES)
    for loss, each in by_hand.items():
        assert each_loss(loss, x, t, 0.4) == pytest.approx(each, rel=1e-12)
        assert line_loss(loss, x, t, 1.0, 0.0, 0.4) == pytest.approx(np.mean(each), rel=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_gradient_is_the_slope_of_the_loss(loss):
    x, y, t = sets(1)
    target = targets(loss, y, t)
    h = 1e-6
    found = line_gradient(loss, x, target, 0.6, 0.2, 0.5)
    for k, (a, b) in enumerate([(h, 0), (0, h)]):
        rise = line_loss(loss, x, target, 0.6 + a, 0.2 + b, 0.5) - line_loss(
            loss, x, target, 0.6 - a, 0.2 - b, 0.5
        )
        assert found[k] == pytest.approx(rise / (2 * h), abs=1e-7)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("seed", range(5))
def test_no_line_is_better_than_the_best(loss, seed):
    x, y, t = sets(seed)
    target = targets(loss, y, t)
    best = best_line(loss, x, target, 0.5)
    rng = np.random.default_rng(seed)
    tries = [rng.normal(0, 3, (2000, 2))]
    if best.attained:
        assert best.loss == line_loss(loss, x, target, best.slope, best.intercept, 0.5)
        tries.append([best.slope, best.intercept] + rng.normal(0, 0.05, (2000, 2)))
        if loss != "MAE":
            assert (
                np.abs(line_gradient(loss, x, target, best.slope, best.intercept, 0.5)).max() < 1e-9
            )
    slopes, intercepts = np.concatenate(tries).T
    others = each_loss(loss, slopes[:, None] * x + intercepts[:, None], target, 0.5).mean(axis=1)
    assert others.min() >= best.loss - 1e-12


def test_the_best_line_of_squared_error_is_least_squares():
    x, y, _ = sets(0)
    best = best_line("MSE", x, y)
    assert [best.slope, best.intercept] == pytest.approx(np.polyfit(x, y, 1), rel=1e-9)


@pytest.mark.parametrize(
    "points, limit",
    [
        (APART, 0.0),
        ([[-1.0, 1.0], [0.0, 1.0], [2.0, 0.0]], 0.0),  # falling
        ([[0.0, 1.0], [1.0, 1.0]], 0.0),  # one class
        (
            [[-1.0, 0.0], [0.0, 0.0], [0.0, 1.0], [2.0, 1.0]],
            math.log(2) / 2,
        ),  # both classes at the threshold
    ],
)
def test_classes_that_a_threshold_keeps_apart_have_no_best_line(points, limit):
    w = FitALine(points=points, loss="cross-entropy")
    assert not w.best.attained and w.best.loss == pytest.approx(limit, abs=1e-12)
    w.slope, w.intercept = (
        (40.0, -20.0) if points[0][1] == points[1][1] == 1 else (w.slope, w.intercept)
    )
    with pytest.raises(ValueError, match="the steeper, the closer"):
        w.go_to_minimum()


def test_points_above_each_other_have_a_best_line_too():
    for loss, level in (("MSE", 2.0), ("MAE", 1.0), ("Huber", None)):
        w = FitALine(points=[[1.0, 0.0], [1.0, 1.0], [1.0, 5.0]], loss=loss)
        at = w.best.slope + w.best.intercept
        assert w.best.attained and (level is None or at == pytest.approx(level))
    w = FitALine(points=[[1.0, 0.0], [1.0, 1.0], [1.0, 1.0]], loss="cross-entropy")
    assert logistic(w.best.slope + w.best.intercept) == pytest.approx(2 / 3)


@pytest.mark.browser
def test_the_maths_equals_python(modules, js):
    cases = []
    for seed in range(6):
        x, y, t = sets(seed)
        cases += [
            (loss, x, targets(loss, y, t), d)
            for loss in LOSSES
            for d in ((0.3, 2.0) if loss == "Huber" else (1.0,))
        ]
    for points in (
        APART,
        [[1.0, 0.0], [1.0, 1.0], [1.0, 1.0]],
        [[-1.0, 0], [0, 0], [0, 1.0], [2, 1.0]],
    ):
        cases += [(loss, *np.array(points, float).T, 1.0) for loss in LOSSES]
    lines = [(0.7, -0.2), (-5.0, 3.0), (0.0, 0.0), (300.0, 20.0)]
    found = modules.evaluate(
        """async ([base, cases, lines]) => {
          const m = await import(`${base}/fit_a_line/maths.mjs`);
          return cases.map(([loss, x, t, delta]) => ({
            at: lines.map(([a, b]) => [m.lineLoss(loss, x, t, a, b, delta),
                                       ...m.lineGradient(loss, x, t, a, b, delta),
                                       m.eachLoss(loss, a * x[0] + b, t[0], delta)]),
            best: m.bestLine(loss, x, t, delta),
          }));
        }""",
        [js, [(loss, x.tolist(), t.tolist(), d) for loss, x, t, d in cases], lines],
    )
    assert {f["best"]["attained"] for f in found} == {True, False}
    for (loss, x, t, delta), seen in zip(cases, found, strict=True):
        for (a, b), (value, ga, gb, one) in zip(lines, seen["at"], strict=True):
            ours = [line_loss(loss, x, t, a, b, delta), *line_gradient(loss, x, t, a, b, delta)]
            assert [value, ga, gb] == pytest.approx(ours, rel=1e-9, abs=1e-9)
            assert one == pytest.approx(each_loss(loss, a * x + b, t, delta)[0], rel=1e-9, abs=1e-9)
        best = best_line(loss, x, t, delta)
        assert seen["best"]["attained"] == best.attained and seen["best"]["loss"] == pytest.approx(
            best.loss, abs=1e-9
        )
        assert [seen["best"]["slope"], seen["best"]["intercept"]] == pytest.approx(
            [best.slope, best.intercept], rel=1e-6, abs=1e-6, nan_ok=True
        )
