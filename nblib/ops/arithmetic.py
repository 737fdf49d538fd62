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
        slope = y * np.log(a, dtype=y.dtype)
        flat = (a == 0) & (np.asarray(b) >= 0)  # 0 to a power above 0 is 0; and log(0) no number
        return g * np.where(flat, 0, slope)

    def vjp_a(g):
        lower = b - (b != 0)  # a power of 0 stays: its slope is 0, also where a is 0
        return g * b * a**lower

    return y, vjp_a, vjp_b


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
    # For the gradients a vector is a matrix: a row (1, k) on the left, a column (k, 1) on the
    # right.
    A = a[None] if a.ndim == 1 else a  # (..., n, k)
    B = b[:, None] if b.ndim == 1 else b  # (..., k, m)

    def as_matrix(g):
        if a.ndim == 1 and b.ndim == 1:
            return g.reshape(1, 1)
        if a.ndim == 1:
            return g[..., None, :]  # (..., 1, m)
        if b.ndim == 1:
            return g[..., None]  # (..., n, 1)
        return g

    def vjp_a(g):
        grad = as_matrix(g) @ B.swapaxes(-1, -2)  # (..., n, k)
        return grad.sum(axis=-2) if a.ndim == 1 else grad

    def vjp_b(g):
        grad = A.swapaxes(-1, -2) @ as_matrix(g)  # (..., k, m)
        return grad.sum(axis=-1) if b.ndim == 1 else grad

    return a @ b, vjp_a, vjp_b


@op
def linear(x, w, b=None):
    """x w + b with x (..., n), w (n, m), b (m,): the products of a layer in one op."""
    # One product of many rows, not many products of few.
    rows = _rows(x)  # (B, n)
    y = rows @ w  # (B, m)
    if b is not None:
        y += b

    def vjp_x(g):
        return (_rows(g) @ w.T).reshape(x.shape)

    def vjp_w(g):
        return rows.T @ _rows(g)

    def vjp_b(g):
        g = _rows(g)  # (B, m)
        ones = np.ones(len(g), g.dtype)
        return ones @ g  # a sum over rows, and quicker than sum

    return y.reshape(*x.shape[:-1], w.shape[1]), vjp_x, vjp_w, vjp_b


def _rows(a):
    """(..., n) to (B, n)."""
    return a if a.ndim == 2 else a.reshape(-1, a.shape[-1])


@op
def maximum(a, b):
    """The larger of both; a tie shares the gradient."""
    y = np.maximum(a, b)
    return y, lambda g: g * _wins(a, b), lambda g: g * _wins(b, a)


@op
def minimum(a, b):
    """The smaller of both; a tie shares the gradient."""
    y = np.minimum(a, b)
    return y, lambda g: g * _wins(b, a), lambda g: g * _wins(a, b)


def _wins(a, b):
    """1 where a is above b, a half where they tie."""
    ties = (a == b).astype(np.result_type(a, b))
    return (a > b) + 0.5 * ties


@op
def where(condition, a, b):
    """a where the condition holds, b elsewhere."""
    y = np.where(condition, a, b)
    no_gradient = None  # the condition has none
    return y, no_gradient, lambda g: np.where(condition, g, 0), lambda g: np.where(condition, 0, g)
