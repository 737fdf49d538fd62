"""Signal through depth: the size of the signal after each layer of a stack, and of the gradient on
its way back.
"""

import numpy as np

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Number, Whole
from nblib.widgets.signal_through_depth import maths
from nblib.widgets.signal_through_depth.constants import (
    ACTIVATIONS,
    DEEPEST,
    GRADIENTS,
    HIGHEST,
    LOWEST,
    SHORTCUTS,
)

_DEEP = {
    "activation": "ReLU",
    "depth": DEEPEST,
    "shortcut": "none",
    "gradient": "of the outputs",
    "seed": 1,
}
PRESETS = {
    "five layers": {**_DEEP, "gain": 1.0, "depth": 5},
    "vanishes": {**_DEEP, "gain": 1.0},
    "explodes": {**_DEEP, "gain": 2.0},
    "He": {**_DEEP, "gain": 1.41421},
    "sigmoid": {**_DEEP, "gain": 1.0, "activation": "sigmoid", "depth": 20},
    "residual": {**_DEEP, "gain": 1.41421, "shortcut": "around each layer"},
}


class SignalThroughDepth(Widget):
    """A stack of layers of 64 numbers at its first weights: what comes through, and what comes
    back.

    gain: standard deviation of the weights times the root of 64, 0.25 to 4. activation: a name of
    ACTIVATIONS. depth: 2 to 50 layers. shortcut: "none", or "around each layer", which then adds
    what came in. gradient: which one the right picture shows, a name of GRADIENTS. seed: 0 to 99,
    of the weights and the data. preset: a name of PRESETS; setting it sets all of these. Read-outs,
    also without a front end: sizes, left, returned, factors, verdict. The random numbers are the
    same here and on the page. Raises traitlets.TraitError for a value outside its range, ValueError
    for an unknown preset.
    """

    gain = Number(1.0, low=LOWEST, high=HIGHEST).tag(sync=True)
    activation = Named("ReLU", ACTIVATIONS).tag(sync=True)
    depth = Whole(5, 2, DEEPEST).tag(sync=True)
    shortcut = Named("none", SHORTCUTS).tag(sync=True)
    gradient = Named("of the outputs", GRADIENTS).tag(sync=True)
    seed = Whole(1, 0, 99).tag(sync=True)
    presets = Presets(PRESETS)

    @property
    def sizes(self):
        """Sizes(signal, gradient, weights), root mean squares layer by layer."""
        return maths.sizes(self.gain, self.activation, self.depth, self.shortcut, self.seed)

    @property
    def left(self):
        """The size of the last output as a multiple of that of the input."""
        signal = self.sizes.signal
        return float(signal[-1] / signal[0])

    @property
    def returned(self):
        """The size of the gradient at the input as a multiple of that at the last output."""
        gradient = self.sizes.gradient
        return float(gradient[0] / gradient[-1])

    @property
    def factors(self):
        """The factor per layer, (2,): of the signal forward, of the gradient back."""
        signal, gradient, _ = self.sizes
        return np.array([maths.per_layer(signal), maths.per_layer(gradient[::-1])])

    @property
    def verdict(self):
        """ "exploding", "vanishing", "stuck" (no gradient comes back) or "steady"."""
        return maths.verdict(self.sizes)

    def __repr__(self):
        shortcut = "no shortcut" if self.shortcut == "none" else "shortcuts"
        return (
            f"SignalThroughDepth(gain={self.gain:g}, {self.activation}, {self.depth} layers, "
            f"{shortcut}): {self.verdict}, {self.left:.3g} times the signal, "
            f"{self.returned:.3g} times the gradient"
        )
