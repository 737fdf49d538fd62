"""Steps along a sequence: the cells of RNN, GRU and LSTM, and the op that takes their steps.

Each cell is written like an op: the new state, and beside it how a gradient goes back through this
one step. `scan` takes the steps, and takes them back: backpropagation through time (Werbos, 1990).

A weight matrix holds its G gates side by side, (H, G·H). In a step the gates come first, (G, B, H),
so that the numbers of a gate lie together in memory: then a cell works on long runs.
"""

import numpy as np

from nblib.ops.one_pass import from_one_pass
from nblib.tensor import op

# A cell gets the input's share x (G, B, H) of the gates, the state's share r (G, B, H), which it
# may use up, and the old state (S/H, B, H), h first. It fills the new state, and returns a function
# step_back(d, dx, dr): from d, the gradient of the new state, it fills those of x and r, and turns
# d into that of the old state, as far as it does not go by way of r. Where a cell takes x + r only,
# dr is dx.
#
# The lines are those of the formulas, but write into arrays that are there: (B, H) is small, and a
# new array costs as much as what is computed.


def sigmoid_of_gates(x):
    """Turn x into 1 / (1 + e^-x), in place. By way of tanh, which is quicker: what lies below the
    precision of 1 is lost, and a gate does not need it.
    """
    x *= 0.5
    np.tanh(x, out=x)
    x *= 0.5
    x += 0.5
    return x


def slope_of_sigmoid(y):
    """The slope y · (1 - y) of a sigmoid where its value is y."""
    slope = 1 - y
    slope *= y
    return slope


def slope_of_tanh(y):
    """The slope 1 - y² of a tanh where its value is y."""
    slope = y * y
    np.subtract(1, slope, out=slope)
    return slope


def rnn_cell(x, r, old, new):
    """h = tanh(x + r)."""
    (h,) = new
    np.add(x[0], r[0], out=h)
    np.tanh(h, out=h)

    def step_back(d, dx, dr):
        np.multiply(d[0], slope_of_tanh(h), out=dx[0])
        d[...] = 0

    return step_back


def gru_cell(x, r, old, new):
    """h = (1 - update) · candidate + update · h, with the gates reset, update, candidate in x and
    r.
    """
    # The gates, then the state.
    gates = r[:2]  # (2, B, H)
    gates += x[:2]
    reset, update = sigmoid_of_gates(gates)
    r_candidate = r[2]
    candidate = reset * r_candidate
    candidate += x[2]
    np.tanh(candidate, out=candidate)
    change = old[0] - candidate
    np.multiply(update, change, out=new[0])
    new[0] += candidate

    def step_back(d, dx, dr):
        (dh,) = d
        d_reset, d_update, d_candidate = dx
        np.subtract(1, update, out=d_candidate)
        d_candidate *= dh
        d_candidate *= slope_of_tanh(candidate)
        np.multiply(d_candidate, r_candidate, out=d_reset)
        np.multiply(dh, change, out=d_update)
        dx[:2] *= slope_of_sigmoid(gates)
        # The reset gate stands between the state's share and the candidate.
        dr[:2] = dx[:2]
        np.multiply(d_candidate, reset, out=dr[2])
        dh *= update

    return step_back


def lstm_cell(x, r, old, new):
    """c = f · c + i · g and h = o · tanh(c), with the gates i, f, g, o in x + r."""
    # The gates, then the state.
    gates = r  # (4, B, H)
    gates += x
    i, f, g, o = gates
    sigmoid_of_gates(gates[:2])
    np.tanh(g, out=g)
    sigmoid_of_gates(o)
    c_before = old[1]
    h, c = new
    np.multiply(f, c_before, out=c)
    c += i * g
    shown = np.tanh(c)
    np.multiply(o, shown, out=h)

    def step_back(d, dx, dr):
        dh, dc = d
        slope = slope_of_tanh(shown)
        slope *= o
        slope *= dh
        dc += slope
        # Each gate gets what it was multiplied with, times its slope.
        np.multiply(dc, g, out=dx[0])
        np.multiply(dc, c_before, out=dx[1])
        np.multiply(dc, i, out=dx[2])
        np.multiply(dh, shown, out=dx[3])
        slopes = slope_of_sigmoid(gates)
        slopes[2] = slope_of_tanh(g)
        dx *= slopes
        dh[...] = 0
        dc *= f

    return step_back


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
    weights = w.reshape(size, gates, size)  # (H, G, H)
    weights = weights.swapaxes(0, 1).copy()  # (G, H, H)
    bias = None
    if b is not None:
        # Repeated once, not at every step.
        bias = b.reshape(gates, 1, size).repeat(batch, axis=1)  # (G, B, H)
    states = np.empty((steps + 1, state_arrays, batch, size), x.dtype)  # (T + 1, S/H, B, H)
    states[0] = state.reshape(batch, state_arrays, size).swapaxes(0, 1)
    steps_back = _walk_forward(cell, _by_step(x, gates), weights, bias, states, live)
    value = _side_by_side(states[1:])  # (B, T, S)

    def through_time(g):
        dx = _by_step(np.empty(x.shape, g.dtype), gates)  # (T, G, B, H)
        dr = np.empty_like(dx) if cell is gru_cell else dx
        d_state = _walk_back(steps_back, weights, _by_step(g, state_arrays), dx, dr, live)

        # The weights met the state before each step: one product for all steps.
        h = states[:-1, 0].swapaxes(0, 1).reshape(-1, size)  # (B·T, H)
        dr = _side_by_side(dr).reshape(-1, w.shape[1])  # (B·T, G·H)
        db = None if b is None else np.ones(len(h), dr.dtype) @ dr  # (G·H,)
        d_state = d_state.swapaxes(0, 1).reshape(state.shape)  # (B, S)
        return _side_by_side(dx), h.T @ dr, db, d_state

    return value, *from_one_pass(through_time, 4)


def _by_step(x, arrays):
    """A view (T, N, B, H) of x (B, T, N·H)."""
    batch, steps, size = x.shape
    x = x.reshape(batch, steps, arrays, size // arrays)  # (B, T, N, H)
    return x.transpose(1, 2, 0, 3)


def _side_by_side(x):
    """The view back: (T, N, B, H) to (B, T, N·H)."""
    steps, arrays, batch, size = x.shape
    x = x.transpose(2, 0, 1, 3)  # (B, T, N, H)
    return x.reshape(batch, steps, arrays * size)


def _walk_forward(cell, x, weights, bias, states, live):
    """Take all steps along x (T, G, B, H): fill states (T + 1, S/H, B, H) from the first on. Return
    the function step_back of each step.
    """
    steps_back = []
    for t in range(len(x)):
        r = states[t, 0] @ weights  # (G, B, H)
        if bias is not None:
            r += bias
        steps_back.append(cell(x[t], r, states[t], states[t + 1]))
        # Where a step does not count, the state stays.
        if live is not None:
            np.copyto(states[t + 1], states[t], where=~live[:, t, None])
    return steps_back


def _walk_back(steps_back, weights, g, dx, dr, live):
    """From the gradients g (T, S/H, B, H) of all states to that of the first (S/H, B, H); fill
    those of the input's and of the state's share of the gates, both (T, G, B, H).
    """
    transposed = weights.swapaxes(1, 2).copy()  # (G, H, H)
    d = np.zeros(g.shape[1:], weights.dtype)  # (S/H, B, H): of the state after step t, then before
    dx_now = np.empty(dx.shape[1:], dx.dtype)  # (G, B, H): of step t, close together
    dr_now = dx_now if dr is dx else np.empty_like(dx_now)
    for t in reversed(range(len(g))):
        d += g[t]
        # Where a step does not count, the gradient stays as the state did.
        if live is not None:
            stays = d * ~live[:, t, None]
            d *= live[:, t, None]
        # Where it counts, it goes back by way of the cell, and by way of the gates.
        steps_back[t](d, dx_now, dr_now)
        d[0] += np.matmul(dr_now, transposed).sum(axis=0)  # (B, H)
        if live is not None:
            d += stays
        dx[t] = dx_now
        if dr is not dx:
            dr[t] = dr_now
    return d
