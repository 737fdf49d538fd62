"""What a training run was like, epoch by epoch and step by step; it draws itself."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class History:
    """What a run was like.

    epochs: a dict each, with "epoch", "loss", "seconds", and with validation data "validation_loss"
    and the metrics. steps: of each step the "loss" and the learning rate "lr". best_epoch: the
    number, from 1, of the epoch with the lowest validation loss. stopped: why the run ended before
    its last epoch, None if it did not.
    """

    epochs: list = field(default_factory=list)
    steps: dict = field(default_factory=lambda: {"loss": [], "lr": []})
    best_epoch: int | None = None
    stopped: str | None = None

    def __getitem__(self, name):
        """The values of one column of `epochs`, as an array."""
        if not self.epochs or name not in self.epochs[0]:
            columns = ", ".join(self.epochs[0]) if self.epochs else "no epochs"
            raise KeyError(f"no column {name!r}; there are {columns}")
        return np.array([row[name] for row in self.epochs])

    def plot(self, ax=None):
        """Draw training and validation loss by epoch into ax, or into a new figure; return the
        figure.
        """
        from nblib.page import plots

        if ax is None:
            _, ax = plots.figure()
        for name, text, color in (
            ("loss", "training", plots.BLUE),
            ("validation_loss", "validation", plots.ORANGE),
        ):
            if self.epochs and name in self.epochs[0]:
                ax.plot(self["epoch"], self[name], color=color)
                plots.label_end(ax, self["epoch"][-1], self[name][-1], text, color)
        ax.set(xlabel="epoch", ylabel="loss")
        return ax.figure
