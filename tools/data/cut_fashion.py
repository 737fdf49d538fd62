"""Cut nblib/data/fashion.npz from Debian's package dataset-fashion-mnist: python -m
tools.data.cut_fashion [FOLDER]

FOLDER: where the package was unpacked before (`dpkg-deb -x`); without it, apt-get downloads it and
dpkg-deb unpacks it.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from nblib.data.fashion import FULL
from nblib.data.image_files import checksum, in_hash_order, read_idx_folder
from tools.data.embedded import embed

PACKAGE = "dataset-fashion-mnist"
VERSION = "0.0~git20200523.55506a9-1"


def main(folder=None):
    """Write fashion.npz and its provenance, fashion.json."""
    with tempfile.TemporaryDirectory() as temporary:
        if folder is None:
            subprocess.run(
                ["apt-get", "download", f"{PACKAGE}={VERSION}"], cwd=temporary, check=True
            )
            folder = Path(temporary) / "unpacked"
            subprocess.run(
                ["dpkg-deb", "-x", next(Path(temporary).glob("*.deb")), folder], check=True
            )
        arrays = read_idx_folder(
            FULL, Path(folder) / FULL.folder.lstrip("/")
        )  # compares the checksums as well
        license_text = (Path(folder) / "usr/share/doc" / PACKAGE / "copyright").read_text(
            encoding="utf-8"
        )
    # That file speaks of the packaging too; the permission itself stands at its end, under Debian's
    # name for it.
    license_text = "Copyright (c) 2017 Zalando SE\n\n" + license_text.rpartition(
        "License: Expat\n"
    )[2].replace("\n .\n", "\n\n")
    for x, y, expected in zip(("X", "Xt"), ("y", "yt"), FULL.content, strict=True):
        assert checksum(arrays[x], arrays[y]) == expected
    x_train, y_train = in_hash_order(arrays["X"], arrays["y"])  # (60000, 28, 28), (60000,)
    x_test, y_test = in_hash_order(arrays["Xt"], arrays["yt"])  # (10000, 28, 28), (10000,)
    n = 10_000
    m = 2_000
    images = np.concatenate([x_train[:n], x_test[:m]])
    assert len({image.tobytes() for image in images}) == n + m, "an image is there twice"
    arrays = {
        "x_train": x_train[:n],
        "y_train": y_train[:n],
        "x_test": x_test[:m],
        "y_test": y_test[:m],
    }
    provenance = {
        "what": "Photographs of clothing, 10,000 training and 2,000 test images of Fashion-MNIST",
        "source": f"Debian's package {PACKAGE} {VERSION}; the set comes from Zalando Research, "
        "github.com/zalandoresearch/fashion-mnist",
        "license": "MIT (called Expat by Debian), by the copyright file of that package "
        "(Copyright 2017 Zalando SE)",
        "unclear": "Nothing: a shop published, under this license, images of articles that it "
        "sells.",
        "cut": "10,000 of the 60,000 training and 2,000 of the 10,000 test images: the first in "
        "the order of a hash of "
        "each",
        "rows": n + m,
    }
    embed("fashion", arrays, provenance, license_text=license_text)


if __name__ == "__main__":
    main(*sys.argv[1:])
