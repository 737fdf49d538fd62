#!/usr/bin/env bash
# torch: `load_state_dict(strict=False)` refuses one layer of another shape, and has overwritten the others by then.
#
# Packages: torch 2.13.0
# Source:   torch.nn.Module.load_state_dict; its documentation says of strict only that the keys need
#           not match
# Guess:    `strict=False` skips what does not fit, a head with another number of classes say; or, if
#           shapes are refused all the same, the model is left as it was
# Seen:     an error for the shape; the layers that fit have been overwritten before it is raised
# Matters:  code that catches the error and "begins from random weights" goes on with a half-loaded
#           model
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check torch==2.13.0
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import sys

import torch

receiver = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.Linear(3, 2))
sender = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.Linear(3, 5))
before = receiver[0].weight.clone()
refused = False
try:
    receiver.load_state_dict(sender.state_dict(), strict=False)
except RuntimeError as error:
    refused = "size mismatch" in str(error)
overwritten = torch.equal(receiver[0].weight, sender[0].weight)
print("refused for the shape of the head:", refused)
print("the body was overwritten all the same:", overwritten and not torch.equal(before, receiver[0].weight))
sys.exit(0 if refused and overwritten else 1)
PYTHON
