#!/usr/bin/env bash
# PyTorch: OneCycleLR gives an SGD without momentum a momentum of 0.95.
#
# Packages: torch 2.13.0
# Source:   torch.optim.lr_scheduler.OneCycleLR, cycle_momentum=True by default, run as below
# Guess:    the schedule cycles a momentum that is there; an SGD made without one stays without, or
#           an error says that there is none to cycle
# Seen:     the momentum is 0.95 as soon as the schedule is made, and the second of two steps with
#           a slope of 1 is 1.95 times the rate; with cycle_momentum=False it is the rate itself
# Matters:  a comparison "with and without momentum" under this schedule compares two momenta
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check torch==2.13.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys
import warnings

import torch

warnings.simplefilter("ignore")


def second_step(**options):
    """Return the momentum that the schedule set, and the second step over the rate of that step."""
    w = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, total_steps=10, **options)
    momentum = optimizer.param_groups[0]["momentum"]
    places = [0.0]
    for _ in range(2):
        w.grad = torch.ones_like(w)
        optimizer.step()
        places.append(w.item())
    rate = optimizer.param_groups[0]["lr"]
    return momentum, round((places[1] - places[2]) / rate, 3)


cycled = second_step()
left = second_step(cycle_momentum=False)
print("by default: momentum", cycled[0], "and the second step is", cycled[1], "times the rate")
print("cycle_momentum=False: momentum", left[0], "and", left[1], "times")
sys.exit(0 if cycled == (0.95, 1.95) and left == (0, 1.0) else 1)
PYTHON
