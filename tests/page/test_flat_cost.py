"""Vectors of many arrays, and what a computation costs."""

import numpy as np
import pytest

from nblib.page.cost import multiply_adds, peak_memory
from nblib.proofs.flat import flatten, unflatten


def nest():
    rng = np.random.default_rng(0)
    return [
        (rng.normal(size=(2, 3)), rng.normal(size=3)),
        [rng.normal(size=()), (rng.normal(size=(4, 1, 2)),)],
    ]


def test_there_and_back():
    arrays = nest()
    vector = flatten(arrays)
    back = unflatten(vector, arrays)
    assert vector.shape == (18,) and np.array_equal(flatten(back), vector)
    assert isinstance(back[0], tuple) and back[1][1][0].shape == (4, 1, 2)
    assert np.array_equal(back[0][0], arrays[0][0]) and back[1][0] == arrays[1][0]


def test_flatten_copies_and_unflatten_does_not():
    arrays = nest()
    vector = flatten(arrays)
    vector[:] = 0
    assert arrays[0][0].all()
    unflatten(vector, arrays)[0][1][...] = 7
    assert vector.sum() == 21


@pytest.mark.parametrize("size", [17, 19])
def test_a_vector_of_another_size_is_refused(size):
    with pytest.raises(ValueError, match="18 numbers"):
        unflatten(np.zeros(size), nest())


def test_products_count_whichever_side_is_counted_and_wherever_they_hide():
    a = np.ones((5, 2))
    b = np.ones((2, 7))
    assert multiply_adds(lambda x: x @ b, a) == multiply_adds(lambda x: a @ x, b) == 70
    assert multiply_adds(lambda pair: pair[0] @ pair[1][0], (a, [b])) == 70
    assert multiply_adds(lambda x: (np.exp(x) + 1).T @ np.concatenate([x, x])[:5], a) == 2 * 5 * 2
    assert multiply_adds(lambda x: x * x, a) == 0
    assert (
        multiply_adds(lambda x, y: x @ y, a, np.ones(2))
        == multiply_adds(lambda x, y: x @ y, np.ones(5), a)
        == 10
    )
    assert multiply_adds(lambda x: x @ x, np.ones(5)) == 5


def test_peak_memory_sees_arrays_that_live_at_one_time():
    def one_after_the_other(n):
        for _ in range(n):
            np.ones(100_000)

    def all_at_once(n):
        return [np.ones(100_000) for _ in range(n)]

    assert (
        peak_memory(one_after_the_other, 9)
        < 2 * 800_000
        < 9 * 800_000
        <= peak_memory(all_at_once, 9)
        < 10 * 800_000
    )
