"""MNIST: handwritten digits."""

import numpy as np

from nblib.data.dataset import Dataset, read_embedded
from nblib.data.files import load_full
from nblib.data.image_files import FullSet

NAMES = tuple("0123456789")
FULL = FullSet(
    name="mnist",
    title="MNIST",
    sizes=(60_000, 10_000),
    mirrors=(
        "https://ossci-datasets.s3.amazonaws.com/mnist",
        "https://storage.googleapis.com/cvdf-datasets/mnist",
    ),
    sha256=(
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
    content=(
        "efb0d4dfb3297d29f03ba77d302dff657724c12a047eff65d851f7e0b82be3d2",
        "b9d8afc58662c554f12eb062f1e3c67665718b60a68f611724060ad7d960b28f",
    ),
)
UNCLEAR = (
    "The rights in MNIST itself are unclear. It is made from two collections of NIST, and no "
    "license comes with its "
    "files; Keras's documentation names Yann LeCun and Corinna Cortes as holders of the "
    "copyright and "
    "CC BY-SA 3.0 as the license."
)


def load_mnist(full=False):
    """Return MNIST as a Dataset: gray images of 28 by 28 pixels, uint8, 0 (paper) to 255 (ink); y
    is the digit, int64.

    By default 10,000 of MNIST's training images, embedded: x_train is (8000, 28, 28), x_test (2000,
    28, 28), split once by an index in the file. Both parts may show digits of the same writer, and
    none is from MNIST's test set: an accuracy on this x_test is not one to compare with published
    figures. full=True: all of MNIST, (60000, 28, 28) and its own test set (10000, 28, 28), from a
    file that is found or downloaded as nblib.data.files says; provenance["found"] tells where. The
    embedded x_test is part of its x_train. names are those of the classes. The examples stand in an
    order without meaning, the same one everywhere. Raises DataError for a damaged file, and when
    the full set cannot be had. Source: LeCun, Bottou, Bengio and Haffner, 1998.
    """
    if full:
        arrays, source = load_full(FULL)
        provenance = {
            "what": "Handwritten digits, all of MNIST",
            "source": "LeCun, Cortes and Burges, THE MNIST DATABASE of handwritten digits",
            "license": "none given with the files",
            "unclear": UNCLEAR,
            "found": source,
        }
        return Dataset(*arrays, NAMES, provenance)
    arrays, provenance = read_embedded("mnist")
    x = arrays["x"]  # (10000, 28, 28)
    y = arrays["y"].astype(np.int64)  # (10000,)
    test = arrays["test"]  # (2000,): which examples are for testing
    train = np.ones(len(x), dtype=bool)
    train[test] = False
    return Dataset(x[train], y[train], x[test], y[test], NAMES, provenance)
