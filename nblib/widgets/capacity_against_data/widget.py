"""Capacity against data: a polynomial through noisy points, and its error by degree, on these
points and on new ones.
"""

import numpy as np

from nblib.widgets.capacity_against_data import maths
from nblib.widgets.capacity_against_data.constants import FEWEST, LOUDEST, MOST, REACH, TOP, VIEWS
from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Number, Whole

_TWELVE = {"degree": 1, "noise": 0.3, "n": 12, "seed": 5, "shift": 0.0}
PRESETS = {
    "twelve points": {**_TWELVE, "show": "training error"},
    "five points": {**_TWELVE, "n": 5, "noise": 0.8, "degree": 4, "show": "new points"},
    "too stiff": {**_TWELVE, "show": "many data sets"},
    "too flexible": {**_TWELVE, "degree": 11, "show": "many data sets"},
    "more data": {**_TWELVE, "degree": 11, "n": 40, "show": "many data sets"},
}


class CapacityAgainstData(Widget):
    """A polynomial fitted to noisy points of the rule sin(3x + 1): its error on them and on new
    points.

    degree: 0 to 12; n points determine at most the degree n - 1. noise: its standard deviation, 0
    to 1. n: 5 to 40 points, evenly on [-1, 1]. seed: 0 to 99, of the noise. shift: how far the
    ringed point is moved, -2 to 2. show: a name of VIEWS. preset: a name of PRESETS; setting it
    sets all of these. Read-outs, also without a front end: x, y, curve, errors, best_degree. The
    random numbers are the same here and on the page. Raises traitlets.TraitError for a value
    outside its range, ValueError for an unknown preset.
    """

    degree = Whole(1, 0, TOP).tag(sync=True)
    noise = Number(0.3, low=0, high=LOUDEST).tag(sync=True)
    n = Whole(12, FEWEST, MOST).tag(sync=True)
    seed = Whole(5, 0, 99).tag(sync=True)
    shift = Number(0.0, low=-REACH, high=REACH).tag(sync=True)
    show = Named("training error", VIEWS).tag(sync=True)
    presets = Presets(PRESETS)

    @property
    def x(self):
        """The x of the points, (n,)."""
        return maths.places(self.n)

    @property
    def y(self):
        """The y of the points, (n,)."""
        return maths.points(self.n, self.noise, self.seed, self.shift)

    @property
    def used(self):
        """The degree of the curve: degree, or the highest that so many points determine."""
        return min(self.degree, maths.highest(self.n))

    @property
    def curve(self):
        """(x, y) of the curve, (2, places)."""
        known = maths.basis(self.n)
        return np.array([maths.grid(), maths.fitted(self.y, self.degree, known)])

    @property
    def errors(self):
        """Errors(training, new, bias2, variance), mean squares by degree."""
        return maths.errors(self.y, self.noise, maths.basis(self.n))

    @property
    def best_degree(self):
        """The degree of the lowest error on new points, in the mean over all data sets."""
        return maths.best_degree(self.errors, self.noise)

    @property
    def verdict(self):
        """ "unjudged" while only the training error is shown, else what maths.verdict says."""
        if self.show == VIEWS[0]:
            return "unjudged"
        return maths.verdict(self.errors, self.noise, self.used)

    def __repr__(self):
        by_degree = self.errors
        return (
            f"CapacityAgainstData({self.n} points, degree={self.degree}, noise={self.noise:g}): "
            f"training error {by_degree.training[self.used]:.3g}, "
            f"on new points {by_degree.new[self.used]:.3g}"
        )
