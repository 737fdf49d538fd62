"""The largest curvature of a loss, from products with its Hessian alone."""

import numpy as np


def largest_curvature(product, start, *, tolerance=1e-4, max_products=60):
    """Return (curvature, direction): the largest eigenvalue of a symmetric H, with sign, and a
    vector (d,) of length 1 along which it is found, by Lanczos' method (1950).

    product: a function from v (d,) to H v. start: a vector (d,) to begin with, such as random
    numbers, or the direction of a place nearby. It stops once the residual, an upper limit of the
    error, is below `tolerance` of the largest size among the values found, or after max_products.
    All vectors are kept, max_products · d numbers, and each is made orthogonal to all before.

    >>> H = np.diag([1.0, -7.0, 5.0])
    >>> round(largest_curvature(lambda v: H @ v, np.ones(3))[0], 6)
    5.0
    """
    length = np.linalg.norm(start)
    if not (np.isfinite(length) and length > 0):
        raise ValueError("start must be a vector of finite numbers that are not all zero")
    basis = [start / length]
    diagonal = []
    beside = []
    while True:
        across = product(basis[-1])
        diagonal.append(basis[-1] @ across)
        # Twice: once leaves behind what rounding brings back.
        for _ in range(2):
            for v in basis:
                across = across - (v @ across) * v
        residual = np.linalg.norm(across)

        # The small matrix that H is on the vectors so far.
        small = np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1)
        values, vectors = np.linalg.eigh(small)
        top = vectors[:, -1]
        largest = np.abs(values).max()
        is_converged = residual * abs(top[-1]) <= tolerance * largest
        if is_converged or len(basis) == min(max_products, len(start)):
            return float(values[-1]), np.array(basis).T @ top
        beside.append(residual)
        basis.append(across / residual)
