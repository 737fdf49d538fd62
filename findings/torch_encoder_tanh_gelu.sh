#!/usr/bin/env bash
# torch: in inference, TransformerEncoderLayer takes exact GELU where it was given the tanh form.
#
# Packages: torch 2.13.0, numpy 2.4.6
# Source:   torch.nn.TransformerEncoderLayer, argument activation, run as below
# Guess:    without dropout, eval() under no_grad() gives the output of training, to float32 rounding
# Seen:     up to 1e-4 apart; eval() with gradients recorded gives the training output exactly
# Matters:  a model is tested and served with another activation than the one that it learned with
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check torch==2.13.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

import torch
from torch import nn

torch.manual_seed(0)
tanh_form = nn.GELU(approximate="tanh")
layer = nn.TransformerEncoderLayer(8, 2, 32, dropout=0.0, activation=tanh_form, batch_first=True)
x = 3 * torch.randn(2, 5, 8)
trained = layer(x)
layer.eval()
recorded = layer(x)
with torch.no_grad():
    served = layer(x)
print(f"eval, gradients recorded: {(recorded - trained).abs().max():.1e} apart")
print(f"eval, no_grad: {(served - trained).abs().max():.1e} apart")
sys.exit(0 if torch.equal(recorded, trained) and (served - trained).abs().max() > 2e-5 else 1)
PYTHON
