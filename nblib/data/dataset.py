"""What every loader returns, and how an embedded file is read."""

import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


class DataError(RuntimeError):
    """A data file is missing or is not the one it should be."""


@dataclass(frozen=True)
class Dataset:
    """Inputs and targets, split once and for all.

    x_train: (n, d), y_train: (n,), x_test: (m, d), y_test: (m,); images are (n, height, width),
    texts are strings, (n,) of dtype object.
    names: the d names of the features; of images, the names of the classes, so that names[y] is
    what is seen. provenance: where the data come from, and their license.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    names: tuple
    provenance: dict

    def __repr__(self):
        n, *shape = self.x_train.shape
        m = len(self.x_test)
        names = ", ".join(self.names)
        if len(shape) != 1 and len(self.names) > 1:
            names = f"{len(self.names)} classes, {names}"
        example = f"each of shape {tuple(shape)}" if shape else "each a text"
        return f"Dataset({n:,} for training, {m:,} for testing, {example}: {names})"


def read_embedded(name):
    """Return (arrays, provenance) of an embedded file: a dict of NumPy arrays and a dict of
    strings.

    Raises DataError when the file is missing or its checksum is wrong.
    """
    path = HERE / f"{name}.npz"
    advice = "Install nblib again, or restore the file with `git checkout -- nblib/data`."
    try:
        provenance = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DataError(
            f"the embedded data file {Path(error.filename).name} is missing. {advice}"
        ) from None
    except ValueError as error:
        raise DataError(f"the provenance file {name}.json is damaged ({error}). {advice}") from None
    if hashlib.sha256(content).hexdigest() != provenance["sha256"]:
        raise DataError(
            f"the embedded data file {path.name} is damaged: its checksum is wrong. {advice}"
        )
    with np.load(io.BytesIO(content)) as arrays:
        return dict(arrays), provenance
