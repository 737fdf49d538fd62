"""Losses, in the forms that neither overflow nor lose digits. Targets are plain arrays, or tensors
without a gradient.

Every loss is a mean over all elements (cross_entropy: over all targets that count), unless
reduction is "sum" or "none", which gives the loss of each.
"""

import numpy as np

from nblib import ops
from nblib.ops import losses as fused
from nblib.tensor import Tensor


def mse(predictions, targets, *, reduction="mean"):
    """Squared error; both of one shape."""
    return _reduce(fused.squared(predictions, _matching(predictions, targets)), reduction)


def mae(predictions, targets, *, reduction="mean"):
    """Absolute error; both of one shape; slope 0 where they agree."""
    return _reduce(ops.abs(predictions - _matching(predictions, targets)), reduction)


def huber(predictions, targets, *, delta=1.0, reduction="mean"):
    """Half the squared error up to delta, delta times (the error - delta / 2) beyond (Huber,
    1964).
    """
    if not delta > 0:
        raise ValueError(f"huber: delta must be above 0, got {delta}")
    return _reduce(
        fused.huber(predictions, _matching(predictions, targets), delta=delta), reduction
    )


def bce_with_logits(logits, targets, *, pos_weight=None, reduction="mean"):
    """Binary cross-entropy of logits with targets in [0, 1], both of one shape.

    pos_weight: how much more a positive counts, a number or an array that broadcasts.
    """
    targets = _matching(logits, targets)
    if targets.size and not (0 <= targets.min() and targets.max() <= 1):
        raise ValueError("bce_with_logits: targets must lie between 0 and 1")
    weight = 1.0 if pos_weight is None else np.asarray(pos_weight, logits.dtype)
    return _reduce(fused.bce(logits, targets, weight), reduction)


def cross_entropy(
    logits, targets, *, weight=None, ignore_index=-100, label_smoothing=0.0, reduction="mean"
):
    """Cross-entropy of softmax(logits), logits (..., C), with targets: class numbers (...) or
    probabilities (..., C).

    weight: (C,) how much each class counts; the mean divides by the weights of the targets. Targets
    equal to ignore_index count nothing. label_smoothing moves this part of each target to all
    classes alike (Szegedy et al., 2016). Raises ValueError for shapes that do not fit or a class
    number outside 0 … C - 1.

    >>> from nblib.tensor import Tensor
    >>> logits = Tensor([[0.0, 0.0], [1000.0, 0.0]])
    >>> round(cross_entropy(logits, np.array([0, 0])).item(), 4)  # (log 2 + 0) / 2
    0.3466
    """
    classes, targets = logits.shape[-1], np.asarray(_fixed(targets))
    if targets.dtype.kind in "iu":
        q, total = _one_hot(logits, targets, ignore_index)
    elif targets.shape == logits.shape:
        q, total = targets.astype(logits.dtype, copy=False), targets.size // classes
    elif targets.shape == logits.shape[:-1]:
        raise ValueError(
            f"cross_entropy: class numbers are whole numbers, not {targets.dtype}: use "
            "y.astype(int)"
        )
    else:
        raise ValueError(
            f"cross_entropy: probabilities of shape {targets.shape} for logits of shape "
            f"{logits.shape}"
        )
    if weight is not None:
        weight = np.asarray(weight, logits.dtype)
        total = (q * weight).sum().item() if q.dtype == bool else total
    if label_smoothing:
        counts = q.any(axis=-1, keepdims=True)
        q = (1 - label_smoothing) * q.astype(
            logits.dtype
        ) + label_smoothing / classes * counts.astype(logits.dtype)
    q = q if weight is None else q * weight
    mass = (
        1
        if q.dtype == bool and total == targets.size
        else q.sum(axis=-1, keepdims=True, dtype=logits.dtype)
    )
    if reduction == "mean":
        return fused.cross_entropy(logits, q, mass, scale=1 / float(total or np.nan))
    return _reduce(fused.cross_entropy(logits, q, mass), reduction)


def kl_div(log_predictions, targets, *, reduction="mean"):
    """KL divergence of the distribution with these log-probabilities (..., C) from targets (...,
    C).

    "mean" is the mean over distributions, which is what the mathematics means (torch:
    reduction="batchmean").
    """
    targets = _matching(log_predictions, targets)
    with np.errstate(divide="ignore", invalid="ignore"):
        entropy = np.where(targets > 0, targets * np.log(targets), 0).astype(targets.dtype)
    each = ops.sum(Tensor(entropy) - log_predictions * targets, axis=-1)
    return _reduce(each, reduction)


def _one_hot(logits, targets, ignore_index):
    if targets.shape != logits.shape[:-1]:
        raise ValueError(
            f"cross_entropy: class numbers of shape {targets.shape} for logits of shape "
            f"{logits.shape}"
        )
    q = targets[..., None] == np.arange(logits.shape[-1])  # (..., C) of bools
    if 0 <= ignore_index < logits.shape[-1]:
        q &= (targets != ignore_index)[..., None]
    total = np.count_nonzero(q)
    if total < targets.size and total + np.count_nonzero(targets == ignore_index) < targets.size:
        raise ValueError(f"cross_entropy: a class number is outside 0 … {logits.shape[-1] - 1}")
    return q, total


def _fixed(targets):
    if isinstance(targets, Tensor) and targets.requires_grad:
        raise TypeError("targets carry no gradient: pass targets.detach()")
    return targets.data if isinstance(targets, Tensor) else targets


def _matching(predictions, targets):
    targets = np.asarray(_fixed(targets), predictions.dtype)
    if targets.shape != predictions.shape:
        raise ValueError(
            f"predictions have shape {predictions.shape}, targets {targets.shape}; "
            "broadcasting them would "
            "compare every prediction with every target"
        )
    return targets


def _reduce(each, reduction):
    if reduction == "mean":
        return ops.mean(each)
    if reduction == "sum":
        return ops.sum(each)
    if reduction == "none":
        return each
    raise ValueError(f'reduction must be "mean", "sum" or "none", got {reduction!r}')
