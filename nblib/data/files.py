"""Where a full set of images is found: a folder of yours, the cache, a system package, or its
public home.

A set is either one file NAME_full.npz with the arrays X, y, Xt, yt, or a folder NAME with the four
idx files in which MNIST was published; the tables below give their names and checksums.
"""

import gzip
import hashlib
import io
import os
import struct
import sys
import time
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nblib.data.dataset import DataError

# File -> the name of its array in an npz. Images and labels, for training and for testing.
IDX_FILES = {
    "train-images-idx3-ubyte": "X",
    "train-labels-idx1-ubyte": "y",
    "t10k-images-idx3-ubyte": "Xt",
    "t10k-labels-idx1-ubyte": "yt",
}
# What reading a damaged archive may raise.
_DAMAGE = (OSError, EOFError, ValueError, TypeError, KeyError, zlib.error, zipfile.BadZipFile)
_TIMEOUT = 20  # seconds without a byte


@dataclass(frozen=True)
class FullSet:
    """Images of 28 by 28 pixels with ten classes, as published: what they are called and how they
    are recognized.

    name: of the npz (NAME_full.npz) and of the folder of idx files. sizes: examples for training,
    for testing. mirrors: https addresses of folders that hold the idx files, compressed with gzip.
    sha256: the checksum of each idx file's content, uncompressed, in the order of IDX_FILES.
    content: the checksum of the training and of the test examples in whatever order they stand, see
    checksum(). folder, package: where a system package puts the idx files, and what that package is
    called.
    """

    name: str
    title: str
    sizes: tuple
    mirrors: tuple
    sha256: tuple
    content: tuple
    folder: str = ""
    package: str = ""

    @property
    def shapes(self):
        """The shape of each array: {"X": (n, 28, 28), "y": (n,), "Xt": (m, 28, 28), "yt": (m,)}."""
        n, m = self.sizes
        return {"X": (n, 28, 28), "y": (n,), "Xt": (m, 28, 28), "yt": (m,)}


def load_full(full_set):
    """Return ((x_train, y_train, x_test, y_test), place): uint8 images (n, 28, 28), int64 labels,
    where they were.

    Looks in $NBLIB_DATA, in the cache ($XDG_CACHE_HOME/nblib or ~/.cache/nblib) and in the folder
    of a system package; then downloads into the cache. The examples are put in the order of a hash
    of each, which is an order without meaning and the same one wherever they come from. Raises
    DataError when the set cannot be had, and when a file that is there is damaged or another.
    """
    arrays, place = _find(full_set)
    x_train, y_train = in_hash_order(arrays["X"], arrays["y"])
    x_test, y_test = in_hash_order(arrays["Xt"], arrays["yt"])
    return (x_train, y_train.astype(np.int64), x_test, y_test.astype(np.int64)), place


def in_hash_order(x, y):
    """Return x (n, 28, 28) and y (n,), both uint8, sorted by a hash of image and label."""
    digests = _digests(x, y)
    order = sorted(range(len(digests)), key=digests.__getitem__)
    return x[order], y[order]


def checksum(x, y):
    """Return a checksum of the examples, in hex, that does not depend on their order; x and y are
    uint8.
    """
    return hashlib.sha256(b"".join(sorted(_digests(x, y)))).hexdigest()


def cache_folder():
    """Return the folder into which downloads go; it need not exist."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "nblib"


def read_idx_folder(full_set, folder):
    """Return {"X": …, "y": …, "Xt": …, "yt": …} of the four idx files in a folder, compressed with
    gzip or not.

    Raises DataError for a file that is missing, damaged or another.
    """
    arrays = {}
    for file, (name, shape) in zip(IDX_FILES, full_set.shapes.items(), strict=True):
        path = _idx_path(folder, file)
        if path is None:
            raise DataError(f"{folder} holds neither {file}.gz nor {file}")
        arrays[name] = _read_idx(full_set, file, path, shape)
    return arrays


def _find(full_set):
    looked = []
    for root in _roots(looked):
        npz, folder = root / f"{full_set.name}_full.npz", root / full_set.name
        if npz.exists():
            return _read_npz(full_set, npz), str(npz)
        if _holds(folder, looked):
            return read_idx_folder(full_set, folder), str(folder)
        looked.append(str(npz))
    if full_set.folder and _holds(Path(full_set.folder), looked):
        return read_idx_folder(full_set, full_set.folder), full_set.folder
    return _download(full_set, looked)


def _roots(looked):
    if own := os.environ.get("NBLIB_DATA"):
        own = Path(own).expanduser()
        if not own.is_dir():
            raise DataError(
                f"NBLIB_DATA is set to {own}, which is not a folder: correct it, or unset it"
            )
        yield own
    else:
        looked.append("$NBLIB_DATA: not set")
    yield cache_folder()


def _holds(folder, looked):
    missing = [file for file in IDX_FILES if _idx_path(folder, file) is None]
    # A folder with some of the files may be an unfinished download: no error, but worth a word.
    looked.append(
        f"{folder}: no such folder"
        if not folder.is_dir()
        else f"{folder}: without {', '.join(missing)}"
    )
    return not missing


def _idx_path(folder, file):
    candidates = (Path(folder) / f"{file}.gz", Path(folder) / file)
    return next((path for path in candidates if path.is_file()), None)


def _read_npz(full_set, path):
    try:
        with np.load(path, allow_pickle=False) as file:
            if missing := [name for name in full_set.shapes if name not in file]:
                raise DataError(
                    f"it lacks the array {', '.join(missing)} and has {', '.join(file) or 'none'}"
                )
            arrays = {name: file[name] for name in full_set.shapes}
        for name, shape in full_set.shapes.items():
            _require(arrays[name], name, shape)
        arrays = {name: a.astype(np.uint8, copy=False) for name, a in arrays.items()}
        for part, (x, y), expected in zip(
            ("training", "test"), ("Xy", ("Xt", "yt")), full_set.content, strict=True
        ):
            if checksum(arrays[x], arrays[y]) != expected:
                raise DataError(f"the checksum of the {part} examples is wrong")
    except (*_DAMAGE, DataError) as error:
        raise _damaged(path, error) from None
    return arrays


def _require(array, name, shape):
    if array.shape != shape:
        raise DataError(f"{name} has shape {array.shape} in place of {shape}")
    if array.dtype.kind not in "iu":
        raise DataError(f"{name} holds {array.dtype} in place of uint8")
    if array.size and not (0 <= array.min() and array.max() <= 255):
        raise DataError(f"{name} holds values outside 0 to 255")


def _read_idx(full_set, file, path, shape):
    try:
        return _parse(full_set, file, path.read_bytes(), shape)
    except (*_DAMAGE, DataError) as error:
        raise _damaged(path, error) from None


def _parse(full_set, file, stored, shape):
    """The array of an idx file: two zero bytes, type (8: uint8), number of axes, sizes as
    big-endian, values.
    """
    if stored[:2] == b"\x1f\x8b":
        # No more than could be right: a file that unpacks to gigabytes is not the one.
        limit = 4 + 4 * len(shape) + int(np.prod(shape)) + 1
        with gzip.GzipFile(fileobj=io.BytesIO(stored)) as unpacked:
            stored = unpacked.read(limit)
    if hashlib.sha256(stored).hexdigest() != full_set.sha256[list(IDX_FILES).index(file)]:
        raise DataError("its checksum is wrong")
    header = struct.pack(f">HBB{len(shape)}I", 0, 8, len(shape), *shape)
    if not stored.startswith(header) or len(stored) != len(header) + np.prod(shape):
        raise DataError(f"its shape is not {shape}")
    return np.frombuffer(stored, np.uint8, offset=len(header)).reshape(shape)


def _digests(x, y):
    pixels, labels, size = np.ascontiguousarray(x).tobytes(), y.tobytes(), int(np.prod(x.shape[1:]))
    return [
        hashlib.blake2b(
            pixels[i * size : (i + 1) * size] + labels[i : i + 1], digest_size=16
        ).digest()
        for i in range(len(labels))
    ]


def _download(full_set, looked):
    folder, arrays, addresses, not_kept = cache_folder() / full_set.name, {}, [], None
    for file, (name, shape) in zip(IDX_FILES, full_set.shapes.items(), strict=True):
        path = _idx_path(folder, file)
        if path is not None:  # left by a download that was interrupted
            arrays[name] = _read_idx(full_set, file, path, shape)
            continue
        stored, arrays[name], address = _fetch(full_set, file, shape, looked)
        addresses.append(address)
        try:
            _write(folder / f"{file}.gz", stored)
        except OSError as error:
            not_kept = error
    if not_kept is not None:
        warnings.warn(f"{full_set.title} was downloaded but not kept: {not_kept}", stacklevel=5)
    return arrays, addresses[0].rpartition("/")[0]


def _fetch(full_set, file, shape, looked):
    """The file as stored, its array and its address, from the first mirror that gives the right
    one.
    """
    import http.client
    import urllib.request  # takes longer to import than all of nblib.data

    failures, limit = [], int(np.prod(shape)) + 2**20
    for mirror in full_set.mirrors:
        address = f"{mirror.rstrip('/')}/{file}.gz"
        request = urllib.request.Request(address, headers={"User-Agent": "nblib"})
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:
                stored = _receive(response, f"{full_set.title}, {file}.gz", limit)
            return stored, _parse(full_set, file, stored, shape), address
        except (*_DAMAGE, http.client.HTTPException, DataError) as error:
            failures.append(f"{address}: {_reason(error)}")
    advice = f"Get the four files *-ubyte.gz from {' or '.join(full_set.mirrors)}"
    if full_set.package:
        advice += f" (or install {full_set.package})"
    raise DataError(
        f"the full {full_set.title} is not on this machine and could not be downloaded.\n"
        + "".join(f"  looked in {place}\n" for place in looked)
        + "".join(f"  tried {failure}\n" for failure in failures)
        + f"{advice}, put them into a folder named {full_set.name}, and set NBLIB_DATA to the folder which that is in. "
        "Without full=True nothing needs to be downloaded."
    )


def _receive(response, title, limit):
    total = int(response.headers.get("Content-Length") or 0)
    if total > limit:
        raise DataError(f"it is {total:,} bytes long, more than the file can be")
    chunks, received, shown = [], 0, time.monotonic()
    while chunk := response.read(2**16):
        chunks.append(chunk)
        received += len(chunk)
        if received > limit:
            raise DataError(f"it is longer than {limit:,} bytes, more than the file can be")
        if sys.stderr.isatty() and time.monotonic() - shown > 0.2:
            shown = time.monotonic()
            print(
                f"\r{title}: {received / 1e6:.1f} of {total / 1e6:.1f} MB",
                end="",
                file=sys.stderr,
                flush=True,
            )
    if received < total:
        raise DataError(f"only {received:,} of {total:,} bytes arrived")
    start = "\r" if sys.stderr.isatty() else ""
    print(f"{start}{title}: {received / 1e6:.1f} MB downloaded    ", file=sys.stderr)
    return b"".join(chunks)


def _write(path, content):
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_bytes(content)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _reason(error):
    if isinstance(error, DataError):
        return str(error)
    return f"{type(error).__name__}, {error}" if str(error) else type(error).__name__


def _damaged(path, error):
    advice = (
        "Remove it to have it downloaded again."
        if cache_folder() in path.parents
        else "Replace or remove it."
    )
    return DataError(f"{path} is damaged or another file: {_reason(error)}. {advice}")
