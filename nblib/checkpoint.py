"""Checkpoints: nested dicts and lists of arrays and plain values in one .npz file, without
pickle.
"""

import io
import json
import zipfile
import zlib

import numpy as np

from nblib.files import write

# What reading a damaged or foreign archive may raise: zipfile has RuntimeErrors for flags
# (encrypted, packed in some other way) that a flipped bit may set.
_DAMAGE = (OSError, EOFError, ValueError, TypeError, AttributeError, KeyError, RuntimeError)
_DAMAGE += (zlib.error, zipfile.BadZipFile)


class CheckpointError(RuntimeError):
    """A checkpoint is missing, damaged, or of another run."""


def save_checkpoint(path, state):
    """Write state, nested dicts with string keys and lists of arrays, numbers, strings, bools and
    None, in one go.

    What was at path before stays until the new file is whole. Raises TypeError for a value of
    another kind, and for an array that could not be read back: of objects, of a masked array, of
    a dtype that NumPy's files do not have.
    """
    arrays = {}
    skeleton = json.dumps(_pack(state, arrays))
    archive = io.BytesIO()
    np.savez(archive, allow_pickle=False, skeleton=np.array(skeleton), **arrays)
    write(path, archive.getvalue())


def load_checkpoint(path, missing="raise"):
    """Return what save_checkpoint() wrote; for a path where nothing is, None if missing is None.

    Raises CheckpointError for a file that is missing or damaged. Nothing in it is executed.
    """
    try:
        # Not np.load, which is content with half of a member, its checksum unseen.
        with zipfile.ZipFile(path) as file:
            arrays = {
                name.removesuffix(".npy"): _array(file.read(name)) for name in file.namelist()
            }
        return _unpack(json.loads(arrays["skeleton"].item()), arrays)
    except FileNotFoundError:
        if missing is None:
            return None
        raise CheckpointError(f"there is no checkpoint {path}") from None
    except _DAMAGE as error:
        reason = f"{type(error).__name__}: {error}"
        raise CheckpointError(
            f"{path} is damaged or no checkpoint ({reason}); remove it to begin anew"
        ) from None


def _array(content):
    return np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)


def _pack(value, arrays):
    if isinstance(value, np.ndarray):
        _check_array(value)
        arrays[name := f"array{len(arrays)}"] = value
        return {"array": name}
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("the keys of a checkpoint's dicts must be strings")
        return {"dict": {key: _pack(item, arrays) for key, item in value.items()}}
    if isinstance(value, list | tuple):
        return [_pack(item, arrays) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"a checkpoint cannot hold a {type(value).__name__}")


def _check_array(array):
    """Raise TypeError for an array that a file would not give back as it is."""
    if isinstance(array, np.ma.MaskedArray):
        raise TypeError("a checkpoint cannot hold a masked array: save its data and its mask")
    descr = None if array.dtype.hasobject else np.lib.format.dtype_to_descr(array.dtype)
    if descr is None or np.lib.format.descr_to_dtype(descr) != array.dtype:
        raise TypeError(
            f"a checkpoint cannot hold an array of {array.dtype}, which comes back by pickle only, "
            "or not at all: make it numbers, strings of one length, or a list"
        )


def _unpack(value, arrays):
    if isinstance(value, list):
        return [_unpack(item, arrays) for item in value]
    if isinstance(value, dict):
        if "array" in value:
            return arrays[value["array"]]
        return {key: _unpack(item, arrays) for key, item in value["dict"].items()}
    return value
