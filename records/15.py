"""Does a crowd of masks tell the unknown from the known, also with more data, and the other way
round?

A network 784-256-128-10 learns digits, and is asked about clothing; or it learns clothing, and is
asked about digits. It is trained plain, and with dropout (p = 0.5 after both hidden layers), on
1,000 or 8,000 images, with Adam at 0.001 and batches of 64. Five seeds each draw images, first
weights and masks. The test images of both sets, 2,000 each, then get a number from every measure;
what is kept is the area under the curve: how often an unknown image gets a larger number than a
known one. Under "equal" every image has first been scaled to the same mean brightness, once it was
trained as before.
"""

import numpy as np

from nblib import nn
from nblib.data import Minibatches, load_fashion_mnist, load_mnist
from nblib.losses import cross_entropy
from nblib.metrics import roc_auc
from nblib.optim import Adam
from nblib.train import fit, predict

EPOCHS = {1000: 40, 8000: 15}
SEEDS = 5
MASKS = 30
P = 0.5


def flat(images):
    """(n, 28, 28) of 0 to 255 to (n, 784) of 0 to 1."""
    return images.reshape(len(images), 784).astype(np.float32) / 255


def network(p, seed):
    """Return the network; with p = 0 it is the plain one."""
    rng = np.random.default_rng(seed)
    layers = []
    for d_in, d_out in ((784, 256), (256, 128)):
        layers += [nn.Linear(d_in, d_out, init="he", rng=rng), nn.ReLU(), nn.Dropout(p, rng=rng)]
    return nn.Sequential(*layers, nn.Linear(128, 10, rng=rng))


def probabilities(logits):
    """Softmax over the last axis."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def entropy(p):
    """(..., C) to (...), in nats."""
    return -(p * np.log(p + 1e-12)).sum(axis=-1)


def crowd(model, x):
    """Return the probabilities of each network of the crowd, (masks, n, 10)."""
    model.train()
    members = np.stack([probabilities(model(x).data) for _ in range(MASKS)])
    model.eval()
    return members


def measures(plain, dropped, x):
    """Return name -> a number for each image, larger for what seems unknown."""
    alone = probabilities(predict(plain, [x]))
    single = probabilities(predict(dropped, [x]))
    members = crowd(dropped, x)
    average = members.mean(axis=0)  # (n, 10)
    return {
        "plain, maximum": -alone.max(axis=1),
        "plain, entropy": entropy(alone),
        "dropout, maximum": -single.max(axis=1),
        "dropout, entropy": entropy(single),
        "crowd, entropy": entropy(average),
        "crowd, disagreement": entropy(average) - entropy(members).mean(axis=0),
    }


def run(known, unknown, n, epochs, seed):
    """Return ({measure: area}, the same at equal brightness, {network: test accuracy})."""
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(known.x_train))[:n]
    models = []
    for p in (0.0, P):
        model = network(p, seed)
        batches = Minibatches(
            flat(known.x_train[rows]), known.y_train[rows], batch_size=64, seed=seed
        )
        optimizer = Adam(model.parameters(), lr=1e-3)
        fit(model, cross_entropy, optimizer, batches, epochs=epochs, progress=False)
        models.append(model.eval())
    right = [
        float(np.mean(predict(model, [flat(known.x_test)]).argmax(axis=1) == known.y_test))
        for model in models
    ]
    x = np.concatenate([flat(known.x_test), flat(unknown.x_test)])
    is_unknown = np.repeat([0, 1], [len(known.x_test), len(unknown.x_test)])
    brightness = x.mean(axis=1)
    found = {name: roc_auc(v, is_unknown) for name, v in measures(*models, x).items()}
    found["brightness"] = roc_auc(brightness, is_unknown)
    level = brightness[is_unknown == 0].mean()
    equal = measures(*models, x * (level / brightness[:, None]))
    equal = {name: roc_auc(v, is_unknown) for name, v in equal.items()}
    return found, equal, dict(zip(("plain", "dropout"), right, strict=True))


def by_name(rows):
    """A dict of numbers for each seed becomes one dict of lists, a number for each seed."""
    return {name: [float(row[name]) for row in rows] for name in rows[0]}


def measure():
    """Return the record."""
    sets = {"digits": load_mnist(), "clothing": load_fashion_mnist()}
    other = {"digits": "clothing", "clothing": "digits"}
    tasks = {}
    for known in sets:
        for n, epochs in EPOCHS.items():
            pair = (sets[known], sets[other[known]])
            runs = [run(*pair, n, epochs, seed) for seed in range(SEEDS)]
            found, equal, right = [by_name(rows) for rows in zip(*runs, strict=True)]
            tasks[f"{known}, {n:,}"] = {"area": found, "equal": equal, "accuracy": right}
            print(known, n, {k: np.round(v, 3).tolist() for k, v in found.items()}, flush=True)
    return {"epochs": EPOCHS, "masks": MASKS, "p": P, "seeds": SEEDS, "tasks": tasks}


def sample():
    """Return what a run with four epochs finds."""
    return run(load_mnist(), load_fashion_mnist(), 1000, 4, seed=0)
