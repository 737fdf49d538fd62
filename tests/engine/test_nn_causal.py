"""A causal Transformer beside PyTorch's parts; what it may see; and its cache."""

import numpy as np
import pytest
import torch
from attention_twins import linear_pairs, same_gradients, take
from test_nn_transformer import block_pairs, gelu
from torch import nn as tnn
from twins import F64, near, rng

from nblib import nn
from nblib.text import causal_mask, generate

SIZES = {"embed_dim": 6, "num_heads": 2, "num_layers": 2, "max_length": 8}


class Twin(tnn.Module):
    """The same of PyTorch's layers."""

    def __init__(self, vocab_size, embed_dim, num_heads, num_layers, max_length):
        super().__init__()
        self.symbols = tnn.Embedding(vocab_size, embed_dim)
        self.places = tnn.Embedding(max_length, embed_dim)
        options = {"batch_first": True, "norm_first": True}
        self.blocks = tnn.ModuleList(
            tnn.TransformerEncoderLayer(embed_dim, num_heads, 4 * embed_dim, 0.0, gelu, **options)
            for _ in range(num_layers)
        )
        self.norm = tnn.LayerNorm(embed_dim)
        self.head = tnn.Linear(embed_dim, vocab_size)

    def forward(self, ids):
        x = self.symbols(ids) + self.places(torch.arange(ids.shape[1]))
        hidden = torch.tensor(~causal_mask(ids.shape[1]))
        for block in self.blocks:
            x = block(x, src_mask=hidden)
        return self.head(self.norm(x))


def test_it_equals_torch_in_value_and_gradient():
    ours = nn.CausalTransformer(9, **SIZES, **F64)
    theirs = Twin(9, **SIZES).double()
    pairs = [
        (getattr(ours, name).weight, getattr(theirs, name).weight, np.array)
        for name in ("symbols", "places", "norm")
    ]
    pairs += [(ours.norm.bias, theirs.norm.bias, np.array)]
    pairs += linear_pairs(ours.head, theirs.head)
    for mine, its in zip(ours.blocks, theirs.blocks, strict=True):
        pairs += block_pairs(mine, its)
    assert len(pairs) == len(ours.parameters())
    take(pairs)
    ids = rng().integers(0, 9, size=(3, 8))
    same_gradients(ours(ids), theirs(torch.tensor(ids)), pairs)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("border", (1, 4, 7))
def test_the_future_changes_nothing_not_in_one_bit(seed, border):
    net = nn.CausalTransformer(9, **SIZES, rng=seed).eval()
    first, second = rng(seed).integers(0, 9, size=(2, 3, 8))
    changed = np.concatenate([first[:, :border], second[:, border:]], axis=1)
    before = net(first).data
    after = net(changed).data
    assert np.array_equal(before[:, :border], after[:, :border])
    assert not np.array_equal(before, after)


def test_a_loss_at_one_place_moves_no_later_vector():
    net = nn.CausalTransformer(9, **SIZES, rng=0)
    net(np.arange(8)[None])[0, 3].sum().backward()
    assert np.abs(net.places.weight.grad[:4]).min(axis=1).max() > 0
    assert not net.places.weight.grad[4:].any()


@pytest.mark.parametrize("cuts", ((8,), (1,) * 8, (3, 1, 4), (5, 3)))
def test_a_cache_changes_nothing(cuts):
    net = nn.CausalTransformer(9, **SIZES, **F64).eval()
    ids = rng().integers(0, 9, size=(2, 8))
    cache = nn.KVCache(net, batch=2)
    parts = np.split(ids, np.cumsum(cuts)[:-1], axis=1)
    found = np.concatenate([net(part, cache).data for part in parts], axis=1)
    near(found, net(ids).data)
    assert cache.length == 8


@pytest.mark.parametrize("seed", range(3))
def test_cached_and_full_write_the_same_text_beyond_the_length_too(seed):
    net = nn.CausalTransformer(9, **SIZES, rng=seed).eval()
    cache = nn.KVCache(net)
    full = generate(net.next_logits, [1, 2], 40, rng=rng(seed))
    cached = generate(lambda ids: net.next_logits(ids, cache), [1, 2], 40, rng=rng(seed))
    assert cached == full
    assert 4 <= cache.length <= 8
    # The cache notices that a text begins anew.
    near(net.next_logits([3], cache), net.next_logits([3]), 1e-5)


def test_a_text_that_is_too_long_is_read_from_later_on():
    net = nn.CausalTransformer(9, **SIZES, rng=0).eval()
    ids = rng().integers(0, 9, size=11).tolist()
    assert np.array_equal(net.next_logits(ids), net(np.array([ids[4:]])).data[0, -1])
    assert np.array_equal(net.next_logits(ids[:8]), net(np.array([ids[:8]])).data[0, -1])


def test_mistakes_get_a_sentence():
    net = nn.CausalTransformer(9, **SIZES, rng=0)
    with pytest.raises(ValueError, match=r"expects ids \(B, T\), at most 8 of a text"):
        net(np.zeros((1, 9), int))
    with pytest.raises(ValueError, match=r"got shape \(3,\)"):
        net(np.zeros(3, int))
    with pytest.raises(ValueError, match=r"call eval\(\) first"):
        net(np.zeros((1, 2), int), nn.KVCache(net))
    net.eval()
    cache = nn.KVCache(net)
    net(np.zeros((1, 6), int), cache)
    with pytest.raises(ValueError, match="after 6"):
        net(np.zeros((1, 3), int), cache)
    with pytest.raises(ValueError, match="num_layers"):
        nn.CausalTransformer(9, 6, 2, 0, 8)
