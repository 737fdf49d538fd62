"""The loss of connectionist temporal classification (Graves et al., 2006): a text without times
against scores along time. Its op, with the sums over all paths, is in nblib/ops/ctc.py.
"""

import numpy as np

from nblib import ops
from nblib.ops.ctc import ctc
from nblib.ranges import whole
from nblib.tensor import plain


def ctc_loss(logits, targets, input_lengths=None, *, blank=0, reduction="mean"):
    """-ln P(target), summed over all alignments, for logits (B, T, C) and B lists of labels.

    targets: lists of whole numbers from 0 to C - 1 without the blank; an empty one is silence.
    input_lengths: (B,) how many frames count, all unless given. reduction: "none" gives (B,), "sum"
    their sum; "mean" first divides each by the length of its target, then takes the mean, as in
    PyTorch. Raises ValueError for a target that needs more frames than there are: one for each
    label, and one for each label that repeats the one before.

    PyTorch's loss takes log-probabilities, and its gradient is right only where the probabilities
    of each frame sum to 1. This loss takes logits and applies log_softmax itself, so its gradient
    is right whatever the logits come from.

    >>> from nblib.tensor import Tensor
    >>> logits = Tensor(np.log([[[0.6, 0.4], [0.6, 0.4]]]))
    >>> round(ctc_loss(logits, [[1]]).item(), 4)  # -ln 0.64
    0.4463
    """
    if logits.ndim != 3:
        raise ValueError(f"ctc_loss expects logits (B, T, C), got shape {logits.shape}")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f'reduction must be "mean", "sum" or "none", got {reduction!r}')
    whole("blank", blank, most=logits.shape[2] - 1)
    targets = _targets(targets, logits.shape, blank)
    lengths = _frame_counts(input_lengths, logits.shape)
    for i, (target, frames) in enumerate(zip(targets, lengths, strict=True)):
        if (needed := frames_needed(target)) > frames:
            raise ValueError(
                f"target {i} has {len(target)} labels and needs at least {needed} frames, a repeat "
                f"one more; its input has {frames}"
            )

    # The states of each target, in rows of one length: a blank before, between and after labels.
    sizes = np.array([len(target) for target in targets])
    states = np.full((len(targets), 2 * sizes.max(initial=0) + 1), blank)  # (B, S)
    for row, target in zip(states, targets, strict=True):
        row[1 : 2 * len(target) : 2] = target
    may_skip = np.zeros(states.shape, bool)
    may_skip[:, 2:] = (states[:, 2:] != blank) & (states[:, 2:] != states[:, :-2])
    from_end = 2 * sizes[:, None] - np.arange(states.shape[1])  # (B, S)
    is_last = (from_end == 0) | (from_end == 1)

    log_p = ops.log_softmax(logits, axis=-1)
    losses = ctc(log_p, states, may_skip, is_last, lengths - 1)  # (B,)
    if reduction == "none":
        return losses
    if reduction == "sum":
        return ops.sum(losses)
    return ops.mean(losses * (1 / np.maximum(sizes, 1)).astype(losses.dtype))


def frames_needed(target):
    """How many frames a target needs at least.

    >>> frames_needed([3, 3, 5])  # between the two 3 stands a blank
    4
    """
    repeats = sum(a == b for a, b in zip(target[1:], target[:-1], strict=True))
    return len(target) + repeats


def _targets(targets, shape, blank):
    """The targets as lists of ints, once they are found to be labels."""
    targets = [np.asarray(plain(target)).ravel().tolist() for target in targets]
    if len(targets) != shape[0] or not targets:
        raise ValueError(
            f"ctc_loss expects a target for each of {shape[0]} inputs, got {len(targets)} targets"
        )
    for target in targets:
        for label in target:
            if label not in range(shape[2]) or label == blank:
                raise ValueError(
                    f"a target holds labels from 0 to {shape[2] - 1} without the blank, {blank}; "
                    f"got {label}"
                )
    return [[int(label) for label in target] for target in targets]


def _frame_counts(input_lengths, shape):
    """How many frames of each input count, (B,)."""
    if input_lengths is None:
        return np.full(shape[0], shape[1])
    lengths = np.asarray(input_lengths)
    fits = lengths.shape == shape[:1] and lengths.dtype.kind in "iu"
    if not fits or not np.all((1 <= lengths) & (lengths <= shape[1])):
        raise ValueError(
            f"input_lengths must be {shape[0]} whole numbers of frames from 1 to {shape[1]}, got "
            f"{lengths}: are these lengths in samples?"
        )
    return lengths
