"""Fit a line by hand: the line through the points, and beside it the loss of every line, with the
place of this one.
"""

import numpy as np
import traitlets

from nblib.ops.functions import logistic
from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Number, Points, Window
from nblib.widgets.fit_a_line.constants import CLASSIFICATION, REGRESSION
from nblib.widgets.fit_a_line.maths import best_line, each_loss, line_gradient, line_loss


def _cloud(seed, n, half, *odd):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(-half, half, n)).round(2)
    y = (0.8 * x + 0.5 + 0.5 * rng.standard_normal(n)).round(2)
    return [*np.column_stack([x, y]).tolist(), list(odd)]


def _classes(seed, distance, spread, *odd):
    rng = np.random.default_rng(seed)
    x = np.concatenate([rng.normal(-distance, spread, 11), rng.normal(distance, spread, 11)]).round(
        2
    )
    return [*np.column_stack([x, np.repeat([0.0, 1.0], 11)]).tolist(), *map(list, odd)]


# The last point is the one with a ring, which can be dragged.
CLEAN = _cloud(3, 19, 2.7, -0.8, -0.3)
OUTLIER = _cloud(3, 19, 2.7, 2.4, -4.0)
LEVERAGE = _cloud(3, 14, 1.2, 7.0, -2.0)
CLASSES = _classes(1, 1.1, 0.9, [-1.6, 1.0])
SURE = _classes(5, 2.0, 0.8, [1.0, 0.0], [-1.0, 1.0])
_VIEW = {"window": [-3.0, 3.0, -5.0, 4.0], "map_window": [-1.5, 2.5, -2.5, 2.5], "delta": 1.0}
_WIDE = {**_VIEW, "window": [-2.0, 8.0, -4.0, 6.0]}
_TWO = {"window": [-4.0, 4.0, 0.0, 1.0], "map_window": [-6.0, 6.0, -6.0, 6.0], "delta": 1.0}
PRESETS = {
    "clean": {"points": CLEAN, "loss": "MSE", "slope": -0.5, "intercept": 1.4, **_VIEW},
    "an outlier": {"points": OUTLIER, "loss": "MSE", "slope": 0.8, "intercept": 0.5, **_VIEW},
    "a leverage point": {
        "points": LEVERAGE,
        "loss": "Huber",
        "slope": 0.8,
        "intercept": 0.5,
        **_WIDE,
    },
    "two classes": {
        "points": CLASSES,
        "loss": "cross-entropy",
        "slope": 0.4,
        "intercept": 1.5,
        **_TWO,
    },
    "confident and wrong": {
        "points": SURE,
        "loss": "MSE on the sigmoid",
        "slope": -5.0,
        "intercept": 0.0,
        **_TWO,
    },
}


class FitALine(Widget):
    """A line through points, its loss, and the loss of all lines around it.

    points: [[x, y], …], 2 to 100; with two classes every y is 0 or 1, and the line is the logit.
    loss: "MSE", "MAE", "Huber", or of two classes "cross-entropy", "MSE on the sigmoid". delta: of
    Huber, above 0. slope, intercept: of the line. window: [x_low, x_high, y_low, y_high] of the
    points' picture, map_window: [slope low, high, intercept low, high] of the map; both are chosen
    to fit points that are given without them. preset: a name of PRESETS; setting it sets all of
    these. Read-outs, also without a front end: value, best, gradient, residuals, shares. Raises
    traitlets.TraitError for values that do not fit, ValueError for an unknown preset.
    """

    points = Points(CLEAN).tag(sync=True)
    loss = traitlets.Unicode("MSE").tag(sync=True)
    delta = Number(1.0, low=0, open_low=True).tag(sync=True)
    slope = Number(-0.5).tag(sync=True)
    intercept = Number(1.4).tag(sync=True)
    window = Window(_VIEW["window"]).tag(sync=True)
    map_window = Window(_VIEW["map_window"]).tag(sync=True)
    presets = Presets(PRESETS)

    def __init__(self, preset=None, **values):
        if "points" in values:
            values["points"] = points = Points([]).validate(self, values["points"])
            windows = _windows(np.array(points), values.get("loss", "MSE"))
            values = {**windows, "loss": "MSE", **values}
        super().__init__(preset, **values)

    @traitlets.validate("loss", "points")
    def _fits(self, proposal):
        loss = proposal.value if proposal.trait.name == "loss" else self.loss
        points = proposal.value if proposal.trait.name == "points" else self.points
        if loss not in REGRESSION + CLASSIFICATION:
            known = ", ".join(REGRESSION + CLASSIFICATION)
            raise traitlets.TraitError(f"no such loss: {loss!r}; there are {known}")
        if loss in CLASSIFICATION and any(y not in (0, 1) for _, y in points):
            raise traitlets.TraitError(f"{loss} is for two classes: every y must be 0 or 1")
        return proposal.value

    @traitlets.observe("points")
    def _look(self, change):
        """Look elsewhere when the points are not to be seen any more."""
        x, y = np.array(self.points).T
        x_low, x_high, y_low, y_high = self.window
        inside = x_low <= x.min() and x.max() <= x_high and y_low <= y.min() and y.max() <= y_high
        if not inside or np.ptp(x) < (x_high - x_low) / 5:
            for name, window in _windows(np.array(self.points), self.loss).items():
                setattr(self, name, window)

    @property
    def x(self):
        """The x of the points, (n,)."""
        return np.array(self.points)[:, 0]

    @property
    def y(self):
        """The y of the points, (n,): numbers, or classes 0 and 1."""
        return np.array(self.points)[:, 1]

    @property
    def value(self):
        """The loss of the line: the mean over the points."""
        return line_loss(self.loss, self.x, self.y, self.slope, self.intercept, self.delta)

    @property
    def best(self):
        """The lowest loss there is, and where: LineFit(loss, slope, intercept, attained)."""
        return best_line(self.loss, self.x, self.y, self.delta)

    @property
    def gradient(self):
        """The gradient of the loss, (2,): for slope and intercept."""
        return line_gradient(self.loss, self.x, self.y, self.slope, self.intercept, self.delta)

    @property
    def residuals(self):
        """Prediction minus target of each point, (n,); with two classes the prediction is a
        probability.
        """
        z = self.slope * self.x + self.intercept
        prediction = logistic(z) if self.loss in CLASSIFICATION else z
        return prediction - self.y

    @property
    def shares(self):
        """The part of the loss that each point makes up, (n,)."""
        losses = each_loss(self.loss, self.slope * self.x + self.intercept, self.y, self.delta)
        return losses / losses.sum() if losses.sum() else losses

    def go_to_minimum(self):
        """Set the line to the one of lowest loss. Raises ValueError where there is none, only ever
        steeper ones.
        """
        best = self.best
        if not best.attained:
            raise ValueError(
                f"no line has the lowest loss: the steeper, the closer to {best.loss:g}"
            )
        with self.hold_sync():
            self.slope = best.slope
            self.intercept = best.intercept

    def __repr__(self):
        return (
            f"FitALine({len(self.points)} points, loss={self.loss!r}, slope={self.slope:g}, "
            f"intercept={self.intercept:g}): {self.value:.4g}, lowest {self.best.loss:.4g}"
        )


def _windows(points, loss):
    """A window that shows the points, and a map with room around the line of least loss."""
    x, y = points.T
    center = x.mean()
    wide = max(np.ptp(x), 1e-6)
    low = x.min() - 0.1 * wide
    high = x.max() + 0.1 * wide
    if loss in CLASSIFICATION:
        slope = 12 / wide
        reach = 6 + slope * abs(center)
        return {
            "window": [low, high, 0.0, 1.0],
            "map_window": [-2 * slope, 2 * slope, -reach, reach],
        }
    tall = max(np.ptp(y), 1e-6)
    fit = best_line("MSE", x, y)
    turn = 1.5 * tall / wide
    lift = 0.8 * tall + turn * abs(center)
    return {
        "window": [low, high, y.min() - 0.2 * tall, y.max() + 0.2 * tall],
        "map_window": [
            fit.slope - turn,
            fit.slope + turn,
            fit.intercept - lift,
            fit.intercept + lift,
        ],
    }
