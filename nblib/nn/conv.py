"""Convolution: the same few weights at every place; and pooling, which keeps one number of a
window.
"""

import numpy as np

from nblib import ops
from nblib.nn.init import weight
from nblib.nn.module import Module
from nblib.nn.shapes import accept, positive
from nblib.tensor import Tensor


class _Conv(Module):
    """What Conv1d and Conv2d share."""

    axes = ()  # names of the spatial axes

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        padding=0,
        *,
        bias=True,
        init="he",
        rng=None,
        dtype=np.float32,
    ):
        super().__init__()
        positive(in_channels=in_channels, out_channels=out_channels)
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = _sizes(kernel_size, self.axes, "kernel_size")
        self.stride = _sizes(stride, self.axes, "stride")
        self.padding = _sizes(padding, self.axes, "padding", least=0)
        shape = (out_channels, in_channels, *self.kernel_size)
        self.weight = weight(init, shape, rng, dtype)
        self.bias = Tensor(np.zeros(out_channels, dtype), requires_grad=True) if bias else None

    def forward(self, x):
        """(B, in_channels, *S) to (B, out_channels, *places)."""
        x = accept(self, x, "B", self.in_channels, *self.axes, dtype=self.weight.dtype)
        if self.bias is None:
            return ops.conv(x, self.weight, stride=self.stride, padding=self.padding)
        return ops.conv(x, self.weight, self.bias, stride=self.stride, padding=self.padding)

    def _options(self):
        text = f"{self.in_channels}, {self.out_channels}, kernel_size={_short(self.kernel_size)}"
        if set(self.stride) != {1}:
            text += f", stride={_short(self.stride)}"
        if set(self.padding) != {0}:
            text += f", padding={_short(self.padding)}"
        if self.bias is None:
            text += ", bias=False"
        return text


class Conv1d(_Conv):
    """Cross-correlation along time: (B, in_channels, T) to (B, out_channels, ⌊(T + 2 padding - K) /
    stride⌋ + 1).

    weight: (out_channels, in_channels, K); bias: (out_channels,), or None. init, rng as in Linear.
    Raises ValueError for inputs of another shape or shorter than the kernel. Time is the last axis,
    as in PyTorch; a sequence (B, T, C) needs transpose(0, 2, 1) (LeCun et al., 1989; along time
    Waibel et al., 1989).
    """

    axes = ("T",)


class Conv2d(_Conv):
    """Cross-correlation over an image: (B, in_channels, H, W) to (B, out_channels, H', W') (LeCun
    et al., 1989).

    H' = ⌊(H + 2 padding - K) / stride⌋ + 1, and W' alike; kernel_size, stride and padding are a
    number or one for each axis. weight: (out_channels, in_channels, *K); bias: (out_channels,), or
    None. init, rng as in Linear. Raises ValueError for inputs of another shape or smaller than the
    kernel.

    >>> Conv2d(3, 8, 3, padding=1, rng=0)(np.zeros((2, 3, 28, 28))).shape
    (2, 8, 28, 28)
    """

    axes = ("H", "W")


class _Pool(Module):
    """What the pooling layers share."""

    axes = ()  # names of the spatial axes
    op = None

    def __init__(self, kernel_size, stride=None, padding=0):
        super().__init__()
        self.kernel_size = _sizes(kernel_size, self.axes, "kernel_size")
        self.stride = self.kernel_size if stride is None else _sizes(stride, self.axes, "stride")
        self.padding = _sizes(padding, self.axes, "padding", least=0)
        if any(2 * p > k for p, k in zip(self.padding, self.kernel_size, strict=True)):
            raise ValueError(
                f"padding {padding} is more than half the kernel {kernel_size}: some windows "
                "hold nothing"
            )

    def forward(self, x):
        """(B, C, *S) to (B, C, *places)."""
        x = accept(self, x, "B", "C", *self.axes)
        return type(self).op(x, kernel=self.kernel_size, stride=self.stride, padding=self.padding)

    def _options(self):
        text = f"kernel_size={_short(self.kernel_size)}"
        if self.stride != self.kernel_size:
            text += f", stride={_short(self.stride)}"
        if any(self.padding):
            text += f", padding={_short(self.padding)}"
        return text


class MaxPool1d(_Pool):
    """The largest number of each window: (B, C, T) to (B, C, ⌊(T + 2 padding - K) / stride⌋ + 1).

    stride is kernel_size unless given; what is left over at the end is not used. Padding never
    wins. Raises ValueError for inputs of another shape or shorter than the window (Ranzato et al.,
    2007).
    """

    axes = ("T",)
    op = staticmethod(ops.max_pool)


class MaxPool2d(_Pool):
    """The largest number of each window: (B, C, H, W) to (B, C, H', W'); all else as in MaxPool1d,
    on both axes.
    """

    axes = ("H", "W")
    op = staticmethod(ops.max_pool)


class AvgPool1d(_Pool):
    """The mean of each window: (B, C, T) to (B, C, ⌊(T + 2 padding - K) / stride⌋ + 1); padding
    counts as zeros.

    stride is kernel_size unless given; what is left over at the end is not used. Raises ValueError
    for inputs of another shape or shorter than the window (LeCun et al., 1989).
    """

    axes = ("T",)
    op = staticmethod(ops.avg_pool)


class AvgPool2d(_Pool):
    """The mean of each window: (B, C, H, W) to (B, C, H', W'); all else as in AvgPool1d, on both
    axes.
    """

    axes = ("H", "W")
    op = staticmethod(ops.avg_pool)


class GlobalAvgPool(Module):
    """The mean of each channel over all places: (B, C, *S) to (B, C) (Lin et al., 2014).

    Raises ValueError for inputs of fewer than 3 axes.
    """

    def forward(self, x):
        """(B, C, *S) to (B, C)."""
        x = accept(self, x, "B", "C", "S", ...)
        places = tuple(range(2, x.ndim))
        return x.mean(axis=places)  # (B, C)


def _sizes(value, axes, name, least=1):
    """One whole number for each axis, from least up."""
    sizes = (value,) * len(axes) if np.ndim(value) == 0 else tuple(value)
    if len(sizes) != len(axes) or not all(_is_size(n, least) for n in sizes):
        each = "" if len(axes) == 1 else f", or {len(axes)} of them"
        raise ValueError(f"{name} must be a whole number from {least} up{each}; got {value!r}")
    return sizes


def _is_size(n, least):
    return isinstance(n, int | np.integer) and not isinstance(n, bool) and n >= least


def _short(sizes):
    """A single number where all are alike."""
    return sizes[0] if len(set(sizes)) == 1 else sizes
