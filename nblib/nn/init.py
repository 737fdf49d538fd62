"""First weights: pure functions from a shape and a source of chance to an array. (lsuv.py looks at
data too.)

A weight (in, out) has fan_in = in and fan_out = out. A kernel (O, C, *K) has fan_in = C · K and
fan_out = O · K, where K is the number of places in its window. rng: a NumPy Generator, or a seed
for one.
"""

import math

import numpy as np

from nblib.nn.chance import generator
from nblib.nn.shapes import positive, precision
from nblib.ranges import number
from nblib.tensor import Tensor


def fans(shape):
    """Return (fan_in, fan_out): how many numbers each output of such a weight sums, and how many
    each input feeds.

    >>> fans((784, 100)), fans((16, 3, 5, 5))
    ((784, 100), (75, 400))
    """
    if len(shape) < 2:
        raise ValueError(
            f"a weight has at least 2 axes, (in, out) or (O, C, *K); got shape {tuple(shape)}"
        )
    for size in shape:
        positive(**{"each size of a weight": size})
    if len(shape) == 2:
        return tuple(shape)
    window = math.prod(shape[2:])
    return shape[1] * window, shape[0] * window


def gain(activation, negative_slope=0.01):
    """Return by what factor weights must grow so that this activation does not shrink the signal.

    activation: "linear", "sigmoid", "tanh", "relu" or "leaky_relu". For the last two it is exact,
    √2 and √(2 / (1 + negative_slope²)); for tanh it is 5 / 3, and for sigmoid 1, both rules of
    thumb that PyTorch follows too.
    """
    number("negative_slope", negative_slope)
    gains = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}
    gains["leaky_relu"] = math.sqrt(2 / (1 + negative_slope**2))
    if activation not in gains:
        raise ValueError(f"no gain is known for {activation!r}; there are {', '.join(gains)}")
    return gains[activation]


def xavier_uniform(shape, rng=None, *, gain=1.0, dtype=np.float32):
    """Uniform with variance gain² · 2 / (fan_in + fan_out) (Glorot and Bengio, 2010)."""
    return _uniform(shape, rng, _xavier(shape, gain), dtype)


def xavier_normal(shape, rng=None, *, gain=1.0, dtype=np.float32):
    """Normal with variance gain² · 2 / (fan_in + fan_out) (Glorot and Bengio, 2010)."""
    return _normal(shape, rng, _xavier(shape, gain), dtype)


def he_uniform(shape, rng=None, *, negative_slope=0.0, mode="fan_in", dtype=np.float32):
    """Uniform with variance 2 / fan_in, for ReLU, or for leaky ReLU with this slope (He et al.,
    2015).

    mode: "fan_in" keeps the variance of the signal, "fan_out" that of the gradient.
    """
    return _uniform(shape, rng, _he(shape, negative_slope, mode), dtype)


def he_normal(shape, rng=None, *, negative_slope=0.0, mode="fan_in", dtype=np.float32):
    """Normal with variance 2 / fan_in, for ReLU, or for leaky ReLU with this slope (He et al.,
    2015).

    mode: "fan_in" keeps the variance of the signal, "fan_out" that of the gradient.
    """
    return _normal(shape, rng, _he(shape, negative_slope, mode), dtype)


def orthogonal(shape, rng=None, *, gain=1.0, dtype=np.float32):
    """A random orthogonal matrix times gain (Saxe et al., 2014): its rows are orthonormal, or its
    columns if fewer.

    A kernel (O, C, *K) is such a matrix with a row for each of the O outputs.

    >>> w = orthogonal((3, 5), rng=0, dtype=np.float64)
    >>> bool(np.allclose(w @ w.T, np.eye(3)))
    True
    """
    fans(shape)  # refuses what has too few axes
    number("gain", gain)
    precision(dtype)
    rows = shape[0]
    columns = math.prod(shape[1:])
    long = max(rows, columns)
    short = min(rows, columns)

    # The columns of q are orthonormal, but the algorithm chose their signs; times the signs of r's
    # diagonal, every orthogonal matrix is as likely as any other.
    q, r = np.linalg.qr(generator(rng).normal(size=(long, short)))  # (long, short), (short, short)
    q = q * np.where(np.diagonal(r) < 0, -1, 1)
    if rows < columns:
        q = q.T
    return (gain * q).reshape(shape).astype(dtype)


def zeros(shape, rng=None, *, dtype=np.float32):
    """All zeros: right for biases; a network whose weights are all zero cannot learn."""
    return np.zeros(shape, precision(dtype))


NAMED = {
    "he": he_normal,
    "xavier": xavier_normal,
    "he_normal": he_normal,
    "he_uniform": he_uniform,
    "xavier_normal": xavier_normal,
    "xavier_uniform": xavier_uniform,
    "orthogonal": orthogonal,
    "zeros": zeros,
}


def named(init):
    """Return the function of this name ("he" and "xavier" are the normal ones); a function is
    returned as it is.
    """
    if callable(init):
        return init
    if init not in NAMED:
        raise ValueError(
            f"there is no initialization {init!r}; there are {', '.join(NAMED)}, or give a function"
        )
    return NAMED[init]


def weight(init, shape, rng, dtype):
    """Return the weight of a layer, a parameter of this shape: what init, a name or a function,
    makes of it.

    Raises ValueError for a function that gives another shape.
    """
    array = named(init)(shape, generator(rng), dtype=precision(dtype))
    if np.shape(array) != shape:
        raise ValueError(
            f"init gave a weight of shape {np.shape(array)} where one of shape {shape} is needed"
        )
    return Tensor(array, requires_grad=True, dtype=dtype)


def _xavier(shape, gain):
    return number("gain", gain) * math.sqrt(2 / sum(fans(shape)))


def _he(shape, negative_slope, mode):
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f'mode must be "fan_in" or "fan_out", got {mode!r}')
    fan_in, fan_out = fans(shape)
    fan = fan_in if mode == "fan_in" else fan_out
    return gain("leaky_relu", negative_slope) / math.sqrt(fan)


def _uniform(shape, rng, deviation, dtype):
    # The standard deviation of uniform numbers in [-a, a] is a / √3.
    edge = math.sqrt(3) * deviation
    return generator(rng).uniform(-edge, edge, shape).astype(precision(dtype))


def _normal(shape, rng, deviation, dtype):
    return generator(rng).normal(0.0, deviation, shape).astype(precision(dtype))
