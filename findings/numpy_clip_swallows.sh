#!/usr/bin/env bash
# numpy: np.clip of an object whose own clip() fails with a TypeError returns a plain array, silently.
#
# Packages: numpy 2.4.6
# Source:   numpy.clip, of an object that has both clip() and __array__()
# Guess:    the error of the object's own clip() comes through
# Seen:     np.clip calls obj.clip; if that raises any TypeError, from a slip inside it too, the error
#           is dropped and the numbers of __array__ are clipped instead
# Matters:  for a class that wraps an array and remembers how it was made (a tensor with gradients, an
#           array with units) the result has lost the memory, and no test sees an error
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import sys

import numpy as np


class Wrapped:
    def __init__(self, numbers):
        self.numbers = np.array(numbers)

    def clip(self, low, high, out=None):
        return Wrapped(self.numbers.clip(low, high + None))  # the slip: a TypeError

    def __array__(self, dtype=None, copy=None):
        return self.numbers


result = np.clip(Wrapped([1.0, 5.0]), 0, 2)
print(f"np.clip returned {type(result).__name__} {np.asarray(result)}, and no error")
sys.exit(0 if type(result) is np.ndarray else 1)
PYTHON
