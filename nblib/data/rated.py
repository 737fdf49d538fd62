"""Texts with ratings: what the loaders of tweets and of film snippets share."""

import numpy as np

from nblib.data.dataset import Dataset
from nblib.data.texts import unpack_texts


def rated_texts(arrays, provenance):
    """Return the Dataset of an embedded file of texts; three quarters are for training."""
    x = unpack_texts(arrays)  # (n,) of strings
    y = arrays["y"].astype(np.float64)  # (n,)
    n = len(y) * 3 // 4
    return Dataset(x[:n], y[:n], x[n:], y[n:], ("text",), provenance)
