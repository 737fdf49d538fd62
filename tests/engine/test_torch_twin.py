"""The checks of an op find planted mistakes, and say which."""

import numpy as np
import pytest
import torch

from nblib.proofs import torch_twin
from nblib.proofs.gradcheck import GradcheckError, gradcheck
from nblib.proofs.torch_twin import Case, RowError, check_row, normal
from nblib.tensor import Tensor, op


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
