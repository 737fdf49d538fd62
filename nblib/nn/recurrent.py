"""Recurrent layers: a cell goes along the sequence and keeps a state. RNN, GRU, LSTM; gates and
biases as in PyTorch.

The input's share of all gates is one product for the whole sequence; only the state's share waits
for the step before. The cells, and the op that takes their steps, are in nblib/ops/recurrent.py.
"""

import numpy as np

from nblib import ops
from nblib.nn.chance import generator
from nblib.nn.init import orthogonal, xavier_uniform
from nblib.nn.masks import live_steps, without_padding
from nblib.nn.module import Module
from nblib.nn.shapes import accept, describe, positive
from nblib.ops.recurrent import gru_cell, lstm_cell, rnn_cell, scan
from nblib.ranges import number
from nblib.tensor import Tensor


class RecurrentLayer(Module):
    """One layer of a recurrent network; made by RNN, GRU and LSTM.

    weight_ih: (input_size, G · H), xavier_uniform gate by gate; weight_hh: (H, G · H), orthogonal
    gate by gate, so that at first the state neither grows nor shrinks (Saxe et al., 2014); both are
    PyTorch's, transposed. bias_ih, bias_hh: (G · H,), zeros, or None.
    """

    def __init__(self, cell, gates, input_size, hidden_size, bias, rng, dtype):
        super().__init__()
        self.cell = cell
        self.gates = gates
        self.hidden_size = hidden_size

        def side_by_side(init, rows):
            weights = [init((rows, hidden_size), rng, dtype=dtype) for _ in range(gates)]
            weight = np.concatenate(weights, axis=1)  # (rows, G · H)
            return Tensor(weight, requires_grad=True)

        def zeros():
            return Tensor(np.zeros(gates * hidden_size, dtype), requires_grad=True)

        self.weight_ih = side_by_side(xavier_uniform, input_size)
        self.weight_hh = side_by_side(orthogonal, hidden_size)
        self.bias_ih = zeros() if bias else None
        self.bias_hh = zeros() if bias else None

    def forward(self, x, state, live=None):
        """(B, T, C) and a state (B, S) to all states (B, T, S)."""
        if self.bias_ih is None:
            gates = ops.linear(x, self.weight_ih)  # (B, T, G · H)
            return scan(gates, self.weight_hh, None, state, cell=self.cell, live=live)
        # Where both shares of the gates only add up, both biases are added once, not at each step.
        bias = self.bias_ih
        bias_hh = self.bias_hh
        if self.cell is not gru_cell:
            bias = bias + bias_hh
            bias_hh = None
        gates = ops.linear(x, self.weight_ih, bias)
        return scan(gates, self.weight_hh, bias_hh, state, cell=self.cell, live=live)

    def _options(self):
        return f"{self.weight_ih.shape[0]}, {self.hidden_size}"


class RNN(Module):
    """h = tanh(x w_ih + b_ih + h w_hh + b_hh), along time (Elman, 1990).

    Called with x (B, T, input_size); returns the states of the last layer after each step, (B, T,
    hidden_size), and the last state of each layer, (num_layers, B, hidden_size). layers: the
    RecurrentLayers, with the parameters.

    state: (num_layers, B, hidden_size) to begin with, zeros unless given. lengths: (B,) whole
    numbers, or mask: (B, T) of bools, says which steps count: at a padded step the state stays as
    it is, so that the last output, and the last state, are those of the last true step, and what
    stands there, nan too, has no share in anything. rng: a Generator or a
    seed. Raises ValueError for inputs, states, lengths or masks of another shape, and for T = 0.

    >>> outputs, state = RNN(3, 5, num_layers=2, rng=0)(np.zeros((4, 7, 3)), lengths=[7, 2, 5, 1])
    >>> outputs.shape, state.shape
    ((4, 7, 5), (2, 4, 5))
    """

    cell = staticmethod(rnn_cell)
    gates = 1
    state_arrays = 1  # how many arrays (B, H) make the state: h, and of an LSTM c

    def __init__(
        self, input_size, hidden_size, num_layers=1, *, bias=True, rng=None, dtype=np.float32
    ):
        super().__init__()
        positive(input_size=input_size, hidden_size=hidden_size, num_layers=num_layers)
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        rng = generator(rng)
        sizes = [input_size] + [hidden_size] * (num_layers - 1)
        self.layers = [
            RecurrentLayer(self.cell, self.gates, size, hidden_size, bias, rng, dtype)
            for size in sizes
        ]

    def forward(self, x, state=None, *, lengths=None, mask=None):
        """(B, T, C) to outputs (B, T, H) and the last state."""
        dtype = self.layers[0].weight_ih.dtype
        x = accept(self, x, "B", "T", self.input_size, dtype=dtype)
        if x.shape[1] == 0:
            raise ValueError(f"{describe(self)} expects at least one step, got shape {x.shape}")
        live = live_steps(x.shape[:2], lengths, mask)
        x = without_padding(x, live)
        state = self._one_tensor(state, len(x), dtype)  # (num_layers, B, S)

        # Each layer reads what the one below it put out.
        last_states = []
        for i, layer in enumerate(self.layers):
            states = layer(x, state[i], live)  # (B, T, S)
            last_states.append(states[:, -1])  # (B, S)
            x = states if self.state_arrays == 1 else states[..., : self.hidden_size]  # (B, T, H)
        return x, self._as_returned(ops.stack(last_states))

    def _one_tensor(self, state, batch, dtype):
        """The state as one tensor (num_layers, B, S)."""
        shape = (self.num_layers, batch, self.hidden_size)
        if state is None:
            size = self.state_arrays * self.hidden_size
            return Tensor(np.zeros((self.num_layers, batch, size), dtype))
        return accept(self, state, *shape, dtype=dtype, what="a state")

    def _as_returned(self, state):
        """A state (num_layers, B, S) in the form in which a call gives it back."""
        return state

    def _options(self):
        num_layers = f", {self.num_layers}" if self.num_layers > 1 else ""
        return f"{self.input_size}, {self.hidden_size}{num_layers}"


class GRU(RNN):
    """A gated recurrent unit (Cho et al., 2014): reset and update gates let a state stay; inputs
    and outputs as in RNN.

    With r, z, and n as the gates lie in the weights: h = (1 - z) · n + z · h, where n = tanh(x w +
    b + r · (h w + b)). The reset gate acts after the product with h, as in PyTorch; in the paper it
    acts before.
    """

    cell = staticmethod(gru_cell)
    gates = 3


class LSTM(RNN):
    """Long short-term memory (Hochreiter and Schmidhuber, 1997), with forget gates (Gers et al.,
    2000).

    c = f · c + i · g and h = o · tanh(c); the gates lie in the weights as i, f, g, o. Inputs and
    outputs as in RNN, but the state, given or returned, is a pair (h, c), each (num_layers, B,
    hidden_size).

    forget_bias: the first bias of the forget gate; 1 lets a new network remember (Jozefowicz et
    al., 2015).
    """

    cell = staticmethod(lstm_cell)
    gates = 4
    state_arrays = 2

    def __init__(
        self,
        input_size,
        hidden_size,
        num_layers=1,
        *,
        bias=True,
        forget_bias=1.0,
        rng=None,
        dtype=np.float32,
    ):
        super().__init__(input_size, hidden_size, num_layers, bias=bias, rng=rng, dtype=dtype)
        number("forget_bias", forget_bias)
        if bias:
            forget_gate = slice(hidden_size, 2 * hidden_size)
            for layer in self.layers:
                layer.bias_ih.data[forget_gate] = forget_bias

    def _one_tensor(self, state, batch, dtype):
        if state is None:
            return super()._one_tensor(None, batch, dtype)
        if not isinstance(state, tuple | list) or len(state) != 2:
            raise ValueError(
                f"{describe(self)} expects a pair (h, c) as its state, got {type(state).__name__}"
            )
        pair = [RNN._one_tensor(self, array, batch, dtype) for array in state]
        return ops.concatenate(pair, axis=-1)  # (num_layers, B, 2 · H)

    def _as_returned(self, state):
        h = state[..., : self.hidden_size]
        c = state[..., self.hidden_size :]
        return h, c
