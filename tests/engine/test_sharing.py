"""Who shares an array with a parameter, what a step does to them, and which graphs it spoils: what
the docstring of Tensor says.
"""

import copy
import pickle

import numpy as np
import pytest
import torch

from nblib import nn, optim
from nblib.tensor import Tensor

ALL = [optim.SGD, optim.AdaGrad, optim.RMSProp, optim.Adam, optim.AdamW, optim.Lion, optim.Muon]
HOLDERS = {
    "numpy()": lambda p: p.numpy(),
    "data": lambda p: p.data,
    "detach()": lambda p: p.detach().data,
    "asarray": np.asarray,
    "a slice": lambda p: p.numpy()[:],
}


def weight(*shape, seed=0):
    return Tensor(np.random.default_rng(seed).normal(size=shape), requires_grad=True)


def step(optimizer, *params):
    for p in params:
        p.grad = np.ones(p.shape)
    optimizer.step()


@pytest.mark.parametrize("hold", HOLDERS.values(), ids=HOLDERS)
@pytest.mark.parametrize("rested", [False, True], ids=["all step", "one rests"])
@pytest.mark.parametrize("cls", ALL)
def test_whoever_holds_the_array_sees_every_step(cls, rested, hold):
    p = weight(3, 2)
    q = weight(2, 2, seed=1)
    optimizer = cls([p, q], lr=0.1)
    held = hold(p)
    kept = p.numpy().copy()
    for _ in range(3):
        before = held.copy()
        q.grad = None
        step(optimizer, *([p] if rested else [p, q]))
        assert np.array_equal(held, p.data) and not np.array_equal(held, before)
    assert not np.array_equal(kept, p.data), "a copy keeps the old numbers"


def test_it_is_what_torch_does():
    ours = weight(4)
    theirs = torch.tensor(ours.data.copy(), requires_grad=True)
    a = optim.SGD([ours], lr=0.25)
    b = torch.optim.SGD([theirs], lr=0.25)
    seen = [ours.numpy(), ours.detach().data]
    twins = [theirs.detach().numpy(), theirs.data]
    for _ in range(2):
        step(a, ours)
        theirs.grad = torch.ones(4, dtype=torch.float64)
        b.step()
        for x, y in zip(seen, twins, strict=True):
            assert np.array_equal(x, np.asarray(y))


@pytest.mark.parametrize("cls", ALL)
def test_an_array_of_yours_is_never_written_into(cls):
    start = np.random.default_rng(0).normal(size=(2, 2))
    kept = start.copy()
    start.flags.writeable = False  # nor need it be writable
    p = Tensor(start, requires_grad=True)
    before = p.numpy()
    optimizer = cls([p], lr=0.1)
    step(optimizer, p)
    step(optimizer, p)
    assert np.array_equal(start, kept) and before is start and not np.array_equal(p.data, kept)


def test_two_optimizers_of_one_parameter_write_into_one_array():
    p = weight(3)
    start = p.numpy().copy()
    a = optim.SGD([p], lr=1.0)
    b = optim.SGD([p], lr=2.0)
    held = p.numpy()
    for optimizer in (a, b, a, b):
        step(optimizer, p)
        assert held is p.data
    assert np.allclose(start - held, 6.0)


@pytest.mark.parametrize("cls", ALL)
def test_an_array_put_into_data_is_stepped_as_any_other(cls):
    p = weight(2, 2)
    q = weight(2, 2)  # as p is, and so it stays
    a = cls([p], lr=0.1)
    b = cls([q], lr=0.1)
    step(a, p)
    step(b, q)
    array = p.numpy().copy()
    p.data = array
    for _ in range(3):
        step(a, p)
        step(b, q)
        assert p.data is array and np.array_equal(array, q.data)


@pytest.mark.parametrize(
    "array, message",
    [
        (np.zeros(4), r"float64, shape \(3,\); .* float64, shape \(4,\)"),
        (np.zeros(3, np.float32), r"float64, shape \(3,\); .* float32"),
        ([0.0, 0.0, 0.0], "replaced by a list"),
        (np.broadcast_to(0.0, (3,)), "read-only: give a copy"),
    ],
)
def test_an_array_that_cannot_be_stepped_is_refused_before_anything_is(array, message):
    p = weight(3)
    q = weight(3, seed=1)
    optimizer = optim.SGD([{"params": [q]}, {"params": [p]}], lr=0.1)
    step(optimizer, p, q)
    before = q.numpy().copy()
    p.data = array
    with pytest.raises(ValueError, match=message):
        optimizer.step()
    assert np.array_equal(q.data, before)


def through_data(a, b):
    b.data = a.data


def transposed(a, b):
    b.data = a.data.T


def overlapping(a, b):
    b.data = a.data[:]


@pytest.mark.parametrize("tie", [through_data, transposed, overlapping])
@pytest.mark.parametrize("groups", [False, True], ids=["a group", "two groups"])
def test_two_parameters_in_one_array_are_refused_at_once_or_at_the_next_step(tie, groups):
    def made(*params):
        return optim.SGD([{"params": [p]} for p in params] if groups else params, lr=0.1)

    a = weight(2, 2)
    b = weight(2, 2, seed=1)
    tie(a, b)
    with pytest.raises(ValueError, match="one tensor in both places"):
        made(a, b)
    a = weight(2, 2)
    b = weight(2, 2, seed=1)
    optimizer = made(a, b)
    step(optimizer, a, b)
    tie(a, b)
    before = a.numpy().copy()
    with pytest.raises(ValueError, match="one tensor in both places"):
        step(optimizer, a, b)
    assert np.array_equal(a.data, before)


def test_parts_of_one_array_are_no_tie():
    theta = np.arange(12.0).reshape(6, 2)
    parts = [theta[:2], theta[2:4], theta[4:, 0], theta[4:, 1]]
    params = [Tensor(part, requires_grad=True) for part in parts]
    step(optim.SGD(params, lr=1.0), *params)
    assert params[3].data.tolist() == [8, 10] and theta.ravel().tolist() == list(range(12))


class Tied(nn.Module):
    """An encoder, and a decoder with the same weight."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(3, 3, bias=False, rng=0, dtype=np.float64)
        self.decoder = nn.Linear(3, 3, bias=False, rng=1, dtype=np.float64)
        self.decoder.weight = self.encoder.weight

    def forward(self, x):
        """(B, 3) to (B, 3)."""
        return self.decoder(self.encoder(x))


@pytest.mark.parametrize(
    "again", [lambda x: x, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
)
def test_a_weight_in_two_places_is_one_tensor_and_stays_so(again):
    model = again(Tied())
    theirs = torch.tensor(model.encoder.weight.data.copy(), requires_grad=True)
    x = np.random.default_rng(0).normal(size=(4, 3))
    a = optim.SGD(model.parameters(), lr=0.1)
    b = torch.optim.SGD([theirs], lr=0.1)
    for _ in range(3):
        a.zero_grad()
        b.zero_grad()
        model(x).sum().backward()
        (torch.tensor(x) @ theirs @ theirs).sum().backward()
        a.step()
        b.step()
    assert model.decoder.weight is model.encoder.weight
    assert np.allclose(model.decoder.weight.data, theirs.detach().numpy(), rtol=1e-13)


@pytest.mark.parametrize("cls", ALL)
@pytest.mark.parametrize("again", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_a_copy_of_parameters_and_optimizer_goes_on_by_itself(again, cls):
    p = weight(3, 2)
    optimizer = cls([p], lr=0.1)
    step(optimizer, p)
    q, twin = again((p, optimizer))
    before = p.numpy().copy()
    for _ in range(2):
        step(twin, q)
    assert np.array_equal(p.data, before), "the original rests"
    for _ in range(2):
        step(optimizer, p)
    assert np.array_equal(q.data, p.data) and not np.array_equal(before, q.data)


def load(model, optimizer):
    model.load_state_dict({name: array + 1 for name, array in model.state_dict().items()})


def step_by_another_loss(model, optimizer):
    model(np.ones((1, 2))).sum().backward()
    optimizer.step()


def by_hand(model, optimizer):
    model[0].weight.data *= 2
    model[0].weight.mark_written()


@pytest.mark.parametrize("change", [step_by_another_loss, load, by_hand])
@pytest.mark.parametrize("retain_graph", [False, True])
def test_a_graph_made_before_its_weights_changed_is_refused(change, retain_graph):
    model = nn.Sequential(nn.Linear(2, 3, rng=0), nn.Tanh(), nn.Linear(3, 1, rng=1))
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    for _ in range(2):  # the first time as well as later
        early = model(np.ones((4, 2))).sum()
        if retain_graph:
            early.backward(retain_graph=True)
        change(model, optimizer)
        model.zero_grad()
        with pytest.raises(RuntimeError, match="changed.*call backward"):
            early.backward()
        assert all(p.grad is None for p in model.parameters()), "nothing is half done"
        model(np.ones((4, 2))).sum().backward()  # the loss computed anew


def test_a_graph_without_what_was_stepped_is_as_good_as_ever():
    a = weight(3)
    b = weight(3, seed=1)
    rests = weight(3, seed=2)
    optimizer = optim.SGD([b, rests], lr=0.1)
    loss = (a * rests).sum()
    step(optimizer, b)
    loss.backward()
    assert np.array_equal(a.grad, rests.data) and np.array_equal(rests.grad, a.data)
    both = [(b * b).sum(), (b * 3).sum()]
    for loss in both:  # two losses before one step
        b.grad = None
        loss.backward()
    assert np.array_equal(b.grad, [3, 3, 3])
