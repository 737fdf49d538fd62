"""What a tensor of PyTorch is, is told in one way: in the student's check, and in the grader for
what a test hands over and for what a notebook gives.
"""

import numpy as np
import pytest

from nblib import check
from nblib.grading.inside.serve import Worker
from nblib.grading.wire.callbacks import substitute

torch = pytest.importorskip("torch")


class Own(torch.Tensor):
    """A student's own kind of tensor."""


class Tensor:
    """Has the name only."""

    __module__ = "torch"


TENSORS = {
    "torch.Tensor": torch.tensor([1.0, 2.0]),
    "torch.Parameter": torch.nn.Parameter(torch.tensor([1.0, 2.0])),
    "torch.Tensor, a buffer": torch.nn.Buffer(torch.tensor([1.0, 2.0])),
    "torch.Own": torch.tensor([1.0, 2.0]).as_subclass(Own),
    "torch.Tensor, with a gradient": torch.tensor([0.5, 1.0], requires_grad=True) * 2,
    "torch.Tensor, conjugated": torch.tensor([1 + 0j, 2 + 0j]).conj(),
    "torch.Tensor, a view": torch.tensor([[1.0, 9.0], [2.0, 9.0]])[:, 0],
}


@pytest.mark.parametrize("name", TENSORS)
def test_a_tensor_is_an_array_everywhere(name):
    tensor = TENSORS[name]
    handed_over = substitute(tensor)
    given = Worker.remote(None, tensor)
    assert handed_over.type == given.type == name.partition(",")[0]
    for array in (check.plain(tensor), check.plain([tensor])[0], handed_over.array, given.array):
        assert type(array) is np.ndarray and array.tolist() == [1.0, 2.0]
    check.close(tensor, [1.0, 2.0])
    assert check.plain(tensor, tensors=False) is tensor


@pytest.mark.parametrize("value", [Tensor(), Tensor, torch.float32])
def test_what_only_looks_like_a_tensor_is_none(value):
    assert check.plain(value) is value and substitute(value) is None


def test_the_shape_of_a_tensor_is_a_tuple_everywhere():
    for tensors in (True, False):  # in the check, and in the worker of the grader
        shape = check.plain(torch.ones(2, 3).shape, tensors)
        assert type(shape) is tuple and shape == (2, 3)
