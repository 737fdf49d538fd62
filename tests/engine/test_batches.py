"""Minibatches: every example once, the same order for the same seed, and resumable."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nblib.data import Minibatches, train_validation_split

SIZES = st.tuples(st.integers(1, 60), st.integers(1, 70))


def numbered(n, **settings):
    """Batches of examples that are their own number."""
    return Minibatches(np.arange(n), np.arange(n) * 10, **{"batch_size": 4} | settings)


def one_pass(batches):
    return [x.tolist() for x, *_ in batches]


def flat(lists):
    return [value for values in lists for value in values]


@given(SIZES, st.booleans(), st.integers(0, 2**40), st.integers(1, 3))
def test_every_example_is_given_once_an_epoch(sizes, shuffle, seed, epochs):
    n, batch_size = sizes
    batches = numbered(n, batch_size=batch_size, shuffle=shuffle, seed=seed)
    for _ in range(epochs):
        given_out = list(batches)
        assert len(given_out) == len(batches) == -(-n // batch_size)
        assert (
            all(len(x) == batch_size for x, _ in given_out[:-1])
            and 1 <= len(given_out[-1][0]) <= batch_size
        )
        assert sorted(flat(x.tolist() for x, _ in given_out)) == list(range(n))
        assert all(np.array_equal(y, x * 10) for x, y in given_out)
    assert batches.epoch == epochs


@given(SIZES, st.integers(0, 9))
def test_drop_last_leaves_whole_batches_only(sizes, seed):
    n, batch_size = sizes
    if batch_size > n:
        with pytest.raises(
            ValueError, match=f"drop_last leaves no batch: {n} examples, batch_size {batch_size}"
        ):
            numbered(n, batch_size=batch_size, drop_last=True)
        return
    batches = numbered(n, batch_size=batch_size, drop_last=True, seed=seed)
    given_out = one_pass(batches)
    assert [len(x) for x in given_out] == [batch_size] * (n // batch_size) and len(
        batches
    ) == n // batch_size
    assert len(set(flat(given_out))) == n // batch_size * batch_size


@given(
    SIZES,
    st.integers(0, 99),
    st.integers(0, 2),
    st.integers(0, 70),
    st.sampled_from([{}, {"with_replacement": True}]),
)
def test_a_saved_state_goes_on_at_the_next_batch(sizes, seed, epoch, position, settings):
    n, batch_size = sizes
    settings = settings | {"batch_size": batch_size, "seed": seed}
    straight = numbered(n, **settings)
    expected = [one_pass(straight) for _ in range(4)]
    batches = numbered(n, **settings)
    for _ in range(epoch):
        one_pass(batches)
    position = min(position, len(batches))
    state = batches.state_dict()
    passing = iter(batches)
    for _ in range(position):
        next(passing)
        state = batches.state_dict()
    resumed = numbered(n, **settings | {"seed": 7})
    resumed.load_state_dict(json.loads(json.dumps(state)))
    assert resumed.state_dict() == state
    assert one_pass(resumed) == expected[epoch][position:]
    assert one_pass(resumed) == expected[epoch + 1] and resumed.epoch == epoch + 2


def test_each_epoch_has_another_order_and_the_seed_decides_which():
    batches = numbered(50)
    again = numbered(50)
    other = numbered(50, seed=1)
    epochs = [one_pass(batches) for _ in range(3)]
    assert epochs == [one_pass(again) for _ in range(3)]
    assert epochs[0] != epochs[1] != epochs[2] != epochs[0] and one_pass(other) not in epochs


def test_seeds_and_epochs_do_not_stand_in_for_each_other():
    # Adding epoch to seed would make epoch 1 of seed 0 the epoch 0 of seed 1.
    batches = numbered(50)
    one_pass(batches)
    assert one_pass(batches) != one_pass(numbered(50, seed=1))


def test_without_shuffle_the_order_is_kept():
    batches = numbered(10, shuffle=False)
    assert one_pass(batches) == one_pass(batches) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]


def test_the_orders_are_fair():
    # Each example comes first about equally often: 2,000 epochs of 10 examples.
    batches = numbered(10, batch_size=10)
    first = np.bincount([one_pass(batches)[0][0] for _ in range(2000)], minlength=10)
    assert abs(first - 200).max() < 5 * np.sqrt(200)


def test_with_replacement_draws_as_many_and_repeats_some():
    batches = numbered(1000, batch_size=64, with_replacement=True)
    first = flat(one_pass(batches))
    second = flat(one_pass(batches))
    assert len(first) == 1000 and first != second
    # A part of 1/e is never drawn.
    assert 0.60 < len(set(first)) / 1000 < 0.66
    assert first == flat(one_pass(numbered(1000, batch_size=64, with_replacement=True)))


def test_a_pass_that_was_broken_off_is_begun_anew():
    batches = numbered(10)
    first = next(iter(batches))[0].tolist()
    assert next(iter(batches))[0].tolist() == first and batches.state_dict()["position"] == 1
    assert one_pass(batches) == one_pass(numbered(10)) and batches.epoch == 1


def test_two_passes_at_once_do_not_disturb_each_other():
    batches = numbered(10)
    for (a, _), (b, _) in zip(batches, batches, strict=True):
        assert np.array_equal(a, b)
    assert batches.epoch == 1


def test_batches_keep_dtype_and_shape_and_are_copies():
    x = np.zeros((10, 28, 28), dtype=np.uint8)
    y = np.arange(10)
    weights = np.ones(10, dtype=np.float32)
    for shuffle in (True, False):
        batch = next(iter(Minibatches(x, y, weights, batch_size=4, shuffle=shuffle)))
        assert isinstance(batch, tuple) and [b.shape for b in batch] == [(4, 28, 28), (4,), (4,)]
        assert [b.dtype for b in batch] == [np.uint8, np.int64, np.float32]
        batch[0][:] = 1
        assert not x.any()


def test_inputs_alone_come_as_tuples_of_one():
    assert [len(batch) for batch in Minibatches([1.0, 2.0, 3.0], batch_size=2)] == [1, 1]


def test_the_transform_sees_the_inputs_of_each_batch_only():
    x = np.full((10, 28, 28), 255, dtype=np.uint8)
    y = np.arange(10)
    seen = []

    def floats(batch):
        seen.append(batch.shape)
        return batch.reshape(len(batch), -1) / np.float32(255)

    for batch, targets in Minibatches(x, y, batch_size=4, transform=floats):
        assert batch.dtype == np.float32 and (batch == 1).all() and targets.dtype == y.dtype
    assert seen == [(4, 28, 28), (4, 28, 28), (2, 28, 28)]


@pytest.mark.parametrize(
    "settings, error, words",
    [
        ({"batch_size": 0}, ValueError, "batch_size must be at least 1, not 0"),
        ({"batch_size": -3}, ValueError, "batch_size must be at least 1, not -3"),
        ({"batch_size": 2.5}, TypeError, "batch_size must be an integer, not 2.5"),
        ({"batch_size": None}, TypeError, "batch_size must be an integer, not None"),
        ({"seed": -1}, ValueError, "seed must be at least 0, not -1"),
        ({"seed": None}, TypeError, "seed must be an integer, not None"),
        (
            {"with_replacement": True, "shuffle": False},
            ValueError,
            "does not go with shuffle=False",
        ),
        (
            {"batch_size": 11, "drop_last": True},
            ValueError,
            "drop_last leaves no batch: 10 examples, batch_size 11",
        ),
    ],
)
def test_impossible_settings_are_refused(settings, error, words):
    with pytest.raises(error, match=words):
        numbered(10, **settings)


@pytest.mark.parametrize(
    "arrays, words",
    [
        (([1, 2, 3], [1, 2]), "must have one length, not 3, 2"),
        (([], []), "there are no examples"),
        ((np.array(3.0),), "a single number has no examples"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(arrays, words):
    with pytest.raises(ValueError, match=words):
        Minibatches(*arrays, batch_size=2)
    with pytest.raises(ValueError, match=words):
        train_validation_split(*arrays)


@pytest.mark.parametrize("changed", [{"batch_size": 5}, {"shuffle": False}, {"drop_last": True}])
def test_a_state_of_other_batches_is_refused(changed):
    name, value = next(iter(changed.items()))
    with pytest.raises(
        ValueError, match=f"the state is of batches with {name}=.*, here it is {value}"
    ):
        numbered(10, **changed).load_state_dict(numbered(10).state_dict())


def test_a_state_that_cannot_be_is_refused():
    batches = numbered(10)
    state = batches.state_dict()
    with pytest.raises(ValueError, match="after batch 9 of an epoch that has 3"):
        batches.load_state_dict(state | {"position": 9})
    with pytest.raises(ValueError, match="examples=12, here it is 10"):
        batches.load_state_dict(numbered(12).state_dict())
    with pytest.raises(KeyError):
        batches.load_state_dict({})
    assert batches.state_dict() == state
