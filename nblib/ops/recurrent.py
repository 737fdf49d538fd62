"""Steps along a sequence: the cells of RNN, GRU and LSTM, and the op that takes their steps.

Each cell is written like an op: the new state, and beside it how a gradient goes back through this
one step. `scan` takes the steps, and takes them back: backpropagation through time (Werbos, 1990).
"""

import numpy as np

from nblib.ops.functions import logistic
from nblib.tensor import op

# A cell maps the input's share x and the state's share r of the gates (B, G·H), and the state (B,
# S), to the new state and a function from its gradient to those of x, of r, and of the old state
# where it does not go by way of r.


def rnn_cell(x, r, h):
    """h = tanh(x + r)."""
    y = np.tanh(x + r)

    def back(d):
        a = d * (1 - y * y)
        return a, a, np.zeros_like(h)

    return y, back


def gru_cell(x, r, h):
    """h = (1 - update) · new + update · h, with the gates reset, update, new in x and r."""
    (x_reset, x_update, x_new), (r_reset, r_update, r_new) = (
        np.split(x, 3, axis=1),
        np.split(r, 3, axis=1),
    )
    reset, update = logistic(x_reset + r_reset), logistic(x_update + r_update)
    new = np.tanh(x_new + reset * r_new)

    def back(d):
        d_new = d * (1 - update) * (1 - new * new)
        d_update = d * (h - new) * update * (1 - update)
        d_reset = d_new * r_new * reset * (1 - reset)
        x_share = np.concatenate([d_reset, d_update, d_new], axis=1)
        r_share = np.concatenate([d_reset, d_update, d_new * reset], axis=1)
        return x_share, r_share, d * update

    return (1 - update) * new + update * h, back


def lstm_cell(x, r, state):
    """c = f · c + i · g and h = o · tanh(c), with the gates i, f, g, o in x + r."""
    size = state.shape[1] // 2  # the state is [h, c]
    i, f, g, o = np.split(x + r, 4, axis=1)
    i, f, g, o = logistic(i), logistic(f), np.tanh(g), logistic(o)
    before = state[:, size:]
    c = f * before + i * g
    shown = np.tanh(c)

    def back(d):
        dh, dc = d[:, :size], d[:, size:] + d[:, :size] * o * (1 - shown * shown)
        gates = [
            dc * g * i * (1 - i),
            dc * before * f * (1 - f),
            dc * i * (1 - g * g),
            dh * shown * o * (1 - o),
        ]
        a = np.concatenate(gates, axis=1)
        return a, a, np.concatenate([np.zeros_like(dh), dc * f], axis=1)

    return np.concatenate([o * shown, c], axis=1), back


@op
def scan(x, w, b, state, *, cell, live=None):
    """All states (B, T, S) of a cell along x (B, T, G·H), from a state (B, S) whose first H numbers
    are h.

    The state's share of the gates is h w + b, with w (H, G·H). Where live (B, T) is False the state
    stays.
    """
    size, steps = len(w), range(x.shape[1])
    states, backs = [state], []
    for t in steps:
        share = states[-1][:, :size] @ w
        new, back = cell(x[:, t], share if b is None else share + b, states[-1])
        states.append(new if live is None else np.where(live[:, t, None], new, states[-1]))
        backs.append(back)

    def through_time(g):
        dx, dr = np.empty_like(x), np.empty((x.shape[1], *x[:, 0].shape), x.dtype)
        d = np.zeros_like(state)
        for t in reversed(steps):
            d = d + g[:, t]
            stayed = 0 if live is None else d * ~live[:, t, None]
            dx[:, t], dr[t], d = backs[t](d if live is None else d * live[:, t, None])
            d[:, :size] += dr[t] @ w.T
            d += stayed
        h = np.stack(states[:-1])[..., :size].reshape(-1, size)
        dr = dr.reshape(-1, w.shape[1])
        return dx, h.T @ dr, dr.sum(axis=0), d

    return np.stack(states[1:], axis=1), *_together(through_time, 4)


def _together(backward, n):
    """The vjps of n inputs whose gradients come from one pass: it runs once for each new g."""
    last = [None, ()]

    def vjp(i):
        def part(g):
            if last[0] is not g:
                last[:] = g, backward(g)
            return last[1][i]

        return part

    return [vjp(i) for i in range(n)]
