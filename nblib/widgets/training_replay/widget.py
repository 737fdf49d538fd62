"""Replay a training run: its curves, its confusion matrix and the digits whose verdict changed,
epoch by epoch.
"""

import math

import numpy as np
import traitlets

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.packed import pack
from nblib.widgets.training_replay.constants import VIEWS
from nblib.widgets.training_replay.record import (
    count_confusion,
    read_columns,
    read_curves,
    read_epochs,
    read_images,
    read_names,
    read_verdicts,
    worth_a_picture,
)


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
        keep = lambda row: kept.append(predict(model, batches).argmax(axis=1))
        history = fit(…, after_epoch=keep)
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
        columns = read_columns(history)
        self.labels, self.predictions = read_verdicts(labels, predictions)
        self.epochs = read_epochs(columns, len(self.predictions))
        self.names = read_names(names, max(int(self.labels.max()), int(self.predictions.max())) + 1)
        self.curves = read_curves(columns, len(self.epochs))
        images = read_images(images, len(self.labels))
        self.pictured = worth_a_picture(
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
            "_labels": pack(self.labels, np.uint8),
            "_predictions": pack(self.predictions.T, np.uint8),
            "_images": "" if images is None else pack(images[self.pictured], np.uint8),
            "_pictured": self.pictured.tolist(),
            "_shape": [0, 0] if images is None else list(images.shape[1:]),  # height, width
        }
        super().__init__(preset, presets=self._stops(), **{**record, **values})

    def _stops(self):
        """The presets: moments of this run."""
        correct = self.verdicts
        changes = np.r_[0, (correct[1:] != correct[:-1]).sum(axis=1)]
        late = np.arange(len(correct)) >= min(2, len(correct) - 1)  # at first everything changes
        watched = self.curves[
            "validation loss" if "validation loss" in self.curves else "training loss"
        ]
        finite = np.where(np.isfinite(watched), watched, np.inf)
        mistakes = count_confusion(self.labels, self.predictions[-1], len(self.names))
        np.fill_diagonal(mistakes, 0)
        stops = {
            "lowest loss": {"epoch": int(finite.argmin()), "view": VIEWS[0]},
            "beginning": {"epoch": 0, "view": VIEWS[2]},
            "most changes": {"epoch": int(np.where(late, changes, -1).argmax()), "view": VIEWS[0]},
            "end": {"epoch": len(correct) - 1, "view": VIEWS[1]},
        }
        if mistakes.any():
            worst = np.unravel_index(mistakes.argmax(), mistakes.shape)
            stops["most confused"] = {
                "epoch": len(correct) - 1,
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
            first = self.epochs[0]
            last = self.epochs[-1]
            raise traitlets.TraitError(
                f"no epoch {proposal.value} in this record; there are {first} to {last}"
            )
        return proposal.value

    @traitlets.validate("cell")
    def _known_cell(self, proposal):
        cell = proposal.value
        classes = len(self.names)
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
        return count_confusion(self.labels, self.predictions[self._at], len(self.names))

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
        correct = int(self.verdicts[self._at].sum())
        n = len(self.labels)
        return (
            f"TrainingReplay({len(self.epochs)} epochs, {n} {self._noun}): "
            f"at epoch {self.epoch} {correct} are right"
        )
