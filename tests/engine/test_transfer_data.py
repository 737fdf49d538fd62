"""What chapter 17 stands on: small digits, networks that learned MNIST, photographs and clothing as
a photo network sees them.
"""

import hashlib
import json
import tomllib

import numpy as np
import pytest
import torch

from nblib import nn
from nblib.data import (
    dataset,
    load_clothing_features,
    load_digit_networks,
    load_fashion_mnist,
    load_mnist,
    load_small_digits,
    load_stamps,
)
from nblib.train import predict
from tools.data import cut_digit_networks, photo_network
from tools.paths import ROOT

NAMES = ("small_digits", "digit_networks", "stamps", "clothing_features")


@pytest.mark.parametrize("name", NAMES)
def test_the_provenance_is_whole_and_its_checksum_right(name):
    _, provenance = dataset.read_embedded(name)
    content = (dataset.HERE / f"{name}.npz").read_bytes()
    assert provenance["sha256"] == hashlib.sha256(content).hexdigest()
    assert provenance["made by"] == f"python -m tools.data.cut_{name}"
    wanted = ("what", "source", "license", "cut", "rows")
    assert all(provenance[key] for key in wanted)
    assert len(content) < 400_000


def test_small_digits_are_split_by_their_order_and_look_like_digits():
    digits = load_small_digits()
    assert digits.x_train.shape == (1297, 8, 8) and digits.x_test.shape == (500, 8, 8)
    assert digits.x_train.dtype == np.uint8 and digits.x_train.max() == 16
    assert digits.y_train.dtype == np.int64 and digits.names == tuple("0123456789")
    means = np.array([digits.x_train[digits.y_train == k].mean(axis=0) for k in range(10)])
    apart = (digits.x_test[:, None] - means) ** 2  # (500, 10, 8, 8)
    nearest = apart.sum(axis=(2, 3)).argmin(axis=1)
    assert 0.8 < np.mean(nearest == digits.y_test) < 0.95
    assert np.array_equal(load_small_digits(full=True).x_test, digits.x_test)


def test_the_networks_read_digits_that_they_have_not_seen():
    digits = load_mnist()
    x = cut_digit_networks.halved(digits.x_test)
    states = load_digit_networks()
    assert len(states) == 5
    for state in states:
        model = cut_digit_networks.network(seed=9)
        model.load_state_dict(state)
        assert np.mean(predict(model, [x]).argmax(axis=1) == digits.y_test) > 0.97
    weights = [state["0.0.weight"] for state in states]
    assert all(w.dtype == np.float32 for w in weights)
    assert not np.array_equal(weights[0], weights[1])


def test_stamps_have_their_kinds_and_features():
    stamps = load_stamps()
    assert repr(stamps) == "Stamps(169 photographs of 8 kinds)"
    assert stamps.images.shape == (169, 24, 24, 3) and stamps.images.dtype == np.uint8
    assert stamps.features.shape == stamps.by_habit.shape == (169, 1280)
    assert stamps.features.dtype == np.float32 and 0 <= stamps.features.min()
    assert 4 < stamps.features.max() <= 6
    counts = dict(zip(stamps.names, np.bincount(stamps.y).tolist(), strict=True))
    assert counts["bird"] == 35 and counts["fish"] == 9 and len(counts) == 8
    assert {"owl", "banana", "hammer"} <= set(stamps.titles) and "GPL-2" in (
        stamps.provenance["license"]
    )


def test_stamps_are_named_as_a_work_under_its_own_license():
    said = load_stamps().provenance
    for part in ("GPL-2 or later", "work of its own", "LICENSE-GPL-2"):
        assert part in said["license"]
    assert "tuxpaint-stamps-default 2022.06.04-1" in said["source"]
    assert "either version 2" in said["license text"]
    text = (ROOT / "LICENSE-GPL-2").read_text(encoding="utf-8")
    assert "Version 2, June 1991" in text and "END OF TERMS AND CONDITIONS" in text
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "stamps.npz" in readme and "tuxpaint-stamps-default" in readme


def test_the_package_claims_no_license_that_its_data_do_not_have():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = project["license"].split(" AND ")
    wanted = {"GPL-2 or later": "GPL-2.0-or-later", "Apache License 2.0": "Apache-2.0"}
    wanted |= {"BSD 3-Clause": "BSD-3-Clause", "CC BY-SA 4.0": "CC-BY-SA-4.0"}
    wanted |= {"PDDL 1.0": "PDDL-1.0", "CC0 1.0": "CC0-1.0", "Unicode-3.0": "Unicode-3.0"}
    seen = {"MIT"}
    for path in dataset.HERE.glob("*.json"):
        said = json.loads(path.read_text(encoding="utf-8"))["license"]
        seen |= {identifier for words, identifier in wanted.items() if words in said}
    assert sorted(named) == sorted(seen)
    assert "nblib/data/*.json" in project["license-files"]
    assert "LICENSE-GPL-2" in project["license-files"]


def test_features_of_clothing_belong_to_their_pictures():
    features, rows = load_clothing_features()
    clothing = load_fashion_mnist()
    assert features.x_train.shape == (1200, 256) and features.x_test.shape == (600, 256)
    assert np.array_equal(features.y_train, clothing.y_train[rows])
    assert np.array_equal(features.y_test, clothing.y_test[:600])
    assert np.bincount(features.y_train).tolist() == [120] * 10
    every, kept = features.provenance["accuracy with five labels a class, all features and these"]
    assert 0 < every - kept < 0.02


def test_padding_is_that_of_tensorflow():
    x = torch.ones(1, 1, 7, 7)
    for kernel, stride, size in ((3, 1, 9), (3, 2, 9), (5, 2, 11), (1, 1, 7)):
        assert photo_network.same(x, kernel, stride).shape[-1] == size
    even = photo_network.same(torch.ones(1, 1, 8, 8), 3, 2)  # one more, after the last
    assert even.shape[-1] == 9 and even[0, 0, -1].sum() == 0 and even[0, 0, 0].sum() == 8


def test_pixels_are_scaled_about_zero():
    images = np.array([0, 127, 255], np.uint8).reshape(1, 1, 1, 3)
    scaled = photo_network.scaled(images)
    assert scaled.shape == (1, 3, 1, 1)
    assert scaled.flatten().tolist() == [-127 / 128, 0.0, 1.0]


def test_a_head_can_be_taken_off():
    model = cut_digit_networks.network(seed=0)
    body = model[0]
    assert body(np.zeros((2, 1, 14, 14), np.float32)).shape == (2, 64)
    assert isinstance(model[1], nn.Linear)
