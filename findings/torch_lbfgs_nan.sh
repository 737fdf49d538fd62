#!/usr/bin/env bash
# torch.optim.LBFGS: the strong-Wolfe search answers a trial whose loss is NaN with a longer one.
#
# Packages: torch 2.13.0
# Source:   torch.optim.LBFGS(line_search_fn="strong_wolfe"), run as below
# Guess:    a step whose loss is NaN is shortened until there is a loss, and w - log(w) from 3 ends
#           at its minimum, 1
# Seen:     the second trial lands below 0, where the logarithm is NaN; each next one goes about five
#           times as far, and step() leaves the weight below -1e6, without an error or a warning
# Matters:  a loss with an edge (a logarithm, a root, a variance) loses the weights in one call
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check torch==2.13.0
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
import sys

import torch

w = torch.tensor(3.0, dtype=torch.float64, requires_grad=True)
optimizer = torch.optim.LBFGS([w], line_search_fn="strong_wolfe")
trials = []


def closure():
    optimizer.zero_grad()
    loss = w - torch.log(w)
    loss.backward()
    trials.append(w.item())
    return loss


optimizer.step(closure)
print("trials:", *(f"{trial:.4g}" for trial in trials[:7]), "...")
print(f"the weight after step(): {w.item():.3g}")
sys.exit(0 if w.item() < -1e6 else 1)
PYTHON
