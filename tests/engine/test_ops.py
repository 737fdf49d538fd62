"""Every op and loss against PyTorch and against central differences, by the tables of
op_table.py and loss_table.py."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from loss_table import CASES as LOSSES
from op_table import CASES as OPS

from nblib.proofs import torch_twin
from nblib.proofs.torch_twin import differentiated, drawn
from nblib.tensor import Tensor

each = pytest.mark.parametrize("case", OPS + LOSSES, ids=str)


@each
@pytest.mark.parametrize("seed", (0, 1))
def test_value_and_gradient_equal_torch(case, seed):
    torch_twin.check_torch(case, seed)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("case", OPS, ids=str)
@pytest.mark.parametrize("factor", [0.0, 300.0])
def test_at_zero_and_far_out_value_and_gradient_equal_torch(case, factor):
    def far(rng):
        return [x * factor if is_float(x) else x for x in case.inputs(rng)]

    ours, theirs = drawn(replace(case, inputs=far), 0)
    y = case.nblib_op(*ours)
    z = case.torch_op(*theirs)
    direction = np.random.default_rng(9).normal(size=y.shape)
    y.backward(direction)
    z.backward(torch.tensor(direction).reshape(z.shape))
    same(y.data, z.detach().numpy().reshape(y.shape))
    for a, b in zip(differentiated(ours), differentiated(theirs), strict=True):
        same(a.grad, b.grad.numpy())


def is_float(x):
    return isinstance(x, np.ndarray) and x.dtype.kind == "f"


def same(ours, theirs):
    scale = np.abs(theirs[np.isfinite(theirs)]).max(initial=1)
    assert np.allclose(ours, theirs, rtol=1e-9, atol=1e-12 * scale, equal_nan=True)


@pytest.mark.parametrize("case", OPS, ids=str)
def test_single_precision_is_as_good_as_that_of_torch(case):
    ours, theirs = drawn(case, 0, np.float32)
    y = case.nblib_op(*ours)
    z = case.torch_op(*theirs)
    direction = np.random.default_rng(9).normal(size=y.shape).astype(np.float32)
    y.backward(direction)
    z.backward(torch.tensor(direction).reshape(z.shape))
    pairs = [(y.data, z.detach().numpy().reshape(y.shape))]
    for a, b in zip(differentiated(ours), differentiated(theirs), strict=True):
        pairs.append((a.grad, b.grad.numpy()))
    for a, b in pairs:
        assert np.linalg.norm(a - b) <= 2e-6 * np.linalg.norm(b) + 1e-6


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
            ctx.out = case.nblib_op(*ctx.inputs)
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
