"""What a computation costs, counted while it runs: multiply-adds of its matrix products, and its
peak of memory.
"""

import tracemalloc

import numpy as np


class Counted(np.ndarray):
    """An array that counts the multiply-adds of its products with @; what is made from it does so
    too.
    """

    __array_priority__ = 1.0
    total = 0

    def __matmul__(self, other):
        product = np.matmul(self, other)
        Counted.total += product.size * self.shape[-1]  # (n, k) @ (k, m): n · m · k
        return product

    def __rmatmul__(self, other):
        return Counted.__matmul__(other, self)


def multiply_adds(f, *arguments):
    """Return how many multiply-adds the products of matrices in f(*arguments) take.

    arguments: arrays, matrices among them, or nested lists and tuples of arrays; f works on them
    with NumPy and @.

    >>> multiply_adds(lambda a, b: np.tanh(a @ b) @ b.T, np.ones((2, 3)), np.ones((3, 4)))
    48
    """
    Counted.total = 0
    f(*map(_counted, arguments))
    return Counted.total


def peak_memory(f, *arguments):
    """Return the most bytes, NumPy's arrays included, that f(*arguments) held at one time beyond
    what was there.
    """
    tracemalloc.start()
    try:
        f(*arguments)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _counted(x):
    if isinstance(x, list | tuple):
        return type(x)(map(_counted, x))
    return x.view(Counted) if isinstance(x, np.ndarray) else x
