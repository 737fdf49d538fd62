"""Tensors in other threads and tasks, and those that come from another process or are copies."""

import asyncio
import copy
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from nblib.tensor import Tensor, no_grad


def leaf(*values):
    return Tensor(np.array(values), requires_grad=True)


def records():
    return (leaf(1.0) * 2).requires_grad


def test_blocks_that_overlap_in_two_threads_leave_recording_on():
    first_in, second_in, first_out = (threading.Event() for _ in range(3))
    seen = {}

    def first():
        with no_grad():
            first_in.set()
            assert second_in.wait(10)
            seen["first, inside"] = records()
        seen["first, after"] = records()
        first_out.set()

    def second():
        assert first_in.wait(10)
        seen["second, before"] = records()  # another thread's block is its own affair
        with no_grad():
            second_in.set()
            assert first_out.wait(10)
            seen["second, inside"] = records()
        seen["second, after"] = records()

    threads = [threading.Thread(target=run) for run in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 5
    assert {name for name, on in seen.items() if not on} == {"first, inside", "second, inside"}
    assert records()


def test_blocks_that_overlap_in_two_tasks_are_apart():
    async def task(steps):
        seen = []
        for wait in steps:
            await asyncio.sleep(0)
            if wait:
                with no_grad():
                    await asyncio.sleep(0)
                    seen.append(records())
            else:
                seen.append(records())
        return seen

    async def both():
        return await asyncio.gather(task([1, 0, 1, 1]), task([0, 1, 0, 1]))

    # In a thread: beside the tests in a browser this one has a running loop already.
    with ThreadPoolExecutor(1) as pool:
        seen = pool.submit(lambda: asyncio.run(both())).result()
    assert seen == [[False, True, False, False], [True, False, True, False]]
    assert records()


def test_blocks_of_generators_may_end_in_any_order():
    def quiet():
        with no_grad():
            yield

    one = quiet()
    other = quiet()
    next(one)
    next(other)
    assert next(one, "over") == "over" and not records()
    assert next(other, "over") == "over" and records()


def test_one_block_may_be_used_again_and_within_itself():
    block = no_grad()
    with block:
        with block:
            assert not records()
        assert not records()
    assert records()


def test_a_function_whose_body_runs_later_is_refused():
    def generator():
        yield

    async def coroutine():
        pass

    async def both():
        yield

    for function in (generator, coroutine, both):
        with pytest.raises(TypeError, match=f"{function.__name__}.*with no_grad"):
            no_grad()(function)


def other_process(leaf, ahead):
    """Pickle as a process does whose clock is far behind ours, or ahead."""
    leaf.age += ahead
    return pickle.loads(pickle.dumps(leaf))


AGAIN = {
    "from an older process": lambda t: other_process(t, 10**9),
    "from a younger process": lambda t: other_process(t, -(10**9)),
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
}


@pytest.mark.parametrize("again", AGAIN.values(), ids=AGAIN)
def test_a_leaf_from_elsewhere_is_a_leaf_like_any_other(again):
    here = leaf(2.0)
    there = again(leaf(4.0))
    y = there * here
    for _ in range(2):
        y = y * y * here  # many paths, and the order of the walk matters
    later = again(leaf(1.0))
    (y * later).backward()
    # y = there⁴ · here⁷
    assert there.grad == 4 * 4.0**3 * 2.0**7
    assert here.grad == 7 * 4.0**4 * 2.0**6
    assert later.grad == 4.0**4 * 2.0**7


@pytest.mark.parametrize("again", AGAIN.values(), ids=AGAIN)
def test_what_a_leaf_holds_comes_along(again):
    t = leaf(1.0, 2.0)
    (t * t).sum().backward()
    t.retain_grad()
    u = again(t)
    assert np.array_equal(u.data, t.data) and np.array_equal(u.grad, t.grad)
    assert u.requires_grad and u.keeps_grad and u.edges == () and u.age > t.age - 10**9


class Named(Tensor):
    """A tensor with one more attribute."""


def test_a_subclass_keeps_what_it_adds():
    t = Named([1.0], requires_grad=True)
    t.name = "weight"
    u = pickle.loads(pickle.dumps(t))
    assert type(u) is Named and u.name == "weight" and u.requires_grad


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickle.dumps])
@pytest.mark.parametrize("freed", [False, True])
def test_a_computed_tensor_is_neither_copied_nor_pickled(again, freed):
    y = leaf(1.0) * 2
    if freed:
        y.backward()
    with pytest.raises(TypeError, match="take detach"):
        again(y)
    again(y.detach())
