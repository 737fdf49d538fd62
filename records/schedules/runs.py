"""Training one network, and choosing a rate for it."""

import math
from functools import partial

import numpy as np

from nblib.data import Minibatches
from nblib.losses import cross_entropy
from nblib.schedules import range_test, suggest_lr
from nblib.train import fit, predict

BATCH = 64
CHOOSING = (10, 11, 12)  # seeds that choose a rate
SEEDS = (0, 1, 2, 3, 4)  # seeds that are judged
AVERAGED = 0.2  # the part of the steps over which weights are averaged


def data(loader):
    """Return {part: (x, y)}, the pixels between 0 and 1."""
    images = loader()
    x = images.x_train.reshape(len(images.x_train), 784).astype(np.float32) / np.float32(255)
    x_test = images.x_test.reshape(len(images.x_test), 784).astype(np.float32) / np.float32(255)
    return {
        "training": (x[:7000], images.y_train[:7000]),
        "validation": (x[7000:], images.y_train[7000:]),
        "test": (x_test, images.y_test),
    }


def share_right(model, x, y):
    """Return the accuracy; outputs that are no finite numbers count as guessing."""
    scores = predict(model, [x])
    if not np.isfinite(scores).all():
        return 0.1
    return float(np.mean(scores.argmax(axis=1) == y))


def loss_on(model, x, y):
    """Return the loss on all examples, at most 100, and 100 where it is no finite number."""
    value = cross_entropy(predict(model, [x]), y).item()
    return min(value, 100.0) if math.isfinite(value) else 100.0


class Averaging:
    """Sums up the weights of the last part of a run: call it before each step."""

    def __init__(self, model, steps):
        self.weights = list(model.parameters())
        self.first = steps - round(AVERAGED * steps)
        self.step = 0
        self.sums = [np.zeros(w.shape) for w in self.weights]

    def __call__(self):
        """Add the weights, if it is time."""
        if self.step >= self.first:
            for total, w in zip(self.sums, self.weights, strict=True):
                total += w.data
        self.step += 1

    def load(self):
        """Put the averages in the weights' place."""
        for total, w in zip(self.sums, self.weights, strict=True):
            w.data[...] = total / (self.step - self.first)


def run(parts, make, optimizer, schedule, lr, *, epochs, seed, averaged=False):
    """Train one network; return (validation accuracy, test accuracy, training loss)."""
    model = make(np.random.default_rng(seed))
    x, y = parts["training"]
    batches = Minibatches(x, y, batch_size=BATCH, seed=seed, drop_last=True)
    steps = epochs * len(batches)
    averaging = Averaging(model, steps) if averaged else None
    history = fit(
        model,
        cross_entropy,
        optimizer(model.parameters(), lr=lr),
        batches,
        epochs=epochs,
        schedule=schedule(lr, steps),
        before_step=averaging,
        progress=False,
    )
    if averaged and not history.stopped:
        averaging.load()
    found = [share_right(model, *parts[part]) for part in ("validation", "test")]
    return (*found, loss_on(model, x, y))


def tuned(name, parts, make, optimizer, schedule, rates, epochs, averaged=False):
    """Try every rate, choose one, and return what its five networks reached."""
    go = partial(run, parts, make, optimizer, schedule, epochs=epochs, averaged=averaged)
    tried = []
    for lr in rates:
        accuracies = [go(lr, seed=seed)[0] for seed in CHOOSING]
        tried.append({"lr": lr, "validation": accuracies})
    best = max(tried, key=lambda row: np.mean(row["validation"]))["lr"]
    judged = [go(best, seed=seed) for seed in SEEDS]
    _, test, loss = (list(values) for values in zip(*judged, strict=True))
    print(name, best, np.round(test, 4), np.round(loss, 5), flush=True)
    return {"chosen": best, "test": test, "training loss": loss, "tried": tried}


def ranged(parts, make, optimizer, ends, seed):
    """Return (the suggested rate, the rate at which the loss blew up or None)."""
    model = make(np.random.default_rng(seed))
    batches = Minibatches(*parts["training"], batch_size=BATCH, seed=seed, drop_last=True)
    history = fit(
        model,
        cross_entropy,
        optimizer(model.parameters(), lr=ends[0]),
        batches,
        epochs=2,
        schedule=partial(range_test, low=ends[0], high=ends[1], steps=2 * len(batches)),
        progress=False,
    )
    lrs = history.steps["lr"]
    losses = history.steps["loss"]
    found = suggest_lr(lrs, losses)
    if found.divergence is None and history.stopped:  # the loss of the next step was no number
        return found.lr, lrs[-1]
    return found.lr, found.divergence


def first_failure(rates, accuracies):
    """Return the smallest rate above the best one at which most answers are wrong, or None."""
    best = int(np.argmax(accuracies))
    wrong = [k for k in range(best, len(rates)) if accuracies[k] < 0.5]
    return rates[wrong[0]] if wrong else None
