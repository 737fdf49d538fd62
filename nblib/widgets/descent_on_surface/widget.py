"""Descent on a surface: the path of gradient descent from a start that can be dragged."""

import numpy as np
import traitlets

from nblib.page.surfaces import SURFACES, descend
from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Point
from nblib.widgets.descent_on_surface.constants import LOST, STILL

PRESETS = {
    "narrow valley": {
        "surface": "narrow valley",
        "start": [-2.5, 1.0],
        "lr": 0.09,
        "momentum": 0.0,
        "steps": 60,
    },
    "steady": {
        "surface": "narrow valley",
        "start": [-2.5, 1.0],
        "lr": 0.03,
        "momentum": 0.0,
        "steps": 60,
    },
    "too large": {
        "surface": "narrow valley",
        "start": [-2.5, 0.6],
        "lr": 0.105,
        "momentum": 0.0,
        "steps": 60,
    },
    "with momentum": {
        "surface": "narrow valley",
        "start": [-2.5, 1.0],
        "lr": 0.05,
        "momentum": 0.6,
        "steps": 60,
    },
    "saddle": {
        "surface": "saddle",
        "start": [-2.4, 0.001],
        "lr": 0.3,
        "momentum": 0.0,
        "steps": 60,
    },
    "two minima": {
        "surface": "two minima",
        "start": [0.6, 1.4],
        "lr": 0.1,
        "momentum": 0.0,
        "steps": 60,
    },
    "bent valley": {
        "surface": "banana",
        "start": [-1.2, 1.4],
        "lr": 0.03,
        "momentum": 0.0,
        "steps": 200,
    },
}


class DescentOnSurface(Widget):
    """Gradient descent with momentum on a named surface of two weights.

    surface: a name of nblib.page.surfaces.SURFACES; given without a start it begins at its own.
    start: [x, y]. lr: learning rate, above 0. momentum: 0 to below 1. steps: how many, 1 to 500.
    preset: a name of PRESETS; setting it sets all of these. Read-outs, also without a front end:
    trajectory (n + 1, 2), losses (n + 1,), status. Raises traitlets.TraitError for a value outside
    its range, ValueError for an unknown preset.
    """

    surface = Named("narrow valley", SURFACES).tag(sync=True)
    start = Point([-2.5, 1.0]).tag(sync=True)
    lr = traitlets.CFloat(0.09).tag(sync=True)
    momentum = traitlets.CFloat(0.0).tag(sync=True)
    steps = traitlets.Int(60).tag(sync=True)
    presets = Presets(PRESETS)

    def __init__(self, preset=None, **values):
        if values.get("surface") in SURFACES:
            values.setdefault(
                "start", SURFACES[values["surface"]].start
            )  # another surface's start may be off its map
        super().__init__(preset, **values)

    @traitlets.validate("lr")
    def _positive(self, proposal):
        if not 0 < proposal.value < np.inf:
            raise traitlets.TraitError(
                f"lr must be a number above 0, such as 0.1; got {proposal.value!r}"
            )
        return proposal.value

    @traitlets.validate("momentum")
    def _fraction(self, proposal):
        if not 0 <= proposal.value < 1:
            raise traitlets.TraitError(
                f"momentum must be at least 0 and below 1; got {proposal.value!r}"
            )
        return proposal.value

    @traitlets.validate("steps")
    def _count(self, proposal):
        if not 1 <= proposal.value <= 500:
            raise traitlets.TraitError(f"steps must be from 1 to 500; got {proposal.value!r}")
        return proposal.value

    @property
    def trajectory(self):
        """The points of the path, (n + 1, 2); shorter than steps + 1 when it diverges."""
        gradient = SURFACES[self.surface].gradient
        return descend(
            lambda w: gradient(*w), self.start, lr=self.lr, momentum=self.momentum, steps=self.steps
        )

    @property
    def losses(self):
        """The loss at each point of the path, (n + 1,)."""
        return np.asarray(SURFACES[self.surface].value(*self.trajectory.T))

    @property
    def status(self):
        """How the path ends: "converged", "saddle" (no gradient, but no minimum), "diverged" or
        "moving".
        """
        surface = SURFACES[self.surface]
        path = self.trajectory
        x_low, x_high, y_low, y_high = surface.window
        far = LOST * max(x_high - x_low, y_high - y_low)
        if len(path) < self.steps + 1 or np.hypot(*path.T).max() > far:
            return "diverged"
        if np.hypot(*surface.gradient(*path[-1])) > STILL:
            return "moving"
        return "saddle" if surface.curvatures(*path[-1])[0] < 0 else "converged"

    def __repr__(self):
        x, y = self.start
        return (
            f"DescentOnSurface({self.surface!r}, start=[{x:g}, {y:g}], lr={self.lr:g}, "
            f"momentum={self.momentum:g}, "
            f"steps={self.steps}): {self.status}, loss {self.losses[0]:.4g} → {self.losses[-1]:.4g}"
        )
