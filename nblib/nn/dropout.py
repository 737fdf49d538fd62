"""Dropout: while training, some numbers are zero by chance; in evaluation all stay as they are."""

import numpy as np

from nblib.nn.chance import split_off
from nblib.nn.module import Module
from nblib.nn.shapes import accept
from nblib.ranges import number


class Dropout(Module):
    """Set each number to 0 with probability p while training, any shape to the same (Srivastava et
    al., 2014).

    p is the probability to drop, not to keep. What is kept is divided by 1 - p ("inverted"
    dropout), so that the mean stays, and evaluation mode has nothing to do.

    rng: a seed, or a Generator, from which the layer splits off one of its own: its masks do not
    hang on what else draws from that Generator. random_state() of the model holds where it stands.
    Raises ValueError for p outside [0, 1], TypeError for an rng that is neither.

    >>> layer = Dropout(0.5, rng=0)
    >>> print(layer(np.ones(8)).data, layer.eval()(np.ones(8)).data)
    [2. 2. 0. 0. 2. 2. 0. 0.] [1. 1. 1. 1. 1. 1. 1. 1.]
    """

    def __init__(self, p=0.5, *, rng=None):
        super().__init__()
        self.p = number("p, the probability to drop,", p, least=0, most=1)
        self.rng = split_off(rng)

    def forward(self, x):
        """(...) to (...)."""
        x = self._accept(x)
        if not self.training or self.p == 0:
            return x
        chances = self.rng.random(self._mask_shape(x.shape), dtype=np.float32)
        keep = chances >= self.p
        scale = 1 / (1 - self.p) if self.p < 1 else 0.0
        return x * (keep * x.dtype.type(scale))

    def _accept(self, x):
        return accept(self, x, ...)

    def _mask_shape(self, shape):
        return shape

    def _options(self):
        return f"p={self.p}"


class SpatialDropout(Dropout):
    """Dropout of whole channels: (B, C, *S) to the same (Tompson et al., 2015); PyTorch's Dropout1d
    and Dropout2d.

    Neighbors in an image or a sequence say nearly the same, so dropping single ones would hide
    little. p, rng and errors as in Dropout; and ValueError for inputs of fewer than 3 axes.
    """

    def _accept(self, x):
        return accept(self, x, "B", "C", "S", ...)

    def _mask_shape(self, shape):
        ones = (1,) * (len(shape) - 2)
        return shape[:2] + ones  # (B, C, 1, …)


Dropout1d = Dropout2d = SpatialDropout
