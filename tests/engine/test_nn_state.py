"""What a module trains and keeps: members in lists and dicts too; a state is loaded whole or not at
all.
"""

from collections import UserDict, UserList, deque

import numpy as np
import pytest
import torch

from nblib import nn, optim
from nblib.tensor import Tensor


def weight(value=1.0):
    return Tensor([value], requires_grad=True)


class Holder(nn.Module):
    """A module that holds what it is given."""

    def __init__(self, held):
        super().__init__()
        self.held = held

    def forward(self, x):
        return x


HELD = {
    "list of tensors": (lambda: [weight(), weight()], ["held.0", "held.1"]),
    "tuple of tensors": (lambda: (weight(),), ["held.0"]),
    "dict of tensors": (lambda: {"a": weight(), 3: weight()}, ["held.a", "held.3"]),
    "dict of modules": (
        lambda: {"a": nn.Linear(1, 1), "b": nn.Linear(1, 1, bias=False)},
        ["held.a.weight", "held.a.bias", "held.b.weight"],
    ),
    "lists in a dict": (
        lambda: {"a": [weight(), [nn.Linear(1, 1, bias=False)]]},
        ["held.a.0", "held.a.1.0.weight"],
    ),
    "a constant between": (lambda: [Tensor([1.0]), weight()], ["held.1"]),
    "the same twice": (lambda: [weight()] * 2, ["held.0"]),
}


@pytest.mark.parametrize("kind", HELD)
def test_what_lies_in_lists_and_dicts_is_trained_saved_and_seen(kind):
    make, names = HELD[kind]
    module = Holder(make())
    assert [name for name, _ in module.named_parameters()] == names
    before = module.state_dict()
    assert set(names) <= set(before)
    for p in module.parameters():
        p.grad = np.ones_like(p.data)
    optim.SGD(module.parameters(), lr=1.0).step()
    after = module.state_dict()
    assert all(np.array_equal(after[name], before[name] - 1) for name in names)
    module.load_state_dict(before)
    assert all(np.array_equal(module.state_dict()[name], before[name]) for name in before)
    assert int(module.summary(1.0).split()[-1]) == sum(p.size for p in module.parameters())
    module.eval()
    assert not any(inner.training for inner in module.modules())


def test_a_list_that_is_filled_later_is_trained_and_outputs_in_it_are_not():
    module = Holder([])
    module.held.append(weight())
    module.held.append(2 * module.held[0])  # an output, kept to be looked at
    assert [name for name, _ in module.named_parameters()] == ["held.0"]
    assert list(module.state_dict()) == ["held.0"]


def test_generators_in_lists_are_saved_and_others_are_refused():
    module = Holder({"noise": [np.random.default_rng(0)]})
    state = module.random_state()
    first = module.held["noise"][0].random()
    module.set_random_state(state)
    assert module.held["noise"][0].random() == first
    with pytest.raises(TypeError, match="the state of Holder.held.0, a RandomState, would be lost"):
        Holder([np.random.RandomState(0)]).random_state()


OBJECTS = np.array([nn.ReLU(), None], dtype=object)
NEVER_TRAINED = [
    (lambda: Holder({nn.Linear(1, 1)}), TypeError, "Holder.held: what lies in a set would not be"),
    (lambda: Holder(frozenset([weight()])), TypeError, "in a frozenset"),
    (lambda: Holder(deque([weight()])), TypeError, "in a deque"),
    (lambda: Holder([UserList([weight()])]), TypeError, "Holder.held.0: what lies in a UserList"),
    (lambda: Holder(UserDict(a=weight())), TypeError, "in a UserDict"),
    (lambda: Holder(OBJECTS), TypeError, "in a ndarray"),
    (lambda: Holder(2 * weight()), ValueError, "Holder.held was computed from other tensors"),
    (lambda: Holder([2 * weight()]), ValueError, "Holder.held.0 was computed"),
    (lambda: Holder({1: weight(), "1": weight()}), ValueError, "two members .* called held.1"),
]


@pytest.mark.parametrize("mistake, kind, message", NEVER_TRAINED)
def test_what_would_never_be_trained_is_refused(mistake, kind, message):
    with pytest.raises(kind, match=message):
        mistake()


def test_other_containers_of_other_things_are_nobodys_business():
    assert Holder({"a", "b"}).held and len(Holder(deque([1, 2])).held) == 2


TORCH = torch.nn.Linear(3, 3)
BAD = {
    "torch parameters": (
        lambda s: {"weight": TORCH.weight, "bias": TORCH.bias},
        TypeError,
        r"weight is a tensor of PyTorch: give arrays.* \(in, out\) here",
    ),
    "one torch tensor": (lambda s: s | {"bias": TORCH.bias}, TypeError, "bias is a tensor of Py"),
    "texts": (lambda s: s | {"bias": ["a", "b", "c"]}, TypeError, "bias must be an array of num"),
    "objects": (lambda s: s | {"bias": [None] * 3}, TypeError, "not object"),
    "complex": (lambda s: s | {"bias": np.ones(3) * 1j}, TypeError, "not complex128"),
    "another shape": (lambda s: s | {"bias": np.ones(4)}, ValueError, r"bias is \(3,\) here, \(4,"),
    "missing": (lambda s: {"weight": s["weight"]}, ValueError, "missing: bias"),
    "unknown": (lambda s: s | {"gain": np.ones(3)}, ValueError, "unknown: gain"),
    "a list": (lambda s: list(s), TypeError, "a state is a dict of arrays by name, not list"),
    "nothing": (lambda s: None, TypeError, "not NoneType"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_state_that_does_not_fit_changes_nothing(kind):
    change, error, message = BAD[kind]
    layer = nn.Linear(3, 3, rng=0)
    before = layer.state_dict()
    other = {name: array + 1 for name, array in before.items()}
    with pytest.raises(error, match=message):
        layer.load_state_dict(change(other))
    assert all(np.array_equal(layer.state_dict()[name], before[name]) for name in before)


def test_memory_that_cannot_be_written_to_is_said_before_anything_is_written():
    module = Holder([weight(), Tensor(np.broadcast_to(np.float32(1), (2,)))])
    with pytest.raises(ValueError, match="held.1 lies in memory that cannot be written to"):
        module.load_state_dict({"held.0": np.zeros(1), "held.1": np.zeros(2)})
    assert module.held[0].data == 1


def test_states_of_chance_are_put_back_whole_or_not_at_all():
    mixed = [np.random.default_rng(0), np.random.Generator(np.random.MT19937(0))]
    module = Holder(mixed)
    before = module.random_state()
    other = Holder([np.random.default_rng(1), np.random.default_rng(2)])
    with pytest.raises(ValueError, match="of another kind of random generator"):
        module.set_random_state(other.random_state())
    assert str(module.random_state()) == str(before)
