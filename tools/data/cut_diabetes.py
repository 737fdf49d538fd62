"""Cut nblib/data/diabetes.npz from the wheel of scikit-learn 1.9.1: python -m
tools.data.cut_diabetes [WHEEL]

WHEEL: the wheel where it was downloaded before; without it, pip downloads it.
"""

import gzip
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from tools.data.embedded import embed

SOURCE = "scikit-learn==1.9.1"


def read_wheel(path):
    """Return x (442, 10) and y (442,) as float64, not scaled, and the text of the license."""
    with zipfile.ZipFile(path) as wheel:
        x = _read_table(wheel, "diabetes_data_raw")  # (442, 10)
        y = _read_table(wheel, "diabetes_target")  # (442,)
        license_file = next(name for name in wheel.namelist() if name.endswith("licenses/COPYING"))
        license_text = wheel.read(license_file).decode()
    # Below that line stand the licenses of what else is in the wheel.
    return x, y, license_text.partition("\n----\n")[0]


def _read_table(wheel, name):
    packed = wheel.read(f"sklearn/datasets/data/{name}.csv.gz")
    return np.loadtxt(gzip.decompress(packed).decode().splitlines())


def main(wheel=None):
    """Write diabetes.npz and its provenance, diabetes.json."""
    with tempfile.TemporaryDirectory() as folder:
        if wheel is None:
            command = [
                sys.executable,
                "-m",
                "pip",
                "download",
                "-q",
                "--no-deps",
                "-d",
                folder,
                SOURCE,
            ]
            subprocess.run(command, check=True)
            wheel = next(Path(folder).glob("scikit_learn-*.whl"))
        x, y, license_text = read_wheel(wheel)
    assert x.shape == (442, 10) and y.shape == (442,)
    order = np.random.default_rng(0).permutation(len(y))
    provenance = {
        "what": "Ten measurements of each of 442 patients with diabetes, and the disease's "
        "progression after a year",
        "source": "datasets/data/diabetes_data_raw.csv.gz and diabetes_target.csv.gz of the "
        "Python package "
        f"{SOURCE.replace('==', ' ')}; the set comes from Efron, Hastie, Johnstone and Tibshirani, "
        "Least Angle Regression, 2004",
        "license": "BSD 3-Clause, by the license file of that package (Copyright (c) 2007-2026 "
        "The scikit-learn "
        "developers)",
        "unclear": "The terms under which the measurements were first collected are stated "
        "neither by the package "
        "nor in its description of the set.",
        "cut": "all rows, the features not scaled; shuffled once; the first four fifths are for "
        "training",
        "rows": len(y),
    }
    embed("diabetes", {"x": x[order], "y": y[order]}, provenance, license_text=license_text)


if __name__ == "__main__":
    main(*sys.argv[1:])
