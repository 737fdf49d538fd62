"""Where tensors meet NumPy and Python's numbers: what is copied, what becomes what, what is
refused.
"""

import pickle

import numpy as np
import pytest

from nblib import ops, optim
from nblib.tensor import Tensor, op

FLOATS = (np.float32, np.float64)


def leaf(values, dtype=np.float64):
    return Tensor(np.array(values, dtype), requires_grad=True)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize(
    "f",
    [
        lambda w: w * w,
        lambda w: (w * np.ones(3, w.dtype)).sum(),
        lambda w: ops.exp(w) + w,
        lambda w: (w * w).reshape(1),
        lambda w: ops.stack([w, w]).sum(),
    ],
)
def test_the_gradient_of_a_number_is_an_array_without_axes(f, dtype):
    w = leaf(3.0, dtype)
    for _ in range(2):  # also when it is added to what is there
        f(w).backward()
        assert type(w.grad) is np.ndarray and w.grad.shape == () and w.grad.dtype == dtype
    middle = w * 2
    middle.retain_grad()
    (middle * middle).backward()
    assert type(middle.grad) is np.ndarray


def test_the_gradient_of_a_number_is_clipped_and_stepped():
    w = leaf(3.0)
    for given in (None, np.float64(6.0)):  # a scalar may come from outside
        (w * w).backward()
        w.grad = w.grad if given is None else given
        assert optim.clip_grad_norm_([w], 1.0) == 6 and w.grad == 1
        w.grad = None
    (w * w).backward()
    optim.clip_grad_value_([w], 2.0)
    assert w.grad == 2
    for cls in (optim.SGD, optim.Adam, optim.AdamW, optim.RMSProp, optim.AdaGrad, optim.Lion):
        optimizer = cls([leaf(1.0), w], lr=0.1, weight_decay=0.1)  # the other one rests
        before = w.item()
        optimizer.step()
        assert w.item() < before, cls.__name__


def test_numpy_copies_when_it_is_asked_to():
    x = leaf([1.0, 2.0])
    for copied in (np.array(x), np.array(x, copy=True), np.array(x, np.float64), np.copy(x)):
        copied[0] = 9
    assert x.data[0] == 1
    for shared in (np.asarray(x), np.array(x, copy=False), np.array(x, copy=None)):
        assert shared is x.data
    assert np.asarray(x, np.float32).dtype == np.array(x, np.float32).dtype == np.float32
    with pytest.raises(ValueError, match="avoid copy"):
        np.array(x, np.float32, copy=False)


def pickled(array):
    return pickle.loads(pickle.dumps(array))


def named(array):
    return array.astype(np.dtype(array.dtype, metadata={"unit": "m"}))


def turned(array):
    return array.astype(array.dtype.newbyteorder("S").newbyteorder("S"))


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("again", [pickled, named, turned])
def test_equal_dtypes_are_one_precision_whoever_made_them(again, dtype):
    x = leaf([1.0, 2.0], dtype)
    y = Tensor(again(np.array([3.0, 4.0], dtype)), requires_grad=True)
    z = ops.linear(x.reshape(1, 2), y.reshape(2, 1)) * again(np.ones(1, dtype))
    z.backward()
    assert z.item() == 11 and x.grad.dtype == y.grad.dtype == dtype


@pytest.mark.parametrize("dtype", FLOATS)
def test_another_byte_order_keeps_its_precision(dtype):
    x = Tensor(np.array([1.5, 2.5], np.dtype(dtype).newbyteorder("S")))
    assert x.dtype == dtype and x.data.tolist() == [1.5, 2.5]
    assert (x * leaf([2.0, 2.0], dtype)).data.tolist() == [3, 5]


BINARY = [ops.add, ops.sub, ops.mul, ops.div, ops.pow, ops.maximum, ops.minimum, ops.matmul]
KINDS = [np.int8, np.uint8, np.int32, np.int64, np.uint64, bool, list, tuple]


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("f", BINARY)
def test_whole_numbers_and_lists_take_the_precision_of_the_tensor(f, kind, dtype):
    if kind is bool and f in (ops.sub, ops.pow, ops.matmul):
        kind = np.int64  # NumPy subtracts no bools
    whole = kind([1, 0, 1]) if kind in (list, tuple) else np.array([1, 0, 1], kind)
    as_floats = np.array([1, 0, 1], dtype)
    for swap in (False, True):
        if swap and f in (ops.pow, ops.div):
            continue
        results = []
        for other in (whole, as_floats):
            x = leaf([2.0, 3.0, 5.0], dtype)
            with np.errstate(divide="ignore"):
                y = f(other, x) if swap else f(x, other)
                y.backward(np.ones(y.shape))
            results.append((y, x.grad))
        (y, grad), (y2, grad2) = results
        assert y.dtype == grad.dtype == dtype
        assert np.array_equal(y.data, y2.data) and np.array_equal(grad, grad2, equal_nan=True)


def test_so_do_they_in_where_and_side_by_side():
    x = leaf([2.0, 3.0], np.float32)
    assert ops.where(np.array([1, 0]), x, np.array([7, 8])).data.tolist() == [2, 8]
    assert ops.concatenate([x, np.array([7, 8])]).data.tolist() == [2, 3, 7, 8]
    assert (np.array([1, 0]) * x).data.tolist() == [2, 0]
    assert (x + [0.5, 1]).dtype == np.float32
    with pytest.raises(TypeError, match="one precision"):
        x * np.array([1.0, 0.0])  # float64 says what it is


@pytest.mark.parametrize(
    "numbers",
    [
        lambda t: [t, t * 2],
        lambda t: (1.0, t),
        lambda t: [[1.0, 2.0], [3.0, t]],
        lambda t: [(0.0,), [[t]]],
    ],
)
def test_a_list_of_tensors_is_no_list_of_numbers(numbers):
    t = leaf(1.0, np.float32)
    for use in (Tensor, lambda n: t * n, lambda n: t + n, lambda n: t == n):
        with pytest.raises(TypeError, match="lose their gradients.*ops.stack"):
            use(numbers(t))
    ops.stack([t, t * 2]).sum().backward()
    assert t.grad == 3, "what the message advises"


@pytest.mark.parametrize(
    "data", [np.array([1 + 2j]), np.array(["1"]), np.array([None]), np.array(1, "M8[s]"), [1, None]]
)
def test_what_is_no_numbers_is_refused(data):
    with pytest.raises(TypeError, match="a Tensor holds numbers, not"):
        Tensor(data)


def test_one_number_is_formatted_rounded_and_converted():
    for t in (Tensor(2.71828), Tensor([2.71828]), leaf([[2.71828]]) * 1):
        assert f"{t:.3f}" == format(t, ".3f") == "2.718" and f"{t:>8.2e}" == "2.72e+00"
        assert f"{t}" == f"{t!s}" == repr(t)
        assert round(t, 1) == round(t.item(), 1) and round(t) == 3 and type(round(t)) is int
        assert int(t) == 2 and float(t) == t.item()
    with pytest.raises(TypeError, match=r"'.3f'.*shape \(2,\)"):
        format(leaf([1.0, 2.0]), ".3f")


@pytest.mark.parametrize(
    "call",
    [
        np.sum,
        np.mean,
        np.max,
        np.amax,
        np.transpose,
        np.exp,
        np.sqrt,
        np.tanh,
        lambda t: np.sum(t, axis=0, keepdims=True),
        lambda t: np.clip(t, 0, 1),
        lambda t: np.reshape(t, (2, 1)),
        lambda t: np.concatenate([t, np.ones(2)]),
        lambda t: np.stack([t, t]),
        lambda t: np.where(np.array([True, False]), t, 0.0),
        lambda t: np.dot(np.ones(2), t),
        lambda t: np.maximum(t, 0),
        lambda t: np.add.reduce(t),
        lambda t: np.add(t, t, out=np.ones(2)),
    ],
)
@pytest.mark.parametrize("requires_grad", [False, True])
def test_a_function_of_numpy_that_would_lose_the_gradient_says_so(call, requires_grad):
    t = Tensor([1.0, 2.0], requires_grad=requires_grad)
    with pytest.raises(TypeError, match=r"np\.\w+\(\) knows nothing.*nblib.ops.*x.data"):
        call(t)


def test_other_functions_of_numpy_take_the_numbers():
    t = leaf([3.0, 4.0])
    assert np.linalg.norm(t) == 5 and np.argmax(t) == 1 and np.shape(t) == (2,)
    assert np.allclose(t, [3, 4]) and np.array_equal(t, t.data) and np.ndim(t) == 1
    assert np.zeros_like(t).tolist() == [0, 0] and np.round(t, 1).tolist() == [3, 4]


def test_an_array_on_the_left_is_an_operand_like_any_other():
    t = leaf([3.0, 4.0])
    array = np.array([4.0, 4.0])
    assert (array > t).tolist() == [True, False] and (array == t).tolist() == [False, True]
    assert (array <= t).tolist() == [False, True] and (array != t).tolist() == [True, False]
    assert (np.float64(2) * t).requires_grad and (array**t).data.tolist() == [64, 256]
    with pytest.raises(TypeError, match="np.add"):
        array += t


def test_an_op_of_ones_own_on_whole_numbers_is_run_in_the_tensor_s_precision():
    seen = []

    @op
    def scaled(x, k):
        seen.append(k.dtype)
        return x * k, lambda g: g * k

    scaled(leaf([1.0], np.float32), np.array([2])).backward()
    assert seen == [np.int64, np.float32]
