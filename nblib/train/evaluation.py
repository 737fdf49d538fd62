"""How good a model is: means over all that counts, whatever the batches."""

import numpy as np

from nblib.losses import Count, counting
from nblib.tensor import Tensor


def evaluate(model, loss, batches, metrics=None):
    """Return {"validation_loss": …, and each metric}: means over all targets that count, in
    evaluation mode.

    loss: a function of (outputs, targets), a mean. Each batch counts with its targets, but for
    those that cross_entropy's ignore_index leaves out, and the loss with its class weights; so the
    size of the batches makes no difference. (A loss of your own counts with all targets.) metrics:
    {name: function of (outputs, targets), both arrays}, means over the targets that count. Raises
    ValueError where there is nothing to evaluate on.
    """
    metrics = metrics or {}
    # Sums over the batches, each times what it counts.
    total_loss = 0.0
    totals = dict.fromkeys(metrics, 0.0)
    weight = 0
    targets_that_count = 0
    with model.evaluating(), counting() as counts:
        for batch in batches:
            inputs, targets = inputs_and_targets(batch)
            outputs = model(inputs)
            value, count = measured(loss, outputs, targets, counts)
            if count.weight:
                total_loss += value.item() * count.weight
            if count.targets:
                for name, metric in metrics.items():
                    totals[name] += float(metric(as_array(outputs), targets)) * count.targets
            weight += count.weight
            targets_that_count += count.targets

    # The means.
    if not weight:
        raise ValueError(
            "there are no examples to evaluate on, or none of their targets counts: all are "
            "ignored, or of weight 0"
        )
    means = {name: total / targets_that_count for name, total in totals.items()}
    return {"validation_loss": total_loss / weight} | means


def inputs_and_targets(batch):
    """A batch as (inputs, targets); raises ValueError for one of other parts."""
    try:
        inputs, targets = batch
    except (TypeError, ValueError):
        raise ValueError(
            "a batch is (inputs, targets), where several inputs are a tuple: ((x, lengths), y); "
            f"got {_parts(batch)}"
        ) from None
    return inputs, targets


def _parts(batch):
    """What a batch is, in words."""
    if not isinstance(batch, tuple | list):
        return f"a {type(batch).__name__}"
    return f"{len(batch)} parts"


def measured(loss, outputs, targets, counts):
    """Return (the loss, over how much its mean is), see losses.Count; counts is what counting()
    gave.

    Losses of nblib say it by themselves; where there are several, the first counts. PyTorch's are
    asked: nblib.proofs.torch_model has a method count(). Any other is a mean over all targets.
    """
    counts.clear()
    value = loss(outputs, targets)
    if counts:
        return value, counts[0]
    if hasattr(loss, "count"):
        return value, Count(*loss.count(targets))
    size = targets.size if isinstance(targets, np.ndarray | Tensor) else len(targets)
    return value, Count(size, size)


def predict(model, batches):
    """Return the outputs for all batches, an array; a batch may be inputs, or a tuple that begins
    with them. Raises ValueError where there is no batch, TypeError for a model of several outputs.
    """
    outputs = []
    with model.evaluating():
        for batch in batches:
            inputs = batch[0] if isinstance(batch, tuple) else batch
            outputs.append(as_array(model(inputs)))
    if not outputs:
        raise ValueError("there are no batches to predict from")
    return np.concatenate(outputs)


def as_array(outputs):
    """The outputs of a model as an array."""
    if isinstance(outputs, Tensor):
        return outputs.data
    if isinstance(outputs, tuple | list | dict):
        raise TypeError(
            f"this model gives a {type(outputs).__name__} of outputs: metrics and predict() take "
            "one array, so let forward() return the one that matters"
        )
    return np.asarray(outputs.cpu() if hasattr(outputs, "cpu") else outputs)
