import gzip
import hashlib
import json

import numpy as np
import pytest

from nblib.data import DataError, dataset, images, load_diabetes, load_diamonds, load_fashion_mnist, load_mnist


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


def test_diabetes_is_as_stated():
    data = load_diabetes()
    assert data.x_train.shape == (342, 10) and data.x_test.shape == (100, 10) and len(data.names) == 10
    x, y = np.concatenate([data.x_train, data.x_test]), np.concatenate([data.y_train, data.y_test])
    assert (y.min(), y.max()) == (25, 346) and set(x[:, 1]) == {1, 2} and 18 <= x[:, 0].min() <= x[:, 0].max() < 80
    assert abs(np.corrcoef(x[:, 2], y)[0, 1] - 0.5865) < 1e-3, "the known correlation with the body mass index"
    assert np.array_equal(load_diabetes(full=True).x_train, data.x_train)


@pytest.mark.parametrize("load, n, m", [(load_mnist, 8_000, 2_000), (load_fashion_mnist, 10_000, 2_000)])
def test_images_are_as_stated(load, n, m):
    data = load()
    assert data.x_train.shape == (n, 28, 28) and data.x_test.shape == (m, 28, 28)
    assert data.x_train.dtype == np.uint8 and data.y_train.dtype == np.int64 and len(data.names) == 10
    assert data.x_train.max() == 255 and data.x_train.min() == 0
    for y in (data.y_train, data.y_test):
        assert np.bincount(y, minlength=10).min() > 0.07 * len(y), "no class is rare"
    rows = {image.tobytes() for image in data.x_train}
    assert len(rows) >= 0.999 * n and not any(image.tobytes() in rows for image in data.x_test)
    assert data.provenance["license"].startswith("MIT") and data.provenance["unclear"]
    assert "0" in repr(data) or "shirt" in repr(data)


def test_a_digit_looks_like_its_label():
    # The mean image of each class is nearest to more of its own images than of any other: labels and images belong
    # together.
    data = load_mnist()
    x = data.x_test.reshape(len(data.x_test), -1) / 255.0
    means = np.array([data.x_train[data.y_train == c].reshape(-1, 784).mean(axis=0) / 255.0 for c in range(10)])
    nearest = ((x[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == data.y_test).mean() > 0.75


def small_set(rng):
    arrays = {}
    for x, y, n in (("X", "y", 30), ("Xt", "yt", 10)):
        arrays[x] = rng.integers(0, 256, (n, 28, 28), dtype=np.uint8)
        arrays[y] = rng.integers(0, 10, n).astype(np.uint8)
    return arrays


def sums(arrays):
    result = []
    for x, y in (("X", "y"), ("Xt", "yt")):
        rows = np.column_stack([arrays[y], arrays[x].reshape(len(arrays[x]), -1)])
        result.append(hashlib.sha256(b"".join(sorted(row.tobytes() for row in rows))).hexdigest())
    return tuple(result)


def write_idx(folder, arrays):
    for key, name in images.FILES.items():
        a = arrays[key]
        head = bytes([0, 0, 8, a.ndim]) + b"".join(int(n).to_bytes(4, "big") for n in a.shape)
        (folder / name).write_bytes(gzip.compress(head + a.tobytes()))


@pytest.fixture
def full(tmp_path, monkeypatch):
    """A small set in the place of the full one; nothing of this machine is looked at."""
    arrays = small_set(np.random.default_rng(0))
    for name in ("data", "cache", "system", "public"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("NBLIB_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    known = {
        "folders": (str(tmp_path / "system"),),
        "url": (tmp_path / "public").as_uri() + "/",
        "sha256": sums(arrays),
    }
    monkeypatch.setitem(images.SETS, "mnist", known)
    return tmp_path, arrays


def as_set(data):
    return sorted((int(y), x.tobytes()) for x, y in zip(data.x_train, data.y_train, strict=True))


def test_the_full_set_is_found_in_each_place_and_is_the_same_from_each(full):
    folder, arrays = full
    found = []
    np.savez(folder / "data" / "mnist_full.npz", **arrays)
    found.append(load_mnist(full=True))
    order = np.argsort(arrays["y"], kind="stable")  # a copy in another order
    np.savez(folder / "data" / "mnist_full.npz", **{**arrays, "X": arrays["X"][order], "y": arrays["y"][order]})
    found.append(load_mnist(full=True))
    (folder / "data" / "mnist_full.npz").unlink()
    write_idx(folder / "system", arrays)
    found.append(load_mnist(full=True))
    for path in (folder / "system").iterdir():
        path.rename(folder / "public" / path.name)
    found.append(load_mnist(full=True))  # downloaded
    for path in (folder / "public").iterdir():
        path.unlink()
    found.append(load_mnist(full=True))  # from the cache
    for data in found:
        assert np.array_equal(data.x_train, found[0].x_train) and np.array_equal(data.y_test, found[0].y_test)
    assert found[0].x_train.shape == (30, 28, 28) and as_set(found[0])[0][1] in {x.tobytes() for x in arrays["X"]}
    assert "full set" in found[0].provenance["cut"]


def test_what_is_wrong_with_a_full_set_is_explained_and_nothing_is_left_behind(full):
    folder, arrays = full
    with pytest.raises(DataError, match="not on this machine.*NBLIB_DATA.*full=False"):
        load_mnist(full=True)
    write_idx(folder / "public", {**arrays, "y": arrays["y"][::-1].copy()})
    with pytest.raises(DataError, match="X is not the set it should be"):
        load_mnist(full=True)
    assert not list((folder / "cache").rglob("*.npz"))
    file = folder / "data" / "mnist_full.npz"
    file.write_bytes(b"no archive")
    with pytest.raises(DataError, match="mnist_full.npz cannot be read"):
        load_mnist(full=True)
    np.savez(file, X=arrays["X"])
    with pytest.raises(DataError, match="must hold X, y, Xt and yt"):
        load_mnist(full=True)
    np.savez(file, **{**arrays, "X": arrays["X"].reshape(30, -1)})
    with pytest.raises(DataError, match=r"shape \(30, 784\)"):
        load_mnist(full=True)
    file.unlink()
    write_idx(folder / "system", arrays)
    damaged = folder / "system" / images.FILES["Xt"]
    damaged.write_bytes(damaged.read_bytes()[:-20])
    with pytest.raises(DataError, match="t10k-images.*damaged"):
        load_mnist(full=True)
    damaged.write_bytes(gzip.compress(b"\0\0\x08\x03" + b"\0" * 20))
    with pytest.raises(DataError, match="head does not fit"):
        load_mnist(full=True)
