"""The validation split: every example on one side, the same for the same seed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nblib.data import train_validation_split


@given(st.integers(2, 80), st.floats(0.05, 0.95), st.integers(0, 2**40))
def test_a_split_is_a_partition(n, fraction, seed):
    m = round(fraction * n)
    if not 0 < m < n:
        with pytest.raises(ValueError, match="leaves one part empty"):
            train_validation_split(np.arange(n), fraction=fraction, seed=seed)
        return
    x = np.stack([np.arange(n), np.arange(n)], axis=1)
    parts = train_validation_split(x, np.arange(n), fraction=fraction, seed=seed)
    x_train, x_validation, y_train, y_validation = parts
    assert len(x_validation) == len(y_validation) == m and len(x_train) == len(y_train) == n - m
    assert sorted([*y_train, *y_validation]) == list(range(n))
    assert np.array_equal(x_train[:, 0], y_train) and np.array_equal(
        x_validation[:, 1], y_validation
    )
    again = train_validation_split(x, np.arange(n), fraction=fraction, seed=seed)
    assert all(np.array_equal(a, b) for a, b in zip(parts, again, strict=True))


@given(st.lists(st.integers(2, 30), min_size=1, max_size=6), st.floats(0.3, 0.7), st.integers(0, 9))
def test_a_stratified_split_keeps_the_shares(counts, fraction, seed):
    labels = np.repeat(np.arange(len(counts)), counts)
    m = round(fraction * len(labels))
    train, validation = train_validation_split(
        np.arange(len(labels)), fraction=fraction, seed=seed, stratify=labels.astype(str)
    )
    assert len(validation) == m and sorted([*train, *validation]) == list(range(len(labels)))
    took = np.bincount(labels[validation], minlength=len(counts))
    assert abs(took - np.array(counts) * m / len(labels)).max() < 1


def test_a_split_is_shuffled_and_the_seed_decides():
    x = np.arange(100)
    train, validation = train_validation_split(x)
    assert len(validation) == 20 and not np.array_equal(validation, np.sort(validation))
    assert not np.array_equal(train, np.sort(train))
    assert not np.array_equal(validation, train_validation_split(x, seed=1)[1])
    # The classes are mixed again after they were divided.
    train, validation = train_validation_split(x, stratify=x // 50)
    assert len(set(validation[:10] // 50)) == len(set(train[:10] // 50)) == 2


def test_a_split_copies_and_keeps_dtypes():
    x = np.zeros((10, 4), dtype=np.uint8)
    train, validation = train_validation_split(x)
    train[:] = 1
    validation[:] = 2
    assert not x.any() and train.dtype == validation.dtype == np.uint8


@pytest.mark.parametrize("fraction", [0, 1, -0.2, 1.5, float("nan")])
def test_a_fraction_outside_is_refused(fraction):
    with pytest.raises(ValueError, match="between 0 and 1, not"):
        train_validation_split(np.arange(10), fraction=fraction)


def test_other_errors_of_the_split():
    with pytest.raises(ValueError, match="there is no array"):
        train_validation_split()
    with pytest.raises(ValueError, match="class b has a single example"):
        train_validation_split(np.arange(5), stratify=["a", "a", "b", "a", "a"])
    with pytest.raises(
        ValueError, match=r"one label for each of the 5 examples, its shape is \(4,\)"
    ):
        train_validation_split(np.arange(5), stratify=[0, 0, 1, 1])


@pytest.mark.parametrize("seed", [np.random.RandomState(0), None, -1, 0.5, "0"])
def test_a_seed_that_is_none_is_refused(seed):
    with pytest.raises(ValueError, match="seed must be a whole number from 0 up"):
        train_validation_split(np.arange(9), seed=seed)


@pytest.mark.parametrize("fraction", ["0.2", None])
def test_a_fraction_that_is_no_number_is_refused(fraction):
    with pytest.raises(ValueError, match="between 0 and 1, not"):
        train_validation_split(np.arange(9), fraction=fraction)
