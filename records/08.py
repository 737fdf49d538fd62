"""At which learning rates does a network train, with and without normalization, and where does
batch norm lose?

All networks read the embedded digits, of which 1,000 choose the learning rate and 2,000 judge, and
take plain SGD. Every one tries all the learning rates of its comparison on every seed. A run that
meets a loss which is no finite number ends there; where its outputs are no numbers they count as
guessing. With batch norm the accuracy is also measured with statistics that are computed anew, on
all the training data at once.

"rates": three hidden layers of 64, without a norm, with batch norm or layer norm before each ReLU;
7,000 digits, batches of 64, two epochs. The pixels have mean 0 and variance 1, or lie between 0 and
1. "batch norm, held" scales the weights of the hidden units back to their first norms after every
step. "batches": two hidden layers of 64, 2,000 digits, two epochs, by batch size. "dropout": where
dropout of one half stands; 7,000 digits, four epochs, batches of 64.
"""

import numpy as np

from nblib import nn
from nblib.data import Minibatches, load_mnist
from nblib.losses import cross_entropy
from nblib.optim import SGD
from nblib.train import fit, predict

WIDTH = 64
SEEDS = 5
RATES = tuple(2.0 ** (k / 2) for k in range(-12, 9))  # 1/64 to 16
BATCH_RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
SIZES = (2, 4, 8, 32)
DROPOUT_RATES = (0.03, 0.1, 0.3, 1.0, 3.0)
NORMS = {"plain": None, "batch norm": nn.BatchNorm1d, "layer norm": nn.LayerNorm}


def data(standardized):
    """Return {part: (x, y)}; the pixels as the part of the record asks for them."""
    digits = load_mnist()
    x = digits.x_train.reshape(len(digits.x_train), 784).astype(np.float32) / 255
    x_test = digits.x_test.reshape(len(digits.x_test), 784).astype(np.float32) / 255
    if standardized:
        mean = x[:7000].mean()
        std = x[:7000].std()
        x = (x - mean) / std
        x_test = (x_test - mean) / std
    return {
        "training": (x[:7000], digits.y_train[:7000]),
        "validation": (x[7000:], digits.y_train[7000:]),
        "test": (x_test, digits.y_test),
    }


def network(norm, hidden, rng):
    """Return a network with a norm before each ReLU."""
    layers = []
    d_in = 784
    for _ in range(hidden):
        layers.append(nn.Linear(d_in, WIDTH, rng=rng))
        if norm is not None:
            layers.append(norm(WIDTH))
        layers.append(nn.ReLU())
        d_in = WIDTH
    return nn.Sequential(*layers, nn.Linear(d_in, 10, rng=rng))


def with_dropout(place, rng):
    """Return a network of two hidden layers with dropout at a place."""
    first = [nn.Linear(784, WIDTH, rng=rng), nn.BatchNorm1d(WIDTH), nn.ReLU()]
    second = [nn.Linear(WIDTH, WIDTH, rng=rng), nn.BatchNorm1d(WIDTH), nn.ReLU()]
    exit_layer = nn.Linear(WIDTH, 10, rng=rng)
    drop = nn.Dropout(0.5, rng=rng)
    if place == "none":
        return nn.Sequential(*first, *second, exit_layer)
    if place == "before":
        return nn.Sequential(*first, drop, *second, exit_layer)
    return nn.Sequential(*first, *second, drop, exit_layer)


def share_right(model, x, y):
    """Return the accuracy; outputs that are no finite numbers count as guessing."""
    scores = predict(model, [x])
    if not np.isfinite(scores).all():
        return 0.1
    return float(np.mean(scores.argmax(axis=1) == y))


def norms_of(model):
    """Return the batch norms of a network."""
    return [layer for layer in model if isinstance(layer, nn.BatchNorm1d)]


def recalculate(model, x):
    """Compute all running statistics anew, on x at once and without dropout."""
    momenta = [norm.momentum for norm in norms_of(model)]
    model.eval()
    for norm in norms_of(model):
        norm.train()
        norm.momentum = 1.0
    model(x)
    for norm, momentum in zip(norms_of(model), momenta, strict=True):
        norm.momentum = momentum


class HeldSGD(SGD):
    """SGD that brings the weights of each hidden unit back to their first norm after every step."""

    def __init__(self, model, lr):
        super().__init__(model.parameters(), lr=lr)
        layers = [layer for layer in model if isinstance(layer, nn.Linear)]
        self.held = [layer.weight for layer in layers[:-1]]
        self.first = [np.linalg.norm(w.data, axis=0) for w in self.held]  # (d_out,) each

    def step(self):
        """Take the step, and scale back."""
        super().step()
        for w, norm in zip(self.held, self.first, strict=True):
            w.data *= norm / np.linalg.norm(w.data, axis=0)


def run(parts, model, *, lr, seed, epochs, batch_size, examples=7000, held=False):
    """Train a network; return a dict of what it reached."""
    x, y = (part[:examples] for part in parts["training"])
    batches = Minibatches(x, y, batch_size=batch_size, seed=seed)
    optimizer = HeldSGD(model, lr) if held else SGD(model.parameters(), lr=lr)
    history = fit(model, cross_entropy, optimizer, batches, epochs=epochs, progress=False)
    found = {part: share_right(model, *parts[part]) for part in ("validation", "test")}
    found["finite"] = not history.stopped
    if norms_of(model) and not history.stopped:
        kept = [norm.running_var.copy() for norm in norms_of(model)]
        recalculate(model, x)
        found["recalculated"] = share_right(model, *parts["test"])
        found["variance"] = float(np.median(kept[-1] / norms_of(model)[-1].running_var))
    return found


def over_seeds(name, make, parts, **options):
    """Return {what: a list, seed by seed}, and say it."""
    runs = [run(parts, make(seed), seed=seed, **options) for seed in range(SEEDS)]
    names = [what for what in runs[0] if all(what in one for one in runs)]
    found = {what: [one[what] for one in runs] for what in names}
    print(name, round(options["lr"], 4), np.round(found["test"], 3), flush=True)
    return {"lr": options["lr"], **found}


def by_rate(standardized):
    """Return what each network reached at each learning rate."""
    parts = data(standardized)
    contenders = [(name, norm, False) for name, norm in NORMS.items()]
    if standardized:
        contenders.append(("batch norm, held", nn.BatchNorm1d, True))
    found = {}
    for name, norm, held in contenders:

        def make(seed, norm=norm):
            return network(norm, 3, np.random.default_rng(seed))

        options = {"epochs": 2, "batch_size": 64, "held": held}
        found[name] = [over_seeds(name, make, parts, lr=lr, **options) for lr in RATES]
    return found


def by_batch_size():
    """Return what each network reached at each batch size and learning rate."""
    parts = data(standardized=True)
    found = {}
    for name, norm in NORMS.items():

        def make(seed, norm=norm):
            return network(norm, 2, np.random.default_rng(seed))

        found[name] = {}
        for size in SIZES:
            options = {"epochs": 2, "batch_size": size, "examples": 2000}
            rows = [over_seeds(name, make, parts, lr=lr, **options) for lr in BATCH_RATES]
            found[name][str(size)] = rows
    return found


def by_dropout():
    """Return what each place of dropout reached at each learning rate."""
    parts = data(standardized=True)
    found = {}
    for place in ("none", "before", "after"):

        def make(seed, place=place):
            return with_dropout(place, np.random.default_rng(seed))

        options = {"epochs": 4, "batch_size": 64}
        found[place] = [over_seeds(place, make, parts, lr=lr, **options) for lr in DROPOUT_RATES]
    return found


def measure():
    """Return the record."""
    with np.errstate(all="ignore"):
        rates = {"standardized": by_rate(True), "0 to 1": by_rate(False)}
        batches = by_batch_size()
        dropout = by_dropout()
    return {"seeds": SEEDS, "rates": rates, "batches": batches, "dropout": dropout}


def sample():
    """Return what each kind of network reaches in ten steps at one learning rate."""
    parts = data(standardized=True)
    options = {"lr": 0.1, "seed": 0, "epochs": 1, "batch_size": 64, "examples": 640}
    found = {}
    for name, norm in NORMS.items():
        found[name] = run(parts, network(norm, 3, np.random.default_rng(0)), **options)
    held = network(nn.BatchNorm1d, 3, np.random.default_rng(0))
    found["held"] = run(parts, held, **options, held=True)
    for place in ("before", "after"):
        found[place] = run(parts, with_dropout(place, np.random.default_rng(0)), **options)
    return found
