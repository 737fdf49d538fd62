"""The state of a run: all that a checkpoint has to hold, and how it is taken up again."""

import math
from dataclasses import dataclass, field

import numpy as np

from nblib.checkpoint import CheckpointError, load_checkpoint, save_checkpoint
from nblib.history import History


@dataclass
class Run:
    """A run under way."""

    model: object
    optimizer: object
    batches: object
    history: History = field(default_factory=History)
    best: dict | None = None  # the weights after the best epoch
    step: int = 0
    # Of the epoch under way: the summed loss, the weight of the targets that it is of, seconds.
    partial: list = field(default_factory=lambda: [0.0, 0, 0.0])

    def note(self, value, weight, seconds):
        """Note a step: its loss, the weight of the targets which that is the mean of, its time."""
        self.history.steps["loss"].append(value)
        self.history.steps["lr"].append(self.optimizer.param_groups[0]["lr"])
        self.partial[0] += value * weight
        self.partial[1] += weight
        self.partial[2] += seconds
        self.step += 1

    def row(self):
        """End the epoch: return its row of the history."""
        total, weight, seconds = self.partial
        self.partial = [0.0, 0, 0.0]
        if not weight:
            raise ValueError(
                "there are no batches to train on, or none of their targets counts: all are "
                "ignored, or of weight 0"
            )
        return {"epoch": len(self.history.epochs) + 1, "loss": total / weight, "seconds": seconds}

    def remember_best(self):
        """Keep the weights if the last epoch is the best so far."""
        epochs = self.history.epochs
        best_epoch = self.history.best_epoch
        loss = epochs[-1].get("validation_loss")
        if loss is None or math.isnan(loss):
            return
        if best_epoch is None or loss < epochs[best_epoch - 1]["validation_loss"]:
            self.history.best_epoch = len(epochs)
            self.best = self.model.state_dict()

    def is_worn_out(self, patience):
        """Whether so many epochs have passed since the best."""
        if patience is None:
            return False
        best_epoch = self.history.best_epoch or 0
        return len(self.history.epochs) - best_epoch >= patience

    def save(self, path):
        """Write a checkpoint."""
        save_checkpoint(path, self._state())

    def _state(self):
        """All that a checkpoint holds."""
        steps = {name: np.array(v, np.float64) for name, v in self.history.steps.items()}
        return {
            "model": self.model.state_dict(),
            "random": self.model.random_state(),
            "optimizer": self.optimizer.state_dict(),
            "batches": self.batches.state_dict(),
            "best": self.best,
            "step": self.step,
            "partial": self.partial,
            "history": {
                "epochs": self.history.epochs,
                "steps": steps,
                "best_epoch": self.history.best_epoch,
            },
        }

    def resume(self, path):
        """Go on from a checkpoint, if there is one: whole, or not at all.

        Raises ValueError or TypeError for the checkpoint of another model, optimizer or data,
        CheckpointError for a file that is damaged or no checkpoint of a run; then model and
        optimizer are as they were.
        """
        before = self._state()  # and what cannot be saved is said now, not after an epoch
        state = load_checkpoint(path, missing=None)
        if state is None:
            return
        try:
            self._take(state)
        except Exception as error:
            self._put_back(before)
            if isinstance(error, KeyError | IndexError | AttributeError):
                raise CheckpointError(
                    f"{path} is no checkpoint of fit(): {error!r}; give another path"
                ) from None
            raise

    def _take(self, state):
        """Take over a state. The batches are last, as they cannot be put back."""
        # Read what may be missing before anything is changed.
        best = state["best"]
        step = state["step"]
        partial = list(state["partial"])
        epochs = list(state["history"]["epochs"])
        best_epoch = state["history"]["best_epoch"]
        steps = {name: state["history"]["steps"][name].tolist() for name in ("loss", "lr")}

        # What can refuse.
        if best is not None:
            self.model.load_state_dict(best)  # only to see that it will fit at the end
        self.model.load_state_dict(state["model"])
        self.model.set_random_state(state["random"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.batches.load_state_dict(state["batches"])

        # What cannot.
        self.best = best
        self.step = step
        self.partial = partial
        self.history.epochs = epochs
        self.history.best_epoch = best_epoch
        self.history.steps = steps

    def _put_back(self, before):
        """Undo _take()."""
        self.model.load_state_dict(before["model"])
        self.model.set_random_state(before["random"])
        self.optimizer.load_state_dict(before["optimizer"])
