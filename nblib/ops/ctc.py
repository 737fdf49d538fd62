"""The op of connectionist temporal classification (Graves et al., 2006): the log-probability of a
text, summed over every way its labels can lie along the frames; nblib/ctc.py prepares its inputs.

The states of a text of U labels are S = 2 U + 1: a blank, the first label, a blank, … , a blank.
From frame to frame a path stays, goes on by one state, or skips a blank between two labels that
differ.
"""

import numpy as np

from nblib.tensor import op


def one_on(a):
    """Scores moved one state on: -inf comes in at the front."""
    moved = np.full_like(a, -np.inf)
    moved[..., 1:] = a[..., :-1]
    return moved


def one_back(a):
    """Scores moved one state back: -inf comes in at the end."""
    moved = np.full_like(a, -np.inf)
    moved[..., :-1] = a[..., 1:]
    return moved


def forward_scores(emitted, may_skip):
    """ln of the sum over all paths that are in state s at frame t, frames 0 … t: (B, T, S).

    emitted: (B, T, S) ln P of each state's label at each frame. may_skip: (B, S) of bools, whether
    state s may follow s - 2.
    """
    alpha = np.full_like(emitted, -np.inf)
    alpha[:, 0, :2] = emitted[:, 0, :2]
    for t in range(1, emitted.shape[1]):
        stay = alpha[:, t - 1]
        step = one_on(stay)
        skip = np.where(may_skip, one_on(step), -np.inf)
        alpha[:, t] = emitted[:, t] + np.logaddexp(np.logaddexp(stay, step), skip)
    return alpha


def backward_scores(emitted, may_skip, is_last, last):
    """ln of the sum over all ways to end from state s at frame t, frames t + 1 and after: (B, T,
    S).

    is_last: (B, S) of bools, the states in which a path may end; last: (B,) the last frame.
    """
    ending = np.where(is_last, 0.0, -np.inf).astype(emitted.dtype)  # (B, S)
    beta = np.full_like(emitted, -np.inf)
    for t in reversed(range(emitted.shape[1])):
        if t + 1 < emitted.shape[1]:
            stay = beta[:, t + 1] + emitted[:, t + 1]
            step = one_back(stay)
            skip = one_back(one_back(np.where(may_skip, stay, -np.inf)))
            beta[:, t] = np.logaddexp(np.logaddexp(stay, step), skip)
        beta[:, t] = np.where((last == t)[:, None], ending, beta[:, t])
    return beta


@op
def ctc(log_p, states, may_skip, is_last, last):
    """-ln P(text) of each sequence, (B,), from log_p (B, T, C), ln of probabilities.

    states: (B, S) the label of each state.
    """
    # Forward sums, read off where a path may end.
    emitted = np.take_along_axis(log_p, states[:, None, :], axis=2)  # (B, T, S)
    alpha = forward_scores(emitted, may_skip)
    rows = np.arange(len(log_p))
    ends = np.where(is_last, alpha[rows, last], -np.inf)  # (B, S)
    log_text = np.logaddexp.reduce(ends, axis=1)  # (B,)

    def vjp(g):
        # The share of the paths that are in each state at each frame, gathered by label.
        beta = backward_scores(emitted, may_skip, is_last, last)
        possible = np.isfinite(log_text)
        total = np.where(possible, log_text, 0)[:, None, None]
        share = np.exp(alpha + beta - total)  # (B, T, S)
        is_label = states[:, :, None] == np.arange(log_p.shape[2])  # (B, S, C)
        by_label = share @ is_label.astype(share.dtype)  # (B, T, C)
        return -(g * possible)[:, None, None] * by_label

    return -log_text, vjp
