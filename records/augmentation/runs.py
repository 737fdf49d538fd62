"""One task after another, each with every contender: choose a setting, train, judge."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from nblib import nn
from nblib.data import augment, load_fashion_mnist, load_mnist, train_validation_split
from nblib.losses import cross_entropy
from nblib.metrics import accuracy, expected_calibration_error
from nblib.optim import Adam
from nblib.train import fit, predict
from records.augmentation.contenders import CONTENDERS, Batches

SEEDS = range(5)
# Copies that are averaged when the network is asked: all shifts by at most one pixel.
SHIFTS = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]


def choosing_seeds(n):
    """Return the seeds that choose among the settings for n images; they are not used again."""
    return range(100, 103) if n > 1000 else range(100, 110)


class AsImages(nn.Module):
    """Flat images (B, 784) as images of one channel (B, 1, 28, 28)."""

    def forward(self, x):
        """(B, 784) to (B, 1, 28, 28)."""
        return x.reshape(len(x), 1, 28, 28)


def dense(rng):
    """Return a network 784-128-128-10 with ReLU between its layers."""
    linear = partial(nn.Linear, init="he", rng=rng)
    return nn.Sequential(linear(784, 128), nn.ReLU(), linear(128, 128), nn.ReLU(), linear(128, 10))


def convolutional(rng):
    """Return a network of two convolutions with stride 2 and a linear layer."""
    conv = partial(nn.Conv2d, kernel_size=5, stride=2, padding=2, rng=rng)
    stack = [AsImages(), conv(1, 8), nn.ReLU(), conv(8, 16), nn.ReLU(), nn.Flatten()]
    return nn.Sequential(*stack, nn.Linear(784, 10, init="he", rng=rng))


@dataclass(frozen=True)
class Task:
    """What is learned: from how many images, for how many epochs, by which network."""

    loader: object
    n: int
    epochs: int
    network: object = dense


# The longest first: two run at a time.
TASKS = {
    "clothing, 8,000": Task(load_fashion_mnist, 8000, 10),
    "digits, 8,000": Task(load_mnist, 8000, 10),
    "digits, 1,000, CNN": Task(load_mnist, 1000, 20, convolutional),
    "digits, 1,000": Task(load_mnist, 1000, 40),
    "clothing, 1,000": Task(load_fashion_mnist, 1000, 40),
}


class Images:
    """The images of a task as floats, (n, 28, 28)."""

    def __init__(self, task):
        data = task.loader()
        self.task = task
        self.x = data.x_train.astype(np.float32) / np.float32(255)
        self.y = data.y_train
        self.x_test = data.x_test.astype(np.float32) / np.float32(255)
        self.y_test = data.y_test

    def drawn(self, seed):
        """Return the n training images of a seed, (n, 28, 28) and (n,)."""
        rows = np.random.default_rng(seed).permutation(len(self.x))[: self.task.n]
        return self.x[rows], self.y[rows]


def trained(images, contender, setting, x, y, seed):
    """Return a network that was trained on these images."""
    task = images.task
    model = task.network(np.random.default_rng(1000 + seed))
    strength = setting["strength"]
    batches = Batches(x, y, contender, strength, batch_size=64, seed=seed)
    smoothing = strength if contender.smooths else 0.0
    loss = partial(cross_entropy, label_smoothing=smoothing)
    optimizer = Adam(model.parameters(), lr=setting["lr"])
    fit(model, loss, optimizer, batches, epochs=task.epochs, progress=False)
    return model


def probabilities(model, x):
    """Return what the network says to images (n, 28, 28), as probabilities (n, 10)."""
    logits = predict(model, [x.reshape(len(x), 784)])
    e = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def share_right(p, y):
    """Return the accuracy of probabilities (n, 10)."""
    return float(accuracy(p.argmax(axis=1), y))


def validated(images, contender, setting, seed):
    """Return the accuracy on the fifth held out of the images of a seed."""
    x, y = images.drawn(seed)
    x, x_held, y, y_held = train_validation_split(x, y, fraction=0.2, seed=seed, stratify=y)
    model = trained(images, contender, setting, x, y, seed)
    return share_right(probabilities(model, x_held), y_held)


def chosen(images, contender, lr):
    """Return (the best setting, all settings with their accuracies); lr: plain's."""
    tried = []
    for setting in contender.settings(lr):
        found = [
            validated(images, contender, setting, seed) for seed in choosing_seeds(images.task.n)
        ]
        tried.append({**setting, "validation": found})
    best = max(tried, key=lambda row: np.mean(row["validation"]))
    return {"lr": best["lr"], "strength": best["strength"]}, tried


def judged(images, contender, setting, seed):
    """Return what one network reaches on the test images: its accuracy, loss, calibration error
    and mean confidence; and the accuracy of the mean answer over nine shifts of each image.
    """
    x, y = images.drawn(seed)
    model = trained(images, contender, setting, x, y, seed)
    p = probabilities(model, images.x_test)
    y_test = images.y_test
    ways = [augment.shift(images.x_test, *move) for move in SHIFTS]
    averaged = np.mean([probabilities(model, way) for way in ways], axis=0)
    likelihood = p[np.arange(len(y_test)), y_test]
    return {
        "test": share_right(p, y_test),
        "loss": float(-np.log(np.maximum(likelihood, 1e-12)).mean()),
        "calibration error": expected_calibration_error(p, y_test),
        "confidence": float(p.max(axis=1).mean()),
        "averaged": share_right(averaged, y_test),
    }


def compared(name):
    """Return {contender: what it chose and what it reached, seed by seed} of a task."""
    images = Images(TASKS[name])
    found = {}
    lr = None
    for contender_name, contender in CONTENDERS.items():
        setting, tried = chosen(images, contender, lr)
        if contender_name == "plain":
            lr = setting["lr"]
        runs = [judged(images, contender, setting, seed) for seed in SEEDS]
        row = {"chosen": setting, "tried": tried}
        for part in runs[0]:
            row[part] = [run[part] for run in runs]
        found[contender_name] = row
        print(f"{name}: {contender_name:16} {setting} {np.mean(row['test']):.4f}", flush=True)
    return found
