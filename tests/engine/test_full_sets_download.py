"""Downloading a full set, from a server of the test's own."""

import dataclasses
import gzip
import pwd

import pytest
from full_sets import assert_is, write_idx

from nblib.data import (
    DataError,
    fashion,
    image_files,
    load_fashion_mnist,
    load_mnist,
    mnist,
)


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
    assert left(tmp_path) == sorted(f"{file}.gz" for file in image_files.IDX_FILES)
    assert "train-images-idx3-ubyte.gz: 0.0 MB downloaded" in capsys.readouterr().err
    for path in mirror.iterdir():
        path.unlink()
    again = load_mnist(full=True)
    assert_is(again, small)
    assert (
        again.provenance["found"] == str(tmp_path / "cache" / "nblib" / "mnist")
        and not capsys.readouterr().err
    )


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


@pytest.fixture
def nowhere(small, monkeypatch):
    """No HOME, and a user whom the system does not know."""
    for name in ("HOME", "XDG_CACHE_HOME", "NBLIB_DATA"):
        monkeypatch.delenv(name, raising=False)

    def unknown(uid):
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.setattr(pwd, "getpwnam", unknown)


@pytest.mark.usefixtures("nowhere")
def test_without_a_home_a_set_is_downloaded_and_not_kept(small, mirror):
    with pytest.warns(UserWarning, match="not kept: no home folder is known: set HOME"):
        assert_is(load_mnist(full=True), small)


@pytest.mark.usefixtures("nowhere")
def test_without_a_home_what_is_nowhere_is_explained(monkeypatch):
    nobody = ("http://127.0.0.1:9/nobody-listens",)
    monkeypatch.setattr(mnist, "FULL", dataclasses.replace(mnist.FULL, mirrors=nobody))
    with pytest.raises(DataError, match="looked in the cache: no home folder is known"):
        load_mnist(full=True)
    monkeypatch.setenv("NBLIB_DATA", "~/data")
    with pytest.raises(DataError, match="NBLIB_DATA is set to ~/data, and it is not known where ~"):
        load_mnist(full=True)


@pytest.mark.usefixtures("nowhere")
def test_without_a_home_ones_own_folder_is_found(small, monkeypatch, tmp_path):
    write_idx(tmp_path / "mnist", small)
    monkeypatch.setenv("NBLIB_DATA", str(tmp_path))
    assert_is(load_mnist(full=True), small)
    (tmp_path / "mnist" / "t10k-labels-idx1-ubyte.gz").write_bytes(b"")
    with pytest.raises(DataError, match="is damaged or another file"):
        load_mnist(full=True)


@pytest.mark.parametrize("module", [mnist, fashion])
def test_addresses_are_https_and_checksums_whole(module):
    full = module.FULL
    assert full.sizes == (60_000, 10_000) and len(full.mirrors) >= 2
    assert all(mirror.startswith("https://") for mirror in full.mirrors)
    sums = (*full.sha256, *full.content)
    assert len(set(sums)) == 6 and all(len(s) == 64 and int(s, 16) for s in sums)
