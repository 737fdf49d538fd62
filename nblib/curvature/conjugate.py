"""Conjugate gradients: H x = b, from products of H with vectors alone."""

from typing import NamedTuple

import numpy as np


class Solution(NamedTuple):
    """What conjugate_gradients returns.

    x: (d,). products: how many products with H it took. negative: a direction (d,) along which the
    curvature is not positive, or None.
    """

    x: np.ndarray
    products: int
    negative: np.ndarray | None


def conjugate_gradients(product, b, *, tolerance=1e-6, max_products=None):
    """Solve H x = b for a symmetric H (Hestenes and Stiefel, 1952); return a Solution.

    product: a function from v (d,) to H v. b: (d,). It begins at zero and stops once the residual
    is at most `tolerance` times b, in length, or after max_products, d if None. Where it meets a
    direction whose curvature is not positive, it stops there and says so: x is what came before, or
    b itself at the first product (Steihaug, 1983), which leads downhill where b is minus a
    gradient.

    >>> H = np.array([[4.0, 1.0], [1.0, 3.0]])
    >>> conjugate_gradients(lambda v: H @ v, np.array([1.0, 2.0])).x.round(6)
    array([0.090909, 0.636364])
    """
    maximum = len(b) if max_products is None else max_products
    x = np.zeros_like(b)
    residual = b.copy()
    direction = residual.copy()
    size = residual @ residual
    enough = tolerance**2 * size
    products = 0
    while size > enough and products < maximum:
        across = product(direction)
        products += 1
        curvature = direction @ across
        if curvature <= 0:
            start = b.copy() if products == 1 else x
            return Solution(start, products, direction)
        t = size / curvature
        x = x + t * direction
        residual = residual - t * across
        before = size
        size = residual @ residual
        direction = residual + size / before * direction
    return Solution(x, products, None)
