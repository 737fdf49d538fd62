"""Checkpoints: nested dicts and lists of arrays and plain values in one .npz file, without
pickle.
"""

import io
import json
import os
import zipfile
import zlib
from pathlib import Path

import numpy as np

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
    another kind.
    """
    path = Path(path)
    arrays = {}
    skeleton = json.dumps(_pack(state, arrays))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with open(partial, "wb") as file:
        np.savez(file, skeleton=np.array(skeleton), **arrays)
    os.replace(partial, path)


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
        arrays[name := f"array{len(arrays)}"] = value
        return {"array": name}
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("the keys of a checkpoint's dicts must be strings")
        return {"dict": {key: _pack(item, arrays) for key, item in value.items()}}
    if isinstance(value, list | tuple):
        return [_pack(item, arrays) for item in value]
    if isinstance(value, np.generic):
        return value.item()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"a checkpoint cannot hold a {type(value).__name__}")


def _unpack(value, arrays):
    if isinstance(value, list):
        return [_unpack(item, arrays) for item in value]
    if isinstance(value, dict):
        if "array" in value:
            return arrays[value["array"]]
        return {key: _unpack(item, arrays) for key, item in value["dict"].items()}
    return value
