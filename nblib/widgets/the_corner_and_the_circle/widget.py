"""The corner and the circle: a quadratic loss of two weights, a penalty, and the path of the
solution as the penalty grows.
"""

import numpy as np

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Number, Point
from nblib.widgets.the_corner_and_the_circle import maths
from nblib.widgets.the_corner_and_the_circle.constants import (
    HIGHEST,
    LOWEST,
    PENALTIES,
    SHARES,
    STRETCHED,
    TURNED,
)

_UPRIGHT = {"minimum": [2.0, 0.6], "stretch": 2.0, "turn": 0.0, "strength": 0.2}
_TURNED = {"minimum": [2.0, 0.2], "stretch": 9.0, "turn": -40.0, "strength": 0.05}
PRESETS = {
    "circle": {**_UPRIGHT, "penalty": "L2"},
    "corner": {**_UPRIGHT, "penalty": "L1"},
    "turned circle": {**_TURNED, "penalty": "L2"},
    "turned corner": {**_TURNED, "penalty": "L1", "strength": 0.2},
    "elastic net": {**_UPRIGHT, "penalty": "elastic net", "strength": 1.0},
}


class TheCornerAndTheCircle(Widget):
    """A quadratic loss of two weights with a penalty on them.

    penalty: "L2", half the sum of squares; "L1", the sum of sizes; or "elastic net", half of each.
    strength: of the penalty, 0.01 to 30. minimum: [w1, w2], where the loss alone is lowest.
    stretch: how many times steeper the loss is across its valley than along, 1 to 9. turn: of the
    valley from the first axis, in degrees, -90 to 90. preset: a name of PRESETS; setting it sets
    all of these. Read-outs, also without a front end: hessian (2, 2), solution (2,), path (n, 2)
    with its strengths (n,), price, all_zero_from, status. Raises traitlets.TraitError for a value
    outside its range, ValueError for an unknown preset.
    """

    penalty = Named("L2", PENALTIES).tag(sync=True)
    strength = Number(0.2, low=LOWEST, high=HIGHEST).tag(sync=True)
    minimum = Point([2.0, 0.6]).tag(sync=True)
    stretch = Number(2.0, low=1.0, high=STRETCHED).tag(sync=True)
    turn = Number(0.0, low=-TURNED, high=TURNED).tag(sync=True)
    presets = Presets(PRESETS)

    @property
    def share(self):
        """The share of L1 in the penalty."""
        return SHARES[PENALTIES.index(self.penalty)]

    @property
    def hessian(self):
        """The curvatures of the loss, (2, 2)."""
        return maths.curvatures(self.stretch, self.turn)

    @property
    def solution(self):
        """The weights of the lowest sum of loss and penalty, (2,)."""
        return maths.solve(self.hessian, self.minimum, self.strength, self.share)

    @property
    def strengths(self):
        """The strengths along the path, (n,)."""
        return maths.strengths()

    @property
    def path(self):
        """The solution at each of the strengths, (n, 2)."""
        return maths.path(self.hessian, self.minimum, self.share)

    @property
    def price(self):
        """How far the loss at the solution lies above its minimum."""
        return maths.loss(self.hessian, self.minimum, self.solution)

    @property
    def all_zero_from(self):
        """The strength from which on both weights are zero; infinite for L2."""
        return maths.all_zero_from(self.hessian, self.minimum, self.share)

    @property
    def status(self):
        """How many weights are exactly zero: "none", "one" or "both"."""
        return ("none", "one", "both")[int(np.sum(self.solution == 0))]

    def __repr__(self):
        w1, w2 = self.solution
        return (
            f"TheCornerAndTheCircle({self.penalty}, strength={self.strength:g}): w = [{w1:.3g}, "
            f"{w2:.3g}], {self.status} exactly zero"
        )
