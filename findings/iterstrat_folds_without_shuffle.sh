#!/usr/bin/env bash
# iterative-stratification: folds made without shuffling are others at each call.
#
# Packages: iterative-stratification 0.1.9, scikit-learn 1.9.1
# Source:   iterstrat.ml_stratifiers.MultilabelStratifiedKFold, shuffle=False by default, run as below;
#           its docstring says that ties are broken at random, and its example passes a random_state
# Guess:    like scikit-learn's KFold and StratifiedKFold, one object without shuffle and random_state
#           cuts the same data into the same folds, however often it is asked
# Seen:     the test folds of two calls share about as many rows as two draws by chance, and one model
#           scores differently on them. What the example does is refused: without shuffle a random_state
#           is said to have no effect. With shuffle=True and a random_state the folds stay
# Matters:  two models that are scored one after the other on "the same" folds meet other ones, so
#           that their paired difference, or the rows held back for a stack of models, mean nothing
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
  iterative-stratification==0.1.9 scikit-learn==1.9.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

import numpy as np
from iterstrat.ml_stratifiers import MultilabelStratifiedKFold
from sklearn.model_selection import KFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

rng = np.random.default_rng(0)
x = rng.normal(size=(200, 5))
labels = (x[:, :3] + rng.normal(size=(200, 3)) > 0).astype(int)


def shared(splitter):
    """Return how many of the 200 rows are in the test fold of the same number in two calls."""
    first, second = ([set(test) for _, test in splitter.split(x, labels)] for _ in range(2))
    return sum(len(one & other) for one, other in zip(first, second))


def scores(splitter):
    """Return the mean score of one model that has no randomness, asked for twice."""
    model = KNeighborsClassifier()
    return [cross_val_score(model, x, labels, cv=splitter).mean().round(3) for _ in range(2)]


plain = MultilabelStratifiedKFold(n_splits=5)
seeded = MultilabelStratifiedKFold(n_splits=5, shuffle=True, random_state=0)
np.random.seed(0)  # only so that this script prints the same numbers at each run
again = {"KFold": shared(KFold(5)), "multilabel": shared(plain), "seeded": shared(seeded)}
print("rows in the same fold again, of 200:", again)
two = scores(plain)
print("one model, scored twice:", *two)
try:
    MultilabelStratifiedKFold(n_splits=5, random_state=0)
    refused = False
except ValueError as error:
    refused = True
    print("random_state=0 without shuffle:", error)
stay = again["KFold"] == again["seeded"] == 200
sys.exit(0 if stay and again["multilabel"] < 100 and two[0] != two[1] and refused else 1)
PYTHON
