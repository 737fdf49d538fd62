"""Ops on any shapes, axes and indices that fit, against PyTorch."""

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nblib import ops
from nblib.tensor import Tensor

shapes = hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=4, max_side=3)


PAIRS = [(ops.add, torch.add), (ops.sub, torch.sub), (ops.mul, torch.mul), (ops.div, torch.div)]


PAIRS += [(ops.maximum, torch.maximum), (ops.minimum, torch.minimum)]


@given(shapes, st.sampled_from(PAIRS), st.integers(0, 999))
def test_any_two_shapes_that_broadcast(shapes, pair, seed):
    rng = np.random.default_rng(seed)
    compare(*pair, [rng.uniform(0.5, 2.0, size=shape) for shape in shapes.input_shapes])


@given(
    hnp.mutually_broadcastable_shapes(signature=np.matmul.signature, max_dims=3, max_side=3),
    st.integers(0, 999),
)
def test_any_two_shapes_that_multiply(shapes, seed):
    rng = np.random.default_rng(seed)
    compare(ops.matmul, torch.matmul, [rng.normal(size=shape) for shape in shapes.input_shapes])


@given(hnp.array_shapes(min_dims=1, max_dims=4, max_side=3), st.data(), st.booleans())
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
    y = ours(*xs)
    z = theirs(*ts)
    assert y.shape == tuple(z.shape) and np.allclose(
        y.data, z.detach().numpy(), rtol=1e-12, atol=1e-13
    )
    direction = np.random.default_rng(1).normal(size=y.shape)
    y.backward(direction)
    z.backward(torch.tensor(direction))
    for x, t in zip(xs, ts, strict=True):
        assert np.allclose(x.grad, t.grad.numpy(), rtol=1e-11, atol=1e-12)
