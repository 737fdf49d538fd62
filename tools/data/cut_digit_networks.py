"""Train the networks of nblib/data/digit_networks.npz on digits of MNIST: python -m
tools.data.cut_digit_networks

They learn the 60,000 training images but for the 2,000 that nblib.data keeps for testing. The full
set must be there, or be had, as nblib.data.files says.
"""

import numpy as np

from nblib import nn
from nblib.data import Minibatches, load_mnist
from nblib.losses import cross_entropy
from nblib.optim import Adam
from nblib.schedules import linear
from nblib.train import fit, predict
from records.transfer.networks import new
from records.transfer.sets import halved
from tools.data.embedded import embed

SEEDS = 5
EPOCHS = 3
BATCH = 64
LR = 2e-3  # at first; it falls in a straight line to zero


def network(seed):
    """Return a new network, (B, 1, 14, 14) to (B, 10): a body of 64 features, and a head."""
    return nn.Sequential(*new(seed))


def trained(x, y, seed):
    """Return the network after EPOCHS passes over images x, (n, 1, 14, 14), and digits y, (n,)."""
    model = network(seed)
    batches = Minibatches(x, y, batch_size=BATCH, seed=seed)
    steps = EPOCHS * len(batches)
    fit(
        model,
        cross_entropy,
        Adam(model.parameters()),
        batches,
        epochs=EPOCHS,
        schedule=lambda step: linear(step, LR, steps=steps, start_factor=1.0, end_factor=0.0),
        progress=False,
    )
    return model.eval()


def to_learn():
    """Return images (58000, 28, 28) and digits (58000,): none that the small set tests with."""
    digits = load_mnist(full=True)
    kept_out = {image.tobytes() for image in load_mnist().x_test}
    rows = [i for i, image in enumerate(digits.x_train) if image.tobytes() not in kept_out]
    assert len(rows) == len(digits.x_train) - len(kept_out)
    return digits.x_train[rows], digits.y_train[rows]


def main():
    """Write digit_networks.npz and its provenance, digit_networks.json."""
    digits = load_mnist(full=True)
    images, labels = to_learn()
    x = halved(images)
    x_test = halved(digits.x_test)
    arrays = {}
    right = []
    for seed in range(SEEDS):
        model = trained(x, labels, seed)
        small = {name: array.astype(np.float16) for name, array in model.state_dict().items()}
        arrays |= {f"{seed}.{name}": array for name, array in small.items()}
        exact = (predict(model, [x_test]).argmax(axis=1) == digits.y_test).mean()
        model.load_state_dict(small)
        rounded = (predict(model, [x_test]).argmax(axis=1) == digits.y_test).mean()
        right.append((round(float(exact), 4), round(float(rounded), 4)))
        print(seed, right[-1], flush=True)
    provenance = {
        "what": "Five small convolutional networks that have learned 58,000 digits of MNIST, each "
        "image halved to 14 by 14 pixels",
        "source": "made by this course from the training set of MNIST, LeCun, Cortes and Burges, "
        "1998",
        "license": "that of the course; what is said of MNIST's terms in mnist.json holds for what "
        "was learned from it too",
        "cut": "of the 60,000 training images, all but the 2,000 that nblib.data keeps for "
        "testing; "
        f"{EPOCHS} epochs of Adam, batches of {BATCH}, a rate that falls from {LR} to 0; "
        "weights rounded to 16 bits",
        "test accuracy before and after rounding, MNIST's 10,000": right,
        "rows": SEEDS,
    }
    embed("digit_networks", arrays, provenance)


if __name__ == "__main__":
    main()
