"""How far does curvature carry: four walkers from one start that can be dragged."""

import numpy as np

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Number, Point, Whole
from nblib.widgets.how_far_does_curvature_carry import maths
from nblib.widgets.how_far_does_curvature_carry.constants import (
    ARRIVED,
    DAMPINGS,
    RATES,
    STEPS,
    SURFACES,
)


def preset(surface, start, lr, damping):
    """Return a preset in which nobody has moved yet."""
    return {"surface": surface, "start": start, "lr": lr, "damping": damping, "step": 0}


PRESETS = {
    "narrow valley": preset("narrow valley", [-2.5, 1.0], 0.09, 0.1),
    "near a saddle": preset("saddle", [-1.6, 0.3], 0.3, 0.1),
    "near the top": preset("hills and hollows", [0.35, 0.2], 0.3, 0.1),
    "bent valley": preset("banana", [-1.2, 1.4], 0.03, 0.1),
    "out on the plain": preset("crater", [-1.6, 1.2], 0.8, 0.1),
}


class HowFarDoesCurvatureCarry(Widget):
    """Gradient descent, Newton, damped Newton and L-BFGS on a surface of two weights.

    surface: a name of SURFACES; given without a start it begins at its own. start: [x, y]. lr:
    learning rate of gradient descent, 0.001 to 1. damping: the least that damped Newton divides by,
    0.01 to 10. step: how many steps are shown, 0 to 40. preset: a name of PRESETS; setting it sets
    all of these.

    Read-outs, also without a front end: paths, losses and places, each by walker; status, where
    Newton stands. Raises traitlets.TraitError for a value outside its range, ValueError for an
    unknown preset.
    """

    surface = Named("narrow valley", SURFACES).tag(sync=True)
    start = Point([-2.5, 1.0]).tag(sync=True)
    lr = Number(0.09, *RATES).tag(sync=True)
    damping = Number(0.1, *DAMPINGS).tag(sync=True)
    step = Whole(0, 0, STEPS).tag(sync=True)
    presets = Presets(PRESETS)

    def __init__(self, preset=None, **values):
        if values.get("surface") in SURFACES:
            values.setdefault("start", list(maths.surface_of(values["surface"]).start))
        super().__init__(preset, **values)

    @property
    def paths(self):
        """{walker: its whole path, (n + 1, 2)}; it ends where there is no slope left."""
        paths = maths.walks(maths.surface_of(self.surface), self.start, self.lr, self.damping)
        return {name: np.array(path) for name, path in paths.items()}

    @property
    def now(self):
        """{walker: where it is at the step that is shown, (x, y)}."""
        return {name: path[min(self.step, len(path) - 1)] for name, path in self.paths.items()}

    @property
    def losses(self):
        """{walker: the loss at the step that is shown}."""
        value = maths.surface_of(self.surface).value
        return {name: float(value(*point)) for name, point in self.now.items()}

    @property
    def places(self):
        """{walker: "moving", "minimum", "maximum", "saddle" or "off" the map}."""
        surface = maths.surface_of(self.surface)
        return {name: maths.kind_of(surface, point, ARRIVED) for name, point in self.now.items()}

    @property
    def status(self):
        """Where Newton stands at the step that is shown."""
        return self.places["Newton"]

    def __repr__(self):
        x, y = self.start
        states = ", ".join(f"{name} {state}" for name, state in self.places.items())
        return (
            f"HowFarDoesCurvatureCarry({self.surface!r}, start=[{x:g}, {y:g}]): "
            f"after {self.step} steps {states}"
        )
