"""Replay a training run: its curves, its confusion matrix and the digits whose verdict changed,
epoch by epoch.
"""

import base64
import math
from collections.abc import Mapping

import numpy as np
import traitlets

from nblib.widgets.core.base import Presets, Widget

VIEWS = ("changed since the epoch before", "changed at any time", "wrong now")
CLASSES, CELLS = 20, 400_000  # at most: classes; epochs times digits


class TrainingReplay(Widget):
    """A run that was made once, to go back and forth in.

    history: what nblib.train.fit returned, or a dict of columns, each with a number for each epoch:
    "loss", and if there are "validation_loss", "training_accuracy", "epoch". labels: (N,) the true
    classes of N held-back digits, 0 to C - 1. predictions: (epochs, N) what the network took them
    for after each epoch, or its scores (epochs, N, C). images: (N, h, w), uint8, 0 paper to 255
    ink, or None; the page carries those of at most `keep` digits that were ever mistaken: first
    those that are at the end, then those whose verdict changed most often. names: of the classes,
    "0", "1", … if not given. noun: what an example is called.

    A list that grows by itself collects the predictions while fit runs:

        kept = []
        history = fit(…, after_epoch=lambda row: kept.append(predict(model, batches).argmax(axis=1)))
        TrainingReplay(history, labels, kept, images)

    epoch: the one shown. cell: [true, predicted] of the confusion matrix, whose digits are shown,
    or []. view: a name of VIEWS, which digits are shown when no cell is chosen. preset: sets all
    three. Read-outs: confusion, accuracy, changed, verdicts. Raises ValueError for a record whose
    parts do not fit together.
    """

    epoch = traitlets.CInt(0).tag(sync=True)
    cell = traitlets.List(traitlets.CInt()).tag(sync=True)
    view = traitlets.Enum(VIEWS, VIEWS[0]).tag(sync=True)
    presets = Presets({})
    # The record, as the page reads it; it does not change.
    _epochs = traitlets.List().tag(sync=True)
    _curves = traitlets.Dict().tag(sync=True)
    _names = traitlets.List().tag(sync=True)
    _noun = traitlets.Unicode().tag(sync=True)
    _labels = traitlets.Unicode().tag(sync=True)
    _predictions = traitlets.Unicode().tag(sync=True)  # digit by digit, so that it compresses well
    _images = traitlets.Unicode().tag(sync=True)
    _pictured = traitlets.List().tag(sync=True)
    _shape = traitlets.List().tag(sync=True)

    def __init__(
        self,
        history,
        labels,
        predictions,
        images=None,
        *,
        names=None,
        keep=100,
        noun="digits",
        preset=None,
        **values,
    ):
        columns = _columns(history)
        self.labels, self.predictions = _verdicts(labels, predictions)
        self.epochs = _epoch_numbers(columns, len(self.predictions))
        self.names = _names(names, max(int(self.labels.max()), int(self.predictions.max())) + 1)
        self.curves = _curves(columns, len(self.epochs))
        images = _images(images, len(self.labels))
        self.pictured = _worth_a_picture(
            self.labels, self.predictions, keep if images is not None else 0
        )
        record = {
            "_epochs": self.epochs.tolist(),
            "_curves": {
                name: [v if math.isfinite(v) else None for v in curve]
                for name, curve in self.curves.items()
            },
            "_names": list(self.names),
            "_noun": noun,
            "_labels": _packed(self.labels),
            "_predictions": _packed(self.predictions.T),
            "_images": "" if images is None else _packed(images[self.pictured]),
            "_pictured": self.pictured.tolist(),
            "_shape": [0, 0] if images is None else list(images.shape[1:]),  # height, width
        }
        super().__init__(preset, presets=self._stops(), **{**record, **values})

    def _stops(self):
        """The presets: moments of this run."""
        right = self.verdicts
        changes = np.r_[0, (right[1:] != right[:-1]).sum(axis=1)]
        late = np.arange(len(right)) >= min(2, len(right) - 1)  # at first everything changes
        watched = self.curves[
            "validation loss" if "validation loss" in self.curves else "training loss"
        ]
        finite = np.where(np.isfinite(watched), watched, np.inf)
        mistakes = _confusion(self.labels, self.predictions[-1], len(self.names))
        np.fill_diagonal(mistakes, 0)
        stops = {
            "lowest loss": {"epoch": int(finite.argmin()), "view": VIEWS[0]},
            "beginning": {"epoch": 0, "view": VIEWS[2]},
            "most changes": {"epoch": int(np.where(late, changes, -1).argmax()), "view": VIEWS[0]},
            "end": {"epoch": len(right) - 1, "view": VIEWS[1]},
        }
        if mistakes.any():
            worst = np.unravel_index(mistakes.argmax(), mistakes.shape)
            stops["most confused"] = {
                "epoch": len(right) - 1,
                "view": VIEWS[2],
                "cell": [int(i) for i in worst],
            }
        return {
            name: {"cell": [], **stop, "epoch": int(self.epochs[stop["epoch"]])}
            for name, stop in stops.items()
        }

    @traitlets.validate("epoch")
    def _known_epoch(self, proposal):
        if proposal.value not in self.epochs:
            first, last = self.epochs[0], self.epochs[-1]
            raise traitlets.TraitError(
                f"no epoch {proposal.value} in this record; there are {first} to {last}"
            )
        return proposal.value

    @traitlets.validate("cell")
    def _known_cell(self, proposal):
        cell, classes = proposal.value, len(self.names)
        if cell and (len(cell) != 2 or not all(0 <= k < classes for k in cell)):
            wanted = f"[true, predicted], each from 0 to {classes - 1}, or []"
            raise traitlets.TraitError(f"cell must be {wanted}; got {cell}")
        return cell

    @property
    def _at(self):
        return int(np.flatnonzero(self.epochs == self.epoch)[0])

    @property
    def verdicts(self):
        """Whether each digit was taken for what it is, (epochs, N)."""
        return self.predictions == self.labels

    @property
    def confusion(self):
        """The confusion matrix at this epoch, (C, C): a row for each true class."""
        return _confusion(self.labels, self.predictions[self._at], len(self.names))

    @property
    def accuracy(self):
        """The part of the digits that are right at this epoch."""
        return float(self.verdicts[self._at].mean())

    @property
    def changed(self):
        """Which digits became right, and which wrong, since the epoch before: a dict of two arrays
        of indices.
        """
        now = self.verdicts[self._at]
        before = self.verdicts[self._at - 1] if self._at else now
        return {
            "now right": np.flatnonzero(now & ~before),
            "now wrong": np.flatnonzero(before & ~now),
        }

    def __repr__(self):
        right, n = int(self.verdicts[self._at].sum()), len(self.labels)
        return f"TrainingReplay({len(self.epochs)} epochs, {n} {self._noun}): at epoch {self.epoch} {right} are right"


def _packed(array):
    return base64.b64encode(np.ascontiguousarray(array, dtype=np.uint8).tobytes()).decode()


def _confusion(labels, predictions, classes):
    return np.bincount(labels.astype(int) * classes + predictions, minlength=classes**2).reshape(
        classes, classes
    )


def _columns(history):
    if not isinstance(history, Mapping):
        rows = getattr(history, "epochs", None)
        if not rows:
            raise ValueError(
                f"history must be what fit returned, after an epoch or more, or a dict; got {history!r}"
            )
        history = {name: [row[name] for row in rows] for name in rows[0]}
    if "loss" not in history:
        raise ValueError(
            f"history needs a column 'loss'; it has {', '.join(map(str, history)) or 'none'}"
        )
    return history


def _verdicts(labels, predictions):
    labels = np.asarray(labels)
    if labels.ndim != 1 or not len(labels) or labels.dtype.kind not in "iu":
        raise ValueError(
            f"labels must be whole numbers of shape (N,), got {labels.dtype} of shape {labels.shape}"
        )
    try:
        predictions = np.asarray(predictions)
    except ValueError:
        raise ValueError(
            "predictions must be (epochs, N): the epochs differ in the number of their digits"
        ) from None
    if predictions.ndim == 3:
        predictions = predictions.argmax(axis=2)
    if predictions.ndim != 2 or predictions.dtype.kind not in "iu":
        shape = f"{predictions.dtype} of shape {predictions.shape}"
        raise ValueError(
            f"predictions must be class numbers (epochs, N) or scores (epochs, N, C), got {shape}"
        )
    if predictions.shape[1] != len(labels):
        raise ValueError(
            f"predictions are for {predictions.shape[1]} digits, but there are {len(labels)} labels"
        )
    if predictions.size > CELLS:
        raise ValueError(
            f"{predictions.size:,} predictions are too many for a page; give at most {CELLS:,}"
        )
    low, high = min(labels.min(), predictions.min()), max(labels.max(), predictions.max())
    if low < 0 or high >= CLASSES:
        raise ValueError(f"classes must be numbers from 0 to {CLASSES - 1}, got {low} to {high}")
    return labels.astype(np.uint8), predictions.astype(np.uint8)


def _epoch_numbers(columns, count):
    numbers = np.asarray(columns.get("epoch", np.arange(1, count + 1)))
    if len(numbers) != count:
        raise ValueError(
            f"history has {len(numbers)} epochs, predictions {count}: one row for each is needed"
        )
    if numbers.dtype.kind not in "iu" or np.any(np.diff(numbers) <= 0):
        raise ValueError(
            f"the column 'epoch' must be whole numbers that rise, got {numbers.tolist()}"
        )
    return numbers


def _curves(columns, count):
    wanted = {
        "loss": "training loss",
        "validation_loss": "validation loss",
        "training_accuracy": "training accuracy",
    }
    curves = {}
    for column, name in wanted.items():
        if column in columns:
            curve = np.asarray(columns[column], dtype=np.float64)
            if curve.shape != (count,):
                raise ValueError(
                    f"history[{column!r}] has shape {curve.shape}; one number for each of {count} epochs"
                )
            curves[name] = curve
    return curves


def _names(names, classes):
    if names is None:
        return tuple(map(str, range(max(classes, 2))))
    names = tuple(map(str, names))
    if len(names) < classes or len(names) > CLASSES:
        raise ValueError(
            f"names must name the {classes} classes (at most {CLASSES}), got {len(names)}"
        )
    return names


def _images(images, n):
    if images is None:
        return None
    images = np.asarray(images)
    if images.ndim != 3 or len(images) != n:
        raise ValueError(
            f"images must have shape ({n}, height, width), one for each label, got {images.shape}"
        )
    if images.dtype != np.uint8:
        raise ValueError(f"images must be uint8, 0 (paper) to 255 (ink), got {images.dtype}")
    return images


def _worth_a_picture(labels, predictions, keep):
    """Of the digits that were ever mistaken: those that are at the end, then those that changed
    most often.
    """
    right = predictions == labels
    flips = (right[1:] != right[:-1]).sum(axis=0)
    order = np.lexsort((np.arange(len(labels)), -flips, right[-1]))
    mistaken = order[~right.all(axis=0)[order]]
    return np.sort(mistaken[:keep])
