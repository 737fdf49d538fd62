"""The sets, all as images of 14 by 14 numbers from 0 to 1, and the labels that a run may see."""

import functools

import numpy as np

from nblib.data import load_fashion_mnist, load_mnist, load_small_digits

VALIDATION = 25  # images of each class, by which settings are chosen
LOADERS = {"small digits": load_small_digits, "clothing": load_fashion_mnist, "digits": load_mnist}


def halved(images):
    """(n, 28, 28) of 0 to 255 to (n, 1, 14, 14): the mean of four pixels each."""
    x = images.astype(np.float32).reshape(len(images), 1, 14, 2, 14, 2) / 255
    return x.mean(axis=(3, 5))


def enlarged(images):
    """(n, 8, 8) of 0 to 16 to (n, 1, 14, 14): 10 by 10 pixels, as MNIST's digits have now, in a
    frame of background.
    """
    x = images.astype(np.float32) / 16
    fine = x.repeat(5, axis=1).repeat(5, axis=2)  # (n, 40, 40)
    ten = fine.reshape(len(x), 10, 4, 10, 4).mean(axis=(2, 4))  # (n, 10, 10)
    return np.pad(ten, ((0, 0), (2, 2), (2, 2)))[:, None]


class Task:
    """One set. images, y: its training part, of which VALIDATION of each class choose settings, and
    the rest may be drawn; test: (images, y).
    """

    def __init__(self, name):
        data = LOADERS[name]()
        self.prepare = enlarged if name == "small digits" else halved
        self.names = data.names
        chosen = [np.flatnonzero(data.y_train == k) for k in range(10)]
        self.pool = [rows[VALIDATION:] for rows in chosen]
        held = np.concatenate([rows[:VALIDATION] for rows in chosen])
        self.images = self.prepare(data.x_train)
        self.y = data.y_train
        self.validation = (self.images[held], self.y[held])
        self.test = (self.prepare(data.x_test), data.y_test)

    def drawn(self, n, seed):
        """Return (x, y) of n images of each class, others for each seed."""
        rng = np.random.default_rng(seed)
        rows = np.concatenate([rng.permutation(row)[:n] for row in self.pool])  # (10 n,)
        return self.images[rows], self.y[rows]


@functools.cache
def task(name):
    """Return a task, made once in each process."""
    return Task(name)
