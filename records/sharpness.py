"""What does plain gradient descent do to the largest curvature of a network's loss?

A network with three hidden layers of 32 units and tanh reads 500 of the embedded digits, brought to
14 × 14 pixels, and takes full-batch gradient descent, without momentum, in float64. The loss is
half the squared error, summed over the ten outputs and averaged over the images; under
"cross-entropy" it is that. Five seeds draw images and first weights. All rates take the same way,
PATH: rate times steps. The sharpness, the largest eigenvalue of the Hessian, is measured LOOKS
times on the way, by Lanczos' method on differences of gradients; once more over the last steps of
it all, "late", one look a step, because it hovers.
"""

import numpy as np

from nblib import nn
from nblib.curvature import hvp, largest_curvature, of_weights
from nblib.data import load_mnist
from nblib.losses import cross_entropy
from nblib.tensor import Tensor

WIDTH = 32
IMAGES = 500
GAIN = 0.5  # of the first weights: small enough that every run begins flatter than it ends
RATES = (0.05, 0.1, 0.2, 0.4)
PATH = 300.0
LOOKS = 60
LATE = 20
SEEDS = range(5)


def images(seed):
    """Return 500 images (500, 196) with mean 0 and variance 1, and their digits (500,)."""
    digits = load_mnist()
    rows = np.random.default_rng(seed).permutation(len(digits.x_train))[:IMAGES]
    x = digits.x_train[rows].reshape(IMAGES, 14, 2, 14, 2).mean(axis=(2, 4))
    x = x.reshape(IMAGES, 196) / 255.0
    return (x - x.mean()) / x.std(), digits.y_train[rows]


def small(shape, rng, dtype):
    """Return the first weights of a layer."""
    return (GAIN / np.sqrt(shape[0]) * rng.normal(size=shape)).astype(dtype)


def network(seed):
    """Return the network, in float64."""
    rng = np.random.default_rng(seed)
    options = {"init": small, "rng": rng, "dtype": np.float64}
    layers = [nn.Linear(196, WIDTH, **options), nn.Tanh()]
    for _ in range(2):
        layers += [nn.Linear(WIDTH, WIDTH, **options), nn.Tanh()]
    return nn.Sequential(*layers, nn.Linear(WIDTH, 10, **options))


def task(seed, loss):
    """Return a function from weights to loss and gradient, and the first weights."""
    net = network(seed)
    x, y = images(seed)
    x = Tensor(x)
    targets = np.eye(10)[y]

    def squared():
        off = net(x) - targets  # (500, 10)
        return (off * off).sum() * (0.5 / IMAGES)

    def classes():
        return cross_entropy(net(x), y)

    return of_weights(net.parameters(), {"squared": squared, "cross-entropy": classes}[loss])


def run(seed, loss, lr, path=PATH, looks=LOOKS):
    """Return a dict of lists: at which step the sharpness was measured, the loss there, the
    sharpness; and "late", the sharpness in each of the last steps.
    """
    loss_and_gradient, w = task(seed, loss)
    direction = np.random.default_rng(seed).normal(size=len(w))

    def sharpness():
        nonlocal direction

        def product(v):
            return hvp(lambda w: loss_and_gradient(w)[1], w, v)

        found, direction = largest_curvature(product, direction, tolerance=1e-3)
        return found

    steps = round(path / lr)
    every = max(1, steps // looks)
    seen = {"step": [], "loss": [], "sharpness": [], "late": []}
    for k in range(steps + 1):
        height, grad = loss_and_gradient(w)
        if k % every == 0:
            seen["step"].append(k)
            seen["loss"].append(height)
            seen["sharpness"].append(sharpness())
        if k > steps - LATE:
            seen["late"].append(sharpness())
        if not height < 1e6:
            break
        w = w - lr * grad
    return seen


def measure():
    """Return the record: loss -> rate -> a dict of lists for each seed."""
    found = {}
    for loss in ("squared", "cross-entropy"):
        found[loss] = {}
        for lr in RATES:
            found[loss][f"{lr:g}"] = [run(seed, loss, lr) for seed in SEEDS]
            ends = [np.mean(seen["late"]) * lr / 2 for seen in found[loss][f"{lr:g}"]]
            print(loss, lr, np.round(ends, 3), flush=True)
    return {"rates": RATES, "path": PATH, "seeds": len(SEEDS), "runs": found}


def sample():
    """Return a short way at one rate, with both losses."""
    short = {loss: run(0, loss, 0.2, 10.0, 5) for loss in ("squared", "cross-entropy")}
    return {loss: [seen["loss"], seen["sharpness"]] for loss, seen in short.items()}
