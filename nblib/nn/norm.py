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
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.weight, self.bias = _affine(num_features, affine, affine, dtype)
        self.running_mean = np.zeros(num_features, dtype)
        self.running_var = np.ones(num_features, dtype)

    def forward(self, x):
        """(B, C, *S) to the same."""
        x = self._accept(x)
        return self._by_batch(x) if self.training else self._by_running(x)

    def _by_batch(self, x):
        """Normalize by the batch's own mean and variance, which the running ones move toward."""
        n = x.size // self.num_features
        if n < 2:
            name = type(self).__name__
            raise ValueError(f"{name} needs 2 numbers a channel to train on, got shape {x.shape}")

        def remember(mean, var):
            # A batch of n has a variance that is too small by (n - 1) / n on average; the running
            # one is put right.
            self._move(self.running_mean, mean)
            self._move(self.running_var, var * (n / (n - 1)))

        if self.weight is None:
            axes = (0, *range(2, x.ndim))  # all but the channels
            return ops.normalize(x, axis=axes, eps=self.eps, observe=remember)
        return batch_norm(x, self.weight, self.bias, eps=self.eps, observe=remember)

    def _by_running(self, x):
        """Normalize by the running mean and variance."""
        places = x.ndim - 2
        var = self.running_var
        scale = 1 / np.sqrt(var + var.dtype.type(self.eps))  # (C,)
        y = (x - _along(self.running_mean, places)) * _along(scale, places)  # (B, C, *S)
        return _scaled(y, self.weight, self.bias, places)

    def _move(self, running, new):
        running += self.momentum * (new.reshape(-1) - running)

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
        dtype = self.running_mean.dtype
        if np.ndim(plain(x)) == 3:
            return accept(self, x, "B", self.num_features, "T", dtype=dtype)
        return accept(self, x, "B", self.num_features, dtype=dtype)


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
        bias = elementwise_affine and bias
        self.weight, self.bias = _affine(self.normalized_shape, elementwise_affine, bias, dtype)

    def forward(self, x):
        """(..., *normalized_shape) to the same."""
        x = accept(self, x, ..., *self.normalized_shape, dtype=self.dtype)
        if self.weight is None:
            axes = tuple(range(-len(self.normalized_shape), 0))
            return ops.normalize(x, axis=axes, eps=self.eps)
        if self.bias is None:
            return layer_norm(x, self.weight, eps=self.eps)
        return layer_norm(x, self.weight, self.bias, eps=self.eps)

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
        y = ops.normalize(x, axis=axes, eps=self.eps, center=False)
        return y if self.weight is None else y * self.weight

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
        self.num_groups = num_groups
        self.num_channels = num_channels
        self.eps = eps
        self.dtype = dtype
        self.weight, self.bias = _affine(num_channels, affine, affine, dtype)

    def forward(self, x):
        """(B, C, *S) to the same."""
        x = accept(self, x, "B", self.num_channels, ..., dtype=self.dtype)
        # The size of a group is not left at -1: an empty batch leaves that open.
        size = self.num_channels // self.num_groups * math.prod(x.shape[2:])
        groups = ops.reshape(x, shape=(len(x), self.num_groups, size))  # (B, G, C/G · places)
        y = ops.normalize(groups, axis=-1, eps=self.eps).reshape(x.shape)  # (B, C, *S)
        return _scaled(y, self.weight, self.bias, x.ndim - 2)

    def _options(self):
        return f"{self.num_groups}, {self.num_channels}"


def _sizes(shape):
    """The sizes of the axes to normalize over, given as a number or several."""
    sizes = (shape,) if isinstance(shape, int | np.integer) else tuple(shape)
    if not sizes:
        positive(normalized_shape=0)
    for size in sizes:
        positive(normalized_shape=size)
    return sizes


def _affine(shape, has_weight, has_bias, dtype):
    """The first weight, ones, and the first bias, zeros; None for what a layer does not have."""
    precision(dtype)
    weight = Tensor(np.ones(shape, dtype), requires_grad=True) if has_weight else None
    bias = Tensor(np.zeros(shape, dtype), requires_grad=True) if has_bias else None
    return weight, bias


def _along(a, axes):
    """A (C,) array or tensor so that it broadcasts over so many axes behind the channels."""
    if axes == 0:
        return a
    ones = (1,) * axes
    return a.reshape(-1, *ones)  # (C, 1, …)


def _scaled(y, weight, bias, axes):
    """y times weight plus bias, both (C,) or None, with so many axes behind the channels."""
    if weight is not None:
        y = y * _along(weight, axes)
    if bias is not None:
        y = y + _along(bias, axes)
    return y
