"""Layers: each beside its twin in PyTorch, in value and gradient; and what only layers do: modes,
state, chance.
"""

import copy
from dataclasses import dataclass

import numpy as np
import pytest
import torch
from torch import nn as tnn

from nblib import losses, nn, optim
from nblib.nn import init
from nblib.nn.lsuv import lsuv
from nblib.proofs.gradcheck import gradcheck
from nblib.tensor import Tensor


def rng(seed=0):
    return np.random.default_rng(seed)


def transposed(a):
    return a.T


def same(a):
    return a


def linear(prefix=""):
    return {
        f"{prefix}weight": (f"{prefix}weight", transposed),
        f"{prefix}bias": (f"{prefix}bias", same),
    }


def plainly(*names):
    return {name: (name, same) for name in names}


@dataclass(frozen=True)
class Case:
    """A layer, its twin, which parameter is which (and how it lies there), and how to draw the
    inputs.
    """

    name: str
    ours: object
    theirs: object
    match: dict
    shapes: tuple
    draw: object = None

    def __str__(self):
        return self.name

    def pair(self, seed=0):
        """Our layer in float64 and its twin, with the same random parameters."""
        torch.manual_seed(seed)
        ours, theirs = self.ours(), self.theirs().double()
        named = dict(theirs.named_parameters())
        mine = dict(ours.named_parameters())
        assert set(mine) == set(self.match), "every parameter has its twin"
        with torch.no_grad():
            for p in named.values():
                p.add_(0.3 * torch.randn_like(p))  # so that ones and zeros tell something
        for name, (their_name, view) in self.match.items():
            mine[name].data[...] = view(named[their_name].detach().numpy())
        return ours, theirs

    def input(self, shape, seed=0):
        return rng(seed).normal(size=shape) if self.draw is None else self.draw(rng(seed), shape)


def away(generator, shape):  # from zero, where some slopes jump
    return generator.choice([-1, 1], size=shape) * generator.uniform(0.1, 2.0, size=shape)


def distinct(generator, shape):  # no two numbers so close that a difference could swap them
    return generator.permutation(int(np.prod(shape))).reshape(shape) / 7.0 - 1.0


F64 = {"dtype": np.float64, "rng": 0}
D = {"dtype": np.float64}
WB = plainly("weight", "bias")
BATCH = (6, 3), (2, 3)
SEQUENCE = (4, 3, 5), (1, 3, 7), (3, 3, 1)
IMAGE = (3, 4, 5, 6), (1, 4, 3, 3)

CASES = [
    Case(
        "Linear",
        lambda: nn.Linear(3, 4, **F64),
        lambda: tnn.Linear(3, 4),
        linear(),
        ((5, 3), (1, 3), (2, 5, 3), (3,)),
    ),
    Case(
        "Linear without bias",
        lambda: nn.Linear(3, 4, bias=False, **F64),
        lambda: tnn.Linear(3, 4, bias=False),
        {"weight": ("weight", transposed)},
        ((5, 3), (2, 1, 3)),
    ),
    Case(
        "Flatten",
        lambda: nn.Flatten(),
        lambda: tnn.Flatten(),
        {},
        ((2, 3, 4), (1, 5), (3, 1, 1, 2)),
    ),
    Case(
        "Flatten later",
        lambda: nn.Flatten(2),
        lambda: tnn.Flatten(2),
        {},
        ((2, 3, 4, 2), (2, 3, 1)),
    ),
    Case("ReLU", nn.ReLU, tnn.ReLU, {}, ((3, 4), (1,)), away),
    Case("LeakyReLU", lambda: nn.LeakyReLU(0.2), lambda: tnn.LeakyReLU(0.2), {}, ((3, 4),), away),
    Case("GELU", nn.GELU, lambda: tnn.GELU(approximate="tanh"), {}, ((3, 4),)),
    Case("SiLU", nn.SiLU, tnn.SiLU, {}, ((3, 4),)),
    Case("Sigmoid", nn.Sigmoid, tnn.Sigmoid, {}, ((3, 4),)),
    Case("Tanh", nn.Tanh, tnn.Tanh, {}, ((3, 4),)),
    Case("Softmax", nn.Softmax, lambda: tnn.Softmax(-1), {}, ((3, 4), (2, 1))),
    Case("Softmax along 1", lambda: nn.Softmax(1), lambda: tnn.Softmax(1), {}, ((3, 4, 2),)),
    Case(
        "BatchNorm1d",
        lambda: nn.BatchNorm1d(3, **D),
        lambda: tnn.BatchNorm1d(3),
        WB,
        (*BATCH, *SEQUENCE),
    ),
    Case(
        "BatchNorm1d plain",
        lambda: nn.BatchNorm1d(3, eps=0.1, momentum=0.5, affine=False, **D),
        lambda: tnn.BatchNorm1d(3, eps=0.1, momentum=0.5, affine=False),
        {},
        BATCH,
    ),
    Case(
        "BatchNorm2d",
        lambda: nn.BatchNorm2d(4, **D),
        lambda: tnn.BatchNorm2d(4),
        WB,
        (*IMAGE, (2, 4, 1, 1)),
    ),
    Case(
        "LayerNorm",
        lambda: nn.LayerNorm(5, **D),
        lambda: tnn.LayerNorm(5),
        WB,
        ((2, 5), (1, 3, 5), (5,)),
    ),
    Case(
        "LayerNorm 2-D",
        lambda: nn.LayerNorm((3, 5), **D),
        lambda: tnn.LayerNorm((3, 5)),
        WB,
        ((2, 3, 5),),
    ),
    Case(
        "LayerNorm without bias",
        lambda: nn.LayerNorm(5, bias=False, **D),
        lambda: tnn.LayerNorm(5, bias=False),
        plainly("weight"),
        ((2, 5),),
    ),
    Case(
        "LayerNorm plain",
        lambda: nn.LayerNorm(5, elementwise_affine=False, **D),
        lambda: tnn.LayerNorm(5, elementwise_affine=False),
        {},
        ((2, 5),),
    ),
    Case(
        "RMSNorm",
        lambda: nn.RMSNorm(5, **D),
        lambda: tnn.RMSNorm(5, eps=1e-6),
        plainly("weight"),
        ((2, 5), (1, 3, 5)),
    ),
    Case(
        "GroupNorm",
        lambda: nn.GroupNorm(2, 4, **D),
        lambda: tnn.GroupNorm(2, 4),
        WB,
        (*IMAGE, (3, 4), (2, 4, 5)),
    ),
    Case(
        "GroupNorm of one", lambda: nn.GroupNorm(1, 4, **D), lambda: tnn.GroupNorm(1, 4), WB, IMAGE
    ),
    Case(
        "Conv1d",
        lambda: nn.Conv1d(3, 4, 3, **F64),
        lambda: tnn.Conv1d(3, 4, 3),
        WB,
        ((2, 3, 7), (1, 3, 3)),
    ),
    Case(
        "Conv1d strided",
        lambda: nn.Conv1d(3, 2, 2, 3, 1, bias=False, **F64),
        lambda: tnn.Conv1d(3, 2, 2, 3, 1, bias=False),
        plainly("weight"),
        ((2, 3, 7), (2, 3, 1)),
    ),
    Case("Conv2d", lambda: nn.Conv2d(4, 2, 3, **F64), lambda: tnn.Conv2d(4, 2, 3), WB, IMAGE),
    Case(
        "Conv2d uneven",
        lambda: nn.Conv2d(4, 3, (2, 3), (2, 1), (1, 2), **F64),
        lambda: tnn.Conv2d(4, 3, (2, 3), (2, 1), (1, 2)),
        WB,
        (*IMAGE, (2, 4, 1, 1)),
    ),
    Case(
        "MaxPool1d",
        lambda: nn.MaxPool1d(2),
        lambda: tnn.MaxPool1d(2),
        {},
        ((2, 3, 7), (1, 1, 2)),
        distinct,
    ),
    Case(
        "MaxPool2d",
        lambda: nn.MaxPool2d(2),
        lambda: tnn.MaxPool2d(2),
        {},
        ((2, 3, 5, 6), (1, 1, 2, 2)),
        distinct,
    ),
    Case(
        "MaxPool2d padded",
        lambda: nn.MaxPool2d((3, 2), 2, (1, 0)),
        lambda: tnn.MaxPool2d((3, 2), 2, (1, 0)),
        {},
        ((2, 3, 5, 6),),
        distinct,
    ),
    Case(
        "AvgPool1d",
        lambda: nn.AvgPool1d(3, 2),
        lambda: tnn.AvgPool1d(3, 2),
        {},
        ((2, 3, 8), (1, 1, 3)),
    ),
    Case(
        "AvgPool2d",
        lambda: nn.AvgPool2d(2, 1, 1),
        lambda: tnn.AvgPool2d(2, 1, 1),
        {},
        ((2, 3, 5, 6), (1, 1, 1, 1)),
    ),
    Case(
        "GlobalAvgPool",
        nn.GlobalAvgPool,
        lambda: tnn.Sequential(tnn.AdaptiveAvgPool2d(1), tnn.Flatten()),
        {},
        ((2, 3, 5, 6), (1, 1, 1, 1)),
    ),
    Case(
        "Sequential",
        lambda: nn.Sequential(
            nn.Linear(3, 8, **F64), nn.Tanh(), nn.BatchNorm1d(8, **D), nn.Linear(8, 2, **F64)
        ),
        lambda: tnn.Sequential(tnn.Linear(3, 8), tnn.Tanh(), tnn.BatchNorm1d(8), tnn.Linear(8, 2)),
        linear("0.") | plainly("2.weight", "2.bias") | linear("3."),
        ((5, 3), (4, 3)),
    ),
    Case(
        "Residual",
        lambda: nn.Residual(nn.Sequential(nn.Linear(3, 3, **F64), nn.Tanh())),
        lambda: Shortcut(tnn.Sequential(tnn.Linear(3, 3), tnn.Tanh())),
        linear("module.0."),
        ((5, 3), (1, 3)),
    ),
]


class Shortcut(tnn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return x + self.module(x)


each = pytest.mark.parametrize("case, shape", [(c, s) for c in CASES for s in c.shapes], ids=str)
modes = pytest.mark.parametrize("training", [True, False], ids=["train", "eval"])


def near(got, expected, tolerance=1e-10):
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape
    assert np.linalg.norm(got - expected) <= tolerance * max(1.0, np.linalg.norm(expected))


@each
@modes
def test_value_and_gradients_equal_torch(case, shape, training):
    ours, theirs = case.pair()
    for layer in (ours, theirs):
        for module in layer.modules():  # statistics that tell something
            if hasattr(module, "running_mean"):
                module.running_mean += 0.5
                module.running_var *= 3.0
        layer.train(training)
    x = case.input(shape)
    mine, its = Tensor(x, requires_grad=True), torch.tensor(x, requires_grad=True)
    y, z = ours(mine), theirs(its)
    near(y.data, z.detach().numpy())
    direction = rng(9).normal(size=y.shape)
    y.backward(direction)
    z.backward(torch.tensor(direction))
    near(mine.grad, its.grad.numpy())
    named = dict(theirs.named_parameters())
    for name, p in ours.named_parameters():
        their_name, view = case.match[name]
        near(p.grad, view(named[their_name].grad.numpy()))


@each
@modes
def test_gradients_equal_central_differences(case, shape, training):
    ours, _ = case.pair(1)
    ours.train(training)
    x = Tensor(case.input(shape, 1), requires_grad=True)
    assert gradcheck(lambda *_: ours(x), x, *ours.parameters(), h=1e-5, tolerance=1e-7) <= 1e-7


@pytest.mark.parametrize("case", CASES, ids=str)
def test_state_goes_out_and_in_again(case):
    ours, other = case.pair(0)[0], case.pair(1)[0]
    x = case.input(case.shapes[0])
    ours(x)  # moves running statistics, if there are any
    other.load_state_dict(ours.state_dict())
    assert np.array_equal(ours.eval()(x).data, other.eval()(x).data)
    twin = copy.deepcopy(ours)
    assert np.array_equal(ours(x).data, twin(x).data)
    assert not any(
        np.shares_memory(p.data, q.data)
        for p, q in zip(ours.parameters(), twin.parameters(), strict=True)
    )


def test_a_frozen_layer_stays_in_the_state():
    net, other = (
        nn.Sequential(nn.Linear(2, 3, rng=0), nn.Linear(3, 1, rng=1)),
        nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1)),
    )
    before = net.state_dict()
    for p in net[0].parameters():
        p.requires_grad = False
    assert [*net.state_dict()] == [*before] and len(net.parameters()) == 2
    net.load_state_dict(before)
    other.load_state_dict(net.state_dict())
    assert np.array_equal(other[0].weight.data, net[0].weight.data)


def layers(dtype):
    options = {"dtype": dtype, "rng": 0}
    return [
        (nn.Linear(4, 4, **options), (3, 4)),
        (nn.Conv1d(4, 4, 3, **options), (2, 4, 5)),
        (nn.Conv2d(4, 4, 3, **options), (2, 4, 5, 5)),
        (nn.BatchNorm1d(4, dtype=dtype), (3, 4)),
        (nn.BatchNorm2d(4, dtype=dtype), (3, 4, 2, 2)),
        (nn.LayerNorm(4, dtype=dtype), (3, 4)),
        (nn.RMSNorm(4, dtype=dtype), (3, 4)),
        (nn.GroupNorm(2, 4, dtype=dtype), (3, 4, 2)),
        (nn.Residual(nn.Linear(4, 4, **options)), (3, 4)),
    ]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("given", [np.float32, np.float64, np.int64, list])
def test_plain_arrays_take_the_precision_of_the_layer(dtype, given):
    for layer, shape in layers(dtype):
        x = np.arange(np.prod(shape)).reshape(shape) % 7
        x = x.tolist() if given is list else x.astype(given)
        for training in (True, False):
            y = layer.train(training)(x)
            assert y.dtype == dtype, layer
            y.sum().backward()
            assert all(p.grad.dtype == dtype for p in layer.parameters())


def test_parameters_are_float32_unless_asked():
    for layer, _ in layers(np.float32):
        assert all(a.dtype == np.float32 for a in layer.state_dict().values())
    assert (
        nn.Linear(2, 3).weight.dtype
        == nn.Embedding(2, 3).weight.dtype
        == nn.LayerNorm(3).weight.dtype
        == np.float32
    )


def test_an_empty_batch_goes_through():
    net = nn.Sequential(
        nn.Conv2d(1, 2, 3),
        nn.GroupNorm(2, 2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(8, 3),
    )
    assert net(np.zeros((0, 1, 6, 6))).shape == (0, 3)


def test_embedding_equals_torch_and_its_padding_does_not_learn():
    ours, theirs = (
        nn.Embedding(7, 3, padding_idx=2, **F64),
        tnn.Embedding(7, 3, padding_idx=2).double(),
    )
    assert not ours.weight.data[2].any()
    ours.weight.data[...] = theirs.weight.detach().numpy()
    index = np.array([[1, 2, 2, 6], [1, 1, 0, 2]])
    y, z = ours(index), theirs(torch.tensor(index))
    near(y.data, z.detach().numpy())
    direction = rng().normal(size=y.shape)
    y.backward(direction)
    z.backward(torch.tensor(direction))
    near(ours.weight.grad, theirs.weight.grad.numpy())
    assert not ours.weight.grad[2].any() and nn.Embedding(3, 2)(np.array(1)).shape == (2,)
    assert nn.Embedding(3, 2, padding_idx=0)(np.array([], int)).shape == (0, 2)
    table = nn.Embedding(5, 2, **F64)
    assert gradcheck(lambda w: table([[0, 3], [3, 4]]), table.weight) <= 1e-7


@pytest.mark.parametrize("momentum", [0.1, 0.6])
def test_running_statistics_equal_torchs_after_five_batches(momentum):
    for ours, theirs, shape in (
        (nn.BatchNorm1d(3, momentum=momentum, **D), tnn.BatchNorm1d(3, momentum=momentum), (2, 3)),
        (
            nn.BatchNorm1d(3, momentum=momentum, **D),
            tnn.BatchNorm1d(3, momentum=momentum),
            (4, 3, 5),
        ),
        (
            nn.BatchNorm2d(3, momentum=momentum, **D),
            tnn.BatchNorm2d(3, momentum=momentum),
            (2, 3, 4, 5),
        ),
    ):
        theirs = theirs.double()
        for seed in range(5):
            x = 3 * rng(seed).normal(size=shape) + seed
            near(ours(x).data, theirs(torch.tensor(x)).detach().numpy())
        kept = ours.state_dict()
        near(ours.running_mean, theirs.running_mean.numpy(), 1e-13)
        near(ours.running_var, theirs.running_var.numpy(), 1e-13)
        near(ours.eval()(x).data, theirs.eval()(torch.tensor(x)).detach().numpy())
        assert all(np.array_equal(a, kept[name]) for name, a in ours.state_dict().items()), (
            "evaluation moves nothing"
        )


def test_dropout_keeps_the_mean_in_training_and_everything_in_evaluation():
    x = np.ones((400, 500))
    for p in (0.1, 0.5, 0.8):
        layer = nn.Dropout(p, rng=0)
        y = layer(x).data
        assert abs(y.mean() - 1) < 0.01 and abs((y == 0).mean() - p) < 0.01
        assert np.allclose(y[y > 0], 1 / (1 - p))
        assert np.array_equal(layer.eval()(x).data, x)
    assert np.array_equal(nn.Dropout(0.0)(x).data, x) and not nn.Dropout(1.0)(x).data.any()


def test_dropout_has_the_gradient_of_its_mask():
    layer, x = nn.Dropout(0.4, rng=0), Tensor(np.ones((5, 6)), requires_grad=True)
    y = layer(x)
    y.backward(np.full((5, 6), 2.0))
    assert np.array_equal(x.grad, 2 * y.data)
    state = layer.random_state()

    def again(x):
        layer.set_random_state(state)
        return layer(x)

    assert gradcheck(again, x) <= 1e-7


def test_spatial_dropout_drops_whole_channels():
    y = nn.SpatialDropout(0.5, rng=0)(np.ones((40, 50, 3, 4))).data
    channels = y.reshape(40, 50, 12)
    assert (
        np.array_equal(channels.min(axis=-1), channels.max(axis=-1))
        and abs((channels[..., 0] == 0).mean() - 0.5) < 0.04
    )
    assert nn.Dropout1d is nn.Dropout2d is nn.SpatialDropout
    with pytest.raises(ValueError, match=r"\(B, C, S, \.\.\.\), got \(4, 5\)"):
        nn.SpatialDropout(0.5)(np.ones((4, 5)))


def network(seed):
    generator = np.random.default_rng(seed)
    return nn.Sequential(
        nn.Conv2d(1, 3, 3, rng=generator),
        nn.ReLU(),
        nn.SpatialDropout(0.3, rng=generator),
        nn.Flatten(),
        nn.Linear(48, 8, rng=generator),
        nn.Dropout(0.5, rng=generator),
        nn.Linear(8, 2, rng=generator),
    )


def test_one_seed_gives_one_network_and_one_run():
    x = rng().normal(size=(5, 1, 6, 6))
    a, b, other = network(0), network(0), network(1)
    for name, array in a.state_dict().items():
        assert np.array_equal(array, b.state_dict()[name])
    outputs = [a(x).data for _ in range(3)]
    assert all(np.array_equal(y, b(x).data) for y in outputs) and not np.array_equal(
        outputs[0], outputs[1]
    )
    assert not np.array_equal(a.eval()(x).data, other.eval()(x).data)
    assert not np.array_equal(nn.Linear(3, 3).weight.data, nn.Linear(3, 3).weight.data)
    assert np.array_equal(nn.Linear(3, 3, rng=4).weight.data, nn.Linear(3, 3, rng=4).weight.data)


def test_dropouts_of_one_generator_differ_and_do_not_hang_on_what_else_draws_from_it():
    generator = np.random.default_rng(0)
    first, second = nn.Dropout(rng=generator), nn.Dropout(rng=generator)
    masks = first(np.ones(99)).data, second(np.ones(99)).data
    assert not np.array_equal(*masks)
    generator = np.random.default_rng(0)
    first = nn.Dropout(rng=generator)
    generator.normal(size=5)
    assert np.array_equal(first(np.ones(99)).data, masks[0])


def test_a_network_learns():
    generator = np.random.default_rng(0)
    x = generator.normal(size=(200, 1, 6, 6)).astype(np.float32)
    t = (x[:, 0, :3].sum(axis=(1, 2)) > x[:, 0, 3:].sum(axis=(1, 2))).astype(int)
    net = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1, rng=generator),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.AvgPool2d(3),
        nn.Flatten(),
        nn.Linear(32, 2, init="xavier", rng=generator),
    )
    optimizer = optim.Adam(net.parameters(), lr=0.01)
    for _ in range(200):
        optimizer.zero_grad()
        loss = losses.cross_entropy(net(x), t)
        loss.backward()
        optimizer.step()
    assert (net.eval()(x).data.argmax(axis=-1) == t).mean() > 0.95


# First weights


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


# Containers and what modules do


def test_sequential_is_indexed_sliced_and_named():
    a, b, c = nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1)
    net = nn.Sequential(a, b, c)
    assert (
        len(net) == 3 and list(net) == [a, b, c] and net[0] is a and net[-1] is c and net["1"] is b
    )
    assert [name for name, _ in net.named_parameters()] == [
        "0.weight",
        "0.bias",
        "2.weight",
        "2.bias",
    ]
    head = net[:2]
    assert isinstance(head, nn.Sequential) and list(head) == [a, b] and head[0].weight is a.weight
    named = nn.Sequential({"hidden": a, "activation": b, "out": c})
    assert (
        named["hidden"] is a
        and [name for name, _ in named.named_parameters()][0] == "hidden.weight"
    )
    x = np.ones((4, 2))
    assert np.array_equal(net(x).data, named(x).data) and np.array_equal(nn.Sequential()(x), x)
    assert [name for name, _ in named.named_modules()] == ["", "hidden", "activation", "out"]


def test_a_layer_used_twice_is_one_layer():
    shared = nn.Linear(3, 3, **F64)
    net = nn.Sequential(shared, nn.Tanh(), shared)
    assert len(net.parameters()) == 2
    x = Tensor(rng().normal(size=(2, 3)), requires_grad=True)
    assert gradcheck(lambda *_: net(x), x, *net.parameters()) <= 1e-7
    text = net.summary(x.data)
    assert text.splitlines()[-1].split() == ["total", "12"]


def test_watching_sees_every_call_and_leaves_nothing_behind():
    net = nn.Sequential(nn.Linear(2, 3, rng=0), nn.Residual(nn.Tanh()))
    outer, inner = [], []
    with net.watching(lambda *call: outer.append(call)):
        with net.watching(lambda *call: inner.append(call)):
            y = net(np.ones((4, 2)))
        net(np.ones((1, 2)))
    net(np.ones((4, 2)))
    assert [name for name, _, _ in inner] == ["0", "1.module", "1", ""] and len(outer) == 8
    assert inner[-1][1] is net and inner[-1][2] is y
    assert not any("forward" in vars(module) for module in net.modules())
    with pytest.raises(ZeroDivisionError), net.watching(lambda *_: 1 / 0):
        net(np.ones((4, 2)))
    assert not any("forward" in vars(module) for module in net.modules())


def test_summary_counts_right_and_changes_nothing():
    net = nn.Sequential(
        nn.Conv2d(1, 4, 3, rng=0),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.Dropout(0.5, rng=0),
        nn.Flatten(),
        nn.Linear(64, 10),
    )
    before, random, x = net.state_dict(), net.random_state(), np.zeros((2, 1, 6, 6))
    lines = [line.split("  ") for line in net.summary(x).splitlines()]
    rows = {cells[0] or cells[1]: [cell.strip() for cell in cells if cell] for cells in lines}
    assert rows["0"] == ["0", "Conv2d", "(2, 4, 4, 4)", "40"]
    assert rows["5"] == ["5", "Linear", "(2, 10)", "650"]
    assert rows["1"][-1] == "8" and rows["2"][-1] == rows["3"][-1] == "0"
    total = sum(p.size for p in net.parameters())
    assert rows["total"] == ["total", str(total)] and total == 40 + 8 + 650
    assert nn.summary(net, x) == net.summary(x)
    assert net.training and net.random_state() == random
    assert all(np.array_equal(a, before[name]) for name, a in net.state_dict().items())
    big = nn.Linear(1000, 1000).summary(np.zeros((1, 1000)))
    assert "1,001,000" in big.splitlines()[-1]


def test_summary_shows_what_was_not_called_and_the_inside_of_layers():
    class Half(nn.Module):
        def __init__(self):
            super().__init__()
            self.used, self.spare = nn.Linear(2, 2), [nn.Linear(2, 3)]

        def forward(self, x):
            return self.used(x)

    lines = Half().summary(np.zeros((1, 2))).splitlines()
    assert lines[2].split() == ["used", "Linear", "(1,", "2)", "6"] and lines[3].split() == [
        "spare.0",
        "Linear",
        "-",
        "9",
    ]
    lines = nn.LSTM(3, 5).summary(np.zeros((2, 4, 3))).splitlines()
    assert "(2, 4, 5)" in lines[1] and lines[-1].split()[-1] == str(4 * 5 * (3 + 5 + 2))


def test_repr_says_how_a_layer_was_made():
    for layer, text in (
        (nn.Linear(2, 3, bias=False), "Linear(2, 3, bias=False)"),
        (nn.Conv2d(1, 2, (3, 5), 2, 1), "Conv2d(1, 2, kernel_size=(3, 5), stride=2, padding=1)"),
        (nn.MaxPool2d(2), "MaxPool2d(kernel_size=2)"),
        (nn.AvgPool1d(3, 1, 1), "AvgPool1d(kernel_size=3, stride=1, padding=1)"),
        (nn.Embedding(5, 2, padding_idx=0), "Embedding(5, 2, padding_idx=0)"),
        (nn.Dropout(0.1), "Dropout(p=0.1)"),
        (nn.LeakyReLU(0.2), "LeakyReLU(negative_slope=0.2)"),
        (nn.Softmax(), "Softmax(dim=-1)"),
        (nn.LayerNorm((2, 3)), "LayerNorm(2, 3)"),
        (nn.GroupNorm(2, 4), "GroupNorm(2, 4)"),
        (nn.Flatten(2), "Flatten(start_dim=2)"),
    ):
        assert repr(layer) == text


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
