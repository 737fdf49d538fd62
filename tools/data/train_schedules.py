"""Train the runs that the widget *draw a schedule* shows, recorded.json in its folder:
python -m tools.data.train_schedules

A network 784-128-64-10 learns 7,000 of the embedded digits for three epochs of SGD, batches of 64,
with five schedules of one largest rate. The loss is that on 1,000 other digits, before every third
step, averaged over ten seeds; the accuracy is that on the 2,000 test digits.
"""

import json
import math
from functools import partial

import numpy as np

from nblib import nn
from nblib.data import Minibatches, load_mnist
from nblib.files import write
from nblib.losses import cross_entropy
from nblib.optim import SGD
from nblib.schedules import constant, cosine, linear, one_cycle, warm_up
from nblib.train import fit, predict
from tools.paths import NBLIB

LR = 0.4
EPOCHS = 3
STEPS = 327  # three epochs of 109 full batches
EVERY = 3  # steps from one number to the next
SEEDS = 10
CLIMB = STEPS // 10
OUT = NBLIB / "widgets" / "draw_a_schedule" / "recorded.json"


def by_steps(step, lr):
    """Down to a tenth after half of the run, and again after three quarters."""
    return lr * 0.1 ** ((step >= STEPS / 2) + (step >= 3 * STEPS / 4))


down = partial(linear, lr=LR, steps=STEPS - CLIMB, start_factor=1.0, end_factor=0.0)
SCHEDULES = {
    "constant": partial(constant, lr=LR),
    "step": partial(by_steps, lr=LR),
    "cosine": partial(cosine, lr=LR, steps=STEPS),
    "warm-up, linear": warm_up(down, steps=CLIMB),
    "one-cycle": partial(one_cycle, max_lr=LR, steps=STEPS),
}


def pixels(images):
    """Return images as rows of numbers from 0 to 1, (n, 784)."""
    return images.reshape(len(images), 784).astype(np.float32) / np.float32(255)


def network(rng):
    """Return a network with two hidden layers."""
    return nn.Sequential(
        nn.Linear(784, 128, init="he", rng=rng),
        nn.ReLU(),
        nn.Linear(128, 64, init="he", rng=rng),
        nn.ReLU(),
        nn.Linear(64, 10, init="he", rng=rng),
    )


class Watching:
    """Notes the loss on images that are not learned from, before every third step."""

    def __init__(self, model, x, y):
        self.model = model
        self.x = x
        self.y = y
        self.step = 0
        self.losses = []

    def __call__(self):
        """Look, if it is time."""
        if self.step % EVERY == 0:
            self.losses.append(cross_entropy(predict(self.model, [self.x]), self.y).item())
            self.model.train()
        self.step += 1


def run(schedule, seed):
    """Return the losses, (STEPS / EVERY + 1,), and the test accuracy."""
    digits = load_mnist()
    x = pixels(digits.x_train)
    y = digits.y_train
    model = network(np.random.default_rng(seed))
    watching = Watching(model, x[7000:], y[7000:])
    fit(
        model,
        cross_entropy,
        SGD(model.parameters(), lr=LR),
        Minibatches(x[:7000], y[:7000], batch_size=64, seed=seed, drop_last=True),
        epochs=EPOCHS,
        schedule=schedule,
        before_step=watching,
        progress=False,
    )
    watching()
    answers = predict(model, [pixels(digits.x_test)]).argmax(axis=1)
    return watching.losses, float(np.mean(answers == digits.y_test))


def digits_of(value, digits=3):
    """Return a number with so many significant digits."""
    return float(f"{value:.{digits}g}") if math.isfinite(value) else None


def main():
    """Write recorded.json."""
    runs = {}
    for name, schedule in SCHEDULES.items():
        losses, accuracies = zip(*(run(schedule, seed) for seed in range(SEEDS)), strict=True)
        curve = np.mean(losses, axis=0)  # (STEPS / EVERY + 1,)
        runs[name] = {
            "loss": [digits_of(value) for value in curve],
            "right": [round(100 * share, 2) for share in accuracies],
        }
        print(name, runs[name]["loss"][-1], runs[name]["right"])
    record = {"made": "python -m tools.data.train_schedules", "lr": LR, "runs": runs}
    write(OUT, json.dumps(record, ensure_ascii=False) + "\n")
    print(f"{OUT.name}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
