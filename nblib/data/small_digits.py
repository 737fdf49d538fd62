"""Small digits: handwritten ones of 8 by 8 pixels, from other writers than MNIST's."""

import numpy as np

from nblib.data.dataset import Dataset, read_embedded

TEST = 500  # the last of the file


def load_small_digits(*, full=False):
    """Return the 1,797 small digits that come with scikit-learn as a Dataset; y is int64.

    x_train: (1297, 8, 8) uint8, 0 (background) to 16; x_test: (500, 8, 8). names are "0" to "9".
    The order is that of the file, in which a writer's digits seem to stand together, and the split
    is fixed: so the test digits are, but for one writer at most, of other people. full: accepted
    for uniformity: the embedded file is the whole set. Raises DataError for a damaged file. Source:
    Alpaydin and Kaynak, 1998.
    """
    arrays, provenance = read_embedded("small_digits")
    x = arrays["x"]  # (1797, 8, 8)
    y = arrays["y"].astype(np.int64)  # (1797,)
    names = tuple("0123456789")
    return Dataset(x[:-TEST], y[:-TEST], x[-TEST:], y[-TEST:], names, provenance)
