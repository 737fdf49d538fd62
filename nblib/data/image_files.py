"""Sets of images as they lie on a disk: reading them, and recognizing them by their checksums.

A set is either one file NAME_full.npz with the arrays X, y, Xt, yt, or a folder NAME with the four
idx files in which MNIST was published.
"""

import gzip
import hashlib
import io
import os
import struct
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
NO_HOME = "no home folder is known: set HOME, XDG_CACHE_HOME or NBLIB_DATA"
# What reading a damaged archive may raise.
DAMAGE = (OSError, EOFError, ValueError, TypeError, KeyError, zlib.error, zipfile.BadZipFile)


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


def cache_folder():
    """Return the folder into which downloads go; it need not exist. None where nothing says whose
    it should be: no home folder is known.
    """
    if base := os.environ.get("XDG_CACHE_HOME"):
        return Path(base) / "nblib"
    try:
        return Path.home() / ".cache" / "nblib"
    except RuntimeError:  # HOME is not set, and the user is not in the system's list
        return None


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


def _digests(x, y):
    """A hash of each image together with its label."""
    pixels = np.ascontiguousarray(x).tobytes()
    labels = y.tobytes()
    size = int(np.prod(x.shape[1:]))  # bytes of an image
    examples = (pixels[i * size : (i + 1) * size] + labels[i : i + 1] for i in range(len(labels)))
    return [hashlib.blake2b(example, digest_size=16).digest() for example in examples]


def idx_path(folder, file):
    """Return where an idx file is in a folder, compressed or not, or None."""
    candidates = (Path(folder) / f"{file}.gz", Path(folder) / file)
    return next((path for path in candidates if path.is_file()), None)


def read_idx_folder(full_set, folder):
    """Return {"X": …, "y": …, "Xt": …, "yt": …} of the four idx files in a folder, compressed with
    gzip or not.

    Raises DataError for a file that is missing, damaged or another.
    """
    arrays = {}
    for file, name in IDX_FILES.items():
        path = idx_path(folder, file)
        if path is None:
            raise DataError(f"{folder} holds neither {file}.gz nor {file}")
        arrays[name] = read_idx(full_set, file, path)
    return arrays


def read_idx(full_set, file, path):
    """Return the array of one idx file; raises DataError if it is damaged or another."""
    try:
        return parse_idx(full_set, file, path.read_bytes())
    except (*DAMAGE, DataError) as error:
        raise DataError(_damaged(path, error)) from None


def parse_idx(full_set, file, stored):
    """Return the array of an idx file's bytes, compressed or not.

    The format: two zero bytes, the type (8: uint8), the number of axes, the sizes as big-endian
    integers of four bytes, the values. Raises DataError for another content.
    """
    shape = full_set.shapes[IDX_FILES[file]]
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


def read_npz(full_set, path):
    """Return the four arrays of a file NAME_full.npz, uint8, in whatever order its examples stand.

    Raises DataError for a file that is damaged or another.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            if missing := [name for name in full_set.shapes if name not in file]:
                present = ", ".join(file) or "none"
                raise DataError(f"it lacks the array {', '.join(missing)} and has {present}")
            arrays = {name: file[name] for name in full_set.shapes}
        for name, shape in full_set.shapes.items():
            _require_bytes(arrays[name], name, shape)
        arrays = {name: a.astype(np.uint8, copy=False) for name, a in arrays.items()}

        train_sum, test_sum = full_set.content
        if checksum(arrays["X"], arrays["y"]) != train_sum:
            raise DataError("the checksum of the training examples is wrong")
        if checksum(arrays["Xt"], arrays["yt"]) != test_sum:
            raise DataError("the checksum of the test examples is wrong")
    except (*DAMAGE, DataError) as error:
        raise DataError(_damaged(path, error)) from None
    return arrays


def _require_bytes(array, name, shape):
    if array.shape != shape:
        raise DataError(f"{name} has shape {array.shape} in place of {shape}")
    if array.dtype.kind not in "iu":
        raise DataError(f"{name} holds {array.dtype} in place of uint8")
    if array.size and not (0 <= array.min() and array.max() <= 255):
        raise DataError(f"{name} holds values outside 0 to 255")


def reason(error):
    """Return what an error says, in a few words."""
    if isinstance(error, DataError):
        return str(error)
    return f"{type(error).__name__}, {error}" if str(error) else type(error).__name__


def _damaged(path, error):
    advice = "Replace or remove it."
    if cache_folder() in path.parents:
        advice = "Remove it to have it downloaded again."
    return f"{path} is damaged or another file: {reason(error)}. {advice}"
