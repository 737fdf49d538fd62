"""Steps of other networks, with nblib or with PyTorch; all with Adam."""

import numpy as np
import torch

from nblib import losses, nn, ops, optim
from records.ladder.steps import stepper

WORDS = 10_000
WIDTH = 64  # of an embedded word
LENGTH = 100  # of a text, in words
LETTERS = 64
UNITS = 128  # of the GRU


def rooms(library):
    """Return layers, optimizers, cross-entropy and what makes a tensor of "nblib" or "torch"."""
    if library == "nblib":
        return nn, optim, losses.cross_entropy, np.asarray
    return torch.nn, torch.optim, torch.nn.functional.cross_entropy, torch.tensor


def parameters_of(*layers):
    """Return the parameters of several layers."""
    return [parameter for layer in layers for parameter in layer.parameters()]


def text_step(library, batch=64):
    """A step of a classifier of texts: embedding, mean, linear."""
    layers, optimizers, cross_entropy, tensor = rooms(library)
    rng = np.random.default_rng(0)
    words = tensor(rng.zipf(1.3, size=(batch, LENGTH)) % WORDS)  # (B, LENGTH)
    labels = tensor(rng.integers(0, 2, batch))  # (B,)
    table = layers.Embedding(WORDS, WIDTH)
    linear = layers.Linear(WIDTH, 2)
    optimizer = optimizers.Adam(parameters_of(table, linear))

    def loss():
        vectors = table(words)  # (B, LENGTH, WIDTH)
        return cross_entropy(linear(vectors.mean(1)), labels)

    return stepper(loss, optimizer)


def recurrent_step(library, cell, batch=32, steps=32):
    """A step of a character model: embedding, an RNN, GRU or LSTM, linear."""
    layers, optimizers, cross_entropy, tensor = rooms(library)
    rng = np.random.default_rng(0)
    text = tensor(rng.integers(0, LETTERS, size=(batch, steps + 1)))
    options = {} if library == "nblib" else {"batch_first": True}
    table = layers.Embedding(LETTERS, UNITS)
    recurrent = getattr(layers, cell)(UNITS, UNITS, **options)
    linear = layers.Linear(UNITS, LETTERS)
    optimizer = optimizers.Adam(parameters_of(table, recurrent, linear))

    def loss():
        states, _ = recurrent(table(text[:, :-1]))  # (B, steps, UNITS)
        logits = linear(states).reshape(-1, LETTERS)  # (B * steps, LETTERS)
        return cross_entropy(logits, text[:, 1:].reshape(-1))

    return stepper(loss, optimizer)


def conv_step(library, batch=64):
    """A step of a small convolutional network on 28 x 28 images."""
    layers, optimizers, cross_entropy, tensor = rooms(library)
    rng = np.random.default_rng(0)
    images = tensor(rng.random((batch, 1, 28, 28), dtype=np.float32))
    labels = tensor(rng.integers(0, 10, batch))
    model = layers.Sequential(
        layers.Conv2d(1, 8, 3),
        layers.ReLU(),
        layers.MaxPool2d(2),  # (B, 8, 13, 13)
        layers.Conv2d(8, 16, 3),
        layers.ReLU(),
        layers.MaxPool2d(2),  # (B, 16, 5, 5)
        layers.Flatten(),
        layers.Linear(400, 10),
    )
    optimizer = optimizers.Adam(model.parameters())
    return stepper(lambda: cross_entropy(model(images), labels), optimizer)


def conv_norm_step(library, batch=64):
    """A step of a convolutional network with padding and batch norm, 16 and 32 channels."""
    layers, optimizers, cross_entropy, tensor = rooms(library)
    rng = np.random.default_rng(0)
    images = tensor(rng.random((batch, 1, 28, 28), dtype=np.float32))
    labels = tensor(rng.integers(0, 10, batch))
    model = layers.Sequential(
        layers.Conv2d(1, 16, 3, padding=1),
        layers.BatchNorm2d(16),
        layers.ReLU(),
        layers.MaxPool2d(2),  # (B, 16, 14, 14)
        layers.Conv2d(16, 32, 3, padding=1),
        layers.BatchNorm2d(32),
        layers.ReLU(),
        layers.MaxPool2d(2),  # (B, 32, 7, 7)
        layers.Flatten(),
        layers.Linear(1568, 10),
    )
    optimizer = optimizers.Adam(model.parameters())
    return stepper(lambda: cross_entropy(model(images), labels), optimizer)


def text_conv_step(library, batch=32):
    """A step of a classifier of texts by convolutions of widths 3, 4 and 5 (Kim, 2014)."""
    layers, optimizers, cross_entropy, tensor = rooms(library)
    rng = np.random.default_rng(0)
    words = tensor(rng.zipf(1.3, size=(batch, LENGTH)) % WORDS)  # (B, LENGTH)
    labels = tensor(rng.integers(0, 2, batch))
    table = layers.Embedding(WORDS, WIDTH)
    convolutions = [layers.Conv1d(WIDTH, WIDTH, width) for width in (3, 4, 5)]
    linear = layers.Linear(3 * WIDTH, 2)
    optimizer = optimizers.Adam(parameters_of(table, *convolutions, linear))
    relu = layers.ReLU()

    def loss():
        vectors = table(words)  # (B, LENGTH, WIDTH)
        along = vectors.transpose(0, 2, 1) if library == "nblib" else vectors.transpose(1, 2)
        found = []
        for convolution in convolutions:
            y = relu(convolution(along))  # (B, WIDTH, places)
            found.append(y.max(axis=2) if library == "nblib" else y.amax(2))
        joined = ops.concatenate(found, axis=1) if library == "nblib" else torch.cat(found, 1)
        return cross_entropy(linear(joined), labels)

    return stepper(loss, optimizer)


def normed_mlp_step(library, norm, batch=64):
    """A step of the digits network with a norm before each ReLU."""
    layers, optimizers, cross_entropy, tensor = rooms(library)
    rng = np.random.default_rng(0)
    images = tensor(rng.random((batch, 784), dtype=np.float32))
    labels = tensor(rng.integers(0, 10, batch))
    make = getattr(layers, norm)
    model = layers.Sequential(
        layers.Linear(784, 128),
        make(128),
        layers.ReLU(),
        layers.Linear(128, 64),
        make(64),
        layers.ReLU(),
        layers.Linear(64, 10),
    )
    optimizer = optimizers.Adam(model.parameters())
    return stepper(lambda: cross_entropy(model(images), labels), optimizer)
