"""From the textbook engine to the library's, one change at a time, each timed beside PyTorch.

The engine beside this file is small enough to read in one go. Each rung switches one habit on, in
the order of RUNGS; the last rung is nblib itself. Measured is one training step of a 784-128-64-10
network with ReLU, the same weights and batch for everyone; speed is PyTorch's time over the rung's,
taken in turns, so that a busy machine hits both.

A second flight leads from a convolution that is written down as it is defined to that of the
library; convolution.py holds it.
"""

import numpy as np
import torch

from records.ladder.convolution import FLIGHT, conv_rung_step, conv_torch_step
from records.ladder.optimizers import RULES
from records.ladder.race import race
from records.ladder.steps import RUNGS, nblib_step, rung_step, torch_step

BATCHES = (64, 512)
SLOW = 512  # a convolutional network takes as many steps in a round as a batch of this size


def measure():
    """Time every rung for both batch sizes and both rules."""
    torch.set_num_threads(1)
    speeds = {}
    for rule in RULES:
        for batch in BATCHES:
            steps = {rung: rung_step(rung, batch, rule) for rung in RUNGS}
            steps["nblib"] = nblib_step(batch, rule)
            steps["PyTorch"] = torch_step(batch, rule)
            check_same_losses(steps)
            speeds[f"batch {batch}, {rule}"] = race(steps, "PyTorch", batch)
    steps = {rung: conv_rung_step(rung) for rung in FLIGHT}
    steps["PyTorch"] = conv_torch_step()
    check_same_losses(steps)
    convolution = race(steps, "PyTorch", SLOW)
    return {"rungs": RUNGS, "speed": speeds, "flight": FLIGHT, "convolution": convolution}


def check_same_losses(steps):
    """Raise AssertionError unless all contenders take the same steps, by their losses."""
    losses = {name: [step() for _ in range(5)] for name, step in steps.items()}
    for name, values in losses.items():
        assert np.allclose(values, losses["PyTorch"], rtol=1e-4), f"{name} differs: {values}"
