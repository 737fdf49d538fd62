"""Fashion-MNIST: photographs of clothing in the format of MNIST."""

import numpy as np

from nblib.data.dataset import Dataset, read_embedded
from nblib.data.files import load_full
from nblib.data.image_files import FullSet

NAMES = (
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)
FULL = FullSet(
    name="fashion",
    title="Fashion-MNIST",
    sizes=(60_000, 10_000),
    mirrors=(
        "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion",
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets",
    ),
    sha256=(
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    ),
    content=(
        "9f7da7ceb688fec5ac60646c65c6921c0c7911f41856541d1951ba8bcd08187d",
        "cead68de77266d4360ca898b5e1cafd68df0d2723f9e735fc69bc545978de19d",
    ),
    folder="/usr/share/datasets/fashion-mnist",
    package="Debian's package dataset-fashion-mnist",
)


def load_fashion_mnist(full=False):
    """Return Fashion-MNIST as a Dataset: gray images of 28 by 28 pixels, uint8, 0 (background) to
    255; y is int64.

    By default an embedded part, x_train (10000, 28, 28) cut from its training set and x_test (2000,
    28, 28) cut from its test set: the first that load_fashion_mnist(full=True) has of each.
    full=True: all of it, (60000, 28, 28) and (10000, 28, 28), from a file that is found or
    downloaded as nblib.data.files says; provenance["found"] tells where. names are those of the ten
    classes, names[y]. The examples stand in an order without meaning, the same everywhere. Raises
    DataError for a damaged file, and when the full set cannot be had. Source: Xiao, Rasul and
    Vollgraf, 2017.
    """
    if full:
        arrays, source = load_full(FULL)
        provenance = {
            "what": "Photographs of clothing, all of Fashion-MNIST",
            "source": "Zalando Research, github.com/zalandoresearch/fashion-mnist",
            "license": "MIT (Copyright (c) 2017 Zalando SE)",
            "found": source,
        }
        return Dataset(*arrays, NAMES, provenance)
    arrays, provenance = read_embedded("fashion")
    y_train, y_test = (arrays[name].astype(np.int64) for name in ("y_train", "y_test"))
    return Dataset(arrays["x_train"], y_train, arrays["x_test"], y_test, NAMES, provenance)
