"""The table of layers: each beside its twin in PyTorch, with the shapes of its inputs."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn as tnn
from twins import F64, rng

from nblib import nn


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
        ours = self.ours()
        theirs = self.theirs().double()
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
