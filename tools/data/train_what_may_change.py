"""Where networks.json of what may change comes from: python -m tools.data.train_what_may_change

Four small networks 784-24-10: two learn the 8,000 embedded digits, two as many pictures of
clothing. One of each learns the pictures as they are, the other with random shifts, turns, scales
and noise. Their weights are rounded to bytes and kept, with ten pictures of each kind: of each
class the first test picture that the plain and the varied network both get right; and of the 6,
the first that both also take for a 9 when it is turned upside down.
"""

import json

import numpy as np

from nblib import nn
from nblib.data import Minibatches, augment, load_fashion_mnist, load_mnist
from nblib.files import write
from nblib.losses import cross_entropy
from nblib.optim import Adam
from nblib.train import fit, predict
from nblib.widgets.core.packed import pack
from nblib.widgets.what_may_change.constants import KINDS, NETWORKS, UNITS
from tools.paths import NBLIB

OUT = NBLIB / "widgets" / "what_may_change" / "networks.json"
LOADERS = dict(zip(KINDS, (load_mnist, load_fashion_mnist), strict=True))
EPOCHS = 15
LEARNED = 8000


def varied(images, rng):
    """Return images (B, 28, 28) moved, turned, scaled, and with noise."""
    count = len(images)
    changed = augment.affine(
        images,
        degrees=rng.uniform(-20, 20, count),
        scale=np.exp(rng.uniform(-0.2, 0.2, count)),
        down=rng.uniform(-3, 3, count),
        right=rng.uniform(-3, 3, count),
    )
    return augment.random_noise(changed, 0.1, rng)


def trained(x, y, how):
    """Return a network that learned images x (n, 28, 28) as they are, or varied."""
    rng = np.random.default_rng(16)
    model = nn.Sequential(
        nn.Linear(784, UNITS, init="he", rng=rng), nn.ReLU(), nn.Linear(UNITS, 10, rng=rng)
    )

    def change(images):
        changed = images if how == "plain" else varied(images, rng)
        return changed.reshape(len(images), 784)

    batches = Minibatches(x, y, batch_size=64, seed=16, transform=change)
    epochs = EPOCHS if how == "plain" else 2 * EPOCHS
    fit(model, cross_entropy, Adam(model.parameters()), batches, epochs=epochs, progress=False)
    return model.eval()


def rounded(array):
    """Return an array as bytes in text, and the scale that they are to be multiplied by."""
    scale = float(f"{np.abs(array).max() / 127:.4g}")
    whole = np.round(array / scale).clip(-127, 127)
    return {"scale": scale, "bytes": pack(whole, np.int8)}


def taken_for(nets, images):
    """Return the class that each network takes images (n, 28, 28) for: {how: (n,)}."""
    flat = images.reshape(len(images), 784)
    return {how: predict(net, [flat]).argmax(axis=1) for how, net in nets.items()}


def part(kind):
    """Return what is kept of one kind: names, pictures with their labels, networks."""
    data = LOADERS[kind]()
    x = data.x_train[:LEARNED].astype(np.float32) / 255
    x_test = data.x_test.astype(np.float32) / 255
    nets = {how: trained(x, data.y_train[:LEARNED], how) for how in NETWORKS}
    answers = taken_for(nets, x_test)
    right = np.all([said == data.y_test for said in answers.values()], axis=0)
    if kind == "digit":
        turned = taken_for(nets, x_test[:, ::-1, ::-1])
        is_nine = np.all([said == 9 for said in turned.values()], axis=0)
        right &= is_nine | (data.y_test != 6)
    first = [np.flatnonzero(right & (data.y_test == label))[0] for label in range(10)]
    names = ("weight 1", "bias 1", "weight 2", "bias 2")
    return {
        "names": list(data.names),
        "pictures": pack(data.x_test[first], np.uint8),
        "accuracy": {how: float(np.mean(said == data.y_test)) for how, said in answers.items()},
        "networks": {
            how: {name: rounded(p.data) for name, p in zip(names, net.parameters(), strict=True)}
            for how, net in nets.items()
        },
    }


def main():
    """Train, round, and write networks.json."""
    content = {"made by": "python -m tools.data.train_what_may_change"}
    content |= {kind: part(kind) for kind in KINDS}
    write(OUT, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    for kind in KINDS:
        print(kind, content[kind]["accuracy"])
    print(len(OUT.read_bytes()))


if __name__ == "__main__":
    main()
