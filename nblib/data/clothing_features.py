"""What a photo network sees in pictures of clothing."""

import numpy as np

from nblib.data.dataset import Dataset, read_embedded
from nblib.data.fashion import load_fashion_mnist


def load_clothing_features():
    """Return (features, rows): what EfficientNet-Lite0, which learned 1,000 classes of photographs
    on ImageNet, sees in 1,800 pictures of Fashion-MNIST.

    features is a Dataset: x_train (1200, 256) float32 and x_test (600, 256), those of its
    1,280 features that vary most; y and names are those of load_fashion_mnist(). rows: (1200,)
    where its training pictures stand in load_fashion_mnist().x_train; its test pictures are the
    first 600 there. Raises DataError for a damaged file.
    """
    arrays, provenance = read_embedded("clothing_features")
    clothing = load_fashion_mnist()
    rows = arrays["train"].astype(np.int64)
    x = arrays["features"] * (arrays["top"] / 255)  # (1800, 256) float32
    y = clothing.y_train[rows]
    x_test = x[len(rows) :]
    y_test = clothing.y_test[: len(x_test)]
    return Dataset(x[: len(rows)], y, x_test, y_test, clothing.names, provenance), rows
