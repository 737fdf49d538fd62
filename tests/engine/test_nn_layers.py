"""Layers: each beside its twin in PyTorch, in value and gradient; their state and precision."""

import copy

import numpy as np
import pytest
import torch
from layer_table import CASES, D
from torch import nn as tnn
from twins import F64, near, rng

from nblib import nn
from nblib.proofs.gradcheck import gradcheck
from nblib.tensor import Tensor

each = pytest.mark.parametrize("case, shape", [(c, s) for c in CASES for s in c.shapes], ids=str)


modes = pytest.mark.parametrize("training", [True, False], ids=["train", "eval"])


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
    mine = Tensor(x, requires_grad=True)
    its = torch.tensor(x, requires_grad=True)
    y = ours(mine)
    z = theirs(its)
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
    ours = case.pair(0)[0]
    other = case.pair(1)[0]
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
    net = nn.Sequential(nn.Linear(2, 3, rng=0), nn.Linear(3, 1, rng=1))
    other = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1))
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
    ours = nn.Embedding(7, 3, padding_idx=2, **F64)
    theirs = tnn.Embedding(7, 3, padding_idx=2).double()
    assert not ours.weight.data[2].any()
    ours.weight.data[...] = theirs.weight.detach().numpy()
    index = np.array([[1, 2, 2, 6], [1, 1, 0, 2]])
    y = ours(index)
    z = theirs(torch.tensor(index))
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
