"""What a norm sees: a batch before and after batch norm or layer norm, in training and in
prediction, with the running statistics step by step.
"""

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Number, Whole
from nblib.widgets.what_a_norm_sees import maths
from nblib.widgets.what_a_norm_sees.constants import (
    FARTHEST,
    LARGEST,
    MODES,
    MOST_STEPS,
    NORMS,
    RINGED,
)

_BATCH = {
    "norm": "batch norm",
    "mode": "training",
    "size": 8,
    "step": 0,
    "momentum": 0.1,
    "value": 2.0,
    "seed": 1,
}
PRESETS = {
    "batch of eight": _BATCH,
    "batch of two": {**_BATCH, "size": 2},
    "layer norm": {**_BATCH, "norm": "layer norm"},
    "predict early": {**_BATCH, "mode": "prediction", "step": 5},
    "predict late": {**_BATCH, "mode": "prediction", "step": 60},
}


class WhatANormSees(Widget):
    """A batch of examples with four features, before and after a normalization.

    norm: a name of NORMS. mode: a name of MODES; only batch norm is another one in prediction.
    size: 2 to 14 examples in a batch. step: 0 to 60 training steps, each of which has given batch
    norm another batch to learn its running statistics from. momentum: 0.01 to 1, the weight of the
    newest batch there. value: -8 to 8, the second feature of the first example, which stays the
    same in every batch. seed: 0 to 99. preset: a name of PRESETS; setting it sets all of these.
    Read-outs, also without a front end: before, after, running_mean, running_var, used, output,
    verdict. The random numbers are the same here and on the page. Raises traitlets.TraitError for a
    value outside its range, ValueError for an unknown preset.
    """

    norm = Named("batch norm", NORMS).tag(sync=True)
    mode = Named("training", MODES).tag(sync=True)
    size = Whole(8, 2, LARGEST).tag(sync=True)
    step = Whole(0, 0, MOST_STEPS).tag(sync=True)
    momentum = Number(0.1, low=0.01, high=1.0).tag(sync=True)
    value = Number(2.0, low=-FARTHEST, high=FARTHEST).tag(sync=True)
    seed = Whole(1, 0, 99).tag(sync=True)
    presets = Presets(PRESETS)

    @property
    def before(self):
        """The batch, (size, 4); its first row is the example with the ring."""
        return maths.batch(self.seed, self.step, self.size, self.value)

    @property
    def running_mean(self):
        """The running mean of each feature, (4,)."""
        return self._kept[0]

    @property
    def running_var(self):
        """The running variance of each feature, (4,)."""
        return self._kept[1]

    @property
    def _kept(self):
        return maths.running(self.seed, self.step, self.size, self.momentum)

    @property
    def _measured(self):
        return maths.measured(self.norm, self.mode, self.before, self._kept)

    @property
    def after(self):
        """The batch, normalized, (size, 4)."""
        return maths.normalized(self.before, *self._measured)

    @property
    def used(self):
        """(mean, variance) that the ringed value is normalized with."""
        index = (0, 0 if self.norm == NORMS[1] else RINGED)
        mean, variance = self._measured
        return float(mean[index]), float(variance[index])

    @property
    def output(self):
        """What becomes of the ringed value."""
        return float(self.after[0, RINGED])

    @property
    def verdict(self):
        """What is measured: "batch", "running" or "example"."""
        return maths.verdict(self.norm, self.mode)

    def __repr__(self):
        return (
            f"WhatANormSees({self.norm}, {self.mode}, batch of {self.size}, after {self.step} "
            f"steps): {self.value:g} becomes {self.output:.3g}"
        )
