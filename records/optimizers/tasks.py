"""The tasks: data, a small network, and how its answers are judged. A lower score is better."""

import functools

import numpy as np

from nblib import nn
from nblib.data import Minibatches, load_fashion_mnist, load_mnist, load_tragedies
from nblib.losses import cross_entropy
from nblib.train import evaluate, predict

CONTEXT = 8  # characters that the language model sees
ASCII = 128
WORST_BITS = 7.0  # of a character that is guessed among 128


class Images:
    """Pictures of ten kinds, a network 784-64-64-10; the score is the error in percent."""

    batch_size = 64
    epochs = 5

    def __init__(self, loader):
        images = loader()
        self.x = images.x_train.reshape(-1, 784).astype(np.float32) / np.float32(255)
        self.y = images.y_train
        self.test = (images.x_test.reshape(-1, 784).astype(np.float32) / 255, images.y_test)

    def drawn(self, seed):
        """Return (training batches, validation): 6,400 images and 1,600, other ones each seed."""
        rows = np.random.default_rng(seed).permutation(len(self.x))
        train = rows[:6400]
        held = rows[6400:8000]
        batches = Minibatches(self.x[train], self.y[train], batch_size=self.batch_size, seed=seed)
        return batches, (self.x[held], self.y[held])

    def network(self, seed):
        """Return (model, its hidden matrices, its other parameters)."""
        rng = np.random.default_rng(1000 + seed)
        first = nn.Linear(784, 64, init="he", rng=rng)
        second = nn.Linear(64, 64, init="he", rng=rng)
        last = nn.Linear(64, 10, init="he", rng=rng)
        model = nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), last)
        return model, [first.weight, second.weight], [first.bias, second.bias, *last.parameters()]

    def score(self, model, pair):
        """Return the share of wrong answers in percent."""
        x, y = pair
        return 100 * float(np.mean(predict(model, [x]).argmax(axis=1) != y))


class Characters:
    """The next character of a tragedy from the eight before it; the score is bits per character."""

    batch_size = 64
    steps = 1500
    epochs = 1

    def __init__(self):
        learned, left = load_tragedies().split()
        self.text = _codes(learned)
        held = _codes(left)
        half = len(held) // 2
        self.validation = _windows(held[:half], np.arange(0, half - CONTEXT, 4))
        self.test = _windows(held[half:], np.arange(0, half - CONTEXT, 4))

    def drawn(self, seed):
        """Return (training batches, validation): places drawn at random, other ones each seed."""
        count = self.batch_size * self.steps
        places = np.random.default_rng(seed).integers(len(self.text) - CONTEXT, size=count)
        x, y = _windows(self.text, places)
        return Minibatches(x, y, batch_size=self.batch_size, seed=seed), self.validation

    def network(self, seed):
        """Return (model, its hidden matrix, its other parameters)."""
        rng = np.random.default_rng(1000 + seed)
        table = nn.Embedding(ASCII, 16, rng=rng)
        hidden = nn.Linear(16 * CONTEXT, 128, init="he", rng=rng)
        last = nn.Linear(128, ASCII, init="he", rng=rng)
        model = nn.Sequential(table, nn.Flatten(), hidden, nn.ReLU(), last)
        return model, [hidden.weight], [table.weight, hidden.bias, *last.parameters()]

    def score(self, model, pair):
        """Return the cross-entropy in bits; what is worse than a guess counts as a guess."""
        nats = evaluate(model, cross_entropy, [pair])["validation_loss"]
        return min(float(nats / np.log(2)), WORST_BITS) if np.isfinite(nats) else WORST_BITS


def _codes(texts):
    return np.frombuffer("".join(texts).encode("ascii"), np.uint8).astype(np.int64)


def _windows(codes, places):
    """Return contexts (n, CONTEXT) and the characters that follow (n,)."""
    x = codes[places[:, None] + np.arange(CONTEXT)]  # (n, CONTEXT)
    return x, codes[places + CONTEXT]


MAKERS = {
    "digits": functools.partial(Images, load_mnist),
    "clothing": functools.partial(Images, load_fashion_mnist),
    "characters": Characters,
}


@functools.cache
def task(name):
    """Return a task, made once in each process."""
    return MAKERS[name]()
