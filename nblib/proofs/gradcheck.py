"""Central differences: the gradient that needs no derivation, to check the one that does."""

import numpy as np

from nblib.tensor import Tensor


class GradcheckError(AssertionError):
    """A gradient differs from central differences."""


def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f, a function from an array to a number, at x, of x's shape, by
    central differences.

    x: float64. The error shrinks with h², rounding grows with 1 / h; h = 1e-5 balances both near
    numbers of size 1.

    >>> numerical_gradient(lambda x: (x**3).sum(), np.array([1.0, 2.0])).round(6)
    array([ 3., 12.])
    """
    if x.dtype != np.float64:
        raise TypeError(f"differences need float64, got {x.dtype}")
    grad = np.empty_like(x)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += h
        down = x.copy()
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (up[i] - down[i])
    return grad


def gradcheck(f, *inputs, h=1e-5, tolerance=1e-8, seed=0):
    """Compare backward() with central differences for every tensor among the inputs that requires a
    gradient.

    f: a function of the inputs that returns a Tensor of any shape; it is contracted with random
    numbers, so that a gradient in the wrong place does not hide. Returns the largest error, the
    norm of the difference over the norm of the gradient. Raises GradcheckError, which names the
    input, if that exceeds the tolerance.

    >>> x = Tensor(np.array([0.5, -2.0]), requires_grad=True)
    >>> gradcheck(lambda x: x * x, x) < 1e-8
    True
    """
    out = f(*inputs)
    direction = np.random.default_rng(seed).normal(size=out.shape)
    checked = {i: x for i, x in enumerate(inputs) if isinstance(x, Tensor) and x.requires_grad}
    for x in checked.values():
        x.grad = None
    out.backward(direction)
    worst = 0.0
    for i, x in checked.items():
        original = x.data

        def value(array, x=x):
            x.data = array
            return float((f(*inputs).data * direction).sum())

        try:
            expected = numerical_gradient(value, original, h)
        finally:
            x.data = original
        got = np.zeros_like(original) if x.grad is None else x.grad

        difference = np.linalg.norm(got - expected)
        size = max(np.linalg.norm(expected), np.linalg.norm(got))
        error = difference / size if difference > 1e-10 else 0.0  # below that, it is rounding
        worst = max(worst, error)
        if not error <= tolerance:
            worst_index = np.unravel_index(np.argmax(np.abs(got - expected)), got.shape)
            raise GradcheckError(
                f"input {i} of shape {x.shape}: backward and differences differ by {error:.2g} "
                f"of their norm; most at {tuple(map(int, worst_index))}: "
                f"{got[worst_index]:.6g}, expected {expected[worst_index]:.6g}"
            )
    return worst


def hvp(gradient, w, v, h=1e-5):
    """Return the product of the Hessian at w with v, by central differences of gradients.

    gradient: a function from an array of w's shape to the gradient there, an array; w, v: float64
    of one shape. Two gradients a product, whatever the number of weights; the error shrinks with
    h². Pearlmutter's exact product (1994) would need gradients that record a graph, which this
    engine leaves out.
    """
    size = np.linalg.norm(v)
    if size == 0:
        return np.zeros_like(w)
    step = h * max(1.0, float(np.linalg.norm(w))) / size
    return (gradient(w + step * v) - gradient(w - step * v)) / (2 * step)
