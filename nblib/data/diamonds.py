"""Diamonds: the price of a stone from its size and its grades."""

import numpy as np

from nblib.data.dataset import Dataset, read_embedded

FEATURES = ("carat", "depth", "table", "x", "y", "z", "cut", "color", "clarity")
# The file holds integers in units of the last decimal given; grades are ranks, worst = 0.
_TENTHS, _HUNDREDTHS = ("depth", "table"), ("carat", "x", "y", "z")


def load_diamonds(features=FEATURES, *, full=False):
    """Return the diamonds as a Dataset; y is the price in US dollars.

    features: names out of carat (weight, 0.2 g), depth (total depth, % of the width), table (width
    of the top, %), x, y, z (length, width, depth in mm) and the grades cut (0 fair to 4 ideal),
    color (0 J to 6 D) and clarity (0 I1 to 7 IF), which are ranks.
    full: accepted for uniformity: the embedded file is the whole set.
    x_train has shape (43017, len(features)), float64; the split is fixed, four fifths for training.
    Raises ValueError for an unknown feature, DataError for a damaged file.
    """
    if isinstance(features, str):
        features = (features,)
    if unknown := [name for name in features if name not in FEATURES]:
        raise ValueError(
            f"no such feature: {', '.join(map(str, unknown))}; there are {', '.join(FEATURES)}"
        )
    arrays, provenance = read_embedded("diamonds")
    x = np.stack([_in_units(name, arrays[name]) for name in features], axis=1)
    y = arrays["price"].astype(np.float64)
    n = len(y) * 4 // 5
    return Dataset(x[:n], y[:n], x[n:], y[n:], tuple(features), provenance)


def _in_units(name, stored):
    # Dividing gives the float nearest to the decimal; multiplying by 0.01 would not.
    return stored / (10.0 if name in _TENTHS else 100.0 if name in _HUNDREDTHS else 1.0)
