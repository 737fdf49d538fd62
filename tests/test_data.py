import json

import numpy as np
import pytest

from nblib.data import DataError, dataset, load_diamonds


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
    rows = np.column_stack([np.concatenate([data.x_train, data.x_test]), np.concatenate([data.y_train, data.y_test])])
    assert len(np.unique(rows, axis=0)) == len(rows)


def test_the_split_is_a_shuffle():
    data = load_diamonds("carat")
    gap = abs(data.x_train.mean() - data.x_test.mean())
    assert gap < 4 * data.x_train.std() / np.sqrt(len(data.x_test))


def test_features_come_in_the_order_asked_for():
    one, two = load_diamonds(("x", "carat")), load_diamonds(("carat", "x"))
    assert one.names == ("x", "carat") and np.array_equal(one.x_train, two.x_train[:, ::-1])


def test_full_is_accepted_and_the_same():
    assert np.array_equal(load_diamonds("x", full=True).x_train, load_diamonds("x").x_train)


def test_an_unknown_feature_is_named():
    with pytest.raises(ValueError, match="no such feature: weight; there are carat, depth"):
        load_diamonds(("x", "weight"))


def test_the_data_say_where_they_come_from():
    provenance = load_diamonds("x").provenance
    assert "plotnine 0.15.9" in provenance["source"] and "MIT" in provenance["license"] and provenance["unclear"]


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


def test_checksums_are_of_the_files():
    assert len(json.loads((dataset.HERE / "diamonds.json").read_text())["sha256"]) == 64
