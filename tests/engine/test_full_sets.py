"""The full sets of images, found in folders of the test's own, and what is wrong with a file."""

import dataclasses
import hashlib

import numpy as np
import pytest
from full_sets import assert_is, idx, parts, write_idx

from nblib.data import DataError, fashion, image_files, load_fashion_mnist, load_mnist, mnist


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
    x = small["X"]
    y = small["y"]
    assert image_files.checksum(x[::-1], y[::-1]) == image_files.checksum(x, y)
    assert image_files.checksum(x, y[::-1].copy()) != image_files.checksum(x, y)
    other = x.copy()
    other[3, 4, 5] ^= 1
    assert image_files.checksum(other, y) != image_files.checksum(x, y)


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
