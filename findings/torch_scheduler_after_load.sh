#!/usr/bin/env bash
# torch: a LinearLR that is built after the optimizer's state was loaded multiplies the loaded rate by its start factor, for good.
#
# Packages: torch 2.13.0
# Source:   torch.optim.lr_scheduler.LinearLR, and the state dicts of both, run as below
# Guess:    the order does not matter, since the states of the optimizer and of the scheduler are both loaded
# Seen:     build, then load goes on as the run that was never stopped, and ends at 0.1; load, then build
#           ends at 0.01, ten times too small, without a warning, though the scheduler's own state was
#           loaded last
# Matters:  a training that is resumed in its warm-up goes on at a tenth of its rate to the end
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check torch==2.13.0
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
import sys

import torch
from torch.optim.lr_scheduler import LinearLR


def new_optimizer():
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)


def ten_steps(optimizer, scheduler):
    for _ in range(10):
        optimizer.step()
        scheduler.step()
    return optimizer.param_groups[0]["lr"]


# A warm-up of ten steps, saved after five.
optimizer = new_optimizer()
scheduler = LinearLR(optimizer, start_factor=0.1, total_iters=10)
for _ in range(5):
    optimizer.step()
    scheduler.step()
states = optimizer.state_dict(), scheduler.state_dict()
whole = ten_steps(optimizer, scheduler)

# Build both, then load both.
optimizer = new_optimizer()
scheduler = LinearLR(optimizer, start_factor=0.1, total_iters=10)
optimizer.load_state_dict(states[0])
scheduler.load_state_dict(states[1])
built_first = ten_steps(optimizer, scheduler)

# Load the optimizer, then build the scheduler and load it.
optimizer = new_optimizer()
optimizer.load_state_dict(states[0])
scheduler = LinearLR(optimizer, start_factor=0.1, total_iters=10)
scheduler.load_state_dict(states[1])
loaded_first = ten_steps(optimizer, scheduler)

print(f"never stopped:    {whole:.4f}")
print(f"build, then load: {built_first:.4f}")
print(f"load, then build: {loaded_first:.4f}")
seen = abs(built_first - whole) < 1e-9 and abs(loaded_first - whole / 10) < 1e-9
sys.exit(0 if seen else 1)
PYTHON
