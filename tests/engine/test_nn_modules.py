"""Containers, summaries, and what every module does."""

import numpy as np
import pytest
from twins import F64, rng

from nblib import nn
from nblib.proofs.gradcheck import gradcheck
from nblib.tensor import Tensor


def test_sequential_is_indexed_sliced_and_named():
    a = nn.Linear(2, 3)
    b = nn.ReLU()
    c = nn.Linear(3, 1)
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
    outer = []
    inner = []
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
    before = net.state_dict()
    random = net.random_state()
    x = np.zeros((2, 1, 6, 6))
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
            self.used = nn.Linear(2, 2)
            self.spare = [nn.Linear(2, 3)]

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
