"""A state is taken over whole or not at all; options out of range get a sentence."""

import copy
import math

import numpy as np
import pytest
import torch

from nblib import optim
from nblib.checkpoint import load_checkpoint, save_checkpoint
from nblib.schedules import ReduceOnPlateau, range_test, suggest_lr
from nblib.tensor import Tensor


def parameters(*shapes):
    return [Tensor(np.ones(shape), requires_grad=True) for shape in shapes]


def used(cls=optim.Adam, shapes=((2, 3), (4,)), **options):
    optimizer = cls(parameters(*shapes), **options)
    for p in optimizer.param_groups[0]["params"]:
        p.grad = np.ones(p.shape)
    optimizer.step()
    return optimizer


def two_groups():
    return optim.Adam([{"params": parameters((2, 3))}, {"params": parameters((4,))}])


def changed(**values):
    return lambda: used().state_dict() | values


ARRAY = np.ones((2, 10))
STATES = {
    "Adam's into AdamW": (
        optim.AdamW,
        lambda: used().state_dict(),
        "this state is of Adam, and this is AdamW",
    ),
    "AdamW's into Adam": (optim.Adam, lambda: used(optim.AdamW).state_dict(), "is of AdamW"),
    "SGD's": (optim.Adam, lambda: used(optim.SGD).state_dict(), "is of SGD"),
    "transposed": (
        optim.Adam,
        lambda: used(shapes=((3, 2), (4,))).state_dict(),
        r"other parameters, .* \[\[\(3, 2\), \(4,\)\]\] there and \[\[\(2, 3\), \(4,\)\]\] here",
    ),
    "another order": (
        optim.Adam,
        lambda: used(shapes=((4,), (2, 3))).state_dict(),
        "in another order",
    ),
    "fewer": (optim.Adam, lambda: used(shapes=((2, 3),)).state_dict(), "other parameters"),
    "other groups": (optim.Adam, lambda: two_groups().state_dict(), "other parameters"),
    "cut arrays": (optim.Adam, changed(arrays=[ARRAY[:, :9]]), r"float64 \(2, 9\)"),
    "arrays of objects": (optim.Adam, changed(arrays=[ARRAY.astype(object)]), "object"),
    "no arrays": (optim.Adam, changed(arrays=[]), "it is not of 1 groups"),
    "fewer steps": (optim.Adam, changed(steps=[[1]]), "1 counts of steps"),
    "steps below 0": (optim.Adam, changed(steps=[[1, -1]]), "a count of steps must be"),
    "a rate below 0": (
        optim.Adam,
        lambda: (s := used().state_dict()) | {"groups": [s["groups"][0] | {"lr": -1.0}]},
        "lr must be at least 0, got -1.0",
    ),
    "another option": (
        optim.Adam,
        lambda: (s := used().state_dict()) | {"groups": [s["groups"][0] | {"nesterov": True}]},
        "other options",
    ),
    "torch's": (
        optim.Adam,
        lambda: torch.optim.Adam([torch.nn.Parameter(torch.ones(3))]).state_dict(),
        "no state_dict",
    ),
    "nothing": (optim.Adam, lambda: None, "no state_dict"),
    "a model's": (optim.Adam, lambda: {"weight": ARRAY}, "no state_dict"),
}


@pytest.mark.parametrize("case", STATES)
def test_a_state_that_does_not_fit_changes_nothing(case):
    cls, state, message = STATES[case]
    optimizer = used(cls)
    before = copy.deepcopy(optimizer.state_dict())
    with pytest.raises(ValueError, match=message):
        optimizer.load_state_dict(state())
    assert str(optimizer.state_dict()) == str(before)


def test_a_state_comes_back_from_a_file(tmp_path):
    first = used(lr=0.5)
    save_checkpoint(tmp_path / "a.npz", first.state_dict())
    second = optim.Adam(parameters((2, 3), (4,)))
    second.load_state_dict(load_checkpoint(tmp_path / "a.npz"))
    assert str(second.state_dict()) == str(first.state_dict())


ONE = parameters((2,))
BAD = [
    (lambda: optim.SGD(ONE, lr="0.1"), "lr must be at least 0, got '0.1', which is no number"),
    (lambda: optim.SGD(ONE, lr=None), "lr must be at least 0, got None"),
    (lambda: optim.SGD(ONE, lr=math.inf), "lr must be at least 0, got inf"),
    (lambda: optim.SGD(ONE, weight_decay=-0.1), "weight_decay must be at least 0"),
    (lambda: optim.Adam(ONE, beta1=1.0), "beta1 must be at least 0 and below 1, got 1.0"),
    (lambda: optim.Lion(ONE, beta2=-0.1), "beta2 must be"),
    (lambda: optim.RMSProp(ONE, alpha=math.nan), "alpha must be"),
    (lambda: optim.AdaGrad(ONE, eps=-1e-8), "eps must be"),
    (lambda: optim.SGD([{"params": ONE, "momentum": 2}]), "momentum must be"),
    (lambda: optim.SGD([{"params": ONE, "nesterov": True}]), "Nesterov's step needs a momentum"),
    (lambda: optim.SGD([{"lr": 0.1}]), 'a group is a dict with "params"'),
    (lambda: optim.SGD([{"params": ONE}, *ONE]), 'a group is a dict with "params"'),
    (lambda: optim.clip_grad_norm_(ONE, -1.0), "max_norm must be at least 0, got -1.0"),
    (lambda: optim.clip_grad_norm_(ONE, math.nan), "max_norm must be"),
    (lambda: optim.clip_grad_norm_(ONE, None), "max_norm must be"),
    (lambda: optim.clip_grad_value_(ONE, -0.5), "clip_value must be at least 0"),
    (lambda: optim.orthogonalize(np.ones(3)), r"takes a matrix \(n, m\), got shape \(3,\)"),
    (lambda: ReduceOnPlateau(0.1, factor="0.5"), "factor must be"),
    (lambda: range_test(0, low="1", high=2, steps=3), "low must be a finite number, got '1'"),
    (lambda: range_test(0, low=1, high=math.inf, steps=3), "high must be a finite number"),
    (lambda: range_test(0, low=1, high=2, steps=2.5), "steps must be a whole number"),
    (lambda: suggest_lr([0.1], [1.0], smoothing=-1), "smoothing must be"),
    (lambda: suggest_lr([0.1], [1.0], blow_up=1.0), "blow_up must be above 1"),
]


@pytest.mark.parametrize("mistake, message", BAD)
def test_an_option_out_of_range_is_explained(mistake, message):
    with pytest.raises(ValueError, match=message):
        mistake()


def test_a_norm_without_a_bound_is_only_measured():
    (p,) = parameters((4,))
    p.grad = np.full(4, 2.0)
    assert optim.clip_grad_norm_([p], math.inf) == 4.0 and p.grad.min() == 2.0


@pytest.mark.parametrize(
    "name, value",
    [("bad", -1), ("resting", 1.5), ("best", math.nan), ("lr", -1.0), ("mode", "least")],
)
def test_a_state_of_a_plateau_that_means_nothing_changes_nothing(name, value):
    plateau = ReduceOnPlateau(0.1)
    before = plateau.state_dict()
    with pytest.raises(ValueError, match=name):
        plateau.load_state_dict(before | {"lr": 0.01, name: value})
    assert plateau.state_dict() == before
