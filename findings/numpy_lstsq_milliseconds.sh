#!/usr/bin/env bash
# numpy: least squares with one column of Unix milliseconds explains nothing, without a warning.
#
# Packages: numpy 2.4.6
# Source:   numpy.linalg.lstsq with rcond=None, run as below
# Guess:    the fit is as good as without the extra column; at worst a warning of bad conditioning
# Seen:     singular values below n * 2.2e-16 of the largest count as zero. Beside a column of size
#           1e12 that is every other column once there are some tens of thousands of rows: the rank
#           is 1 and the fit is useless. The normal equations, said to be the less stable way, get it
#           right: elimination is hardly touched by the scale of a column
# Matters:  times of sale, log times and ids come in this size; standardize columns before lstsq, and
#           look at the rank that it returns
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

import numpy as np

rng = np.random.default_rng(0)
n = 43_017
length = rng.normal(5.7, 1.1, n)
grade = rng.integers(0, 8, n)
target = 1.0 + 0.8 * length + 0.1 * grade + 0.1 * rng.normal(size=n)
milliseconds = 1000 * (1.7e9 + rng.uniform(0, 3e7, n))
plain = np.column_stack([np.ones(n), length, grade])
with_time = np.column_stack([plain, milliseconds])


def unexplained(A, w):
    return np.mean((A @ w - target) ** 2) / target.var()


w_plain, _, rank_plain, _ = np.linalg.lstsq(plain, target, rcond=None)
w_time, _, rank_time, _ = np.linalg.lstsq(with_time, target, rcond=None)
w_normal = np.linalg.solve(with_time.T @ with_time, with_time.T @ target)
print(f"without the column: rank {rank_plain} of 3, unexplained {unexplained(plain, w_plain):.3f}")
print(f"with it, lstsq: rank {rank_time} of 4, unexplained {unexplained(with_time, w_time):.3f}")
print(f"with it, normal equations: unexplained {unexplained(with_time, w_normal):.3f}")
seen = rank_time == 1 and unexplained(with_time, w_time) > 0.9
sys.exit(0 if seen and unexplained(with_time, w_normal) < 0.05 else 1)
PYTHON
