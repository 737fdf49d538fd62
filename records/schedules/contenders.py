"""What is compared: tasks, schedules, networks with and without a warm-up, range tests."""

import math
from functools import partial

from nblib import nn
from nblib.data import load_mnist
from nblib.optim import SGD, Adam
from nblib.schedules import (
    constant,
    cosine,
    linear,
    one_cycle,
    step_decay,
    warm_up,
    warmup_stable_decay,
)
from records.schedules.networks import PostNorm, layers, strips

EPOCHS = 3
LENGTHS = (1, 10)  # epochs, besides EPOCHS

down = partial(linear, start_factor=1.0, end_factor=0.0)

# name -> (loader, optimizer, largest rates), √2 apart
TASKS = {
    "digits, SGD": (load_mnist, SGD, [0.1 * 2 ** (k / 2) for k in range(8)]),
    "digits, Adam": (load_mnist, Adam, [0.001 * 2 ** (k / 2) for k in range(8)]),
}


def warmed(schedule, steps, part):
    """Return a schedule with a climb in front, both together of so many steps."""
    climb = round(part * steps)
    return warm_up(schedule(steps=steps - climb), steps=climb)


# name -> function of (lr, steps) to a function of the step
SCHEDULES = {
    "constant": lambda lr, steps: partial(constant, lr=lr),
    "constant, averaged": lambda lr, steps: partial(constant, lr=lr),
    "step": lambda lr, steps: partial(step_decay, lr=lr, step_size=math.ceil(steps / 3)),
    "linear": lambda lr, steps: partial(down, lr=lr, steps=steps),
    "cosine": lambda lr, steps: partial(cosine, lr=lr, steps=steps),
    "warm-up, stable, decay": lambda lr, steps: partial(
        warmup_stable_decay,
        lr=lr,
        warmup=round(0.1 * steps),
        stable=round(0.7 * steps),
        decay=steps - round(0.1 * steps) - round(0.7 * steps),
    ),
    "warm-up, linear": lambda lr, steps: warmed(partial(partial, down, lr=lr), steps, 0.1),
    "one-cycle": lambda lr, steps: partial(one_cycle, max_lr=lr, steps=steps),
}


# name -> (network of a Generator, largest rates)
WARMED = {
    "2 hidden layers": (layers, [0.002, 0.004, 0.008, 0.016, 0.032]),
    "norm before, 6 blocks": (strips(nn.TransformerBlock, 6), [0.002, 0.004, 0.008, 0.016]),
    "norm after, 6 blocks": (strips(PostNorm, 6), [0.0005, 0.001, 0.002, 0.004, 0.008]),
}
CLIMBS = (0.0, 0.2)  # parts of the steps

# name -> (network of a Generator, optimizer, ends of the range test, constant rates)
RANGES = {
    "SGD": (layers, SGD, (1e-3, 30.0), [0.2 * 2 ** (k / 2) for k in range(12)]),
    "Adam": (layers, Adam, (1e-5, 3.0), [0.002 * 2 ** (k / 2) for k in range(14)]),
    "Adam, norm after, 6 blocks": (
        strips(PostNorm, 6),
        Adam,
        (1e-5, 1.0),
        [0.001, 0.002, 0.004, 0.008, 0.016, 0.032],
    ),
}
