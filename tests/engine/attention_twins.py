"""Attention heads of both libraries with the same weights."""

import torch
from torch import nn as tnn
from twins import F64, near, rng

from nblib import nn


def heads(embed_dim=6, num_heads=3, bias=True):
    """Our attention and torch's with the same weights, and the pairs (parameter, twin, how the twin
    lies here).
    """
    ours = nn.MultiHeadAttention(embed_dim, num_heads, bias=bias, **F64)
    torch.manual_seed(0)
    theirs = tnn.MultiheadAttention(embed_dim, num_heads, bias=bias, batch_first=True).double()
    match = attention_pairs(ours, theirs)
    with torch.no_grad():
        for p in theirs.parameters():
            p.add_(0.3 * torch.randn_like(p))
    take(match)
    return ours, theirs, match


def attention_pairs(ours, theirs):
    size = ours.embed_dim
    pairs = []
    for i, layer in enumerate((ours.q_proj, ours.k_proj, ours.v_proj)):
        rows = slice(i * size, (i + 1) * size)
        pairs.append((layer.weight, theirs.in_proj_weight, lambda a, rows=rows: a[rows].T))
        if layer.bias is not None:
            pairs.append((layer.bias, theirs.in_proj_bias, lambda a, rows=rows: a[rows]))
    return pairs + linear_pairs(ours.out_proj, theirs.out_proj)


def linear_pairs(ours, theirs):
    pairs = [(ours.weight, theirs.weight, lambda a: a.T)]
    return pairs if ours.bias is None else [*pairs, (ours.bias, theirs.bias, lambda a: a)]


def take(pairs):
    for mine, its, view in pairs:
        mine.data[...] = view(its.detach().numpy())


def same_gradients(y, z, pairs):
    near(y.data, z.detach().numpy())
    direction = rng(2).normal(size=y.shape)
    y.backward(direction)
    z.backward(torch.tensor(direction))
    for mine, its, view in pairs:
        near(mine.grad, view(its.grad.numpy()))
