"""One readable loop: minibatches, validation, early stopping, checkpoints, a history.

It works with nblib's models as they are, and with PyTorch's through
nblib.proofs.torch_model.adapt().
"""

import contextlib
import math
import signal
import time
from dataclasses import dataclass

import numpy as np

from nblib.checkpoint import load_checkpoint, save_checkpoint
from nblib.history import History
from nblib.tensor import Tensor


def fit(
    model,
    loss,
    optimizer,
    batches,
    *,
    epochs,
    validation=None,
    metrics=None,
    schedule=None,
    patience=None,
    before_step=None,
    after_epoch=None,
    checkpoint=None,
    progress=True,
):
    """Train a model, in place, and return the History of the run.

    loss: a function of (outputs, targets). batches, validation: each pass over them yields (inputs,
    targets). metrics: {name: function of (outputs, targets), both arrays}, averaged over the
    validation data. schedule: a function from the step, counted from 0, to the learning rate of all
    groups. patience: stop when the validation loss has not fallen for so many epochs, and go back
    to the best weights. before_step: called when gradients are there and the step is not taken yet:
    the place to clip. after_epoch: called with the row of the history; returning True ends the run.
    checkpoint: a path; the run is saved there after every epoch and when it is interrupted, and a
    later call with the same arguments goes on from there, bit for bit.

    Interrupting (Ctrl-C, or the stop button) keeps what was learned. A loss that is not a finite
    number ends the run with a diagnosis in history.stopped, and with the weights from before that
    step. Raises ValueError for arguments that do not fit together.
    """
    if patience is not None and validation is None:
        raise ValueError("patience watches the validation loss: give validation data too")
    if patience is not None and patience < 1:
        raise ValueError(f"patience counts epochs, at least 1, got {patience}")
    if metrics and validation is None:
        raise ValueError("metrics are measured on validation data: give some")
    if checkpoint is not None and not hasattr(batches, "state_dict"):
        raise ValueError(
            "a checkpoint needs batches that can go on where they were, such as "
            "nblib.data.Minibatches"
        )
    run = _Run(model, optimizer, batches, History(), best=None, step=0, partial=[0.0, 0, 0.0])
    if checkpoint is not None:
        run.resume(checkpoint)
    history = run.history
    bar = _bar(progress, epochs * len(batches) if hasattr(batches, "__len__") else None, run.step)
    with _interruptible() as interrupted:
        while len(history.epochs) < epochs and not (
            history.stopped or interrupted or run.finished(patience)
        ):
            model.train()
            for inputs, targets in batches:
                started = time.perf_counter()
                if schedule is not None:
                    for group in optimizer.param_groups:
                        group["lr"] = schedule(run.step)
                optimizer.zero_grad()
                value = loss(model(inputs), targets)
                if not math.isfinite(value.item()):
                    history.stopped = _diagnosis(run, value.item(), inputs)
                    break
                value.backward()
                if before_step is not None:
                    before_step()
                optimizer.step()
                run.note(value.item(), len(targets), time.perf_counter() - started)
                bar.update()
                if interrupted:
                    history.stopped = (
                        f"interrupted in epoch {len(history.epochs) + 1}, after step {run.step}"
                    )
                    break
            if history.stopped:
                break
            row = run.row()
            if validation is not None:
                row |= evaluate(model, loss, validation, metrics)
            history.epochs.append(row)
            run.remember_best()
            bar.set_postfix(
                {name: f"{v:.4g}" for name, v in row.items() if name not in ("epoch", "seconds")}
            )
            if checkpoint is not None:
                run.save(checkpoint)
            if after_epoch is not None and after_epoch(row):
                history.stopped = f"after_epoch ended the run after epoch {row['epoch']}"
    bar.close()
    if interrupted and not history.stopped:
        history.stopped = f"interrupted after epoch {len(history.epochs)}"
    if interrupted and checkpoint is not None:
        run.save(checkpoint)
    if patience is not None and run.best is not None:
        if run.finished(patience) and len(history.epochs) < epochs and not history.stopped:
            history.stopped = f"no better validation loss for {patience} epochs"
        model.load_state_dict(run.best)
    if history.stopped and progress:
        print(history.stopped)
    return history


def evaluate(model, loss, batches, metrics=None):
    """Return {"validation_loss": …, and each metric}: means over all examples, in evaluation
    mode.
    """
    totals, count = {}, 0
    with model.evaluating():
        for inputs, targets in batches:
            outputs = model(inputs)
            values = {"validation_loss": loss(outputs, targets).item()}
            values |= {
                name: float(f(_array(outputs), targets)) for name, f in (metrics or {}).items()
            }
            for name, value in values.items():
                totals[name] = totals.get(name, 0.0) + value * len(targets)
            count += len(targets)
    if not count:
        raise ValueError("there are no examples to evaluate on")
    return {name: total / count for name, total in totals.items()}


def predict(model, batches):
    """Return the outputs for all batches, an array; a batch may be inputs, or a tuple that begins
    with them.
    """
    with model.evaluating():
        return np.concatenate([_array(model(b[0] if isinstance(b, tuple) else b)) for b in batches])


@dataclass
class _Run:
    """The state of a run: all that a checkpoint has to hold."""

    model: object
    optimizer: object
    batches: object
    history: History
    best: dict | None
    step: int
    partial: list  # of the epoch under way: summed loss, examples, seconds

    def note(self, value, examples, seconds):
        self.history.steps["loss"].append(value)
        self.history.steps["lr"].append(self.optimizer.param_groups[0]["lr"])
        self.partial[0] += value * examples
        self.partial[1] += examples
        self.partial[2] += seconds
        self.step += 1

    def row(self):
        total, examples, seconds = self.partial
        self.partial = [0.0, 0, 0.0]
        if not examples:
            raise ValueError("there are no batches to train on")
        return {"epoch": len(self.history.epochs) + 1, "loss": total / examples, "seconds": seconds}

    def remember_best(self):
        epochs, best = self.history.epochs, self.history.best_epoch
        now = epochs[-1].get("validation_loss")
        if now is None or math.isnan(now):
            return
        if best is None or now < epochs[best - 1]["validation_loss"]:
            self.history.best_epoch, self.best = len(epochs), self.model.state_dict()

    def finished(self, patience):
        return (
            patience is not None
            and len(self.history.epochs) - (self.history.best_epoch or 0) >= patience
        )

    def save(self, path):
        save_checkpoint(
            path,
            {
                "model": self.model.state_dict(),
                "random": self.model.random_state(),
                "optimizer": self.optimizer.state_dict(),
                "batches": self.batches.state_dict(),
                "best": self.best,
                "step": self.step,
                "partial": self.partial,
                "history": {
                    "epochs": self.history.epochs,
                    "steps": {
                        name: np.array(v, np.float64) for name, v in self.history.steps.items()
                    },
                    "best_epoch": self.history.best_epoch,
                },
            },
        )

    def resume(self, path):
        state = load_checkpoint(path, missing=None)
        if state is None:
            return
        self.model.load_state_dict(state["model"])
        self.model.set_random_state(state["random"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.batches.load_state_dict(state["batches"])
        self.best, self.step, self.partial = state["best"], state["step"], state["partial"]
        self.history.epochs, self.history.best_epoch = (
            state["history"]["epochs"],
            state["history"]["best_epoch"],
        )
        self.history.steps = {name: v.tolist() for name, v in state["history"]["steps"].items()}


@contextlib.contextmanager
def _interruptible():
    """Yield a list that is empty until the user interrupts; so a step is never cut in two. A second
    time is at once.
    """
    interrupted, before = [], None

    def note(signum, frame):
        if interrupted:
            raise KeyboardInterrupt
        interrupted.append(signum)

    with contextlib.suppress(ValueError):  # outside the main thread nobody interrupts
        before = signal.signal(signal.SIGINT, note)
    try:
        yield interrupted
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)


def _array(outputs):
    return outputs.data if isinstance(outputs, Tensor) else np.asarray(outputs.cpu())


def _bar(progress, total, done):
    if progress:
        try:
            from tqdm.auto import tqdm
        except ImportError:
            pass
        else:
            return tqdm(total=total, initial=done, unit="step", leave=False)
    return _NoBar()


class _NoBar:
    def update(self):
        pass

    def set_postfix(self, values):
        pass

    def close(self):
        pass


def _diagnosis(run, value, inputs):
    """Say what went wrong before a loss that is no number, as far as it can be seen."""
    losses, lr = run.history.steps["loss"], run.optimizer.param_groups[0]["lr"]
    where = f"the loss became {value} at step {run.step + 1} (epoch {len(run.history.epochs) + 1})"
    if inputs.dtype.kind == "f" and not np.isfinite(inputs).all():
        return f"{where}: the inputs of this batch hold NaN or infinity; clean the data."
    sizes = {name: np.abs(array).max(initial=0.0) for name, array in run.model.state_dict().items()}
    largest = max(
        sizes, key=lambda name: np.inf if np.isnan(sizes[name]) else sizes[name], default=None
    )
    if largest is not None and not sizes[largest] < 1e6:
        size = sizes[largest]
        what = (
            f"has an element of size {size:.1g}" if np.isfinite(size) else "holds NaN or infinity"
        )
        return (
            f"{where}: {largest} {what}; the learning rate, {lr:g}, is too large, "
            "or clip the gradients."
        )
    if len(losses) > 1 and losses[-1] > 10 * min(losses):
        grew = f"after growing from {min(losses):.3g} to {losses[-1]:.3g}"
        return f"{where}, {grew}: lower the learning rate, now {lr:g}, or clip the gradients."
    return (
        f"{where}, with finite weights and inputs: look for log or division of 0, or a root of 0, "
        "in model and loss."
    )
