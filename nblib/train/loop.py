"""The loop: fit()."""

import math
import time

import numpy as np

from nblib.losses import counting
from nblib.ranges import number
from nblib.train.diagnosis import diagnosis
from nblib.train.evaluation import evaluate, inputs_and_targets, measured
from nblib.train.outside import interruptible, progress_bar
from nblib.train.run import Run


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
    targets); inputs are whatever the model takes, an array or several in a tuple, say. metrics:
    {name: function of (outputs, targets), both arrays}, averaged over the validation data as
    evaluate() says. schedule: a function from the step, counted from 0, to the learning rate of all
    groups. patience: stop when the validation loss has not fallen for so many epochs, and go back
    to the best weights. before_step: called when gradients are there and the step is not taken yet:
    the place to clip. after_epoch: called with the row of the history; returning True ends the run.
    checkpoint: a path; the run is saved there after every epoch and when it is interrupted, and a
    later call with the same arguments goes on from there, bit for bit.

    Interrupting (Ctrl-C, or the stop button) keeps what was learned. A loss that is not a finite
    number ends the run with a diagnosis in history.stopped, and with the weights from before that
    step. A batch of which no target counts (cross_entropy's ignore_index) is no step. Raises
    ValueError for arguments that do not fit together, and for the checkpoint of another run.
    """
    # Begin, or go on where the checkpoint ended.
    _check(epochs, validation, metrics, patience, checkpoint, batches)
    run = Run(model, optimizer, batches)
    if checkpoint is not None:
        run.resume(checkpoint)
    history = run.history
    total = epochs * len(batches) if hasattr(batches, "__len__") else None
    bar = progress_bar(progress, total, run.step)

    # Epoch after epoch: train, judge, save.
    with interruptible() as interrupted:
        while len(history.epochs) < epochs and not (interrupted or run.is_worn_out(patience)):
            with counting() as counts:
                _train_epoch(run, loss, schedule, before_step, counts, bar, interrupted)
            if history.stopped:
                break
            row = run.row()
            if validation is not None:
                row |= evaluate(model, loss, validation, metrics)
            history.epochs.append(row)
            run.remember_best()
            bar.set_postfix(_shown(row))
            if checkpoint is not None:
                run.save(checkpoint)
            if after_epoch is not None and after_epoch(row):
                history.stopped = f"after_epoch ended the run after epoch {row['epoch']}"
                break
    bar.close()

    # Say why it ended, and give back the weights that were best.
    if interrupted and not history.stopped:
        history.stopped = f"interrupted after epoch {len(history.epochs)}"
    if interrupted and checkpoint is not None:
        run.save(checkpoint)
    _go_back_to_the_best(run, epochs, patience)
    if history.stopped and progress:
        print(history.stopped)
    return history


def _check(epochs, validation, metrics, patience, checkpoint, batches):
    """Raise ValueError for arguments of fit() that do not fit together."""
    number("epochs", epochs, least=0, finite=False)
    if patience is not None and validation is None:
        raise ValueError("patience watches the validation loss: give validation data too")
    if patience is not None and not (isinstance(patience, int | np.integer) and patience >= 1):
        raise ValueError(f"patience counts epochs, at least 1, got {patience!r}")
    if metrics and validation is None:
        raise ValueError("metrics are measured on validation data: give some")
    if checkpoint is not None and not hasattr(batches, "state_dict"):
        raise ValueError(
            "a checkpoint needs batches that can go on where they were, such as "
            "nblib.data.Minibatches"
        )


def _train_epoch(run, loss, schedule, before_step, counts, bar, interrupted):
    """Take a step for each batch; what ends the run is said in run.history.stopped."""
    run.model.train()
    for batch in run.batches:
        # The loss of this batch, with the rate of this step.
        started = time.perf_counter()
        inputs, targets = inputs_and_targets(batch)
        if schedule is not None:
            for group in run.optimizer.param_groups:
                group["lr"] = schedule(run.step)
        run.optimizer.zero_grad()
        value, count = measured(loss, run.model(inputs), targets, counts)

        # Back to the gradients, and the step; a batch of which nothing counts takes none.
        if count.weight:
            if not math.isfinite(value.item()):
                run.history.stopped = diagnosis(run, value.item(), inputs, targets)
                return
            value.backward()
            if before_step is not None:
                before_step()
            run.optimizer.step()
            run.note(value.item(), count.weight, time.perf_counter() - started)

        # The user looks, or has had enough.
        bar.update()
        if interrupted:
            epoch = len(run.history.epochs) + 1
            run.history.stopped = f"interrupted in epoch {epoch}, after step {run.step}"
            return


def _shown(row):
    """What the bar shows of a row."""
    hidden = ("epoch", "seconds")
    return {name: f"{value:.4g}" for name, value in row.items() if name not in hidden}


def _go_back_to_the_best(run, epochs, patience):
    """With patience: load the weights of the best epoch, and say so if the run ended early."""
    if patience is None or run.best is None:
        return
    ended_early = run.is_worn_out(patience) and len(run.history.epochs) < epochs
    if ended_early and not run.history.stopped:
        run.history.stopped = f"no better validation loss for {patience} epochs"
    run.model.load_state_dict(run.best)
