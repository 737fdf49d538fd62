"""A mistake with a layer gets a sentence that names the layer and the shapes."""

import numpy as np
import pytest

from nblib import nn
from nblib.nn import init
from nblib.tensor import Tensor

ONES = np.ones


BAD = [
    (
        lambda: nn.Linear(3, 4)(ONES((2, 5))),
        ValueError,
        r"Linear\(3, 4\) expects an input of shape \(\.\.\., 3\), got \(2, 5\)",
    ),
    (lambda: nn.Linear(3, 4)(ONES(())), ValueError, r"got \(\)"),
    (lambda: nn.Linear(0, 4), ValueError, "in_features must be a whole number from 1 up, got 0"),
    (lambda: nn.Linear(3, 4.0), ValueError, "out_features .* got 4.0"),
    (
        lambda: nn.Linear(3, 4, init="hee"),
        ValueError,
        "no initialization 'hee'; there are he, xavier",
    ),
    (lambda: nn.Linear(3, 4)(Tensor(ONES((2, 3)))), TypeError, "one precision"),
    (lambda: nn.Embedding(5, 2)([5]), IndexError, "outside 0 … 4"),
    (lambda: nn.Embedding(5, 2)([0.0]), TypeError, "integers"),
    (lambda: nn.Embedding(5, 2)(Tensor([1.0])), TypeError, "not a Tensor"),
    (lambda: nn.Embedding(5, 2, padding_idx=5), ValueError, "padding_idx must lie in 0 … 4, got 5"),
    (lambda: nn.Flatten()(ONES(3)), ValueError, r"expects more axes, got shape \(3,\)"),
    (lambda: nn.BatchNorm1d(3)(ONES((2, 4))), ValueError, r"\(B, 3\), got \(2, 4\)"),
    (lambda: nn.BatchNorm1d(3)(ONES((2, 4, 5))), ValueError, r"\(B, 3, T\), got \(2, 4, 5\)"),
    (
        lambda: nn.BatchNorm2d(3)(ONES((2, 3))),
        ValueError,
        r"BatchNorm2d\(3\) .*\(B, 3, H, W\), got \(2, 3\)",
    ),
    (
        lambda: nn.BatchNorm1d(3)(ONES((1, 3))),
        ValueError,
        r"needs 2 numbers a channel to train on, got shape \(1, 3\)",
    ),
    (lambda: nn.BatchNorm1d(3, momentum=2), ValueError, "momentum"),
    (
        lambda: nn.LayerNorm((3, 5))(ONES((2, 5))),
        ValueError,
        r"\(\.\.\., 3, 5\), got \(2, 5\)|got \(2, 5\)",
    ),
    (lambda: nn.LayerNorm(()), ValueError, "normalized_shape"),
    (
        lambda: nn.RMSNorm(4)(ONES((2, 5))),
        ValueError,
        r"RMSNorm\(4\) .*\(\.\.\., 4\), got \(2, 5\)",
    ),
    (lambda: nn.GroupNorm(3, 4), ValueError, "3 groups do not divide 4 channels"),
    (lambda: nn.GroupNorm(2, 4)(ONES((2, 3, 4))), ValueError, r"\(B, 4, \.\.\.\), got \(2, 3, 4\)"),
    (
        lambda: nn.Conv1d(3, 4, 3)(ONES((2, 7, 3))),
        ValueError,
        r"Conv1d\(3, 4, kernel_size=3\) .*\(B, 3, T\), got \(2, 7, 3\)",
    ),
    (lambda: nn.Conv2d(1, 4, 3)(ONES((28, 28))), ValueError, r"\(B, 1, H, W\), got \(28, 28\)"),
    (lambda: nn.Conv2d(1, 4, 3)(ONES((1, 1, 2, 5))), ValueError, "larger than the padded input"),
    (
        lambda: nn.Conv2d(1, 4, (3, 3, 3)),
        ValueError,
        "kernel_size must be a whole number from 1 up, or 2 of them",
    ),
    (
        lambda: nn.Conv1d(1, 4, 2.5),
        ValueError,
        "kernel_size must be a whole number from 1 up; got 2.5",
    ),
    (lambda: nn.Conv1d(1, 4, 3, stride=0), ValueError, "stride must be"),
    (
        lambda: nn.Conv1d(1, 4, 3, padding=-1),
        ValueError,
        "padding must be a whole number from 0 up",
    ),
    (lambda: nn.MaxPool2d(2, padding=2), ValueError, "more than half the kernel"),
    (lambda: nn.MaxPool1d(2)(ONES((2, 3))), ValueError, r"\(B, C, T\), got \(2, 3\)"),
    (lambda: nn.GlobalAvgPool()(ONES((2, 3))), ValueError, r"\(B, C, S, \.\.\.\), got \(2, 3\)"),
    (
        lambda: nn.Dropout(1.5),
        ValueError,
        r"p, the probability to drop, must lie in \[0, 1\], got 1.5",
    ),
    (
        lambda: nn.Sequential(nn.ReLU),
        TypeError,
        "layer '0' is a type, not a Module; is an instance meant",
    ),
    (lambda: nn.Sequential({"a.b": nn.ReLU()}), ValueError, "without a dot, got 'a.b'"),
    (lambda: nn.Sequential(nn.ReLU())[3], IndexError, "range"),
    (lambda: nn.Sequential(nn.ReLU())["relu"], KeyError, "relu"),
    (lambda: nn.Residual(np.tanh), TypeError, "around a Module, not a ufunc"),
    (
        lambda: nn.Residual(nn.Linear(3, 1))(ONES((2, 3))),
        ValueError,
        r"keep the shape \(2, 3\), got \(2, 1\)",
    ),
    (lambda: setattr(nn.Dropout(), "rate", 0.1), AttributeError, "Dropout has no attribute 'rate'"),
    (lambda: nn.Linear(2, 2).weights, AttributeError, "weights"),
    (
        lambda: nn.Sequential(nn.Dropout(rng=0)).set_random_state([]),
        ValueError,
        "0 states for 1 random",
    ),
    (lambda: init.fans((3,)), ValueError, r"at least 2 axes, .* got shape \(3,\)"),
    (lambda: init.gain("gelu"), ValueError, "no gain is known for 'gelu'"),
    (lambda: init.he_normal((2, 2), mode="fan"), ValueError, "mode must be"),
]


@pytest.mark.parametrize("mistake, kind, message", BAD)
def test_a_mistake_is_explained(mistake, kind, message):
    with pytest.raises(kind, match=message):
        mistake()


def test_everything_public_is_listed_and_documented():
    for name in nn.__all__:
        assert getattr(nn, name).__doc__
    assert sorted(nn.__all__) == sorted(set(nn.__all__))
