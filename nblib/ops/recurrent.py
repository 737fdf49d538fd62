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
# arrays of the old state, each (B, H), to those of the new state, h first, and a function
# step_back(d, dx, dr): from the gradients of the new arrays it fills those of x and r, and returns
# those of the old arrays, as far as they do not go by way of r.


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

    def step_back(d, dx, dr):
        (dh,) = d
        slope = 1 - y * y
        dx[0] = dh * slope
        dr[0] = dx[0]
        return (None,)

    return (y,), step_back


def gru_cell(x, r, h):
    """h = (1 - update) · new + update · h, with the gates reset, update, new in x and r."""
    reset, update = sigmoid_of_gates(x[:2] + r[:2])  # (B, H) each
    r_new = r[2]
    new = np.tanh(x[2] + reset * r_new)
    change = h - new

    def step_back(d, dx, dr):
        (dh,) = d
        slope = 1 - new * new
        d_new = dh * (1 - update) * slope  # (B, H)
        dx[0] = d_new * r_new * reset * (1 - reset)
        dx[1] = dh * change * update * (1 - update)
        dx[2] = d_new
        # The reset gate stands between the state's share and the new numbers.
        dr[:2] = dx[:2]
        dr[2] = d_new * reset
        return (dh * update,)

    return (new + update * change,), step_back


def lstm_cell(x, r, h, c_before):
    """c = f · c + i · g and h = o · tanh(c), with the gates i, f, g, o in x + r."""
    # The gates, then the state.
    gates = x + r  # (4, B, H)
    i, f = sigmoid_of_gates(gates[:2])
    g = np.tanh(gates[2], out=gates[2])
    o = sigmoid_of_gates(gates[3])
    c = f * c_before + i * g
    shown = np.tanh(c)

    def step_back(d, dx, dr):
        dh, dc = d
        slope = 1 - shown * shown
        dc = dc + dh * o * slope  # (B, H)
        dx[0] = dc * g * i * (1 - i)
        dx[1] = dc * c_before * f * (1 - f)
        dx[2] = dc * i * (1 - g * g)
        dx[3] = dh * shown * o * (1 - o)
        dr[...] = dx
        return None, dc * f

    return (o * shown, c), step_back


def _gates_first(x, gates, size):
    """(B, T, G·H) to (G, T, B, H), in that order in memory."""
    batch, steps, _ = x.shape
    x = x.reshape(batch, steps, gates, size)  # (B, T, G, H)
    return x.transpose(2, 1, 0, 3).copy()


def _gates_side_by_side(x):
    """(G, T, B, H) to (B, T, G·H)."""
    gates, steps, batch, size = x.shape
    x = x.transpose(2, 1, 0, 3)  # (B, T, G, H)
    return x.reshape(batch, steps, gates * size)


@op
def scan(x, w, b, state, *, cell, live=None):
    """All states (B, T, S) of a cell along x (B, T, G·H), from a state (B, S) whose first H numbers
    are h.

    The state's share of the gates is h w + b, with w (H, G·H). Where live (B, T) is False the state
    stays.
    """
    batch, steps, _ = x.shape
    size = len(w)  # H
    gates = w.shape[1] // size  # G
    state_arrays = state.shape[1] // size  # S / H, 2 for an LSTM

    # Gates first, then the walk forward.
    x_gates = _gates_first(x, gates, size)  # (G, T, B, H)
    weights = w.reshape(size, gates, size)  # (H, G, H)
    weights = weights.swapaxes(0, 1).copy()  # (G, H, H)
    bias = 0 if b is None else b.reshape(gates, 1, size)  # (G, 1, H)
    states = np.empty((steps + 1, state_arrays, batch, size), x.dtype)  # (T + 1, S/H, B, H)
    states[0] = state.reshape(batch, state_arrays, size).swapaxes(0, 1)
    steps_back = _walk_forward(cell, x_gates, weights, bias, states, live)
    value = states[1:].transpose(2, 0, 1, 3)  # (B, T, S/H, H)
    value = value.reshape(batch, steps, state_arrays * size)  # (B, T, S)

    def through_time(g):
        g = g.reshape(batch, steps, state_arrays, size)  # (B, T, S/H, H)
        g = g.transpose(1, 2, 0, 3)  # (T, S/H, B, H)
        dx, dr, d_state = _walk_back(steps_back, weights, g, live)

        # The weights met the state before each step: one product for all steps.
        h = states[:-1, 0].reshape(-1, size)  # (T·B, H)
        dr = dr.reshape(gates, -1, size)  # (G, T·B, H)
        ones = np.ones(dr.shape[1], dr.dtype)
        dw = h.T @ dr  # (G, H, H)
        dw = dw.swapaxes(0, 1).reshape(w.shape)  # (H, G·H)
        db = (ones @ dr).reshape(-1)  # (G·H,)
        d_state = d_state.swapaxes(0, 1).reshape(state.shape)  # (B, S)
        return _gates_side_by_side(dx), dw, db, d_state

    return value, *from_one_pass(through_time, 4)


def _walk_forward(cell, x_gates, weights, bias, states, live):
    """Take all steps: fill states (T + 1, S/H, B, H) from the first on. Return the function
    step_back of each step.
    """
    steps_back = []
    for t in range(x_gates.shape[1]):
        r = states[t, 0] @ weights  # (G, B, H)
        r += bias
        new, step_back = cell(x_gates[:, t], r, *states[t])
        for i, array in enumerate(new):
            # Where a step does not count, the state stays.
            if live is not None:
                array = np.where(live[:, t, None], array, states[t, i])
            states[t + 1, i] = array  # (B, H)
        steps_back.append(step_back)
    return steps_back


def _walk_back(steps_back, weights, g, live):
    """From the gradients g (T, S/H, B, H) of all states to those of the input's and of the state's
    share of the gates, both (G, T, B, H), and of the first state (S/H, B, H).
    """
    steps, _, batch, size = g.shape
    dx = np.empty((len(weights), steps, batch, size), weights.dtype)  # (G, T, B, H)
    dr = np.empty_like(dx)
    transposed = weights.swapaxes(1, 2).copy()  # (G, H, H)
    d = np.zeros(g.shape[1:], weights.dtype)  # (S/H, B, H): of the state after step t, then before
    for t in reversed(range(steps)):
        d = d + g[t]
        moved = d if live is None else d * live[:, t, None]
        d_old = steps_back[t](moved, dx[:, t], dr[:, t])
        # Where a step does not count, the gradient stays as the state did.
        d = np.zeros_like(d) if live is None else d * ~live[:, t, None]
        # Where it counts, it goes back by way of the gates, and by way of the cell.
        d[0] += np.matmul(dr[:, t], transposed).sum(axis=0)  # (B, H)
        for i, array in enumerate(d_old):
            if array is not None:
                d[i] += array
    return dx, dr, d
