"""Ops and losses at their corners: extremes, ties, empty means; and mistakes, explained."""

import numpy as np
import pytest
import torch

from nblib import losses, ops
from nblib.tensor import Tensor


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
    ours = Tensor(z, requires_grad=True)
    theirs = torch.tensor(z, requires_grad=True)
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
