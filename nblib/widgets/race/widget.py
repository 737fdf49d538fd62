"""Race: six optimizers run down one valley from a start that can be dragged."""

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Number, Point, Whole
from nblib.widgets.race import maths
from nblib.widgets.race.constants import (
    FIELDS,
    HIGHEST_RATE,
    LOUDEST,
    LOWEST_RATE,
    NARROWEST,
    QUIETEST,
    RUNNERS,
    STEPS,
    TRAITS,
)

# What "tune all" finds in the straight valley of condition 100.
_RATES = {
    "sgd": 1.9,
    "momentum": 1.5,
    "rmsprop": 0.29,
    "adam": 0.044,
    "adamw": 0.18,
    "lion": 0.022,
}
_STRAIGHT = {"condition": 100.0, "angle": 0.0, "scale": 1.0, "start": [-2.4, 0.8]} | _RATES
_ALL = {**_STRAIGHT, "field": FIELDS[0], "step": STEPS}
PRESETS = {
    "at the start": {**_ALL, "step": 0},
    "straight": _ALL,
    "turned": {**_ALL, "angle": 45.0},
    "100 times louder": {**_ALL, "scale": 100.0},
    "100 times quieter": {**_ALL, "scale": 0.01},
}


def _rate(trait):
    return Number(_RATES[trait], low=LOWEST_RATE, high=HIGHEST_RATE).tag(sync=True)


class Race(Widget):
    """SGD, momentum, RMSProp, Adam, AdamW and Lion on the loss scale · (along² / condition +
    across²) / 2 of two weights.

    condition: 1 to 200. angle: of the valley to the axes of the weights, 0 to 90 degrees. scale:
    0.001 to 1000. start: [along, across], seen from the minimum, so that it turns with the valley.
    sgd, momentum, rmsprop, adam, adamw, lion: the rate of each, 0.001 to 10. field: who is shown,
    "all six", "SGD and Adam", "SGD and momentum" or "Adam, AdamW, Lion". step: how far the race is
    shown, 0 to 100. preset: a name of PRESETS; setting it sets all of these. tune() gives every
    runner its best rate. Read-outs, also without a front end: paths and losses, by name (losses as
    parts of the first), standing (the loss of each at the step shown), status (who leads). Raises
    traitlets.TraitError for a value outside its range, ValueError for an unknown preset.
    """

    condition = Number(100.0, low=1.0, high=NARROWEST).tag(sync=True)
    angle = Number(0.0, low=0.0, high=90.0).tag(sync=True)
    scale = Number(1.0, low=QUIETEST, high=LOUDEST).tag(sync=True)
    start = Point([-2.4, 0.8]).tag(sync=True)
    sgd = _rate("sgd")
    momentum = _rate("momentum")
    rmsprop = _rate("rmsprop")
    adam = _rate("adam")
    adamw = _rate("adamw")
    lion = _rate("lion")
    field = Named(FIELDS[0], FIELDS).tag(sync=True)
    step = Whole(0, 0, STEPS).tag(sync=True)
    presets = Presets(PRESETS)

    @property
    def valley(self):
        """The valley, for the functions of maths.py."""
        return maths.Valley(self.condition, self.angle, self.scale)

    @property
    def rates(self):
        """The rate of each runner, by name."""
        return {name: getattr(self, trait) for name, trait in zip(RUNNERS, TRAITS, strict=True)}

    @property
    def paths(self):
        """The weights of each runner, step by step; shorter where it diverges."""
        return {n: maths.run(n, rate, self.start, self.valley) for n, rate in self.rates.items()}

    @property
    def losses(self):
        """The loss of each runner at each step, as a part of the first."""
        return {name: maths.losses(path, self.valley) for name, path in self.paths.items()}

    @property
    def standing(self):
        """The loss of each runner at the step shown; of the last step for who has left before."""
        return {name: row[min(self.step, len(row) - 1)] for name, row in self.losses.items()}

    @property
    def status(self):
        """The one of all six with the lowest loss at the step shown; "start" before the first."""
        standing = self.standing
        return min(standing, key=standing.get) if self.step else "start"

    def tune(self):
        """Give every runner the rate with the lowest loss after 100 steps, of 40 that it tries."""
        rates = maths.all_tuned(self.start, self.valley)
        with self.hold_sync():
            for name, trait in zip(RUNNERS, TRAITS, strict=True):
                setattr(self, trait, rates[name])

    def __repr__(self):
        ends = ", ".join(f"{name} {value:.2g}" for name, value in self.standing.items())
        return (
            f"Race(condition={self.condition:g}, angle={self.angle:g}, scale={self.scale:g}), "
            f"step {self.step}: {ends}"
        )
