"""What tests beside PyTorch share: the same numbers for both libraries, and a comparison."""

import numpy as np
import torch

from nblib.tensor import Tensor

SHAPES = [(3, 5), (1, 4), (2, 1), (1, 1)]  # (B, T)
F64 = {"dtype": np.float64, "rng": 0}


def rng(seed=0):
    return np.random.default_rng(seed)


def near(got, expected, tolerance=1e-10):
    got = np.asarray(got)
    expected = np.asarray(expected)
    assert got.shape == expected.shape
    assert np.linalg.norm(got - expected) <= tolerance * max(1.0, np.linalg.norm(expected))


def both(array):
    return Tensor(array, requires_grad=True), torch.tensor(array, requires_grad=True)
