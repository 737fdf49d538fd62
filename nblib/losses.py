"""Losses, in the forms that neither overflow nor lose digits. Targets are plain arrays, or tensors
without a gradient.

Every loss is a mean over all elements (cross_entropy: over all targets that count), unless
reduction is "sum" or "none", which gives the loss of each.
"""

import contextlib
import contextvars
from typing import NamedTuple

import numpy as np

from nblib import ops
from nblib.ops import losses as fused
from nblib.ranges import number, whole
from nblib.tensor import Tensor, plain

_counts = contextvars.ContextVar("the counts that are listened for", default=None)


class Count(NamedTuple):
    """What a mean was over. weight: what it divided by; targets: how many targets counted."""

    weight: float
    targets: int


@contextlib.contextmanager
def counting():
    """Yield a list which, within this block, gets a Count for each mean that a loss takes.

    The mean of several batches is that of all their targets only if each counts with its weight.

    >>> with counting() as counts:
    ...     loss = cross_entropy(Tensor(np.zeros((3, 2))), np.array([0, 1, -100]))
    >>> counts
    [Count(weight=2, targets=2)]
    """
    counts = []
    token = _counts.set(counts)
    try:
        yield counts
    finally:
        _counts.reset(token)


def _note(weight, targets):
    """Tell counting() what a mean is over."""
    counts = _counts.get()
    if counts is not None:
        counts.append(Count(weight, targets))


def mse(predictions, targets, *, reduction="mean"):
    """Squared error; both of one shape."""
    targets = _matching(predictions, targets)
    return _reduce(fused.squared(predictions, targets), reduction)


def mae(predictions, targets, *, reduction="mean"):
    """Absolute error; both of one shape; slope 0 where they agree."""
    targets = _matching(predictions, targets)
    return _reduce(ops.abs(predictions - targets), reduction)


def huber(predictions, targets, *, delta=1.0, reduction="mean"):
    """Half the squared error up to delta, delta times (the error - delta / 2) beyond (Huber,
    1964).
    """
    number("huber: delta", delta, above=0, finite=False)
    targets = _matching(predictions, targets)
    return _reduce(fused.huber(predictions, targets, delta=delta), reduction)


def bce_with_logits(logits, targets, *, pos_weight=None, reduction="mean"):
    """Binary cross-entropy of logits with targets in [0, 1], both of one shape.

    pos_weight: how much more a positive counts, at least 0, a number or an array that broadcasts to
    that shape.
    """
    # The targets.
    targets = _matching(logits, targets)
    if targets.size and not (0 <= targets.min() and targets.max() <= 1):
        raise ValueError("bce_with_logits: targets must lie between 0 and 1")
    if pos_weight is None:
        return _reduce(fused.bce(logits, targets, 1.0), reduction)

    # How much a positive counts; broadcasting aligns the last axes.
    pos_weight = _weights("bce_with_logits: pos_weight", pos_weight, logits.dtype)
    sizes = zip(pos_weight.shape[::-1], logits.shape[::-1], strict=False)
    if pos_weight.ndim > logits.ndim or any(m not in (1, n) for m, n in sizes):
        raise ValueError(
            f"bce_with_logits: pos_weight of shape {pos_weight.shape} does not broadcast to logits "
            f"of shape {logits.shape}"
        )
    return _reduce(fused.bce(logits, targets, pos_weight), reduction)


def cross_entropy(
    logits, targets, *, weight=None, ignore_index=-100, label_smoothing=0.0, reduction="mean"
):
    """Cross-entropy of softmax(logits), logits (..., C), with targets: class numbers (...) or
    probabilities (..., C).

    weight: (C,) how much each class counts, at least 0; the mean divides by the weights of the
    targets. Targets equal to ignore_index count nothing, whatever their logits are; where none
    counts the mean is nan. label_smoothing, in [0, 1], moves this part of each target to all
    classes alike (Szegedy et al., 2016). Raises ValueError for shapes that do not fit, a class
    number outside 0 … C - 1, negative probabilities, and options out of range.

    >>> from nblib.tensor import Tensor
    >>> logits = Tensor([[0.0, 0.0], [1000.0, 0.0]])
    >>> round(cross_entropy(logits, np.array([0, 0])).item(), 4)  # (log 2 + 0) / 2
    0.3466
    """
    if label_smoothing != 0:
        number("cross_entropy: label_smoothing", label_smoothing, least=0, most=1)
    # 1. Targets: the distribution q that each row is to match; how many rows count.
    q, count = _distribution(logits, np.asarray(_fixed(targets)), ignore_index)  # (..., C)
    are_classes = q.dtype == bool
    all_rows_count = are_classes and count == q.size // q.shape[-1]

    # 2. Weights: what the mean divides by; then q is smoothed, and counts class by class.
    total = count
    if weight is not None:
        weight = _class_weights(weight, logits)  # (C,)
        if are_classes:
            total = (q * weight).sum().item()
    if label_smoothing:
        q = _smoothed(q, label_smoothing, logits.dtype)
    if weight is not None:
        q = q * weight

    # 3. Weighted negative log-likelihood: -Σ q log softmax(logits) of each row, over the total.
    mass = 1  # Σ q of each row: 1 for a class of weight 1
    if not all_rows_count or q.dtype != bool:
        mass = q.sum(axis=-1, keepdims=True, dtype=logits.dtype)  # (..., 1)
        logits = _without_rows(logits, mass[..., 0] == 0)
    if reduction == "mean":
        _note(total, count)
        return fused.cross_entropy(logits, q, mass, scale=1 / float(total or np.nan))
    return _reduce(fused.cross_entropy(logits, q, mass), reduction)


def kl_div(log_predictions, targets, *, reduction="mean"):
    """KL divergence of the distribution with these log-probabilities (..., C) from targets (...,
    C), probabilities; what has probability 0 adds nothing, whatever is predicted.

    "mean" is the mean over distributions, which is what the mathematics means (torch:
    reduction="batchmean").
    """
    targets = _matching(log_predictions, targets)
    _require_probabilities("kl_div", targets)
    if not np.isfinite(plain(log_predictions)).all():
        log_predictions = ops.where(targets > 0, log_predictions, 0)  # -inf · 0 is 0
    with np.errstate(divide="ignore", invalid="ignore"):
        entropy = np.where(targets > 0, targets * np.log(targets), 0)  # (..., C)
    entropy = Tensor(entropy.astype(targets.dtype))
    divergence = ops.sum(entropy - log_predictions * targets, axis=-1)  # (...)
    return _reduce(divergence, reduction)


def _distribution(logits, targets, ignore_index):
    """The distribution that each row of logits is to match, and how many rows count."""
    if not logits.shape or not logits.shape[-1]:
        raise ValueError("cross_entropy: logits have shape (..., C), a row of C for each target")
    # Class numbers.
    if targets.dtype.kind in "iu":
        if ignore_index != -100:
            whole("ignore_index", ignore_index, least=None)
        return _one_hot(logits, targets, ignore_index)

    # Probabilities.
    if targets.shape == logits.shape:
        _require_probabilities("cross_entropy", targets)
        return targets.astype(logits.dtype, copy=False), targets.size // logits.shape[-1]
    if targets.shape == logits.shape[:-1]:
        raise ValueError(
            f"cross_entropy: class numbers are whole numbers, not {targets.dtype}: use "
            "y.astype(int)"
        )
    raise ValueError(
        f"cross_entropy: probabilities of shape {targets.shape} for logits of shape {logits.shape}"
    )


def _one_hot(logits, targets, ignore_index):
    """Rows of bools (..., C), True at the class; all False where it is ignored; how many count."""
    classes = logits.shape[-1]
    if targets.shape != logits.shape[:-1]:
        raise ValueError(
            f"cross_entropy: class numbers of shape {targets.shape} for logits of shape "
            f"{logits.shape}"
        )
    q = targets[..., None] == np.arange(classes)  # (..., C)
    if 0 <= ignore_index < classes:
        q &= (targets != ignore_index)[..., None]

    # A row is empty because it is ignored, or because its class number is wrong.
    count = int(np.count_nonzero(q))
    if count < targets.size:
        ignored = np.count_nonzero(targets == ignore_index)
        if count + ignored < targets.size:
            raise ValueError(f"cross_entropy: a class number is outside 0 … {classes - 1}")
    return q, count


def _smoothed(q, smoothing, dtype):
    """Each row of q with the share `smoothing` of it moved to all classes alike."""
    counts = q.any(axis=-1, keepdims=True)  # (..., 1)
    everywhere = smoothing / q.shape[-1] * counts.astype(dtype)  # (..., 1)
    return (1 - smoothing) * q.astype(dtype) + everywhere


def _without_rows(logits, empty):
    """Logits (..., C), with zeros in the empty rows (...), which count nothing, if something there
    is not finite.
    """
    if not empty.any() or np.isfinite(plain(logits)[empty]).all():
        return logits
    return ops.where(empty[..., None], 0, logits)


def _class_weights(weight, logits):
    """One weight for each class, (C,)."""
    weight = _weights("cross_entropy: weight", weight, logits.dtype)
    if weight.shape != logits.shape[-1:]:
        raise ValueError(
            f"cross_entropy: weight has one number for each of the {logits.shape[-1]} classes, not "
            f"shape {weight.shape}"
        )
    return weight


def _weights(name, weight, dtype):
    """Weights as an array of finite numbers of at least 0."""
    weight = np.asarray(_fixed(weight), dtype)
    if not (np.isfinite(weight) & (weight >= 0)).all():
        raise ValueError(f"{name} must be finite and at least 0, got {weight}")
    return weight


def _require_probabilities(name, targets):
    if targets.size and not targets.min() >= 0:
        raise ValueError(f"{name}: probabilities are at least 0, got {targets.min()}")


def _fixed(targets):
    """Targets without a gradient, as they are or as the array of a tensor."""
    if not isinstance(targets, Tensor):
        return targets
    if targets.requires_grad:
        raise TypeError("targets carry no gradient: pass targets.detach()")
    return targets.data


def _matching(predictions, targets):
    """Targets as an array of the predictions' shape and precision."""
    targets = np.asarray(_fixed(targets), predictions.dtype)
    if targets.shape != predictions.shape:
        raise ValueError(
            f"predictions have shape {predictions.shape}, targets {targets.shape}; "
            "broadcasting them would compare every prediction with every target"
        )
    return targets


def _reduce(losses, reduction):
    """The mean or the sum of losses, or each of them."""
    if reduction == "mean":
        _note(losses.size, losses.size)
        return ops.mean(losses)
    if reduction == "sum":
        return ops.sum(losses)
    if reduction == "none":
        return losses
    raise ValueError(f'reduction must be "mean", "sum" or "none", got {reduction!r}')
