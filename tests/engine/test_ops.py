"""Every op and loss against PyTorch and against central differences, by the table in
op_table.py.
"""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from op_table import CASES

from nblib import losses, ops
from nblib.proofs import torch_twin
from nblib.proofs.gradcheck import GradcheckError, gradcheck
from nblib.proofs.torch_twin import Case, RowError, check_row, differentiated, drawn, normal
from nblib.tensor import Tensor, op

each = pytest.mark.parametrize("case", CASES, ids=str)


@each
@pytest.mark.parametrize("seed", (0, 1))
def test_value_and_gradient_equal_torch(case, seed):
    torch_twin.check_torch(case, seed)


@each
def test_gradient_equals_central_differences(case):
    assert (
        torch_twin.check_differences(case) <= 1e-8
    )  # where the slope jumps, torch's choice is ours, checked above


@each
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_precision_is_kept(case, dtype):
    torch_twin.check_precision(case, dtype)


@each
def test_backward_twice_gives_the_same_twice_and_spoils_nothing(case):
    torch_twin.check_repeats(case)


@each
def test_torch_itself_accepts_the_op_as_a_function_of_its_own(case):
    if not case.smooth:
        return
    ours, theirs = drawn(case, 4)

    class AsTorch(torch.autograd.Function):
        @staticmethod
        def forward(ctx, *xs):
            arrays = iter(xs)
            ctx.inputs = [
                Tensor(next(arrays).detach().numpy(), requires_grad=True)
                if isinstance(x, Tensor)
                else x
                for x in ours
            ]
            ctx.out = case.ours(*ctx.inputs)
            return torch.tensor(ctx.out.data)

        @staticmethod
        def backward(ctx, grad):
            for x in differentiated(ctx.inputs):
                x.grad = None
            ctx.out.backward(
                grad.numpy(), retain_graph=True
            )  # gradcheck calls it again and compares
            return tuple(torch.tensor(x.grad) for x in differentiated(ctx.inputs))

    xs = differentiated(theirs)
    assert torch.autograd.gradcheck(AsTorch.apply, xs, eps=1e-6, atol=1e-6)


shapes = hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=4, max_side=3)
PAIRS = [(ops.add, torch.add), (ops.sub, torch.sub), (ops.mul, torch.mul), (ops.div, torch.div)]
PAIRS += [(ops.maximum, torch.maximum), (ops.minimum, torch.minimum)]


@given(shapes, st.sampled_from(PAIRS), st.integers(0, 999))
@settings(max_examples=150, deadline=None)
def test_any_two_shapes_that_broadcast(shapes, pair, seed):
    rng = np.random.default_rng(seed)
    compare(*pair, [rng.uniform(0.5, 2.0, size=shape) for shape in shapes.input_shapes])


@given(
    hnp.mutually_broadcastable_shapes(signature=np.matmul.signature, max_dims=3, max_side=3),
    st.integers(0, 999),
)
@settings(max_examples=150, deadline=None)
def test_any_two_shapes_that_multiply(shapes, seed):
    rng = np.random.default_rng(seed)
    compare(ops.matmul, torch.matmul, [rng.normal(size=shape) for shape in shapes.input_shapes])


@given(hnp.array_shapes(min_dims=1, max_dims=4, max_side=3), st.data(), st.booleans())
@settings(max_examples=100, deadline=None)
def test_any_axes_of_any_shape(shape, data, keepdims):
    axis = data.draw(hnp.valid_tuple_axes(len(shape), min_size=1))
    x = np.random.default_rng(0).normal(size=shape)
    for ours, theirs in ((ops.sum, torch.sum), (ops.mean, torch.mean), (ops.max, torch.amax)):
        compare(
            lambda t, f=ours: f(t, axis=axis, keepdims=keepdims),
            lambda t, f=theirs: f(t, dim=axis, keepdim=keepdims),
            [x],
        )


@given(hnp.array_shapes(min_dims=1, max_dims=3, max_side=4), st.data())
@settings(max_examples=150, deadline=None)
def test_any_index_of_any_shape(shape, data):
    kind = data.draw(st.sampled_from([hnp.basic_indices, hnp.integer_array_indices]))
    index = data.draw(kind(shape))
    if 0 in np.empty(shape)[index].shape:
        return
    x = np.random.default_rng(0).normal(size=shape)
    t = Tensor(x, requires_grad=True)
    y = t[index]
    assert np.array_equal(y.data, x[index])
    direction = np.random.default_rng(1).normal(size=y.shape)
    y.backward(direction)
    expected = np.zeros(shape)
    np.add.at(expected, index, direction)
    assert np.allclose(t.grad, expected, rtol=1e-13, atol=1e-13)


def compare(ours, theirs, arrays):
    xs = [Tensor(a, requires_grad=True) for a in arrays]
    ts = [torch.tensor(a, requires_grad=True) for a in arrays]
    y, z = ours(*xs), theirs(*ts)
    assert y.shape == tuple(z.shape) and np.allclose(
        y.data, z.detach().numpy(), rtol=1e-12, atol=1e-13
    )
    direction = np.random.default_rng(1).normal(size=y.shape)
    y.backward(direction)
    z.backward(torch.tensor(direction))
    for x, t in zip(xs, ts, strict=True):
        assert np.allclose(x.grad, t.grad.numpy(), rtol=1e-11, atol=1e-12)


def test_extremes_neither_overflow_nor_warn():
    with np.errstate(all="raise", under="ignore"):
        big = np.array([-1e4, -800.0, 0.0, 800.0, 1e4])
        for f in (
            ops.sigmoid,
            ops.tanh,
            ops.silu,
            ops.softplus,
            ops.softmax,
            ops.log_softmax,
            ops.logsumexp,
        ):
            x = Tensor(big, requires_grad=True)
            y = f(x)
            y.backward(np.ones(y.shape))
            assert np.isfinite(y.data).all() and np.isfinite(x.grad).all(), f.__name__
        for loss in (
            losses.bce_with_logits(Tensor(big), np.array([1.0, 0, 1, 0, 1])),
            losses.cross_entropy(Tensor(big[None]), np.array([0])),
            losses.huber(Tensor(big), np.zeros(5)),
        ):
            assert np.isfinite(loss.item())


def test_the_mean_over_no_target_is_nan_as_in_torch_and_teaches_nothing():
    z = Tensor(np.zeros((2, 3)), requires_grad=True)
    loss = losses.cross_entropy(z, np.array([-100, -100]))
    loss.backward()
    assert np.isnan(loss.item()) and np.all(z.grad == 0)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_a_class_that_is_ruled_out_costs_nothing_where_another_is_meant(reduction):
    z = np.array([[0.0, -np.inf, 1.0], [2.0, 0.0, 1.0]])
    ours, theirs = Tensor(z, requires_grad=True), torch.tensor(z, requires_grad=True)
    loss = losses.cross_entropy(ours, np.array([0, 1]), reduction=reduction)
    expected = torch.nn.functional.cross_entropy(theirs, torch.tensor([0, 1]), reduction=reduction)
    loss.backward(np.ones(loss.shape))
    expected.backward(torch.ones_like(expected))
    assert np.allclose(loss.data, expected.detach().numpy(), rtol=1e-12)
    assert np.allclose(ours.grad, theirs.grad.numpy(), rtol=1e-12)


@pytest.mark.parametrize("sure", [8.0, 20.0, 60.0])
def test_small_probabilities_keep_their_digits_in_single_precision(sure):
    exact = np.exp(-sure) / (1 + np.exp(-sure))
    assert np.isclose(ops.sigmoid(Tensor(np.float32(-sure))).item(), exact, rtol=1e-5, atol=0)
    for target, z in ((0.0, -sure), (1.0, sure)):  # right, and sure of it
        z = Tensor(np.float32([z]), requires_grad=True)
        loss = losses.bce_with_logits(z, np.array([target]))
        loss.backward()
        assert np.isclose(loss.item(), np.log1p(np.exp(-sure)), rtol=1e-5, atol=0)
        assert np.isclose(abs(z.grad[0]), exact, rtol=1e-5, atol=0)


def test_corners_have_the_slope_of_torch():
    x = Tensor(np.float32([-1, 0, 2]), requires_grad=True)
    (x**0).backward(np.ones(3))
    assert np.all(x.grad == 0)
    x.grad = None
    ops.where(np.array([2, 0, 1]), x, 0.0).backward(np.ones(3))  # numbers as conditions
    assert x.grad.dtype == np.float32 and x.grad.tolist() == [1, 0, 1]
    for values in ([-np.inf, -np.inf], [-np.inf, 0.0], [np.inf, 0.0]):
        assert (
            ops.logsumexp(Tensor(np.array(values))).item()
            == torch.tensor(values).logsumexp(0).item()
        )
    empty = Tensor(np.ones((0, 3)), requires_grad=True)
    empty.mean(axis=1).backward(np.ones(0))
    assert empty.grad.shape == (0, 3)


def test_a_shape_may_be_a_number_of_numpy():
    assert ones(2, 3).reshape(np.prod((2, 3))).shape == (6,)


def test_targets_may_be_tensors_without_a_gradient():
    z = ones(2, 3)
    assert (
        losses.mse(z, Tensor(np.zeros((2, 3)))).item()
        == losses.mse(z, np.zeros((2, 3))).item()
        == 1
    )


def test_the_check_finds_a_planted_mistake():
    @op
    def square(x):
        return x * x, lambda g: g * x  # the 2 is missing

    with pytest.raises(GradcheckError, match=r"input 0 of shape \(3,\)"):
        gradcheck(square, Tensor(np.arange(1.0, 4.0), requires_grad=True))


@op
def hypotenuse(a, b):
    y = np.hypot(a, b)
    return y, lambda g: g * a / y, lambda g: g * b / y


def test_a_sound_op_passes_every_check_of_its_row():
    errors = check_row(Case("hypot", hypotenuse, torch.hypot, normal((3, 4), (4,))))
    assert len(errors) == 5 and max(errors.values()) < 1e-8
    assert torch_twin.check_broadcasting(hypotenuse, torch.hypot) < 1e-12


def _wrong(a, b, vjp):
    y = np.hypot(a, b)
    return y, lambda g: g * a / y, lambda g: vjp(g, b, y)


def _spoils(g, b, y):
    step = g * b / y
    y *= 2
    return step


@pytest.mark.parametrize(
    "vjp, message",
    [
        (lambda g, b, y: g * y / b, "the gradient of input 1 and torch's differ"),
        (lambda g, b, y: g * (b / y).astype(np.float64), "input 1 is float64, not float32"),
        (_spoils, "second backward"),
    ],
)
def test_an_unsound_op_fails_and_the_message_says_in_what(vjp, message):
    @op
    def wrong(a, b):
        return _wrong(a, b, vjp)

    with pytest.raises(RowError, match=message):
        check_row(Case("wrong", wrong, torch.hypot, normal((3, 4), (3, 4))))


def test_a_value_of_another_shape_or_number_is_found():
    for value, message in (
        (lambda y: y.sum(axis=0), "has shape"),
        (lambda y: 2 * y, "the value and torch's differ"),
    ):

        @op
        def wrong(x, value=value):
            return value(x * x), lambda g: g * x

        with pytest.raises(RowError, match=message):
            check_row(Case("wrong", wrong, torch.square, normal((3, 4))))


def test_an_op_that_takes_one_shape_only_fails_in_broadcasting():
    @op
    def narrow(a, b):
        y = a * b
        return y, lambda g: g * b, lambda g: (g * a).reshape(np.shape(b))

    with pytest.raises((RowError, ValueError)):
        torch_twin.check_broadcasting(narrow, torch.mul)


BAD = [
    (lambda: ops.add(ones(2, 3), ones(4)), ValueError, r"add\(float64 \(2, 3\), float64 \(4,\)\)"),
    (
        lambda: ops.matmul(ones(2, 3), ones(4, 5)),
        ValueError,
        r"matmul\(float64 \(2, 3\), float64 \(4, 5\)\)",
    ),
    (lambda: ops.matmul(ones(2, 3), ones()), ValueError, r"use \*"),
    (lambda: ones(2, 3) @ 2, ValueError, r"use \*"),
    (
        lambda: ops.linear(ones(2, 3), ones(4, 5), ones(5)),
        ValueError,
        r"linear\(float64 \(2, 3\), float64 \(4, 5\)",
    ),
    (
        lambda: ops.linear(ones(2, 3), ones(3, 5), ones(4)),
        ValueError,
        r"linear\(.*float64 \(4,\)\)",
    ),
    (
        lambda: ones(2) * Tensor([1.0, 2.0]),
        TypeError,
        r"mul\(float64 \(2,\), float32 \(2,\)\): one precision",
    ),
    (lambda: ones(2, 3).sum(axis=2), ValueError, r"sum\(float64 \(2, 3\)\)"),
    (lambda: ones(2, 3).reshape(4), ValueError, r"reshape\(float64 \(2, 3\)\)"),
    (lambda: ones(2, 3)[5], IndexError, r"getitem\(float64 \(2, 3\)\)"),
    (lambda: ones(2, 3)[ones(2)], TypeError, "plain array"),
    (lambda: ops.embedding(ones(3, 2), np.array([3])), IndexError, "outside 0 … 2"),
    (lambda: ops.embedding(ones(3, 2), np.array([0.0])), TypeError, "integers"),
    (lambda: ops.concatenate([ones(2, 3), ones(3, 2)]), ValueError, r"\(2, 3\), float64 \(3, 2\)"),
    (lambda: ops.conv(ones(1, 2, 5), ones(1, 3, 3)), ValueError, "same C"),
    (lambda: ops.conv(ones(1, 2, 5), ones(1, 2, 7)), ValueError, "larger than the padded input"),
    (lambda: ops.conv(ones(1, 2, 5), ones(1, 2, 2), stride=0), ValueError, "stride must be"),
    (lambda: losses.mse(ones(4, 1), np.ones(4)), ValueError, "every prediction with every target"),
    (lambda: losses.cross_entropy(ones(4, 3), np.array([0, 1, 2, 3])), ValueError, "outside 0 … 2"),
    (
        lambda: losses.cross_entropy(ones(4, 3), np.array([0, 1])),
        ValueError,
        r"\(2,\) for logits of shape \(4, 3\)",
    ),
    (
        lambda: losses.cross_entropy(ones(4, 3), np.zeros(4)),
        ValueError,
        r"not float64: use y.astype\(int\)",
    ),
    (lambda: losses.mse(ones(2), ones(2)), TypeError, "detach"),
    (lambda: losses.bce_with_logits(ones(2), np.array([0.0, 2.0])), ValueError, "between 0 and 1"),
    (lambda: losses.mse(ones(2), np.ones(2), reduction="avg"), ValueError, "avg"),
    (lambda: losses.huber(ones(2), np.ones(2), delta=0), ValueError, "delta"),
]


def ones(*shape):
    return Tensor(np.ones(shape), requires_grad=True)


@pytest.mark.parametrize("mistake, kind, message", BAD)
def test_a_mistake_is_explained_with_the_op_and_the_shapes(mistake, kind, message):
    with pytest.raises(kind, match=message):
        mistake()
