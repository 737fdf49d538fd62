"""A small network with noise of its own, and two moons for it to tell apart."""

import numpy as np

from nblib import losses, ops, optim
from nblib.data import Minibatches
from nblib.nn.module import Module
from nblib.tensor import Tensor


class Net(Module):
    """Two layers and noise of its own, so that a resumed run has to restore a generator."""

    def __init__(self, seed=0, noise=0.0):
        super().__init__()
        self.rng = np.random.default_rng(seed)
        self.noise = noise
        self.w = Tensor(self.rng.normal(size=(2, 8)), requires_grad=True)
        self.b = Tensor(np.zeros(8), requires_grad=True)
        self.v = Tensor(self.rng.normal(size=(8, 2)) / 3, requires_grad=True)

    def forward(self, x):
        h = ops.tanh(ops.linear(x, self.w, self.b))
        if self.training and self.noise:
            h = h + self.noise * self.rng.normal(size=h.shape)
        return h @ self.v


def moons(n=120, seed=0):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, n)
    angle = rng.uniform(0, np.pi, n) + np.pi * y
    return np.column_stack([np.cos(angle) + y, np.sin(angle) + 0.5 * y]) + 0.1 * rng.normal(
        size=(n, 2)
    ), y


def parts(noise=0.0, lr=0.05, seed=0):
    model = Net(seed, noise)
    return model, losses.cross_entropy, optim.Adam(model.parameters(), lr=lr)


X, Y = moons()


XV, YV = moons(60, seed=1)


def train_batches():
    return Minibatches(X, Y, batch_size=16, seed=3)


def validation():
    return Minibatches(XV, YV, batch_size=25, shuffle=False)


def accuracy(outputs, targets):
    return (outputs.argmax(axis=1) == targets).mean()


def same(a, b):
    a = a.state_dict()
    b = b.state_dict()
    return all(np.array_equal(a[name], b[name]) for name in a)
