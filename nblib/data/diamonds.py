"""Diamonds: the price of a stone from its size and its grades."""

import numpy as np

from nblib.data.dataset import Dataset, read_embedded

FEATURES = ("carat", "depth", "table", "x", "y", "z", "cut", "color", "clarity")
# The file holds integers: so many to the unit; grades are ranks, worst = 0.
_PER_UNIT = {"carat": 100.0, "x": 100.0, "y": 100.0, "z": 100.0, "depth": 10.0, "table": 10.0}


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
    # Dividing gives the float nearest to the decimal; multiplying by 0.01 would not.
    columns = [arrays[name] / _PER_UNIT.get(name, 1.0) for name in features]
    x = np.stack(columns, axis=1)  # (53772, len(features))
    y = arrays["price"].astype(np.float64)  # (53772,)
    n = len(y) * 4 // 5
    return Dataset(x[:n], y[:n], x[n:], y[n:], tuple(features), provenance)
