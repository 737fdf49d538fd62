"""The networks that read texts: words become vectors, a layer reads them in order or not, what it
says is pooled over time, and one linear layer decides.
"""

import numpy as np

from nblib import nn, ops
from nblib.losses import bce_with_logits
from nblib.optim import Adam, clip_grad_norm_
from nblib.tensor import Tensor
from nblib.text import bucketed_batches, pad, padding_mask

WIDTH = 32  # of the words' vectors, and of what is pooled
BATCH = 64


def reverse(ids, lengths):
    """Each row of ids (B, T) backward, its padding still behind."""
    steps = np.arange(ids.shape[1])
    index = np.where(steps < lengths[:, None], lengths[:, None] - 1 - steps, steps)  # (B, T)
    return np.take_along_axis(ids, index, axis=1)


class Reader(nn.Module):
    """ids (B, T) and lengths (B,) to logits (B, 1).

    layer: "none", "RNN", "GRU", "LSTM" or "both ways", two LSTMs of half the width. pool: "mean",
    "last" or "attention". dropout: of the words' vectors and of what is pooled.
    """

    def __init__(self, words, layer, pool, dropout, rng):
        super().__init__()
        self.pool = pool
        self.both_ways = layer == "both ways"
        self.embedding = nn.Embedding(words, WIDTH, padding_idx=0, rng=rng)
        self.embedding.weight.data *= 0.1
        self.drop = nn.Dropout(dropout, rng=rng)
        makers = {"none": [], "RNN": [nn.RNN], "GRU": [nn.GRU], "LSTM": [nn.LSTM]}
        makers = makers.get(layer, [nn.LSTM, nn.LSTM])
        width = WIDTH // max(len(makers), 1)
        self.layers = [maker(WIDTH, width, rng=rng) for maker in makers]
        self.query = None
        if pool == "attention":
            self.query = nn.Linear(WIDTH, 1, bias=False, init="xavier", rng=rng)
        self.head = nn.Linear(WIDTH, 1, init="xavier", rng=rng)

    def forward(self, ids, lengths):
        """(B, T), (B,) to (B, 1)."""
        mask = padding_mask(lengths, ids.shape[1])  # (B, T)
        states = self._read(ids, mask)  # (B, T, WIDTH)
        if self.both_ways:
            ends = [states[:, -1], self._read(reverse(ids, lengths), mask, 1)[:, -1]]
            pooled = ops.concatenate(ends, axis=-1)  # (B, WIDTH)
        elif self.pool == "last":
            pooled = states[:, -1]  # at a padded step the state stays as it was
        else:
            pooled = (states * self._shares(states, mask)).sum(axis=1)  # (B, WIDTH)
        return self.head(self.drop(pooled))

    def _read(self, ids, mask, which=0):
        x = self.drop(self.embedding(ids))  # (B, T, WIDTH)
        return self.layers[which](x, mask=mask)[0] if self.layers else x

    def _shares(self, states, mask):
        """The share of each step, (B, T, 1), 0 at padding."""
        if self.query is None:
            shares = mask / mask.sum(axis=1, keepdims=True)
            return Tensor(shares[..., None].astype(np.float32))
        scores = ops.where(mask[..., None], self.query(states), -1e9)  # (B, T, 1)
        return ops.softmax(scores, axis=1)


def logits(reader, ids, batch=256):
    """The logits (N,) of texts, lists of ids, in evaluation mode."""
    reader.eval()
    found = []
    for start in range(0, len(ids), batch):
        padded, lengths = pad(ids[start : start + batch])
        found.append(reader(padded, lengths).data[:, 0])
    reader.train()
    return np.concatenate(found)


def loss_of(z, y):
    """The mean loss of logits z (N,) for classes y (N,)."""
    return float(np.mean(np.logaddexp(0, z) - z * y))


def train(reader, ids, y, validation, lr, epochs, seed, patience=2):
    """Train in place, and go back to the epoch whose validation loss was least. Return that loss.

    validation: (ids, y).
    """
    parameters = list(reader.parameters())
    optimizer = Adam(parameters, lr=lr)
    lengths = np.array([len(text) for text in ids])
    best = np.inf
    best_state = None
    waited = 0
    for epoch in range(epochs):
        for batch in bucketed_batches(lengths, BATCH, seed=(seed, epoch)):
            padded, batch_lengths = pad([ids[i] for i in batch])
            loss = bce_with_logits(reader(padded, batch_lengths), y[batch, None])
            optimizer.zero_grad()
            loss.backward()
            clip_grad_norm_(parameters, 1.0)
            optimizer.step()
        held_out = loss_of(logits(reader, validation[0]), validation[1])
        waited += 1
        if held_out < best:
            best = held_out
            best_state = [p.data.copy() for p in parameters]
            waited = 0
        if waited > patience:
            break
    for p, data in zip(parameters, best_state, strict=True):
        p.data[...] = data
    return best
