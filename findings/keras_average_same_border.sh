#!/usr/bin/env bash
# Keras: on PyTorch, average pooling with padding="same" can count the border twice.
#
# Packages: keras 3.15.1, torch 2.14.1, jax 0.7.1
# Source:   keras.layers.AveragePooling1D and AveragePooling2D, run as below; Keras's main branch has
#           a repair (pull request 23233), which 3.15.1 lacks
# Guess:    one layer, one answer: the padding is left out of the mean with each backend
# Seen:     [1, 2, 4, 8], windows of 3, stride 2: the last mean is 6.667 with PyTorch, that of 4, 8
#           and 8 again; 6 with JAX, that of 4 and 8. It is so where one side needs more padding than
#           the other; with stride 1, and in windows of 2, as in the examples of the documentation,
#           both agree
# Matters:  a net that was trained with one backend and is loaded with another answers otherwise along
#           two edges of each map, and nothing says so
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
  keras==3.15.1 torch==2.14.1 jax==0.7.1
cd "$folder"
export KERAS_HOME="$folder/keras" TF_CPP_MIN_LOG_LEVEL=3
cat > pooled.py <<'PYTHON'
import keras
import numpy as np

line = np.array([1, 2, 4, 8], "float32").reshape(1, 4, 1)
image = np.arange(16, dtype="float32").reshape(1, 4, 4, 1)
layers = keras.layers
for name, layer, x in (
    ("line, windows of 3, stride 2:", layers.AveragePooling1D(3, 2, padding="same"), line),
    ("line, windows of 3, stride 1:", layers.AveragePooling1D(3, 1, padding="same"), line),
    ("line, windows of 2, stride 1:", layers.AveragePooling1D(2, 1, padding="same"), line),
    ("4 x 4, windows of 3, stride 2:", layers.AveragePooling2D(3, 2, padding="same"), image),
):
    values = keras.ops.convert_to_numpy(layer(x)).ravel()
    print(name, *(f"{value:.3f}" for value in values))
PYTHON
KERAS_BACKEND=torch venv/bin/python pooled.py > torch.txt
KERAS_BACKEND=jax venv/bin/python pooled.py > jax.txt
echo "PyTorch"; cat torch.txt
echo "JAX"; cat jax.txt
grep -q "^line, windows of 3, stride 2: 2.333 6.667$" torch.txt
grep -q "^line, windows of 3, stride 2: 2.333 6.000$" jax.txt
[ "$(grep "stride 1" torch.txt)" = "$(grep "stride 1" jax.txt)" ]
[ "$(grep "4 x 4" torch.txt)" != "$(grep "4 x 4" jax.txt)" ]
