"""Steps along a sequence: the cells of RNN, GRU and LSTM, and the op that takes their steps.

Each cell is written like an op: the new state, and beside it how a gradient goes back through this
one step. `scan` takes the steps, and takes them back: backpropagation through time (Werbos, 1990).

A weight matrix holds its G gates side by side, (H, G·H). In here the gates come first, (G, ...), so
that the numbers of a gate lie together in memory: then a cell works on long runs.
"""

import numpy as np

from nblib.ops.one_pass import from_one_pass
from nblib.tensor import op

# A cell maps the input's share x (G, B, H) of the gates, the state's share r (G, B, H), and the
# parts of the old state, each (B, H), to the parts of the new state, h first, and a function
# back(d, dx, dr): from the gradients of the new parts it fills those of x and r, and returns those
# of the old parts, as far as they do not go by way of r.


def sigmoid_of_gates(x):
    """Turn x into 1 / (1 + e^-x), in place. By way of tanh, which is quicker: what lies below the
    precision of 1 is lost, and a gate does not need it.
    """
    x *= 0.5
    np.tanh(x, out=x)
    x *= 0.5
    x += 0.5
    return x


def rnn_cell(x, r, h):
    """h = tanh(x + r)."""
    y = np.tanh(x[0] + r[0])

    def back(d, dx, dr):
        (dh,) = d
        dx[0] = dh * (1 - y * y)
        dr[0] = dx[0]
        return (None,)

    return (y,), back


def gru_cell(x, r, h):
    """h = (1 - update) · new + update · h, with the gates reset, update, new in x and r."""
    reset, update = sigmoid_of_gates(x[:2] + r[:2])  # (B, H) each
    r_new = r[2]
    new = np.tanh(x[2] + reset * r_new)
    change = h - new

    def back(d, dx, dr):
        (dh,) = d
        d_new = dh * (1 - update) * (1 - new * new)
        dx[0] = d_new * r_new * reset * (1 - reset)
        dx[1] = dh * change * update * (1 - update)
        dx[2] = d_new
        dr[:2] = dx[:2]
        dr[2] = d_new * reset
        return (dh * update,)

    return (new + update * change,), back


def lstm_cell(x, r, h, c_before):
    """c = f · c + i · g and h = o · tanh(c), with the gates i, f, g, o in x + r."""
    gates = x + r  # (4, B, H)
    i, f = sigmoid_of_gates(gates[:2])
    g = np.tanh(gates[2], out=gates[2])
    o = sigmoid_of_gates(gates[3])
    c = f * c_before + i * g
    shown = np.tanh(c)

    def back(d, dx, dr):
        dh, dc = d
        dc = dc + dh * o * (1 - shown * shown)
        dx[0] = dc * g * i * (1 - i)
        dx[1] = dc * c_before * f * (1 - f)
        dx[2] = dc * i * (1 - g * g)
        dx[3] = dh * shown * o * (1 - o)
        dr[...] = dx
        return None, dc * f

    return (o * shown, c), back


def _gates_first(x, gates, size):
    """(B, T, G·H) to (G, T, B, H), in that order in memory."""
    return x.reshape(*x.shape[:2], gates, size).transpose(2, 1, 0, 3).copy()


def _gates_side_by_side(x):
    """(G, T, B, H) to (B, T, G·H)."""
    gates, steps, batch, size = x.shape
    return x.transpose(2, 1, 0, 3).reshape(batch, steps, gates * size)


@op
def scan(x, w, b, state, *, cell, live=None):
    """All states (B, T, S) of a cell along x (B, T, G·H), from a state (B, S) whose first H numbers
    are h.

    The state's share of the gates is h w + b, with w (H, G·H). Where live (B, T) is False the state
    stays.
    """
    batch, steps, _ = x.shape
    size = len(w)
    gates = w.shape[1] // size
    parts = state.shape[1] // size
    x_gates = _gates_first(x, gates, size)  # (G, T, B, H)
    weights = w.reshape(size, gates, size).swapaxes(0, 1).copy()  # (G, H, H)
    bias = 0 if b is None else b.reshape(gates, 1, size)
    states = np.empty((steps + 1, parts, batch, size), x.dtype)
    states[0] = state.reshape(batch, parts, size).swapaxes(0, 1)
    backs = []
    for t in range(steps):
        r = states[t, 0] @ weights  # (G, B, H)
        r += bias
        new, back = cell(x_gates[:, t], r, *states[t])
        for part, value in enumerate(new):
            if live is not None:
                value = np.where(live[:, t, None], value, states[t, part])
            states[t + 1, part] = value
        backs.append(back)

    def through_time(g):
        g = g.reshape(batch, steps, parts, size).transpose(1, 2, 0, 3)  # (T, parts, B, H)
        dx = np.empty_like(x_gates)
        dr = np.empty_like(x_gates)
        d = np.zeros_like(states[0])  # (parts, B, H)
        transposed = weights.swapaxes(1, 2).copy()  # (G, H, H)
        for t in reversed(range(steps)):
            d = d + g[t]
            moved = d if live is None else d * live[:, t, None]
            old = backs[t](moved, dx[:, t], dr[:, t])
            # Where a step does not count, the gradient stays as the state did.
            d = np.zeros_like(d) if live is None else d * ~live[:, t, None]
            d[0] += np.matmul(dr[:, t], transposed).sum(axis=0)  # (B, H)
            for part, value in enumerate(old):
                if value is not None:
                    d[part] += value
        h = states[:-1, 0].reshape(-1, size)  # (T·B, H)
        dr = dr.reshape(gates, -1, size)  # (G, T·B, H)
        dw = (h.T @ dr).swapaxes(0, 1).reshape(w.shape)
        db = (np.ones(dr.shape[1], dr.dtype) @ dr).reshape(-1)  # (G·H,)
        d_state = d.swapaxes(0, 1).reshape(state.shape)
        return _gates_side_by_side(dx), dw, db, d_state

    value = states[1:].transpose(2, 0, 1, 3).reshape(batch, steps, parts * size)
    return value, *from_one_pass(through_time, 4)
