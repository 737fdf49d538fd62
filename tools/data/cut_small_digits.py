"""Cut nblib/data/small_digits.npz from the wheel of scikit-learn 1.9.1: python -m
tools.data.cut_small_digits [WHEEL]

WHEEL: the wheel where it was downloaded before; without it, pip downloads it.
"""

import gzip
import sys
import tempfile
import zipfile

import numpy as np

from tools.data.embedded import embed
from tools.data.fetched import wheel_of

SOURCE = "scikit-learn==1.9.1"


def read_wheel(path):
    """Return images (1797, 8, 8) and digits (1797,), both uint8, and the text of the license."""
    with zipfile.ZipFile(path) as wheel:
        packed = wheel.read("sklearn/datasets/data/digits.csv.gz")
        license_file = next(name for name in wheel.namelist() if name.endswith("licenses/COPYING"))
        license_text = wheel.read(license_file).decode()
    lines = gzip.decompress(packed).decode().splitlines()
    table = np.loadtxt(lines, delimiter=",").astype(np.uint8)  # (1797, 65)
    images = table[:, :64].reshape(-1, 8, 8)
    # Below that line stand the licenses of what else is in the wheel.
    return images, table[:, 64], license_text.partition("\n----\n")[0]


def main(wheel=None):
    """Write small_digits.npz and its provenance, small_digits.json."""
    with tempfile.TemporaryDirectory() as folder:
        images, digits, license_text = read_wheel(wheel or wheel_of(SOURCE, folder))
    assert images.shape == (1797, 8, 8) and images.max() == 16
    provenance = {
        "what": "1,797 handwritten digits of 8 by 8 pixels, each from 0 to 16",
        "source": "datasets/data/digits.csv.gz of the Python package "
        f"{SOURCE.replace('==', ' ')}; it is the test set of Optical Recognition of Handwritten "
        "Digits, Alpaydin and Kaynak, 1998, in the UCI repository",
        "license": "BSD 3-Clause, by the license file of that package (Copyright (c) 2007-2026 "
        "The scikit-learn developers)",
        "unclear": "The package does not state the terms of the set itself. The set has 13 "
        "writers, and no file says which digit is whose.",
        "cut": "all rows in the order of the file; the last 500 are for testing. The digits of one "
        "writer seem to stand together, so the two parts hardly share a writer",
        "rows": len(digits),
    }
    embed("small_digits", {"x": images, "y": digits}, provenance, license_text=license_text)


if __name__ == "__main__":
    main(*sys.argv[1:])
