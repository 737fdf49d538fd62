"""What does momentum gain on real digits, and how does that depend on the size of the batch?

A network of two hidden layers of 64 with ReLU reads the embedded digits: 7,000 to learn from, 1,000
to choose the settings, 2,000 to judge. Plain SGD, heavy ball and Nesterov's step get 18 trials
each, on five seeds: plain SGD 18 learning rates, the other two six effective learning rates for
each of three momenta, over the same range. The effective learning rate is the learning rate over
one minus the momentum.

"batches": by batch size, 700 steps of 10 examples, 210 of 100 or 70 of 1,000. A run that meets a
loss which is no finite number ends there; where its outputs are no numbers they count as guessing,
and its loss as that of guessing.
"""

import numpy as np

from nblib import nn
from nblib.data import Minibatches, load_mnist
from nblib.losses import cross_entropy
from nblib.optim import SGD
from nblib.train import fit, predict

WIDTH = 64
SEEDS = 5
LEARN = 7000
EPOCHS = {"10": 1, "100": 3, "1000": 10}  # by batch size
MOMENTA = (0.8, 0.9, 0.97)
# The largest effective learning rate, by batch size; the trials go down from there.
TOP = {"10": 0.4, "100": 1.6, "1000": 3.2}
GUESSING = float(np.log(10))


def data():
    """Return {part: (x, y)}, the pixels with mean 0 and variance 1 over the training part."""
    digits = load_mnist()
    x = digits.x_train.reshape(len(digits.x_train), 784).astype(np.float32)
    x_test = digits.x_test.reshape(len(digits.x_test), 784).astype(np.float32)
    mean = x[:LEARN].mean()
    std = x[:LEARN].std()
    x = (x - mean) / std
    return {
        "training": (x[:LEARN], digits.y_train[:LEARN]),
        "validation": (x[LEARN:], digits.y_train[LEARN:]),
        "test": ((x_test - mean) / std, digits.y_test),
    }


def network(seed):
    """Return the network."""
    rng = np.random.default_rng(seed)
    return nn.Sequential(
        nn.Linear(784, WIDTH, rng=rng),
        nn.ReLU(),
        nn.Linear(WIDTH, WIDTH, rng=rng),
        nn.ReLU(),
        nn.Linear(WIDTH, 10, rng=rng),
    )


def trials(top):
    """Return {contender: its 18 trials}, each (momentum, effective learning rate)."""
    fine = [top * 2.0 ** (-k / 3) for k in range(18)]
    coarse = [top * 2.0**-k for k in range(6)]
    grid = [(momentum, effective) for momentum in MOMENTA for effective in coarse]
    return {"plain": [(0.0, effective) for effective in fine], "heavy ball": grid, "nesterov": grid}


def judged(model, x, y):
    """Return (loss, accuracy); outputs that are no finite numbers count as guessing."""
    logits = predict(model, [x])
    if not np.isfinite(logits).all():
        return GUESSING, 0.1
    logits = logits.astype(np.float64)
    highest = logits.max(axis=1)
    total = np.log(np.exp(logits - highest[:, None]).sum(axis=1)) + highest
    loss = np.mean(total - logits[np.arange(len(y)), y])
    return float(loss), float(np.mean(logits.argmax(axis=1) == y))


def run(parts, *, contender, momentum, effective, batch_size, epochs, seed):
    """Train a network; return a dict of what it reached."""
    model = network(seed)
    options = {"lr": effective * (1 - momentum), "momentum": momentum}
    optimizer = SGD(model.parameters(), nesterov=contender == "nesterov", **options)
    batches = Minibatches(*parts["training"], batch_size=batch_size, seed=seed)
    history = fit(model, cross_entropy, optimizer, batches, epochs=epochs, progress=False)
    return {
        "training loss": judged(model, *parts["training"])[0],
        "validation": judged(model, *parts["validation"])[1],
        "test": judged(model, *parts["test"])[1],
        "finite": not history.stopped,
    }


def over_seeds(parts, **options):
    """Return {what: a list, seed by seed} for one trial, and say it."""
    runs = [run(parts, seed=seed, **options) for seed in range(SEEDS)]
    found = {what: [one[what] for one in runs] for what in runs[0]}
    print(*options.values(), np.round(np.mean(found["validation"]), 4), flush=True)
    return {"momentum": options["momentum"], "effective": options["effective"], **found}


def measure():
    """Return the record."""
    parts = data()
    found = {}
    with np.errstate(all="ignore"):
        for size, epochs in EPOCHS.items():
            found[size] = {}
            for contender, tried in trials(TOP[size]).items():
                found[size][contender] = [
                    over_seeds(
                        parts,
                        contender=contender,
                        momentum=momentum,
                        effective=effective,
                        batch_size=int(size),
                        epochs=epochs,
                    )
                    for momentum, effective in tried
                ]
    return {"seeds": SEEDS, "epochs": EPOCHS, "batches": found}


def sample():
    """Return what each contender reaches in one epoch on a tenth of the data."""
    parts = data()
    parts["training"] = tuple(part[:640] for part in parts["training"])
    options = {"effective": 0.2, "batch_size": 64, "epochs": 1, "seed": 0}
    return {
        contender: run(parts, contender=contender, momentum=momentum, **options)
        for contender, momentum in (("plain", 0.0), ("heavy ball", 0.9), ("nesterov", 0.9))
    }
