"""Steps of other networks, with nblib or with PyTorch; all with Adam."""

import numpy as np

from nblib import losses, nn, ops, optim
from records.ladder.race import stepper
from records.speed.sizes import (
    FILTER_WIDTHS,
    FILTERS,
    IMAGES,
    LENGTH,
    LETTERS,
    STEPS,
    TEXTS,
    UNITS,
    WIDTH,
    WORDS,
)


class Nblib:
    """Where nblib keeps what a network needs, and the few calls that PyTorch names otherwise."""

    layers = nn
    optimizers = optim
    cross_entropy = staticmethod(losses.cross_entropy)
    tensor = staticmethod(np.asarray)
    recurrent_options = {}

    @staticmethod
    def channels_first(x):
        """(B, T, C) to (B, C, T)."""
        return x.transpose(0, 2, 1)

    @staticmethod
    def largest(x):
        """(B, C, T) to (B, C)."""
        return x.max(axis=2)

    @staticmethod
    def side_by_side(parts):
        """(B, C) each to (B, all C)."""
        return ops.concatenate(parts, axis=1)


def rooms(library):
    """Return where "nblib" or "PyTorch" keeps its parts; PyTorch is imported only if asked for."""
    if library == "nblib":
        return Nblib
    from records.speed.with_torch import Torch

    return Torch


def parameters_of(*layers):
    """Return the parameters of several layers."""
    return [parameter for layer in layers for parameter in layer.parameters()]


def text_step(library, batch=64):
    """A step of a classifier of texts: embedding, mean, linear."""
    lib = rooms(library)
    rng = np.random.default_rng(0)
    words = lib.tensor(rng.zipf(1.3, size=(batch, LENGTH)) % WORDS)  # (B, LENGTH)
    labels = lib.tensor(rng.integers(0, 2, batch))  # (B,)
    table = lib.layers.Embedding(WORDS, WIDTH)
    linear = lib.layers.Linear(WIDTH, 2)
    optimizer = lib.optimizers.Adam(parameters_of(table, linear))

    def loss():
        vectors = table(words)  # (B, LENGTH, WIDTH)
        return lib.cross_entropy(linear(vectors.mean(1)), labels)

    return stepper(loss, optimizer)


def recurrent_step(library, cell, batch=TEXTS, steps=STEPS):
    """A step of a character model: embedding, an RNN, GRU or LSTM, linear."""
    lib = rooms(library)
    rng = np.random.default_rng(0)
    text = lib.tensor(rng.integers(0, LETTERS, size=(batch, steps + 1)))
    table = lib.layers.Embedding(LETTERS, UNITS)
    recurrent = getattr(lib.layers, cell)(UNITS, UNITS, **lib.recurrent_options)
    linear = lib.layers.Linear(UNITS, LETTERS)
    optimizer = lib.optimizers.Adam(parameters_of(table, recurrent, linear))

    def loss():
        states, _ = recurrent(table(text[:, :-1]))  # (B, steps, UNITS)
        logits = linear(states).reshape(-1, LETTERS)  # (B * steps, LETTERS)
        return lib.cross_entropy(logits, text[:, 1:].reshape(-1))

    return stepper(loss, optimizer)


def images_step(lib, shape, layers):
    """Return the step of a stack of layers on a batch of images of this shape."""
    rng = np.random.default_rng(0)
    images = lib.tensor(rng.random((IMAGES, *shape), dtype=np.float32))
    labels = lib.tensor(rng.integers(0, 10, IMAGES))
    model = lib.layers.Sequential(*layers)
    optimizer = lib.optimizers.Adam(model.parameters())
    return stepper(lambda: lib.cross_entropy(model(images), labels), optimizer)


def conv_step(library):
    """A step of a small convolutional network on 28 x 28 images."""
    lib = rooms(library)
    layers = [
        lib.layers.Conv2d(1, 8, 3),
        lib.layers.ReLU(),
        lib.layers.MaxPool2d(2),  # (B, 8, 13, 13)
        lib.layers.Conv2d(8, 16, 3),
        lib.layers.ReLU(),
        lib.layers.MaxPool2d(2),  # (B, 16, 5, 5)
        lib.layers.Flatten(),
        lib.layers.Linear(400, 10),
    ]
    return images_step(lib, (1, 28, 28), layers)


def conv_norm_step(library):
    """A step of a convolutional network with padding and batch norm, 16 and 32 channels."""
    lib = rooms(library)
    layers = [
        lib.layers.Conv2d(1, 16, 3, padding=1),
        lib.layers.BatchNorm2d(16),
        lib.layers.ReLU(),
        lib.layers.MaxPool2d(2),  # (B, 16, 14, 14)
        lib.layers.Conv2d(16, 32, 3, padding=1),
        lib.layers.BatchNorm2d(32),
        lib.layers.ReLU(),
        lib.layers.MaxPool2d(2),  # (B, 32, 7, 7)
        lib.layers.Flatten(),
        lib.layers.Linear(1568, 10),
    ]
    return images_step(lib, (1, 28, 28), layers)


def text_conv_step(library, batch=TEXTS):
    """A step of a classifier of texts by convolutions of widths 3, 4 and 5 (Kim, 2014)."""
    lib = rooms(library)
    rng = np.random.default_rng(0)
    words = lib.tensor(rng.zipf(1.3, size=(batch, LENGTH)) % WORDS)  # (B, LENGTH)
    labels = lib.tensor(rng.integers(0, 2, batch))
    table = lib.layers.Embedding(WORDS, WIDTH)
    convolutions = [lib.layers.Conv1d(WIDTH, FILTERS, width) for width in FILTER_WIDTHS]
    linear = lib.layers.Linear(len(FILTER_WIDTHS) * FILTERS, 2)
    optimizer = lib.optimizers.Adam(parameters_of(table, *convolutions, linear))
    relu = lib.layers.ReLU()

    def loss():
        vectors = table(words)  # (B, LENGTH, WIDTH)
        along = lib.channels_first(vectors)
        found = []
        for convolution in convolutions:
            y = relu(convolution(along))  # (B, FILTERS, places)
            found.append(lib.largest(y))
        return lib.cross_entropy(linear(lib.side_by_side(found)), labels)

    return stepper(loss, optimizer)


def normed_mlp_step(library, norm):
    """A step of the digits network with a norm before each ReLU."""
    lib = rooms(library)
    make = getattr(lib.layers, norm)
    layers = [
        lib.layers.Linear(784, 128),
        make(128),
        lib.layers.ReLU(),
        lib.layers.Linear(128, 64),
        make(64),
        lib.layers.ReLU(),
        lib.layers.Linear(64, 10),
    ]
    return images_step(lib, (784,), layers)
