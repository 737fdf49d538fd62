"""A step of a small causal Transformer, with nblib or with PyTorch, written alike."""

import numpy as np
import torch

from nblib import nn
from records.ladder.steps import stepper
from records.speed.networks import LETTERS, parameters_of, rooms

WIDTH = 64
HEADS = 4
BLOCKS = 2


class TorchBlock(torch.nn.Module):
    """nn.TransformerBlock of nblib in PyTorch: norm first, GELU by tanh, a causal mask."""

    def __init__(self):
        super().__init__()
        self.attention_norm = torch.nn.LayerNorm(WIDTH)
        self.projection = torch.nn.Linear(WIDTH, 3 * WIDTH)
        self.exit = torch.nn.Linear(WIDTH, WIDTH)
        self.feedforward_norm = torch.nn.LayerNorm(WIDTH)
        self.feedforward = torch.nn.Sequential(
            torch.nn.Linear(WIDTH, 4 * WIDTH),
            torch.nn.GELU(approximate="tanh"),
            torch.nn.Linear(4 * WIDTH, WIDTH),
        )

    def forward(self, x):
        """(B, T, WIDTH) to the same."""
        batch, steps, _ = x.shape
        parts = self.projection(self.attention_norm(x)).chunk(3, dim=2)
        heads = [part.view(batch, steps, HEADS, -1).transpose(1, 2) for part in parts]
        y = torch.nn.functional.scaled_dot_product_attention(*heads, is_causal=True)
        x = x + self.exit(y.transpose(1, 2).reshape(batch, steps, WIDTH))
        return x + self.feedforward(self.feedforward_norm(x))


def blocks(library):
    """Return the blocks, and how one is called."""
    if library == "nblib":
        made = [nn.TransformerBlock(WIDTH, HEADS, rng=k) for k in range(BLOCKS)]
        return made, {"causal": True}
    return [TorchBlock() for _ in range(BLOCKS)], {}


def transformer_step(library, batch=16, steps=64):
    """A step of a character model: embeddings of letters and places, blocks, norm, linear."""
    layers, optimizers, cross_entropy, tensor = rooms(library)
    rng = np.random.default_rng(0)
    text = tensor(rng.integers(0, LETTERS, size=(batch, steps + 1)))
    places = tensor(np.arange(steps))
    letters = layers.Embedding(LETTERS, WIDTH)
    where = layers.Embedding(steps, WIDTH)
    stack, options = blocks(library)
    norm = layers.LayerNorm(WIDTH)
    linear = layers.Linear(WIDTH, LETTERS)
    optimizer = optimizers.Adam(parameters_of(letters, where, *stack, norm, linear))

    def loss():
        x = letters(text[:, :-1]) + where(places)  # (B, T, WIDTH)
        for block in stack:
            x = block(x, **options)
        logits = linear(norm(x)).reshape(-1, LETTERS)  # (B * T, LETTERS)
        return cross_entropy(logits, text[:, 1:].reshape(-1))

    return stepper(loss, optimizer)
