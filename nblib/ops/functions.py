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
    y = np.maximum(x, np.zeros_like(x))  # with one 0 for all it takes twice as long
    return y, lambda g: g * (y > 0)


@op
def leaky_relu(x, *, negative_slope=0.01):
    """x above 0, negative_slope · x below."""
    one = x.dtype.type(1)
    slope = np.where(x > 0, one, x.dtype.type(negative_slope))
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

    def vjp(g):
        slope = s + x * s * (1 - s)
        return g * slope

    return x * s, vjp


@op
def gelu(x):
    """x · Φ(x) in the usual approximation by tanh (Hendrycks and Gimpel, 2016); torch's
    approximate="tanh".
    """
    c = (2 / np.pi) ** 0.5
    # s = (1 + tanh(c · (x + 0.044715 x³))) / 2, and the value is x · s. In place: x is often large.
    s = x * x
    s *= 0.044715 * c
    s += c
    s *= x
    np.tanh(s, out=s)
    s += 1
    s *= 0.5
    y = x * s

    def vjp(g):
        # s + x · s · (1 - s) · 2 c · (1 + 3 · 0.044715 x²)
        slope = x * x
        slope *= 6 * 0.044715 * c
        slope += 2 * c
        slope *= y
        slope *= 1 - s
        slope += s
        slope *= g
        return slope

    return y, vjp


@op
def softplus(x):
    """log(1 + e^x)."""
    return np.logaddexp(x, 0), lambda g: g * logistic(x)


@op
def clip(x, low=None, high=None):
    """x brought into [low, high]; slope 0 outside."""
    y = np.clip(x, low, high)
    return y, lambda g: g * (y == x)
