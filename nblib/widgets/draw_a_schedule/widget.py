"""Draw a schedule: knots that hold the learning rate of a run, the loss on a noisy bowl, its noise
floor, and recorded runs.
"""

import numpy as np
import traitlets

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Number, Points, Whole
from nblib.widgets.draw_a_schedule import maths
from nblib.widgets.draw_a_schedule.constants import (
    FASTEST,
    KNOTS,
    LIMIT,
    LOST,
    NOISE,
    SEEDS,
    SLOWEST,
)
from nblib.widgets.draw_a_schedule.recorded import recorded

SHAPES = {
    "constant": [[0, 1], [0.2, 1], [0.4, 1], [0.6, 1], [0.8, 1], [1, 1]],
    "step": [[0, 1], [0.5, 1], [0.5, 0.1], [0.75, 0.1], [0.75, 0.01], [1, 0.01]],
    "cosine": [[0, 1], [0.2, 0.905], [0.4, 0.655], [0.6, 0.345], [0.8, 0.095], [1, 0]],
    "warm-up, linear": [[0, 0.01], [0.1, 1], [0.325, 0.75], [0.55, 0.5], [0.775, 0.25], [1, 0]],
    "one-cycle": [[0, 0.04], [0.15, 0.52], [0.3, 1], [0.53, 0.755], [0.77, 0.245], [1, 0]],
}
PRESETS = {
    name: {"knots": ordered, "lr": 0.2, "noise": 1.0, "seed": 1}
    for name, ordered in ((name, maths.ordered(knots)) for name, knots in SHAPES.items())
}


class DrawASchedule(Widget):
    """The learning rate of 300 steps of SGD on a noisy bowl of curvatures 4 and 0.25.

    knots: six [time, part], both between 0 and 1, in the order of time; the first lies at time 0,
    the last at time 1. The rate runs in straight lines from knot to knot. lr: the largest rate, by
    which the parts are multiplied, 0.005 to 0.6. noise: standard deviation of the gradient in each
    direction, 0 to 2. seed: 0 to 99, of the one run that is shown. preset: a name of PRESETS;
    setting it sets all of these. Read-outs, also without a front end: rates (300,), loss and run
    (301,), floor (300,), constant, recorded, status. Raises traitlets.TraitError for a value
    outside its range, ValueError for an unknown preset.
    """

    knots = Points(PRESETS["constant"]["knots"], at_least=KNOTS, at_most=KNOTS).tag(sync=True)
    lr = Number(0.2, low=SLOWEST, high=FASTEST).tag(sync=True)
    noise = Number(1.0, low=0, high=NOISE).tag(sync=True)
    seed = Whole(1, 0, SEEDS).tag(sync=True)
    curves = traitlets.Dict().tag(sync=True)
    presets = Presets(PRESETS)

    @traitlets.default("curves")
    def _recorded_curves(self):
        return recorded()

    @traitlets.validate("knots")
    def _in_order(self, proposal):
        return maths.ordered(proposal.value)

    @property
    def rates(self):
        """The learning rate of each step, (300,)."""
        return maths.rates(self.knots, self.lr)

    @property
    def loss(self):
        """The mean of the loss over all runs, before each step and at the end, (301,)."""
        return maths.mean_loss(self.rates, self.noise)

    @property
    def constant(self):
        """The mean loss at the end if the largest rate were kept all along."""
        return float(maths.mean_loss(np.full(len(self.rates), self.lr), self.noise)[-1])

    @property
    def floor(self):
        """Where the mean loss would settle at the rate of each step, (300,)."""
        return maths.floors(self.rates, self.noise)

    @property
    def run(self):
        """The loss of one run, before each step and at the end, (301,)."""
        return maths.one_run(self.rates, self.noise, self.seed)

    @property
    def recorded(self):
        """The recorded run with the schedule of this preset, or None where another was drawn."""
        return self.curves["runs"].get(self.preset)

    @property
    def status(self):
        """ "lost" where the loss ends above its start, "too large" where a rate reaches the limit
        on the way, else "settled".
        """
        if self.loss[-1] > LOST:
            return "lost"
        return "too large" if self.rates.max() >= LIMIT else "settled"

    def __repr__(self):
        return (
            f"DrawASchedule({self.preset or 'drawn'}, largest rate {self.lr:g}): mean loss "
            f"{self.loss[-1]:.3g} at the end, {self.constant:.3g} at a constant rate"
        )
