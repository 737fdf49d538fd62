"""Normalization: numbers with mean 0 and variance 1 over the batch, or over the features, then
scaled and shifted.
"""

import math

import numpy as np

from nblib import ops
from nblib.nn.module import Module
from nblib.nn.shapes import accept, positive, precision
from nblib.ops.normalization import batch_norm, layer_norm
from nblib.ranges import number
from nblib.tensor import Tensor, plain


class _BatchNorm(Module):
    """What BatchNorm1d and BatchNorm2d share."""

    buffers = ("running_mean", "running_var")

    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=True, *, dtype=np.float32):
        super().__init__()
        positive(num_features=num_features)
        number("eps", eps, least=0)
        number("momentum, the weight of the new batch,", momentum, least=0, most=1)
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        self.weight, self.bias = _affine(num_features, affine, affine, dtype)
        self.running_mean, self.running_var = (
            np.zeros(num_features, dtype),
            np.ones(num_features, dtype),
        )

    def forward(self, x):
        """(B, C, *S) to the same."""
        x = self._accept(x)
        axes = (0, *range(2, x.ndim))  # all but the channels
        if self.training:
            n = x.size // self.num_features
            if n < 2:
                name = type(self).__name__
                raise ValueError(
                    f"{name} needs 2 numbers a channel to train on, got shape {x.shape}"
                )

            def remember(mean, var):
                # A batch of n has a variance that is too small by (n - 1) / n on average; what is
                # kept is put right.
                self._move(self.running_mean, mean)
                self._move(self.running_var, var * (n / (n - 1)))

            if self.weight is None:
                return ops.normalize(x, axis=axes, eps=self.eps, seen=remember)
            return batch_norm(x, self.weight, self.bias, eps=self.eps, seen=remember)
        mean, var = self.running_mean, self.running_var
        y = (x - _along(mean, x.ndim - 2)) * _along(
            1 / np.sqrt(var + var.dtype.type(self.eps)), x.ndim - 2
        )
        return _scaled(y, self.weight, self.bias, x.ndim - 2)

    def _move(self, kept, new):
        kept += self.momentum * (new.reshape(-1) - kept)

    def _options(self):
        return f"{self.num_features}"


class BatchNorm1d(_BatchNorm):
    """Normalize each channel over the batch, and over time if there is one: (B, C) or (B, C, T) to
    the same.

    In training with the batch's own mean and (biased) variance; in evaluation with running ones,
    which training collects: running += momentum · (batch - running), where the variance stored is
    the unbiased one (Ioffe and Szegedy, 2015; the conventions are PyTorch's). weight, bias: (C,),
    ones and zeros at first, None if not affine. Raises ValueError for inputs of another shape, and
    in training for a single number a channel.

    >>> layer = BatchNorm1d(2)
    >>> layer(np.array([[1.0, 10.0], [3.0, 30.0]])).data.round(2)
    array([[-1., -1.],
           [ 1.,  1.]], dtype=float32)
    >>> layer.running_mean, layer.running_var
    (array([0.2, 2. ], dtype=float32), array([ 1.1, 20.9], dtype=float32))
    """

    def _accept(self, x):
        sizes = (
            ("B", self.num_features, "T") if np.ndim(plain(x)) == 3 else ("B", self.num_features)
        )
        return accept(self, x, *sizes, dtype=self.running_mean.dtype)


class BatchNorm2d(_BatchNorm):
    """Normalize each channel over the batch and all places: (B, C, H, W) to the same; all else as
    in BatchNorm1d.
    """

    def _accept(self, x):
        return accept(self, x, "B", self.num_features, "H", "W", dtype=self.running_mean.dtype)


class LayerNorm(Module):
    """Normalize each example over its last axes, of sizes normalized_shape: (...,
    *normalized_shape) to the same.

    Nothing hangs on the batch, and training and evaluation are alike (Ba et al., 2016). weight,
    bias: of shape normalized_shape, a number or a tuple, ones and zeros at first; None if not
    elementwise_affine, bias alone with bias=False. Raises ValueError for inputs of another shape.
    """

    def __init__(
        self, normalized_shape, eps=1e-5, elementwise_affine=True, bias=True, *, dtype=np.float32
    ):
        super().__init__()
        self.normalized_shape = _sizes(normalized_shape)
        self.eps = number("eps", eps, least=0)
        self.dtype = precision(dtype)
        self.weight, self.bias = _affine(
            self.normalized_shape, elementwise_affine, elementwise_affine and bias, dtype
        )

    def forward(self, x):
        """(..., *normalized_shape) to the same."""
        x = accept(self, x, ..., *self.normalized_shape, dtype=self.dtype)
        if self.weight is None:
            axes = tuple(range(-len(self.normalized_shape), 0))
            return ops.normalize(x, axis=axes, eps=self.eps)
        affine = (self.weight,) if self.bias is None else (self.weight, self.bias)
        return layer_norm(x, *affine, eps=self.eps)

    def _options(self):
        return ", ".join(map(str, self.normalized_shape))


class RMSNorm(Module):
    """Divide each example by its root mean square over its last axes: (..., *normalized_shape) to
    the same.

    LayerNorm without the mean and without a bias (Zhang and Sennrich, 2019). weight: of shape
    normalized_shape, ones at first. eps is 1e-6 unless given (PyTorch's is the dtype's machine
    epsilon). Raises ValueError for inputs of another shape.
    """

    def __init__(self, normalized_shape, eps=1e-6, elementwise_affine=True, *, dtype=np.float32):
        super().__init__()
        self.normalized_shape = _sizes(normalized_shape)
        self.eps = number("eps", eps, least=0)
        self.dtype = precision(dtype)
        self.weight, _ = _affine(self.normalized_shape, elementwise_affine, False, dtype)

    def forward(self, x):
        """(..., *normalized_shape) to the same."""
        x = accept(self, x, ..., *self.normalized_shape, dtype=self.dtype)
        axes = tuple(range(-len(self.normalized_shape), 0))
        return _scaled(ops.normalize(x, axis=axes, eps=self.eps, center=False), self.weight, None)

    def _options(self):
        return ", ".join(map(str, self.normalized_shape))


class GroupNorm(Module):
    """Normalize each example over groups of channels and all places: (B, C, *S) to the same (Wu and
    He, 2018).

    One group is LayerNorm over channels and places; C groups, InstanceNorm. weight, bias: (C,).
    Raises ValueError for num_groups that do not divide num_channels, and for inputs with another
    number of channels.
    """

    def __init__(self, num_groups, num_channels, eps=1e-5, affine=True, *, dtype=np.float32):
        super().__init__()
        positive(num_groups=num_groups, num_channels=num_channels)
        number("eps", eps, least=0)
        if num_channels % num_groups:
            raise ValueError(f"{num_groups} groups do not divide {num_channels} channels")
        self.num_groups, self.num_channels, self.eps, self.dtype = (
            num_groups,
            num_channels,
            eps,
            dtype,
        )
        self.weight, self.bias = _affine(num_channels, affine, affine, dtype)

    def forward(self, x):
        """(B, C, *S) to the same."""
        x = accept(self, x, "B", self.num_channels, ..., dtype=self.dtype)
        size = (
            self.num_channels // self.num_groups * math.prod(x.shape[2:])
        )  # not -1, which an empty batch leaves open
        y = ops.normalize(
            ops.reshape(x, shape=(len(x), self.num_groups, size)), axis=-1, eps=self.eps
        )
        return _scaled(y.reshape(x.shape), self.weight, self.bias, x.ndim - 2)

    def _options(self):
        return f"{self.num_groups}, {self.num_channels}"


def _sizes(shape):
    sizes = (shape,) if isinstance(shape, int | np.integer) else tuple(shape)
    for size in sizes or (0,):
        positive(normalized_shape=size)
    return sizes


def _affine(shape, weight, bias, dtype):
    precision(dtype)
    weight = Tensor(np.ones(shape, dtype), requires_grad=True) if weight else None
    return weight, (Tensor(np.zeros(shape, dtype), requires_grad=True) if bias else None)


def _along(a, axes):
    """A (C,) array or tensor so that it broadcasts over so many axes behind the channels."""
    return a.reshape(-1, *(1,) * axes) if axes else a


def _scaled(y, weight, bias, axes=0):
    y = y if weight is None else y * _along(weight, axes)
    return y if bias is None else y + _along(bias, axes)
