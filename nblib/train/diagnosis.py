"""What went wrong before a loss that is no number, as far as it can be seen."""

import math

import numpy as np

from nblib.tensor import Tensor


def diagnosis(run, value, inputs, targets):
    """Return a sentence: where the loss became no number, the likely reason, and what to do."""
    lr = run.optimizer.param_groups[0]["lr"]
    where = f"the loss became {value} at step {run.step + 1} (epoch {len(run.history.epochs) + 1})"

    # The data, then the weights, then the loss on its way.
    if not _is_finite(inputs):
        return f"{where}: the inputs of this batch hold NaN or infinity; clean the data."
    if not _is_finite(targets):
        return f"{where}: the targets of this batch hold NaN or infinity; clean the data."
    grown = _grown_weights(run.model)
    if grown:
        return f"{where}: {grown}; the learning rate, {lr:g}, is too large, or clip the gradients."
    losses = run.history.steps["loss"]
    if len(losses) > 1 and losses[-1] > 10 * min(losses):
        grew = f"after growing from {min(losses):.3g} to {losses[-1]:.3g}"
        return f"{where}, {grew}: lower the learning rate, now {lr:g}, or clip the gradients."
    return (
        f"{where}, with finite weights and inputs: look for log or division of 0, or a root of 0, "
        "in model and loss."
    )


def _grown_weights(model):
    """What is wrong with the largest weight, or None; a weight that is NaN is the largest."""
    sizes = {}  # the largest absolute value in each array
    for name, array in model.state_dict().items():
        if array.dtype.kind == "f":
            size = float(np.abs(array).max(initial=0.0))
            sizes[name] = math.inf if math.isnan(size) else size
    largest = max(sizes, key=sizes.get, default=None)
    if largest is None or sizes[largest] < 1e6:
        return None
    if math.isinf(sizes[largest]):
        return f"{largest} holds NaN or infinity"
    return f"{largest} has an element of size {sizes[largest]:.1g}"


def _is_finite(batch):
    """Whether all numbers in a batch are finite: an array or a tensor, or a tuple, list or dict of
    such, as deep as it goes.
    """
    if isinstance(batch, dict):
        return all(map(_is_finite, batch.values()))
    if isinstance(batch, tuple | list):
        return all(map(_is_finite, batch))
    if isinstance(batch, Tensor):
        batch = batch.data
    if hasattr(batch, "cpu"):  # a tensor of PyTorch
        batch = batch.detach().cpu()
    array = np.asarray(batch)
    return array.dtype.kind not in "fc" or bool(np.isfinite(array).all())
