#!/usr/bin/env bash
# safetensors: a transposed NumPy array is saved as another matrix, without a warning.
#
# Packages: safetensors 0.8.0, numpy 2.4.6
# Source:   safetensors.numpy.save_file, run as below
# Guess:    the array comes back as it was, or saving raises for an array that is not contiguous
# Seen:     the bytes are written in the order of memory, the shape is the transposed one: what
#           comes back has the right shape and wrong numbers
# Matters:  a layer that keeps its weights as (in, out) is transposed before PyTorch gets them; call
#           np.ascontiguousarray before saving
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check safetensors==0.8.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

import numpy as np
from safetensors.numpy import load_file, save_file

weights = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])  # (2, 3)
transposed = weights.T  # (3, 2)
save_file({"view": transposed, "copy": np.ascontiguousarray(transposed)}, "weights.safetensors")
loaded = load_file("weights.safetensors")
print("saved, transposed:", transposed.tolist())
print("loaded, from the transposed view:", loaded["view"].tolist())
print("loaded, from a contiguous copy:", loaded["copy"].tolist())

same_shape = loaded["view"].shape == transposed.shape
view_differs = not np.array_equal(loaded["view"], transposed)
copy_is_right = np.array_equal(loaded["copy"], transposed)
sys.exit(0 if same_shape and view_differs and copy_is_right else 1)
PYTHON
