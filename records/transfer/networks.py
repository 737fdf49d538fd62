"""The network, a body and a head, and how it is trained: on many labels, and then on few."""

import functools

import numpy as np

from nblib import nn
from nblib.curvature import LBFGS, of_weights
from nblib.data import Minibatches, load_digit_networks
from nblib.losses import cross_entropy
from nblib.optim import Adam
from nblib.schedules import linear
from nblib.tensor import Tensor, no_grad
from nblib.train import fit, predict
from records.transfer.sets import task

WIDTH = 64  # features
STEPS = 300  # on few labels
BATCH = 32
EPOCHS = 6  # on 8,000 images
NETWORKS = 5  # different ones of each source


def body_of(rng):
    """Return the body, (B, 1, 14, 14) to (B, WIDTH)."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, stride=2, padding=1, rng=rng),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, stride=2, padding=1, rng=rng),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(512, WIDTH, init="he", rng=rng),
        nn.ReLU(),
    )


def new(seed):
    """Return (body, head) with random weights."""
    rng = np.random.default_rng([seed, 17])
    return body_of(rng), nn.Linear(WIDTH, 10, rng=rng)


def body_from(source, seed):
    """Return a body that knows a source: "digits", 58,000 of them; "8,000 digits"; "clothing",
    8,000 pictures; or "nothing".
    """
    body, _ = new(seed)
    if source == "digits":
        model = nn.Sequential(body, nn.Linear(WIDTH, 10))
        model.load_state_dict(load_digit_networks()[seed % NETWORKS])
    elif source != "nothing":
        body.load_state_dict(learned(source, seed % NETWORKS))
    return body


@functools.cache
def learned(source, seed):
    """Return the state of a body that learned the 8,000 images of a source."""
    body, head = new(seed)
    known = task({"8,000 digits": "digits"}.get(source, source))
    model = nn.Sequential(body, head)
    batches = Minibatches(known.images[:8000], known.y[:8000], batch_size=64, seed=seed)
    total = EPOCHS * len(batches)
    fit(
        model,
        cross_entropy,
        Adam(model.parameters()),
        batches,
        epochs=EPOCHS,
        schedule=lambda step: linear(step, 2e-3, steps=total, start_factor=1.0, end_factor=0.0),
        progress=False,
    )
    return body.state_dict()


def fine_tuned(body, x, y, lr_body, lr_head, seed, head=None):
    """Return a model of the body, which changes, and a head, a new one if None: STEPS steps of Adam
    with two rates that fall in straight lines to zero.
    """
    rng = np.random.default_rng([seed, 18])
    head = nn.Linear(WIDTH, 10, rng=rng) if head is None else head
    model = nn.Sequential(body, head)
    groups = [{"params": body.parameters()}, {"params": head.parameters()}]
    optimizer = Adam(groups)
    for step in range(STEPS):
        for group, lr in zip(optimizer.param_groups, (lr_body, lr_head), strict=True):
            group["lr"] = lr * (1 - step / STEPS)
        rows = rng.permutation(len(x))[:BATCH]
        optimizer.zero_grad()
        cross_entropy(model(x[rows]), y[rows]).backward()
        optimizer.step()
    return model


class Linear:
    """Softmax regression on standardized features, with strength / 2 times the squared weights."""

    def __init__(self, x, y, strength):
        self.mean = x.mean(axis=0)
        self.deviation = x.std(axis=0).mean() + 1e-6
        z = Tensor(self.standardized(x))
        self.layer = nn.Linear(x.shape[1], int(y.max()) + 1, init="zeros")

        def loss():
            weight = self.layer.weight
            return cross_entropy(self.layer(z), y) + (weight * weight).sum() * (strength / 2)

        function, w = of_weights(self.layer.parameters(), loss)
        LBFGS(w, max_iter=60, line_search_fn="strong_wolfe").step(function)

    def standardized(self, x):
        """Features less their mean, over one deviation for all."""
        return ((x - self.mean) / self.deviation).astype(np.float32)

    def head(self):
        """The same as one layer on features as they are."""
        layer = nn.Linear(len(self.mean), self.layer.weight.shape[1], init="zeros")
        layer.weight.data[...] = self.layer.weight.data / self.deviation
        layer.bias.data[...] = self.layer.bias.data - self.mean @ layer.weight.data
        return layer

    def __call__(self, x):
        """(B, D) to scores (B, C)."""
        with no_grad():
            return self.layer(self.standardized(x)).data


class Kernel:
    """Least squares with a Gaussian kernel, one class against the rest (Suykens and Vandewalle,
    1999): pixels (B, D) to scores (B, C).
    """

    def __init__(self, x, y, gamma, strength):
        self.x = x.astype(np.float64)
        self.gamma = gamma
        targets = 2.0 * (y[:, None] == np.arange(10)) - 1  # (n, 10)
        matrix = self.kernel(self.x) + strength * np.eye(len(y))
        self.weights = np.linalg.solve(matrix, targets)  # (n, 10)

    def kernel(self, x):
        """exp(-gamma |x - x'|²), (B, n)."""
        squares = (x**2).sum(axis=1)[:, None] + (self.x**2).sum(axis=1) - 2 * x @ self.x.T
        return np.exp(-self.gamma * squares)

    def __call__(self, x):
        """(B, D) to scores (B, 10)."""
        return self.kernel(x.astype(np.float64)) @ self.weights


def features(body, x):
    """(B, 1, 14, 14) to (B, WIDTH)."""
    return predict(body.eval(), [x])
