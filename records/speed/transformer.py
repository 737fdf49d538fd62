"""A step of a small causal Transformer, with nblib or with PyTorch, written alike."""

import numpy as np

from nblib import nn
from records.ladder.race import stepper
from records.speed.networks import parameters_of, rooms
from records.speed.sizes import BLOCKS, HEADS, LETTERS, WIDTH, WINDOW, WINDOWS


class Block(nn.TransformerBlock):
    """A block with a causal mask."""

    def __init__(self, seed):
        super().__init__(WIDTH, HEADS, rng=seed)

    def forward(self, x):
        """(B, T, WIDTH) to the same."""
        return super().forward(x, causal=True)


def transformer_step(library, batch=WINDOWS, steps=WINDOW):
    """A step of a character model: embeddings of letters and places, blocks, norm, linear."""
    lib = rooms(library)
    rng = np.random.default_rng(0)
    text = lib.tensor(rng.integers(0, LETTERS, size=(batch, steps + 1)))
    places = lib.tensor(np.arange(steps))
    letters = lib.layers.Embedding(LETTERS, WIDTH)
    where = lib.layers.Embedding(steps, WIDTH)
    stack = [Block(k) if library == "nblib" else lib.block(k) for k in range(BLOCKS)]
    norm = lib.layers.LayerNorm(WIDTH)
    linear = lib.layers.Linear(WIDTH, LETTERS)
    optimizer = lib.optimizers.Adam(parameters_of(letters, where, *stack, norm, linear))

    def loss():
        x = letters(text[:, :-1]) + where(places)  # (B, T, WIDTH)
        for block in stack:
            x = block(x)
        logits = linear(norm(x)).reshape(-1, LETTERS)  # (B * T, LETTERS)
        return lib.cross_entropy(logits, text[:, 1:].reshape(-1))

    return stepper(loss, optimizer)
