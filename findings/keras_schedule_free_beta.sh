#!/usr/bin/env bash
# Keras: on PyTorch, beta_1 of ScheduleFreeAdamW changes nothing.
#
# Packages: keras 3.15.1, torch 2.14.1, jax 0.7.1, schedulefree 1.4.1
# Source:   keras.optimizers.ScheduleFreeAdamW; its page says that beta_1 "controls the interpolation"
# Guess:    the weights follow the method's own package: a smaller beta_1 takes the gradients closer to
#           the fast sequence, so 0.5, 0.9 and 0.99 end at three places, with each backend
# Seen:     with JAX they do, within rounding of schedulefree's; with PyTorch all three end at one
#           place. The "old" value that a step keeps is there the tensor that it then changes in place;
#           beta_1 cancels out, and each gradient is taken at the running mean, as for beta_1 near 1
# Matters:  a search over beta_1 compares equal runs, and the same program trains another way when its
#           backend changes
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
  keras==3.15.1 torch==2.14.1 jax==0.7.1 schedulefree==1.4.1
cd "$folder"
export KERAS_HOME="$folder/keras" TF_CPP_MIN_LOG_LEVEL=3
cat > fitted.py <<'PYTHON'
import keras
import numpy as np

places = []
for beta in (0.5, 0.9, 0.99):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.set_weights([np.zeros((1, 1), "float32")])
    model.compile(keras.optimizers.ScheduleFreeAdamW(0.05, beta_1=beta), loss="mse")
    model.fit(np.ones((20, 1)), np.full((20, 1), 3.0), batch_size=1, verbose=0)
    places.append(round(float(model.get_weights()[0][0, 0]), 3))
print(*places)
PYTHON
cat > reference.py <<'PYTHON'
import schedulefree
import torch

places = []
for beta in (0.5, 0.9, 0.99):
    w = torch.zeros(1, requires_grad=True)
    optimizer = schedulefree.AdamWScheduleFree([w], lr=0.05, betas=(beta, 0.999))
    optimizer.train()
    for _ in range(20):
        optimizer.zero_grad()
        ((w - 3) ** 2).sum().backward()
        optimizer.step()
    places.append(round(w.item(), 3))
print(*places)
PYTHON
echo "one weight after 20 steps, for beta_1 of 0.5, 0.9 and 0.99"
on_torch=$(KERAS_BACKEND=torch venv/bin/python fitted.py)
echo "Keras on PyTorch: $on_torch"
on_jax=$(KERAS_BACKEND=jax venv/bin/python fitted.py)
echo "Keras on JAX:     $on_jax"
reference=$(venv/bin/python reference.py)
echo "schedulefree:     $reference"
venv/bin/python - $on_torch $on_jax $reference <<'PYTHON'
import sys

x = [float(word) for word in sys.argv[1:]]
here, jax, reference = x[:3], x[3:6], x[6:]
one_place = max(here) - min(here) < 0.002
three_places = min(jax[0] - jax[1], jax[1] - jax[2]) > 0.02
as_published = all(abs(a - b) < 0.002 for a, b in zip(jax, reference))
sys.exit(0 if one_place and three_places and as_published else 1)
PYTHON
