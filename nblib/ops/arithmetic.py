"""Arithmetic, comparison and matrix products. What broadcasting repeated, the engine sums."""

import numpy as np

from nblib.tensor import op


@op
def add(a, b):
    """a + b."""
    return a + b, lambda g: g, lambda g: g


@op
def sub(a, b):
    """a - b."""
    return a - b, lambda g: g, lambda g: -g


@op
def mul(a, b):
    """a · b, element by element."""
    return a * b, lambda g: g * b, lambda g: g * a


@op
def div(a, b):
    """a / b."""
    return a / b, lambda g: g / b, lambda g: -g * a / (b * b)


@op
def pow(a, b):
    """a to the power b; the gradient for b is nan where a is below 0."""
    y = a**b

    def vjp_b(g):
        flat = (a == 0) & (np.asarray(b) >= 0)  # 0 to a power above 0 is 0; and log(0) no number
        return g * np.where(flat, 0, y * np.log(a, dtype=y.dtype))

    return y, lambda g: g * b * a ** (b - (b != 0)), vjp_b


@op
def neg(a):
    """-a."""
    return -a, lambda g: -g


@op
def matmul(a, b):
    """Matrix product of a (..., n, k) and b (..., k, m); a vector is a row on the left, a column on
    the right.
    """
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        raise ValueError("a number has no matrix product; use *")
    A, B = (a[None] if a.ndim == 1 else a), (b[:, None] if b.ndim == 1 else b)

    def full(g):
        g = g[..., None, :] if a.ndim == 1 and b.ndim > 1 else g
        return g[..., None] if b.ndim == 1 and a.ndim > 1 else g.reshape(g.shape or (1, 1))

    def vjp_a(g):
        step = full(g) @ B.swapaxes(-1, -2)
        return step.sum(axis=-2) if a.ndim == 1 else step

    def vjp_b(g):
        step = A.swapaxes(-1, -2) @ full(g)
        return step.sum(axis=-1) if b.ndim == 1 else step

    return a @ b, vjp_a, vjp_b


@op
def linear(x, w, b=None):
    """x w + b with x (..., n), w (n, m), b (m,): the products of a layer in one op."""
    rows = _rows(x)  # one product of many rows, not many products of few
    y = rows @ w
    if b is not None:
        y += b

    def vjp_x(g):
        return (_rows(g) @ w.T).reshape(x.shape)

    def vjp_w(g):
        return rows.T @ _rows(g)

    def vjp_b(g):
        g = _rows(g)
        return np.ones(len(g), g.dtype) @ g  # a sum over rows, and quicker than sum

    return y.reshape(*x.shape[:-1], w.shape[1]), vjp_x, vjp_w, vjp_b


def _rows(a):
    return a if a.ndim == 2 else a.reshape(-1, a.shape[-1])


@op
def maximum(a, b):
    """The larger of both; a tie shares the gradient."""
    y = np.maximum(a, b)
    return y, lambda g: g * _share(a, b), lambda g: g * _share(b, a)


@op
def minimum(a, b):
    """The smaller of both; a tie shares the gradient."""
    return np.minimum(a, b), lambda g: g * _share(b, a), lambda g: g * _share(a, b)


def _share(a, b):
    return (a > b) + 0.5 * (a == b).astype(np.result_type(a, b))


@op
def where(condition, a, b):
    """a where the condition holds, b elsewhere."""
    return (
        np.where(condition, a, b),
        None,
        lambda g: np.where(condition, g, 0),
        lambda g: np.where(condition, 0, g),
    )
