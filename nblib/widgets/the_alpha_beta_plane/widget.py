"""The α–β plane: learning rate and momentum as one point of a plane, and the descent that it makes
on a quadratic.
"""

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Number, Point
from nblib.widgets.the_alpha_beta_plane import maths
from nblib.widgets.the_alpha_beta_plane.constants import (
    HIGHEST_MOMENTUM,
    HIGHEST_RATE,
    LOWEST_RATE,
    NARROWEST,
    SHOWS,
    STEPS,
)

CONDITION = 50.0
_START = {"condition": CONDITION, "start": [-2.4, 1.0]}
_RATE, _MOMENTUM = (round(value, 4) for value in maths.best(CONDITION))
PRESETS = {
    "small steps": {**_START, "rate": 0.3, "momentum": 0.0, "shows": SHOWS[0]},
    "large steps": {**_START, "rate": 1.9, "momentum": 0.0, "shows": SHOWS[0]},
    "long memory": {**_START, "rate": 0.3, "momentum": 0.95, "shows": SHOWS[0]},
    "past the border": {**_START, "rate": 2.9, "momentum": 0.42, "shows": SHOWS[1]},
    "where two curves meet": {**_START, "rate": _RATE, "momentum": _MOMENTUM, "shows": SHOWS[2]},
}


class TheAlphaBetaPlane(Widget):
    """Heavy ball on L(w) = (w₁² / condition + w₂²) / 2, whose steepest curvature is 1.

    rate: the learning rate η, 0.01 to 4. momentum: β, 0 to 0.99. condition: the condition number,
    1 to 200. start: [w₁, w₂]. shows: what the plane shows, "your point alone", "rate of
    convergence" or "regimes". preset: a name of PRESETS; setting it sets all of these. Read-outs,
    also without a front end: trajectory (n, 2), losses (n,), factor (per step, in the long run, of
    the slower direction), best (rate, momentum), regimes (flat, steep), status. Raises
    traitlets.TraitError for a value outside its range, ValueError for an unknown preset.
    """

    rate = Number(0.3, low=LOWEST_RATE, high=HIGHEST_RATE).tag(sync=True)
    momentum = Number(0.0, low=0.0, high=HIGHEST_MOMENTUM).tag(sync=True)
    condition = Number(CONDITION, low=1.0, high=NARROWEST).tag(sync=True)
    start = Point([-2.4, 1.0]).tag(sync=True)
    shows = Named(SHOWS[0], SHOWS).tag(sync=True)
    presets = Presets(PRESETS)

    @property
    def trajectory(self):
        """The points of the path, (n, 2); fewer where it leaves beyond all bounds."""
        return maths.walk(self.start, self.rate, self.momentum, self.condition, STEPS)

    @property
    def losses(self):
        """The loss at each point of the path, (n,)."""
        return maths.loss(self.trajectory, self.condition)

    @property
    def factor(self):
        """By what the error is multiplied per step, in the long run."""
        return maths.factor(self.rate, self.momentum, self.condition)

    @property
    def best(self):
        """The rate and the momentum with the smallest factor."""
        return maths.best(self.condition)

    @property
    def regimes(self):
        """How the flat and the steep direction move."""
        return tuple(
            maths.regime(self.rate, self.momentum, curvature)
            for curvature in maths.curvatures(self.condition)
        )

    @property
    def status(self):
        """How the slower direction moves, in one word."""
        flat, steep = maths.curvatures(self.condition)
        slower = flat
        if maths.growth(self.rate, self.momentum, steep) > self.factor - 1e-12:
            slower = steep
        return maths.regime(self.rate, self.momentum, slower).split()[0]

    def __repr__(self):
        return (
            f"TheAlphaBetaPlane(rate={self.rate:g}, momentum={self.momentum:g}, "
            f"condition={self.condition:g}): {self.factor:.4g} per step, "
            f"loss {self.losses[0]:.3g} → {self.losses[-1]:.3g}"
        )
