#!/usr/bin/env bash
# torch: a cosine schedule raises the rate of a group that lies below its `eta_min`.
#
# Packages: torch 2.13.0
# Source:   torch.optim.lr_scheduler.CosineAnnealingLR; its documentation calls eta_min the minimum
#           learning rate, one number for all groups
# Guess:    a rate below the minimum stays as it is, or the schedule refuses it
# Seen:     the body's rate of 0.00001 rises tenfold to `eta_min`, while the head's falls to it
# Matters:  discriminative rates are equal at the end, and the body is trained faster and faster
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check torch==2.13.0
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import sys

import torch

groups = [{"params": [torch.zeros(1, requires_grad=True)], "lr": lr} for lr in (1e-5, 1e-2)]
optimizer = torch.optim.Adam(groups)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=10, eta_min=1e-4)
first = schedule.get_last_lr()
for _ in range(10):
    optimizer.step()
    schedule.step()
last = schedule.get_last_lr()
print("body and head, first rates:", first, " last rates:", last)
sys.exit(0 if last[0] > 9 * first[0] and last[1] < first[1] else 1)
PYTHON
