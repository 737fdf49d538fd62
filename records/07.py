"""Does a network of 50 layers train? What first weights and shortcuts each contribute.

Every network reads the embedded digits: 7,000 to learn from, 1,000 to choose the learning rate by,
2,000 to judge by. A plain one has 50 weight matrices, width 64, with a ReLU between any two. A
residual one has as many: one at the entrance, 24 branches Linear, ReLU, Linear, each with a
shortcut around it, and one at the exit. All take plain SGD, batches of 64, the same epochs, and
every one of the learning rates on every seed. A run that meets a loss which is no finite number
ends there, and where its outputs are no numbers they count as guessing. "plain, He, longer" has
three times the epochs.

Does clipping help where single gradients explode? A recurrent network reads the same digits row by
row, 28 steps with one matrix of weights, which begins with gain 2, with and without clipping, or
with gain 1.
"""

import math

import numpy as np

from nblib import nn
from nblib.data import Minibatches, load_mnist
from nblib.losses import cross_entropy
from nblib.optim import SGD, clip_grad_norm_
from nblib.train import fit, predict

WIDTH = 64
LAYERS = 50  # weight matrices
BLOCKS = 24
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
RECURRENT_RATES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
SEEDS = 5
EPOCHS = 5
BATCH = 64
CLIP = 1.0


def orthogonal(shape, rng, dtype):
    """Return an orthogonal matrix times the gain of ReLU."""
    return nn.init.orthogonal(shape, rng, gain=math.sqrt(2), dtype=dtype)


def torch_default(shape, rng, dtype):
    """Return what nn.Linear of PyTorch begins with: uniform within 1 / √fan_in."""
    edge = 1 / math.sqrt(shape[0])
    return rng.uniform(-edge, edge, shape).astype(dtype)


def small(shape, rng, dtype):
    """Return He's weights over the square root of the number of blocks."""
    return nn.init.he_normal(shape, rng, dtype=dtype) / np.float32(math.sqrt(BLOCKS))


def plain(rng, init, layers=LAYERS):
    """Return a network with a ReLU between any two of its layers."""
    widths = [784] + [WIDTH] * (layers - 1)
    stack = []
    for d_in, d_out in zip(widths[:-1], widths[1:], strict=True):
        stack += [nn.Linear(d_in, d_out, init=init, rng=rng), nn.ReLU()]
    return nn.Sequential(*stack, nn.Linear(WIDTH, 10, init=init, rng=rng))


def residual(rng, init, last):
    """Return a network with a shortcut around any two layers, the second of which begins with
    `last`.
    """
    stack = [nn.Linear(784, WIDTH, init=init, rng=rng), nn.ReLU()]
    for _ in range(BLOCKS):
        first = nn.Linear(WIDTH, WIDTH, init=init, rng=rng)
        second = nn.Linear(WIDTH, WIDTH, init=last, rng=rng)
        stack.append(nn.Residual(nn.Sequential(first, nn.ReLU(), second)))
    return nn.Sequential(*stack, nn.Linear(WIDTH, 10, init=init, rng=rng))


class Recurrent(nn.Module):
    """An RNN along the rows of an image, and a linear layer on its last state."""

    def __init__(self, rng, gain):
        super().__init__()
        self.rnn = nn.RNN(28, WIDTH, rng=rng)
        self.exit = nn.Linear(WIDTH, 10, rng=rng)
        again = self.rnn.layers[0].weight_hh
        again.data[...] = rng.normal(0, gain / math.sqrt(WIDTH), again.shape)

    def forward(self, x):
        """(B, 784) to (B, 10)."""
        states, _ = self.rnn(x.reshape(len(x), 28, 28))
        return self.exit(states[:, -1])


# name -> (network of a Generator, epochs, largest norm of the gradient or None)
NETWORKS = {
    "plain, gain 1": (lambda rng: plain(rng, "xavier"), EPOCHS, None),
    "plain, He": (lambda rng: plain(rng, "he"), EPOCHS, None),
    "plain, orthogonal": (lambda rng: plain(rng, orthogonal), EPOCHS, None),
    "residual, He": (lambda rng: residual(rng, "he", "he"), EPOCHS, None),
    "residual, He, clipped": (lambda rng: residual(rng, "he", "he"), EPOCHS, CLIP),
    "residual, PyTorch's default": (
        lambda rng: residual(rng, torch_default, torch_default),
        EPOCHS,
        None,
    ),
    "residual, small": (lambda rng: residual(rng, "he", small), EPOCHS, None),
    "residual, zero": (lambda rng: residual(rng, "he", "zeros"), EPOCHS, None),
    "3 layers, He": (lambda rng: plain(rng, "he", layers=3), EPOCHS, None),
    "plain, He, longer": (lambda rng: plain(rng, "he"), 3 * EPOCHS, None),
}


RECURRENT = {
    "gain 2": (lambda rng: Recurrent(rng, 2.0), EPOCHS, None),
    "gain 2, clipped": (lambda rng: Recurrent(rng, 2.0), EPOCHS, CLIP),
    "gain 1": (lambda rng: Recurrent(rng, 1.0), EPOCHS, None),
}


def data():
    """Return {part: (x, y)}, the pixels with mean 0 and standard deviation 1 over the training
    part.
    """
    digits = load_mnist()
    x = digits.x_train.reshape(len(digits.x_train), 784).astype(np.float32)
    x_test = digits.x_test.reshape(len(digits.x_test), 784).astype(np.float32)
    mean = x[:7000].mean()
    std = x[:7000].std()
    return {
        "training": ((x[:7000] - mean) / std, digits.y_train[:7000]),
        "validation": ((x[7000:] - mean) / std, digits.y_train[7000:]),
        "test": ((x_test - mean) / std, digits.y_test),
    }


def share_right(model, x, y):
    """Return the accuracy; outputs that are no finite numbers count as guessing."""
    scores = predict(model, [x])
    if not np.isfinite(scores).all():
        return 0.1
    return float(np.mean(scores.argmax(axis=1) == y))


def run(parts, make, epochs, clip, lr, seed):
    """Train one network and return (validation accuracy, test accuracy, whether it ran to the
    end).
    """
    model = make(np.random.default_rng(seed))
    optimizer = SGD(model.parameters(), lr=lr)
    batches = Minibatches(*parts["training"], batch_size=BATCH, seed=seed)
    history = fit(
        model,
        cross_entropy,
        optimizer,
        batches,
        epochs=epochs,
        before_step=clip and (lambda: clip_grad_norm_(model.parameters(), clip)),
        progress=False,
    )
    found = [share_right(model, *parts[part]) for part in ("validation", "test")]
    return (*found, not history.stopped)


def compared(parts, networks, rates):
    """Return what each network reached at each learning rate, seed by seed."""
    found = {}
    for name, (make, epochs, clip) in networks.items():
        found[name] = {"epochs": epochs, "runs": []}
        for lr in rates:
            runs = [run(parts, make, epochs, clip, lr, seed) for seed in range(SEEDS)]
            validation, test, finished = (list(values) for values in zip(*runs, strict=True))
            row = {"lr": lr, "validation": validation, "test": test, "finished": finished}
            found[name]["runs"].append(row)
            print(name, lr, np.round(test, 3), finished, flush=True)
    return found


def measure():
    """Return the record."""
    parts = data()
    with np.errstate(all="ignore"):
        recurrent = compared(parts, RECURRENT, RECURRENT_RATES)
        networks = compared(parts, NETWORKS, RATES)
    return {"rates": RATES, "seeds": SEEDS, "networks": networks, "recurrent": recurrent}


def sample():
    """Return what every network reaches in thirty steps at one learning rate."""
    parts = data()
    x, y = parts["training"]
    parts["training"] = (x[: 30 * BATCH], y[: 30 * BATCH])
    networks = {**NETWORKS, **RECURRENT}
    del networks["gain 2"]  # its gradients explode, so that rounding decides where it goes
    found = {}
    with np.errstate(all="ignore"):
        for name, (make, _, clip) in networks.items():
            found[name] = run(parts, make, 1, clip, lr=0.003, seed=0)
    return found
