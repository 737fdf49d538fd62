"""Every op and loss against PyTorch and against central differences, by the tables of
op_table.py and loss_table.py."""

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
