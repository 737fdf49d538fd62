"""One cell and one distance: a learning rate is chosen, then five seeds are trained with it."""

import numpy as np

from nblib import nn
from nblib.losses import bce_with_logits
from nblib.optim import Adam, clip_grad_norm_

DISTANCES = (5, 10, 20, 40, 80, 160)
LRS = (0.003, 0.01, 0.03, 0.1)
SEEDS = range(5)
TUNING_SEEDS = (100, 101, 102)
STEPS = 1000
UNITS = 16
CARRIED = 0.95

CELLS = {
    "RNN": lambda rng: nn.RNN(2, UNITS, rng=rng),
    "GRU": lambda rng: nn.GRU(2, UNITS, rng=rng),
    "LSTM, bias 0": lambda rng: nn.LSTM(2, UNITS, forget_bias=0.0, rng=rng),
    "LSTM, bias 1": lambda rng: nn.LSTM(2, UNITS, forget_bias=1.0, rng=rng),
    "LSTM, bias 5": lambda rng: nn.LSTM(2, UNITS, forget_bias=5.0, rng=rng),
}


def sequences(n, distance, rng):
    """Return x (n, distance + 1, 2) and the bits (n, 1), 0 or 1."""
    bits = rng.integers(0, 2, n)  # (n,)
    x = np.zeros((n, distance + 1, 2), np.float32)
    x[:, :, 0] = rng.normal(size=(n, distance + 1))
    x[:, 0, 0] = 2 * bits - 1
    x[:, 0, 1] = 1
    return x, bits[:, None].astype(np.float32)


def accuracy(layer, head, distance, rng, n=1000):
    """Return the share of fresh sequences whose bit comes out right."""
    x, bits = sequences(n, distance, rng)
    outputs, _ = layer(x)
    return float(np.mean((head(outputs[:, -1]).data > 0) == (bits > 0.5)))


def trained(name, distance, lr, seed, steps=STEPS):
    """Train one cell; return (accuracy, steps taken)."""
    rng = np.random.default_rng([seed, distance])
    layer = CELLS[name](rng)
    head = nn.Linear(UNITS, 1, init="xavier", rng=rng)
    parameters = [*layer.parameters(), *head.parameters()]
    optimizer = Adam(parameters, lr=lr)
    for step in range(1, steps + 1):
        x, bits = sequences(32, distance, rng)
        outputs, _ = layer(x)  # (32, T + 1, 16)
        loss = bce_with_logits(head(outputs[:, -1]), bits)
        optimizer.zero_grad()
        loss.backward()
        clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        # Who has it does not need more steps.
        if step % 100 == 0 and accuracy(layer, head, distance, rng, 200) == 1.0:
            break
    return accuracy(layer, head, distance, rng), step


def _promise(name, distance, lr):
    """How good a learning rate is: how many seeds carry the bit, then what they get right, then how
    soon.
    """
    runs = [trained(name, distance, lr, seed) for seed in TUNING_SEEDS]
    carried = sum(right >= CARRIED for right, _ in runs)
    return carried, sum(right for right, _ in runs), -sum(steps for _, steps in runs)


def compared(name, distance):
    """Choose a learning rate, train five seeds with it; return what is kept."""
    lr = max(LRS, key=lambda lr: _promise(name, distance, lr))
    runs = [trained(name, distance, lr, seed) for seed in SEEDS]
    row = {"distance": distance, "lr": lr}
    row["accuracy"] = [right for right, _ in runs]
    row["steps"] = [steps for _, steps in runs]
    print(name, row, flush=True)
    return row
