"""First weights: their variances, and what PyTorch makes of the same rules."""

import numpy as np
import pytest
import torch
from torch import nn as tnn
from twins import F64, near, rng

from nblib import nn
from nblib.nn import init
from nblib.nn.lsuv import lsuv

WEIGHTS = [(200, 300), (300, 200), (64, 32, 3), (64, 32, 3, 3)]


@pytest.mark.parametrize("shape", WEIGHTS, ids=str)
def test_variances_are_those_of_the_papers_and_of_torch(shape):
    fan_in, fan_out = init.fans(shape)
    theirs = tnn.init._calculate_fan_in_and_fan_out(
        torch.empty(shape if len(shape) > 2 else shape[::-1])
    )
    assert (fan_in, fan_out) == theirs
    for f, options, variance in (
        (init.xavier_uniform, {}, 2 / (fan_in + fan_out)),
        (init.xavier_normal, {"gain": 2.0}, 8 / (fan_in + fan_out)),
        (init.he_uniform, {}, 2 / fan_in),
        (init.he_normal, {}, 2 / fan_in),
        (init.he_normal, {"mode": "fan_out", "negative_slope": 0.5}, 2 / 1.25 / fan_out),
    ):
        w = f(shape, rng=0, **options)
        assert w.dtype == np.float32 and abs(w.mean()) < 4 * (variance / w.size) ** 0.5
        assert abs(w.var() / variance - 1) < 0.05
        assert np.array_equal(w, f(shape, rng=np.random.default_rng(0), **options))
        if "uniform" in f.__name__:
            edge = (3 * variance) ** 0.5
            assert 0.99 * edge < np.abs(w).max() <= edge * (1 + 1e-6)


@pytest.mark.parametrize("name", ["linear", "sigmoid", "tanh", "relu", "leaky_relu"])
def test_gains_equal_torchs(name):
    assert init.gain(name) == pytest.approx(tnn.init.calculate_gain(name))
    assert init.gain("leaky_relu", 0.3) == pytest.approx(tnn.init.calculate_gain("leaky_relu", 0.3))


@pytest.mark.parametrize("shape", [(5, 5), (3, 7), (7, 3), (4, 3, 2), (4, 2, 3, 3)], ids=str)
def test_orthogonal_is_orthogonal(shape):
    w = init.orthogonal(shape, rng=0, gain=2.0, dtype=np.float64)
    assert w.shape == shape
    w = w.reshape(shape[0], -1)
    product = w @ w.T if w.shape[0] <= w.shape[1] else w.T @ w
    near(product, 4 * np.eye(len(product)), 1e-14)


def test_orthogonal_prefers_no_sign():
    signs = [np.sign(np.diagonal(init.orthogonal((4, 4), rng=seed))) for seed in range(200)]
    assert np.abs(np.mean(signs, axis=0)).max() < 0.25


def test_a_layer_takes_any_initialization():
    assert not nn.Linear(3, 4, init="zeros").weight.data.any() and not init.zeros(3).any()
    assert (
        nn.Linear(3, 4, init=lambda shape, rng, dtype: np.full(shape, 7, dtype)).weight.data.min()
        == 7
    )
    w = nn.Conv2d(2, 3, 3, init="orthogonal", **F64).weight.data.reshape(3, -1)
    near(w @ w.T, np.eye(3), 1e-14)
    assert np.array_equal(nn.Linear(3, 4, rng=0).weight.data, init.he_normal((3, 4), 0))


def test_lsuv_brings_every_output_to_variance_one():
    generator = np.random.default_rng(0)
    parts = [
        nn.Conv2d(3, 8, 3, rng=generator),
        nn.Tanh(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Dropout(0.5, rng=generator),
    ]
    for n in (72, 40, 40, 40):
        parts += [
            nn.Linear(n, 40, init="xavier", rng=generator),
            nn.Sigmoid() if n == 72 else nn.ReLU(),
        ]
    net = nn.Sequential(*parts, nn.Residual(nn.Linear(40, 40, rng=generator)))
    net.train()
    x = 5 * rng(1).normal(size=(256, 3, 8, 8)) + 2
    before = net.random_state()
    variances = lsuv(net, x, rng=0)
    assert net.training and net[4].training and net.random_state() == before
    assert list(variances) == ["0", "5", "7", "9", "11", "13.module"]
    seen = {}
    with net.evaluating(), net.watching(lambda name, layer, y: seen.update({name: y.data.var()})):
        net(x)
    for name, variance in variances.items():
        assert abs(seen[name] - 1) < 0.1 and seen[name] == pytest.approx(variance, rel=1e-4)
    w = net[7].weight.data
    product = w @ w.T
    near(product / product[0, 0], np.eye(40), 1e-5)


def test_lsuv_says_what_stands_in_its_way():
    with pytest.raises(ValueError, match="uses no Linear"):
        lsuv(nn.Sequential(nn.ReLU()), np.ones((3, 2)))
    with pytest.raises(RuntimeError, match="the outputs of 2 keep variance 0"):
        net = nn.Sequential(nn.Linear(2, 3, rng=0), nn.ReLU(), nn.Linear(3, 2))
        net[0].bias.data[...] = -100
        lsuv(net, rng().normal(size=(9, 2)))
