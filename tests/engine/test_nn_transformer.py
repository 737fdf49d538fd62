"""Transformer blocks beside PyTorch in value and gradient, and the positions they read."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from attention_twins import attention_pairs, linear_pairs, same_gradients, take
from torch import nn as tnn
from twins import F64, SHAPES, both, near, rng

from nblib import nn
from nblib.text import causal_mask, padding_mask


def block_pairs(ours, theirs, cross=False):
    norms = [
        (ours.attention_norm, theirs.norm1),
        (ours.feedforward_norm, theirs.norm3 if cross else theirs.norm2),
    ]
    norms += [(ours.cross_norm, theirs.norm2)] if cross else []
    pairs = [
        pair
        for a, b in norms
        for pair in ((a.weight, b.weight, np.array), (a.bias, b.bias, np.array))
    ]
    pairs += attention_pairs(ours.attention, theirs.self_attn)
    pairs += attention_pairs(ours.cross_attention, theirs.multihead_attn) if cross else []
    return (
        pairs
        + linear_pairs(ours.feedforward[0], theirs.linear1)
        + linear_pairs(ours.feedforward[3], theirs.linear2)
    )


def gelu(x):
    return F.gelu(x, approximate="tanh")


@pytest.mark.parametrize("batch, steps", SHAPES)
def test_an_encoder_block_equals_torch(batch, steps):
    ours = nn.TransformerBlock(6, 2, 10, **F64)
    theirs = tnn.TransformerEncoderLayer(
        6, 2, 10, 0.0, gelu, batch_first=True, norm_first=True
    ).double()
    pairs = block_pairs(ours, theirs)
    assert len(pairs) == len(ours.parameters())
    take(pairs)
    x, tx = both(rng(1).normal(size=(batch, steps, 6)))
    live = padding_mask(rng(2).integers(1, steps + 1, size=batch), steps)
    z = theirs(tx, src_key_padding_mask=torch.tensor(~live))
    same_gradients(ours(x, padding_mask=live), z, [(x, tx, np.array), *pairs])


def test_a_decoder_block_equals_torch():
    ours = nn.TransformerBlock(6, 2, cross_attention=True, **F64)
    theirs = tnn.TransformerDecoderLayer(
        6, 2, 24, 0.0, gelu, batch_first=True, norm_first=True
    ).double()
    pairs = block_pairs(ours, theirs, cross=True)
    assert len(pairs) == len(ours.parameters())
    take(pairs)
    x, tx = both(rng(1).normal(size=(3, 5, 6)))
    memory, tmemory = both(rng(2).normal(size=(3, 4, 6)))
    live = padding_mask([4, 2, 1])
    y = ours(x, memory, causal=True, memory_padding_mask=live)
    forbidden = torch.tensor(~causal_mask(5))
    z = theirs(tx, tmemory, tgt_mask=forbidden, memory_key_padding_mask=torch.tensor(~live))
    same_gradients(y, z, [(x, tx, np.array), (memory, tmemory, np.array), *pairs])


def test_a_block_repeats_with_its_seed_and_keeps_precision():
    x = rng().normal(size=(2, 3, 8)).astype(np.float32)
    a, b = (nn.TransformerBlock(8, 2, dropout=0.3, rng=7) for _ in range(2))
    y = a(x)
    assert (
        y.dtype == np.float32
        and np.array_equal(y.data, b(x).data)
        and not np.array_equal(y.data, a(x).data)
    )
    y.sum().backward()
    assert all(p.grad.dtype == np.float32 for p in a.parameters())
    b.load_state_dict(a.state_dict())
    assert np.array_equal(a.eval()(x).data, b.eval()(x).data)


def test_positions_are_those_of_the_paper():
    table = nn.sinusoidal_positions(50, 6, dtype=np.float64)
    for t in (0, 1, 17, 49):
        for i in range(3):
            angle = t / 10000 ** (2 * i / 6)
            near(table[t, 2 * i : 2 * i + 2], [np.sin(angle), np.cos(angle)], 1e-14)
    assert (
        nn.sinusoidal_positions(4, 5).shape == (4, 5)
        and nn.sinusoidal_positions(4, 5).dtype == np.float32
    )
    near(table @ table.T, (table @ table.T).T, 1e-13)
    near(
        np.diagonal(table @ table.T, 3), np.full(47, (table[0] @ table[3])), 1e-12
    )  # only the distance counts
