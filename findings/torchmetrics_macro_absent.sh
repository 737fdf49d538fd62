#!/usr/bin/env bash
# torchmetrics: where a class is absent, macro F1 is not the mean of the scores that average=None gives.
#
# Packages: torchmetrics 1.9.0, torch 2.14.1, scikit-learn 1.9.1
# Source:   torchmetrics.classification.MulticlassF1Score and sklearn.metrics.f1_score, run as below
# Guess:    0.667 from both: three classes, of which one is absent and counts as 0
# Seen:     average=None gives [1, 1, 0], and the default, macro, gives 1.0: it leaves out a class
#           that is neither true nor predicted; scikit-learn with labels=[0, 1, 2] gives 0.667
# Matters:  macro F1 of few-shot or per-batch evaluations differs by a third between two libraries
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
  torchmetrics==1.9.0 torch==2.14.1 scikit-learn==1.9.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys
import warnings

import torch
from sklearn.metrics import f1_score
from torchmetrics.classification import MulticlassF1Score

warnings.simplefilter("ignore")
labels = torch.tensor([0, 0, 1])  # of three classes, and all of them predicted right
each = MulticlassF1Score(num_classes=3, average=None)(labels, labels).tolist()
macro = MulticlassF1Score(num_classes=3)(labels, labels).item()
theirs = f1_score([0, 0, 1], [0, 0, 1], labels=[0, 1, 2], average="macro")
print(f"torchmetrics, each class: {each}")
print(f"torchmetrics, macro: {macro:.3f}")
print(f"scikit-learn, macro: {theirs:.3f}")
sys.exit(0 if each == [1.0, 1.0, 0.0] and macro == 1.0 and round(theirs, 3) == 0.667 else 1)
PYTHON
