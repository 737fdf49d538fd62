"""Functions of one number: logarithms and roots, and the activations of a network."""

import numpy as np

from nblib.tensor import op


@op
def exp(x):
    """e to the power x."""
    y = np.exp(x)
    return y, lambda g: g * y


@op
def log(x):
    """Natural logarithm."""
    return np.log(x), lambda g: g / x


@op
def sqrt(x):
    """Square root."""
    y = np.sqrt(x)
    return y, lambda g: g / (2 * y)


@op
def abs(x):
    """Absolute value; slope 0 at 0."""
    return np.abs(x), lambda g: g * np.sign(x)


@op
def relu(x):
    """max(x, 0); slope 0 at 0."""
    y = np.maximum(x, 0)
    return y, lambda g: g * (y > 0)


@op
def leaky_relu(x, *, negative_slope=0.01):
    """x above 0, negative_slope · x below."""
    slope = np.where(x > 0, x.dtype.type(1), x.dtype.type(negative_slope))
    return x * slope, lambda g: g * slope


def logistic(x):
    """1 / (1 + e^-x) of an array; where the exponential overflows, 0 is right."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


@op
def sigmoid(x):
    """1 / (1 + e^-x)."""
    y = logistic(x)
    return y, lambda g: g * y * (1 - y)


@op
def tanh(x):
    """Hyperbolic tangent."""
    y = np.tanh(x)
    return y, lambda g: g * (1 - y * y)


@op
def silu(x):
    """x · sigmoid(x), also called swish."""
    s = logistic(x)
    return x * s, lambda g: g * (s + x * s * (1 - s))


@op
def gelu(x):
    """x · Φ(x) in the usual approximation by tanh (Hendrycks and Gimpel, 2016); torch's
    approximate="tanh".
    """
    c = (2 / np.pi) ** 0.5
    t = np.tanh(c * (x + 0.044715 * x * x * x))
    return 0.5 * x * (
        1 + t
    ), lambda g: g * (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * c * (1 + 0.134145 * x * x))


@op
def softplus(x):
    """log(1 + e^x)."""
    return np.logaddexp(x, 0), lambda g: g * logistic(x)


@op
def clip(x, low=None, high=None):
    """x brought into [low, high]; slope 0 outside."""
    y = np.clip(x, low, high)
    return y, lambda g: g * (y == x)
