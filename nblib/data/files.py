"""Where a full set of images is found: a folder of yours, the cache, a system package, or its
public home. image_files.py reads it, download.py fetches it.
"""

import os
import warnings
from pathlib import Path

import numpy as np

from nblib.data.dataset import DataError
from nblib.data.download import download
from nblib.data.image_files import (
    IDX_FILES,
    NO_HOME,
    cache_folder,
    idx_path,
    in_hash_order,
    read_idx_folder,
    read_npz,
)


def load_full(full_set):
    """Return ((x_train, y_train, x_test, y_test), source): uint8 images (n, 28, 28), int64 labels,
    where they were.

    Looks in $NBLIB_DATA, in the cache ($XDG_CACHE_HOME/nblib or ~/.cache/nblib) and in the folder
    of a system package; then downloads into the cache. The examples are put in the order of a hash
    of each, which is an order without meaning and the same one wherever they come from. Raises
    DataError when the set cannot be had, and when a file that is there is damaged or another.
    """
    searched = []
    arrays, source = _on_this_machine(full_set, searched)
    if arrays is None:
        arrays, source, not_kept = download(full_set, searched)
        if not_kept is not None:
            message = f"{full_set.title} was downloaded but not kept: {not_kept}"
            warnings.warn(message, stacklevel=3)  # where load_mnist() was called
    x_train, y_train = in_hash_order(arrays["X"], arrays["y"])  # (n, 28, 28), (n,)
    x_test, y_test = in_hash_order(arrays["Xt"], arrays["yt"])  # (m, 28, 28), (m,)
    return (x_train, y_train.astype(np.int64), x_test, y_test.astype(np.int64)), source


def _on_this_machine(full_set, searched):
    """The four arrays and where they were, or (None, None); searched gets a line for each place."""
    for root in _roots(searched):
        npz = root / f"{full_set.name}_full.npz"
        folder = root / full_set.name
        if npz.exists():
            return read_npz(full_set, npz), str(npz)
        if _is_complete(folder, searched):
            return read_idx_folder(full_set, folder), str(folder)
        searched.append(str(npz))
    if full_set.folder and _is_complete(Path(full_set.folder), searched):
        return read_idx_folder(full_set, full_set.folder), full_set.folder
    return None, None


def _roots(searched):
    """The folders in which sets may lie: the user's own, if there is one, then the cache."""
    if root := os.environ.get("NBLIB_DATA"):
        try:
            root = Path(root).expanduser()
        except RuntimeError:
            raise DataError(
                f"NBLIB_DATA is set to {root}, and it is not known where ~ is, as HOME is not set: "
                "give the whole path"
            ) from None
        if not root.is_dir():
            raise DataError(
                f"NBLIB_DATA is set to {root}, which is not a folder: correct it, or unset it"
            )
        yield root
    else:
        searched.append("$NBLIB_DATA: not set")
    cache = cache_folder()
    if cache is None:
        searched.append(f"the cache: {NO_HOME}")
    else:
        yield cache


def _is_complete(folder, searched):
    """Whether a folder holds the four idx files; if not, what it lacks goes into searched."""
    missing = [file for file in IDX_FILES if idx_path(folder, file) is None]
    # A folder with some of the files may be an unfinished download: no error, but worth a word.
    if not folder.is_dir():
        searched.append(f"{folder}: no such folder")
    elif missing:
        searched.append(f"{folder}: without {', '.join(missing)}")
    return not missing
