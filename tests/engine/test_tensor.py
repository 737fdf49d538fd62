"""The engine itself: graphs, leaves, freeing, precision, and what it says when misused."""

import gc
import sys
import weakref

import numpy as np
import pytest

from nblib import ops
from nblib.proofs.gradcheck import gradcheck, hvp, numerical_gradient
from nblib.tensor import Tensor, no_grad, op


def leaf(*values, dtype=np.float64):
    return Tensor(np.array(values, dtype), requires_grad=True)


def test_a_node_used_twice_adds():
    x = leaf(3.0)
    (x * x).backward()
    assert x.grad == 6
    y = leaf(2.0)
    z = y * 3
    (z + z * y).sum().backward()
    assert y.grad == 3 + 2 * 3 * 2


def test_gradients_of_two_losses_add_up_in_a_leaf():
    x = leaf(1.0, 2.0)
    (x * 2).sum().backward()
    (x * 3).sum().backward()
    assert np.array_equal(x.grad, [5, 5])


def test_a_chain_of_a_hundred_thousand_nodes():
    x = leaf(1.0)
    y = x
    for _ in range(100_000):
        y = y + 1.0
    y.backward()
    assert x.grad == 1
    del y  # and taking it apart does not recurse either
    assert sys.getrecursionlimit() < 100_000


def test_many_paths_cost_no_more_than_their_nodes():
    x = leaf(1.0)
    y = x
    for _ in range(60):  # 2**60 paths
        y = y + y
    y.backward()
    assert x.grad == 2.0**60


def test_the_graph_is_freed_by_backward_and_kept_when_asked():
    x = leaf(2.0)
    y = x * x
    y.backward(retain_graph=True)
    y.backward()
    assert x.grad == 8
    with pytest.raises(RuntimeError, match="retain_graph=True"):
        y.backward()
    z = x * x
    both = z + z * z
    z.backward()
    x.grad = None
    with pytest.raises(RuntimeError, match="freed"):
        both.backward()
    assert x.grad is None, "a failed backward changes nothing"


def test_a_graph_goes_with_its_end_without_the_garbage_collector():
    gc.disable()
    try:
        x = leaf(1.0)
        middle = x * 2
        end = ops.exp(middle).sum()
        gone = weakref.ref(middle)
        del middle, end
        assert gone() is None
    finally:
        gc.enable()


def test_no_grad_as_block_and_as_decorator():
    x = leaf(1.0)
    with no_grad():
        assert not (x * 2).requires_grad
    assert (x * 2).requires_grad

    @no_grad()
    def double(t):
        return t * 2

    assert not double(x).requires_grad and not double(x).requires_grad
    with pytest.raises(ZeroDivisionError), no_grad():
        raise ZeroDivisionError
    assert (x * 2).requires_grad, "recording is on again after an exception"


def test_detach_shares_the_array_and_forgets_the_history():
    x = leaf(1.0, 2.0)
    y = (x * 2).detach()
    assert not y.requires_grad and y.data.base is None
    assert (y + x).requires_grad


def test_retain_grad_keeps_the_gradient_of_what_was_computed():
    x = leaf(1.0, 2.0)
    y = x * 2
    y.retain_grad()
    (y * y).sum().backward()
    assert np.array_equal(y.grad, 2 * y.data) and np.array_equal(x.grad, 4 * y.data)


@pytest.mark.parametrize("retain_graph", [False, True])
def test_memory_is_given_back_while_the_walk_goes_on(retain_graph):
    values = []  # of each layer, as long as somebody holds it
    alive = []  # how many there are when the walk passes a layer

    @op
    def layer(a):
        def vjp(grad):
            alive.append(sum(value() is not None for value in values))
            return grad

        y = a + 1
        values.append(weakref.ref(y))
        return y, vjp

    h = leaf(1.0, 2.0)
    for _ in range(8):
        h = layer(h)
    h.sum().backward(retain_graph=retain_graph)
    if retain_graph:
        assert alive == [8] * 8
    else:
        assert alive == [8, 8, 7, 6, 5, 4, 3, 2]  # the last one is held by h


def test_no_two_gradients_share_memory():
    a = leaf(1.0, 2.0)
    b = leaf(3.0, 4.0)
    c = leaf(5.0, 6.0)
    given = np.ones(2)
    (a + b + c.reshape(2)).backward(given)
    grads = [a.grad, b.grad, c.grad, given]
    assert not any(np.shares_memory(g, h) for i, g in enumerate(grads) for h in grads[:i])
    a.grad *= 7
    assert np.array_equal(b.grad, [1, 1])


def test_precision_is_kept_as_given():
    assert Tensor([1, 2]).dtype == Tensor(3.0).dtype == np.float32
    assert Tensor(np.arange(3)).dtype == np.float32
    assert Tensor(np.ones(2)).dtype == Tensor([1], dtype=np.float64).dtype == np.float64
    x = Tensor([1.0, 2.0], requires_grad=True)
    y = (x * np.float64(0.5) + np.sqrt(2.0)).sum()  # NumPy's scalars do not widen it
    y.backward()
    assert y.dtype == x.grad.dtype == np.float32


def test_an_array_is_not_copied():
    array = np.ones(3)
    assert Tensor(array).data is array


def test_comparisons_are_arrays_of_bools_and_tensors_are_hashable():
    x = Tensor([1.0, 2.0, 3.0])
    assert (x > 2).tolist() == [False, False, True] and (x == Tensor([1.0, 0.0, 3.0])).tolist() == [
        True,
        False,
        True,
    ]
    assert (x != 2).tolist() == [True, False, True] and (x <= 2).tolist() == [True, True, False]
    assert len({x, x, Tensor([1.0, 2.0, 3.0])}) == 2


def test_an_array_on_the_left_asks_the_tensor():
    x = leaf(1.0, 2.0)
    for y in (np.ones(2) + x, np.ones(2) * x, np.ones(2) - x, np.ones(2) / x, np.ones((3, 2)) @ x):
        assert isinstance(y, Tensor) and y.requires_grad


def test_numpy_takes_the_array_whole():
    x = leaf(1.0, 2.0)
    assert np.asarray(x) is x.data and np.array([3.0, *x]).tolist() == [3, 1, 2]
    assert [row.shape for row in Tensor(np.ones((2, 3)))] == [(3,), (3,)]


@pytest.mark.parametrize(
    "mistake, kind, message",
    [
        (lambda: leaf(1.0, 2.0).backward(), ValueError, r"shape \(2,\) needs a grad"),
        (
            lambda: leaf(1.0, 2.0).backward(np.ones(3)),
            ValueError,
            r"\(3,\) for a tensor of shape \(2,\)",
        ),
        (lambda: Tensor(1.0).backward(), RuntimeError, "requires_grad=True"),
        (lambda: Tensor(leaf(1.0)), TypeError, "detach"),
        (lambda: Tensor(None), TypeError, "not None"),
        (lambda: list(Tensor(3.0)), TypeError, "unsized"),
        (lambda: Tensor([1.0], dtype=np.int64), TypeError, "float32 or float64"),
        (lambda: leaf(1.0).grads, AttributeError, "grads"),
        (lambda: setattr(leaf(1.0), "gard", 1), AttributeError, "gard"),
        (lambda: bool(leaf(1.0, 2.0) > 0), ValueError, "ambiguous"),
    ],
)
def test_a_mistake_is_explained(mistake, kind, message):
    with pytest.raises(kind, match=message):
        mistake()


def test_an_op_without_a_vjp_for_an_input_says_so():
    @op
    def half_done(a, b):
        return a * b, lambda g: g * b

    assert half_done(leaf(2.0), 3.0).requires_grad
    with pytest.raises(TypeError, match="half_done.*input 1"):
        half_done(leaf(2.0), leaf(3.0))
    with pytest.raises(TypeError, match="where.*input 0"):
        ops.where(leaf(1.0), leaf(2.0), leaf(3.0))


def test_hvp_equals_the_hessian_times_the_vector():
    rng = np.random.default_rng(0)
    x = rng.normal(size=4)
    v = rng.normal(size=4)

    def gradient(w):
        t = Tensor(w, requires_grad=True)
        ((t * t).sum() * t.sum() + ops.exp(t).sum()).backward()
        return t.grad

    hessian = 2 * np.eye(4) * x.sum() + 2 * x[:, None] + 2 * x[None, :] + np.diag(np.exp(x))
    assert np.allclose(hvp(gradient, x, v), hessian @ v, rtol=1e-7)
    assert np.array_equal(hvp(gradient, x, 0 * v), 0 * v)


def test_differences_refuse_single_precision_and_gradcheck_restores_its_inputs():
    with pytest.raises(TypeError, match="float64"):
        numerical_gradient(lambda x: x.sum(), np.ones(2, np.float32))
    x = leaf(1.0, 2.0)
    data = x.data
    gradcheck(lambda t: t * t, x)
    assert x.data is data and np.array_equal(data, [1, 2])
