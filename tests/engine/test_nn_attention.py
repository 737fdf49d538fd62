"""Attention and its heads beside PyTorch in value and gradient: masks, and empty rows."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from attention_twins import heads, same_gradients
from twins import F64, SHAPES, both, near, rng

from nblib import nn
from nblib.ops.attention import attention_weights
from nblib.proofs.gradcheck import gradcheck
from nblib.tensor import Tensor
from nblib.text import causal_mask, padding_mask

CASES = [((2, 3, 4), 3), ((1, 1, 4), 5), ((2, 2, 5, 3), 1), ((5, 4), 2)]  # the shape of q, S


@pytest.mark.parametrize("shape, places", CASES, ids=str)
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("causal", [False, True])
def test_attention_equals_torch(shape, places, masked, causal):
    q, tq = both(rng(0).normal(size=shape))
    k, tk = both(rng(1).normal(size=(*shape[:-2], places, shape[-1])))
    v, tv = both(rng(2).normal(size=(*shape[:-2], places, 6)))
    mask = rng(3).random((shape[-2], places)) < 0.6 if masked else None
    if masked:
        mask[:, 0] = True  # so that every query sees something, under the causal mask too
    both_masks = np.ones((shape[-2], places), bool) if mask is None else mask
    both_masks = both_masks & np.tri(*both_masks.shape, dtype=bool) if causal else both_masks
    y, weights = nn.scaled_dot_product_attention(q, k, v, mask, causal, need_weights=True)
    z = F.scaled_dot_product_attention(tq, tk, tv, torch.tensor(both_masks))
    near(y.data, z.detach().numpy())
    near(weights.data.sum(axis=-1), np.ones(weights.shape[:-1]), 1e-14)
    assert not weights.data[np.broadcast_to(~both_masks, weights.shape)].any()
    direction = rng(4).normal(size=y.shape)
    y.backward(direction)
    z.backward(torch.tensor(direction))
    for a, b in ((q, tq), (k, tk), (v, tv)):
        near(a.grad, b.grad.numpy())
    if not masked:
        near(y.data, F.scaled_dot_product_attention(tq, tk, tv, is_causal=causal).detach().numpy())


def test_a_query_that_may_look_at_nothing_gets_zeros_and_no_gradient():
    q, k, v = (Tensor(rng(i).normal(size=(2, 3, 4)), requires_grad=True) for i in range(3))
    mask = np.array([[True, False, True], [False, False, False], [True, True, True]])
    with np.errstate(all="raise"):
        y, weights = nn.scaled_dot_product_attention(q, k, v, mask, need_weights=True)
        y.backward(np.ones(y.shape))
    assert not y.data[:, 1].any() and not weights.data[:, 1].any()
    assert np.isfinite(q.grad).all() and np.isfinite(k.grad).all() and not q.grad[:, 1].any()
    assert (
        gradcheck(lambda q, k, v: nn.scaled_dot_product_attention(q, k, v, mask), q, k, v) <= 1e-7
    )


def test_large_scores_neither_overflow_nor_warn():
    q = Tensor(np.array([[1e4], [-1e5]]), requires_grad=True)
    k = Tensor(np.array([[1.0], [-1.0], [0.5]]), requires_grad=True)
    mask = np.array([[False, True, True], [True, False, False]])
    with np.errstate(all="raise", under="ignore"):
        y = attention_weights(q, k, mask=mask)
        y.backward(np.ones(y.shape))
    near(y.data, np.array([[0, 0, 1], [1, 0, 0]]))
    for dtype in (np.float32, np.float64):
        q = Tensor(np.ones((2, 3), dtype))
        assert attention_weights(q, q, mask=np.eye(2, dtype=bool)).dtype == dtype


@pytest.mark.parametrize("size", [1, 59, 61, 1000])  # scores of 60 and more are shifted
@pytest.mark.parametrize("dtype, tolerance", [(np.float32, 2e-6), (np.float64, 1e-10)])
def test_small_and_large_scores_give_the_weights_of_torch(size, dtype, tolerance):
    k, tk = both(np.array([[1.0], [0.99], [-1.0], [-0.999]], dtype))
    q, tq = both(np.array([[1.0], [-1.0], [0.5]], dtype) * dtype(size))
    mask = np.array([[True] * 4, [True, True, False, False], [False, False, True, True]])
    y = attention_weights(q, k, mask=mask)
    z = (tq @ tk.T).masked_fill(torch.tensor(~mask), -torch.inf).softmax(dim=-1)
    assert y.dtype == dtype
    near(y.data, z.detach().numpy(), tolerance)
    direction = rng(0).normal(size=y.shape).astype(dtype) / dtype(size)
    y.backward(direction)
    z.backward(torch.tensor(direction))
    near(q.grad, tq.grad.numpy(), tolerance)
    near(k.grad, tk.grad.numpy(), tolerance)


@pytest.mark.parametrize("batch, steps", SHAPES)
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("causal", [True, False])
def test_self_attention_equals_torch(batch, steps, bias, causal):
    ours, theirs, pairs = heads(bias=bias)
    x, tx = both(rng(1).normal(size=(batch, steps, 6)))
    y, weights = ours(x, causal=causal, need_weights=True)
    forbidden = torch.tensor(~causal_mask(steps)) if causal else None
    z, tweights = theirs(tx, tx, tx, attn_mask=forbidden, average_attn_weights=False)
    near(weights.data, tweights.detach().numpy())
    same_gradients(y, z, [(x, tx, lambda a: a), *pairs])
    assert np.array_equal(ours(x, causal=causal).data, y.data)
    assert np.array_equal(ours(x, mask=causal_mask(steps)).data, ours(x, causal=True).data)


def test_cross_attention_with_padding_equals_torch():
    ours, theirs, pairs = heads()
    q, tq = both(rng(1).normal(size=(3, 2, 6)))
    k, tk = both(rng(2).normal(size=(3, 4, 6)))
    v, tv = both(rng(3).normal(size=(3, 4, 6)))
    live = padding_mask([4, 1, 3])
    mask = np.array([[True] * 4, [True, False, True, True]])
    y = ours(q, k, v, mask=mask, padding_mask=live)
    z, _ = theirs(tq, tk, tv, key_padding_mask=torch.tensor(~live), attn_mask=torch.tensor(~mask))
    same_gradients(y, z, [(q, tq, lambda a: a), (k, tk, lambda a: a), (v, tv, lambda a: a), *pairs])
    assert np.array_equal(ours(q, k).data, ours(q, k, k).data)
    changed = k.data.copy()
    changed[~live] = 99
    near(ours(q, changed, padding_mask=live).data, ours(q, k.data, padding_mask=live).data, 1e-14)


@pytest.mark.parametrize("training", [True, False])
def test_heads_gradients_equal_central_differences(training):
    ours, _, _ = heads()
    ours.train(training)
    x = Tensor(rng(1).normal(size=(2, 3, 6)), requires_grad=True)
    live = padding_mask([3, 0])  # one of the two has nothing to look at
    f = lambda *_: ours(x, padding_mask=live, causal=True)  # noqa: E731
    assert gradcheck(f, x, *ours.parameters(), h=1e-5, tolerance=1e-7) <= 1e-7
    near(f().data[1], np.repeat(ours.out_proj.bias.data[None], 3, axis=0), 1e-14)


def test_dropout_of_weights_is_for_training_only():
    layer = nn.MultiHeadAttention(6, 2, dropout=0.5, rng=0)
    x = rng().normal(size=(2, 8, 6))
    _, weights = layer(x, need_weights=True)
    assert 0.3 < (weights.data == 0).mean() < 0.7
    a = layer.eval()(x).data
    b = layer(x).data
    assert np.array_equal(a, b)


def test_a_causal_block_does_not_see_the_future():
    block = nn.TransformerBlock(8, 2, **F64)
    x = rng().normal(size=(2, 6, 8))
    later = x.copy()
    later[:, 4:] += 1
    a = block(x, causal=True).data
    b = block(later, causal=True).data
    near(a[:, :4], b[:, :4], 1e-14)
    assert np.abs(a[:, 4:] - b[:, 4:]).min() > 0
