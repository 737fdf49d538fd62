"""Cut nblib/data/diamonds.npz from the wheel of plotnine 0.15.9: python -m tools.data.cut_diamonds

Downloads the wheel with pip, drops impossible and repeated rows, shuffles once, and stores small
integers.
"""

import csv
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from tools.data.embedded import embed

SOURCE = "plotnine==0.15.9"
GRADES = {
    "cut": ["Fair", "Good", "Very Good", "Premium", "Ideal"],
    "color": ["J", "I", "H", "G", "F", "E", "D"],
    "clarity": ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"],
}
# Stored as integers in units of the last decimal that the source gives.
UNITS = {"carat": 0.01, "depth": 0.1, "table": 0.1, "x": 0.01, "y": 0.01, "z": 0.01, "price": 1}


def read_rows():
    """Download the wheel and return its diamonds as dicts of strings."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, SOURCE]
        subprocess.run(command, check=True)
        with zipfile.ZipFile(next(Path(folder).glob("plotnine-*.whl"))) as wheel:
            with wheel.open("plotnine/data/diamonds.csv") as file:
                return list(csv.DictReader(io.TextIOWrapper(file, encoding="utf-8")))


def main():
    """Write diamonds.npz and its provenance, diamonds.json."""
    rows = read_rows()
    columns = {
        name: np.array([round(float(r[name]) / unit) for r in rows], dtype=np.uint16)
        for name, unit in UNITS.items()
    }
    for name, order in GRADES.items():
        columns[name] = np.array([order.index(r[name]) for r in rows], dtype=np.uint8)
    # A stone has no zero side, and none of these is 30 or 60 mm wide: slips of the decimal point.
    sides = np.stack([columns[side] for side in "xyz"])
    possible = (sides.min(axis=0) > 0) & (sides.max(axis=0) < 2000)
    table = np.stack([columns[name].astype(np.int64) for name in columns], axis=1)[possible]
    table = np.unique(table, axis=0)  # also sorts: the order of the source does not matter below
    unique_rows = len(table)
    table = table[np.random.default_rng(0).permutation(unique_rows)]
    arrays = {name: table[:, i].astype(columns[name].dtype) for i, name in enumerate(columns)}
    provenance = {
        "what": "Prices and measurements of diamonds, one row a stone",
        "source": f"data/diamonds.csv of the Python package {SOURCE.replace('==', ' ')}; the set "
        "comes from ggplot2",
        "license": "MIT, by the license file of that package (Copyright (c) 2022 Hassan Kibirige)",
        "unclear": "The terms under which the prices were first collected are stated by neither "
        "package.",
        "cut": f"{len(rows):,} rows; {int((~possible).sum())} with an impossible side and "
        f"{int(possible.sum()) - unique_rows} repetitions dropped; shuffled once; "
        "the first four fifths are for training",
        "rows": unique_rows,
    }
    embed("diamonds", arrays, provenance)


if __name__ == "__main__":
    main()
