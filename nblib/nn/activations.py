"""Activations as layers, for Sequential; each is the op of the same name in nblib.ops, for inputs
of any shape.
"""

from nblib import ops
from nblib.nn.module import Module
from nblib.nn.shapes import accept
from nblib.ranges import number, whole
from nblib.tensor import Tensor


class _Activation(Module):
    """What activations share: an op, and its options."""

    op = None

    def __init__(self, **options):
        super().__init__()
        self.options = options

    def forward(self, x):
        """(...) to (...)."""
        if not isinstance(x, Tensor):
            x = accept(self, x, ...)
        return type(self).op(x, **self.options)


class ReLU(_Activation):
    """max(x, 0), any shape to the same (Nair and Hinton, 2010).

    >>> ReLU()([-1.0, 2.0])
    Tensor([0., 2.])
    """

    op = staticmethod(ops.relu)


class LeakyReLU(_Activation):
    """x above 0, negative_slope · x below, any shape to the same (Maas et al., 2013)."""

    op = staticmethod(ops.leaky_relu)

    def __init__(self, negative_slope=0.01):
        super().__init__(negative_slope=number("negative_slope", negative_slope))

    def _options(self):
        return f"negative_slope={self.options['negative_slope']}"


class GELU(_Activation):
    """x · Φ(x), Φ the normal distribution function, any shape to the same (Hendrycks and Gimpel,
    2016).

    It is their approximation by tanh, less than 5e-4 from the exact one; PyTorch calls it
    GELU(approximate="tanh").
    """

    op = staticmethod(ops.gelu)


class SiLU(_Activation):
    """x · sigmoid(x), also called swish, any shape to the same (Elfwing et al., 2018; Ramachandran
    et al., 2017).
    """

    op = staticmethod(ops.silu)


class Sigmoid(_Activation):
    """1 / (1 + e^-x), any shape to the same. At the end of a classifier leave it out:
    losses.bce_with_logits.
    """

    op = staticmethod(ops.sigmoid)


class Tanh(_Activation):
    """Hyperbolic tangent, any shape to the same."""

    op = staticmethod(ops.tanh)


class Softmax(_Activation):
    """Positive numbers that sum to 1 along dim, any shape to the same (Bridle, 1990).

    At the end of a classifier leave it out: losses.cross_entropy takes logits, and softmax twice
    learns badly.
    """

    op = staticmethod(ops.softmax)

    def __init__(self, dim=-1):
        super().__init__(axis=whole("dim", dim, least=None))

    def _options(self):
        return f"dim={self.options['axis']}"
