"""A mistake with a layer gets a sentence that names the layer and the shapes."""

import random

import numpy as np
import pytest

from nblib import nn
from nblib.nn import init
from nblib.nn.lsuv import lsuv
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
    (
        lambda: nn.Embedding(5, 2, padding_idx=5),
        ValueError,
        "padding_idx must be a whole number from 0 to 4, got 5",
    ),
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
    (lambda: nn.Dropout("0.5"), ValueError, r"must lie in \[0, 1\], got '0.5', which is no number"),
    (lambda: nn.MultiHeadAttention(4, 2, dropout=-1), ValueError, "the probability to drop"),
    (lambda: nn.BatchNorm1d(3, momentum=None), ValueError, "momentum.* got None, which is no"),
    (lambda: nn.BatchNorm2d(3, eps=-1e-5), ValueError, "eps must be at least 0, got -1e-05"),
    (lambda: nn.LayerNorm(3, eps=np.nan), ValueError, "eps must be at least 0, got nan"),
    (lambda: nn.RMSNorm(3, eps="0"), ValueError, "eps must be"),
    (lambda: nn.GroupNorm(1, 3, eps=-1), ValueError, "eps must be"),
    (lambda: nn.LeakyReLU(np.inf), ValueError, "negative_slope must be a finite number, got inf"),
    (lambda: nn.Softmax(1.5), ValueError, "dim must be a whole number, got 1.5"),
    (lambda: nn.Flatten(-1), ValueError, "start_dim must be a whole number from 0 up, got -1"),
    (lambda: nn.Embedding(5, 2, padding_idx=1.0), ValueError, "padding_idx must be a whole number"),
    (lambda: nn.Conv1d(1, 4, True), ValueError, "kernel_size must be"),
    (lambda: nn.LSTM(3, 4, forget_bias=None), ValueError, "forget_bias must be a finite number"),
    (lambda: nn.TransformerBlock(4, 2, 0), ValueError, "feedforward_dim must be a whole number"),
    (lambda: nn.sinusoidal_positions(-1, 4), ValueError, "length must be"),
    (lambda: nn.sinusoidal_positions(3, 0), ValueError, "dim must be"),
    (lambda: nn.Linear(3, 4, dtype=int), TypeError, "works in np.float32 or np.float64, not in"),
    (lambda: nn.Embedding(3, 4, dtype=np.float16), TypeError, "works in np.float32"),
    (lambda: nn.LayerNorm(3, dtype=None), TypeError, "works in np.float32"),
    (lambda: nn.GRU(3, 4, dtype="int64"), TypeError, "works in np.float32"),
    (
        lambda: nn.Linear(3, 4, init=lambda shape, rng, dtype: np.zeros(4)),
        ValueError,
        r"init gave a weight of shape \(4,\) where one of shape \(3, 4\) is needed",
    ),
    (lambda: init.he_normal((0, 3)), ValueError, "each size of a weight must be"),
    (lambda: init.xavier_uniform((2, 3), gain=np.nan), ValueError, "gain must be"),
    (lambda: init.gain("leaky_relu", "0.1"), ValueError, "negative_slope must be"),
    (lambda: lsuv(nn.Linear(2, 2), ONES((3, 2)), tolerance=0), ValueError, "tolerance must be"),
    (lambda: lsuv(nn.Linear(2, 2), ONES((3, 2)), iterations=-1), ValueError, "iterations must be"),
    (lambda: init.fans((3,)), ValueError, r"at least 2 axes, .* got shape \(3,\)"),
    (lambda: init.gain("gelu"), ValueError, "no gain is known for 'gelu'"),
    (lambda: init.he_normal((2, 2), mode="fan"), ValueError, "mode must be"),
]


@pytest.mark.parametrize("mistake, kind, message", BAD)
def test_a_mistake_is_explained(mistake, kind, message):
    with pytest.raises(kind, match=message):
        mistake()


RANDOM = {
    "RandomState": np.random.RandomState(0),
    "Random": random.Random(0),
    "str": "0",
    "bool": True,
    "float": 0.5,
    "module": np.random,
}
DRAWING = [
    lambda rng: nn.Dropout(rng=rng),
    lambda rng: nn.SpatialDropout(rng=rng),
    lambda rng: nn.Linear(2, 3, rng=rng),
    lambda rng: nn.Conv2d(2, 3, 1, rng=rng),
    lambda rng: nn.Embedding(2, 3, rng=rng),
    lambda rng: nn.LSTM(2, 3, rng=rng),
    lambda rng: nn.MultiHeadAttention(4, 2, rng=rng),
    lambda rng: nn.TransformerBlock(4, 2, rng=rng),
    lambda rng: init.orthogonal((2, 3), rng),
    lambda rng: init.he_uniform((2, 3), rng),
    lambda rng: init.xavier_normal((2, 3), rng),
    lambda rng: lsuv(nn.Linear(2, 2), ONES((3, 2)), rng=rng),
]


@pytest.mark.parametrize("kind", RANDOM)
@pytest.mark.parametrize("make", DRAWING)
def test_chance_of_another_kind_is_refused_at_once(make, kind):
    with pytest.raises(TypeError, match=f"a NumPy Generator or a seed, not {kind}: give np.random"):
        make(RANDOM[kind])
    with pytest.raises(ValueError, match="a seed is an integer of at least 0, got -1"):
        make(-1)


def test_a_generator_that_cannot_be_split_is_refused_at_once():
    old = np.random.Generator(np.random.RandomState(0)._bit_generator)
    assert nn.Linear(2, 3, rng=old).weight.shape == (2, 3)
    with pytest.raises(TypeError, match="no Generator can be split off"):
        nn.Dropout(rng=old)


def test_everything_public_is_listed_and_documented():
    for name in nn.__all__:
        assert getattr(nn, name).__doc__
    assert sorted(nn.__all__) == sorted(set(nn.__all__))
