"""The networks, and how likely they find a text."""

import numpy as np

from nblib import nn
from nblib.losses import cross_entropy
from nblib.nn.causal import CausalTransformer
from nblib.tensor import no_grad

WARM = 64  # characters at the beginning of a text that are read, and not asked
WINDOW = 64  # characters that a step of training reads, and the most a Transformer looks at
LONG = 2048  # characters that a recurrent network is asked in a row


class Recurrent(nn.Module):
    """ids (B, T) and a state to logits (B, T, V) and the state behind them."""

    def __init__(self, cell, vocab_size, width, dropout, rng):
        super().__init__()
        self.symbols = nn.Embedding(vocab_size, min(48, width), rng=rng)
        self.cell = cell(min(48, width), width, rng=rng)
        self.dropout = nn.Dropout(dropout, rng=rng)
        self.head = nn.Linear(width, vocab_size, init="xavier", rng=rng)

    def forward(self, ids, state=None):
        """(B, T) to (B, T, V)."""
        outputs, state = self.cell(self.symbols(ids), state)  # (B, T, width)
        return self.head(self.dropout(outputs)), state


class Looking(nn.Module):
    """The same with a causal Transformer, which has no state."""

    def __init__(self, vocab_size, width, dropout, rng):
        super().__init__()
        heads = width // 32
        self.transformer = CausalTransformer(
            vocab_size, width, heads, 2, WINDOW, dropout=dropout, rng=rng
        )

    def forward(self, ids, state=None):
        """(B, T) to (B, T, V)."""
        return self.transformer(ids), None


def network(name, vocab_size, setting, rng):
    """Return a network of this name, "GRU", "LSTM" or "Transformer"."""
    width = setting["width"]
    dropout = setting["dropout"]
    if name == "Transformer":
        return Looking(vocab_size, width, dropout, rng)
    return Recurrent(getattr(nn, name), vocab_size, width, dropout, rng)


def nll(net, ids):
    """Return minus the logarithms of the probabilities of ids[WARM:], in the network's eyes.

    Each window begins with characters that are read only: a recurrent network has read at least 64
    before each that it is asked for, a Transformer at least 32, its windows being short.
    """
    read_only = WINDOW // 2 if isinstance(net, Looking) else WARM
    asked = WINDOW // 2 if isinstance(net, Looking) else LONG
    starts = range(WARM - read_only, len(ids) - read_only, asked)
    found = []
    with no_grad():
        for batch in np.array_split(np.array(starts), max(1, len(starts) // 32)):
            windows = _windows(ids, batch, read_only + asked)  # (B, read_only + asked)
            logits, _ = net(windows[:, :-1])
            logits = logits[:, read_only - 1 :]  # (B, asked, V)
            targets = windows[:, read_only:]
            losses = cross_entropy(
                logits.reshape(-1, logits.shape[-1]), targets.reshape(-1), reduction="none"
            )
            found.append(losses.data.astype(np.float64))
    return np.concatenate(found)[: len(ids) - WARM]


def _windows(ids, starts, length):
    """Windows of ids, (B, length); what lies behind the end repeats the last id, and is dropped."""
    places = np.minimum(starts[:, None] + np.arange(length), len(ids) - 1)
    return ids[places]
