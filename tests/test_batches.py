"""Minibatches: every example once an epoch, in an order that can be repeated and resumed."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nblib.data import Minibatches, train_validation_split


@given(n=st.integers(1, 50), size=st.integers(1, 60), shuffle=st.booleans(), seed=st.integers(0, 99))
def test_every_example_comes_exactly_once_an_epoch(n, size, shuffle, seed):
    batches = Minibatches(np.arange(n), 10 * np.arange(n), batch_size=size, shuffle=shuffle, seed=seed)
    for _ in range(3):
        epoch = list(batches)
        assert len(epoch) == len(batches) and [len(x) for x, _ in epoch[:-1]] == [size] * (len(epoch) - 1)
        assert sorted(np.concatenate([x for x, _ in epoch])) == list(range(n))
        assert all(np.array_equal(y, 10 * x) for x, y in epoch)


@given(n=st.integers(1, 50), size=st.integers(1, 50))
def test_a_ragged_batch_can_be_dropped(n, size):
    if n < size:
        with pytest.raises(ValueError, match="make no batch"):
            Minibatches(np.arange(n), batch_size=size, drop_last=True)
        return
    batches = Minibatches(np.arange(n), batch_size=size, drop_last=True)
    epoch = [x for (x,) in batches]
    assert len(epoch) == len(batches) == n // size and {len(x) for x in epoch} == {size}


def orders(batches, epochs=2):
    return [[x.tolist() for (x,) in batches] for _ in range(epochs)]


def test_the_order_changes_with_the_epoch_and_with_the_seed_and_repeats():
    first = orders(Minibatches(np.arange(20), batch_size=3, seed=1))
    assert first[0] != first[1]
    assert first == orders(Minibatches(np.arange(20), batch_size=3, seed=1))
    assert first != orders(Minibatches(np.arange(20), batch_size=3, seed=2))
    assert orders(Minibatches(np.arange(7), batch_size=3, shuffle=False)) == [[[0, 1, 2], [3, 4, 5], [6]]] * 2


def test_drawing_with_replacement_repeats_some_and_misses_others():
    batches = Minibatches(np.arange(1000), batch_size=100, replacement=True)
    drawn = np.concatenate([x for (x,) in batches])
    assert len(drawn) == 1000 and 0.60 < len(np.unique(drawn)) / 1000 < 0.66  # 1 - 1/e


@pytest.mark.parametrize("done", [0, 1, 4, 7])
def test_an_interrupted_epoch_is_resumed_at_the_next_batch(done):
    whole = orders(Minibatches(np.arange(20), batch_size=3, seed=5), epochs=3)
    batches = Minibatches(np.arange(20), batch_size=3, seed=5)
    list(batches)
    for _, batch in zip(range(done), batches, strict=False):
        assert len(batch[0])
    state = json.loads(json.dumps(batches.state_dict()))
    other = Minibatches(np.arange(20), batch_size=3, seed=0)
    other.load_state_dict(state)
    assert orders(other) == [whole[1][done:], whole[2]]


def test_a_transform_is_applied_to_the_inputs_of_each_batch_only():
    x = np.arange(4, dtype=np.uint8)
    batches = Minibatches(x, x, batch_size=2, shuffle=False, transform=lambda b: b / np.float32(2))
    (first, labels), _ = batches
    assert first.dtype == np.float32 and first.tolist() == [0, 0.5] and labels.dtype == np.uint8


@pytest.mark.parametrize(
    "mistake, message",
    [
        (lambda: Minibatches(np.arange(3), np.arange(4), batch_size=2), r"one length above 0, got \[3, 4\]"),
        (lambda: Minibatches(batch_size=2), "one length"),
        (lambda: Minibatches(np.arange(0), batch_size=2), "above 0"),
        (lambda: Minibatches(np.arange(3), batch_size=0), "batch_size"),
        (lambda: Minibatches(np.arange(3), batch_size=1.5), "batch_size"),
        (lambda: train_validation_split(np.arange(3), np.arange(4)), r"\[3, 4\]"),
        (lambda: train_validation_split(np.arange(3), fraction=0.01), "leaves a part empty"),
        (lambda: train_validation_split(np.arange(3), fraction=1.5), "leaves a part empty"),
    ],
)
def test_a_mistake_is_explained(mistake, message):
    with pytest.raises(ValueError, match=message):
        mistake()


def test_a_split_keeps_pairs_together_and_classes_in_proportion():
    x, y = np.arange(200), np.repeat([0, 1], [180, 20])
    a, ya, b, yb = train_validation_split(x, y, fraction=0.25, stratify=y, seed=3)
    assert sorted([*a, *b]) == x.tolist() and np.array_equal(y[a], ya) and np.array_equal(y[b], yb)
    assert np.bincount(yb).tolist() == [45, 5]
    again = train_validation_split(x, y, fraction=0.25, stratify=y, seed=3)
    assert np.array_equal(again[0], a)
