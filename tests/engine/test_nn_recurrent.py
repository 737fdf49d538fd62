"""Recurrent layers beside PyTorch in value and gradient: states, lengths and masks."""

import numpy as np
import pytest
import torch
from torch import nn as tnn
from twins import F64, SHAPES, both, near, rng

from nblib import losses, nn, ops, optim
from nblib.nn.recurrent import RecurrentLayer
from nblib.proofs.gradcheck import gradcheck
from nblib.tensor import Tensor, _ancestors, no_grad
from nblib.text import padding_mask

KINDS = {"RNN": (nn.RNN, tnn.RNN), "GRU": (nn.GRU, tnn.GRU), "LSTM": (nn.LSTM, tnn.LSTM)}


kinds = pytest.mark.parametrize("kind", KINDS)


def flat(*outputs):
    """All tensors inside, nested as they may be, as one long one."""
    parts = [o if isinstance(o, tuple) else (o,) for o in outputs]
    return ops.concatenate([ops.reshape(t, shape=(t.size,)) for part in parts for t in part])


def flat_torch(*outputs):
    parts = [o if isinstance(o, tuple) else (o,) for o in outputs]
    return torch.cat([t.reshape(-1) for part in parts for t in part])


def recurrent(kind, num_layers=1, bias=True, inputs=3, hidden=4):
    """Our layer and its twin with the same weights, and the pairs (parameter, twin, how the twin
    lies here).
    """
    ours = KINDS[kind][0](inputs, hidden, num_layers, bias=bias, **F64)
    torch.manual_seed(0)
    theirs = KINDS[kind][1](inputs, hidden, num_layers, bias=bias, batch_first=True).double()
    pairs = []
    for i, layer in enumerate(ours.layers):
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")[: 4 if bias else 2]:
            mine = getattr(layer, name)
            its = getattr(theirs, f"{name}_l{i}")
            mine.data[...] = its.detach().numpy().T
            pairs.append((mine, its))
    assert len(pairs) == len(ours.parameters())
    return ours, theirs, pairs


def states(kind, num_layers, batch, hidden=4, seed=5):
    """A random state for each library."""
    arrays = [
        rng(seed + i).normal(size=(num_layers, batch, hidden))
        for i in range(2 if kind == "LSTM" else 1)
    ]
    mine, its = zip(*map(both, arrays), strict=True)
    return (mine, its) if kind == "LSTM" else (mine[0], its[0])


def leaves(state):
    return state if isinstance(state, tuple) else (state,)


@kinds
@pytest.mark.parametrize("batch, steps", SHAPES)
@pytest.mark.parametrize(
    "num_layers, bias, given", [(1, True, False), (2, True, True), (3, False, True)]
)
def test_value_and_gradients_equal_torch(kind, batch, steps, num_layers, bias, given):
    ours, theirs, pairs = recurrent(kind, num_layers, bias)
    x, tx = both(rng(1).normal(size=(batch, steps, 3)))
    state, tstate = states(kind, num_layers, batch) if given else (None, None)
    outputs, last = ours(x, state)
    toutputs, tlast = theirs(tx, tstate)
    near(outputs.data, toutputs.detach().numpy())
    for a, b in zip(leaves(last), leaves(tlast), strict=True):
        near(a.data, b.detach().numpy())
    y = flat(outputs, last)
    z = flat_torch(toutputs, tlast)
    direction = rng(2).normal(size=y.shape)
    y.backward(direction)
    z.backward(torch.tensor(direction))
    near(x.grad, tx.grad.numpy())
    for mine, its in pairs:
        near(mine.grad, its.grad.numpy().T)
    for a, b in zip(leaves(state), leaves(tstate), strict=True) if given else ():
        near(a.grad, b.grad.numpy())


@kinds
@pytest.mark.parametrize("num_layers", [1, 2])
def test_padded_steps_keep_the_state_as_torchs_packed_sequences_do(kind, num_layers):
    ours, theirs, pairs = recurrent(kind, num_layers)
    lengths = np.array([5, 1, 3, 2])
    x, tx = both(rng(1).normal(size=(4, 5, 3)))
    state, tstate = states(kind, num_layers, 4)
    outputs, last = ours(x, state, lengths=lengths)
    packed = tnn.utils.rnn.pack_padded_sequence(
        tx, torch.tensor(lengths), batch_first=True, enforce_sorted=False
    )
    tpacked, tlast = theirs(packed, tstate)
    toutputs, _ = tnn.utils.rnn.pad_packed_sequence(tpacked, batch_first=True)
    live = padding_mask(lengths)
    near(outputs.data * live[..., None], toutputs.detach().numpy())
    for a, b in zip(leaves(last), leaves(tlast), strict=True):
        near(a.data, b.detach().numpy())
    near(
        outputs.data[:, -1], leaves(last)[0].data[-1]
    )  # the last output is that of the last true step
    near(outputs.data[1], np.repeat(outputs.data[1, :1], 5, axis=0))
    masked, masked_last = ours(x, state, mask=live)
    assert np.array_equal(masked.data, outputs.data)
    y = flat(outputs * live[..., None], last)
    z = flat_torch(toutputs, tlast)
    direction = rng(2).normal(size=y.shape)
    y.backward(direction)
    z.backward(torch.tensor(direction))
    near(x.grad, tx.grad.numpy())
    assert not x.grad[~live].any(), "padding has no influence"
    for mine, its in pairs:
        near(mine.grad, its.grad.numpy().T)
    for a, b in zip(leaves(state), leaves(tstate), strict=True):
        near(a.grad, b.grad.numpy())


@kinds
@pytest.mark.parametrize("lengths", [None, [4, 0, 2]])
def test_gradients_equal_central_differences(kind, lengths):
    ours, _, _ = recurrent(kind, 2)
    x = Tensor(rng(1).normal(size=(3, 4, 3)), requires_grad=True)
    state, _ = states(kind, 2, 3)

    def f(*_):
        return flat(*ours(x, state, lengths=lengths))

    assert gradcheck(f, x, *leaves(state), *ours.parameters(), h=1e-5, tolerance=1e-7) <= 1e-7


@kinds
def test_padding_on_the_left_and_none_at_all(kind):
    ours, _, _ = recurrent(kind, 2)
    x = rng(1).normal(size=(2, 4, 3))
    short, _ = ours(x[:, 2:])
    mask = np.array([[False, False, True, True]] * 2)
    outputs, last = ours(x, mask=mask)
    near(outputs.data[:, 2:], short.data)
    assert not outputs.data[:, :2].any(), "until the first token the state is what it was: zeros"
    full, _ = ours(x, lengths=[4, 4])
    assert np.array_equal(full.data, ours(x)[0].data)


@kinds
def test_a_sequence_may_be_cut_and_the_state_carried(kind):
    ours, _, _ = recurrent(kind, 2)
    x = rng(1).normal(size=(2, 6, 3))
    whole, end = ours(x)
    first, state = ours(x[:, :4])
    second, last = ours(x[:, 4:], state)
    near(np.concatenate([first.data, second.data], axis=1), whole.data, 1e-14)
    for a, b in zip(leaves(last), leaves(end), strict=True):
        near(a.data, b.data, 1e-14)


@kinds
def test_backward_twice_adds_and_without_gradients_nothing_is_recorded(kind):
    ours, _, _ = recurrent(kind)
    x = Tensor(rng(1).normal(size=(2, 3, 3)), requires_grad=True)
    y, _ = ours(x)
    y.sum().backward(retain_graph=True)
    once = [x.grad.copy(), *(p.grad.copy() for p in ours.parameters())]
    (3 * y).sum().backward()
    for p, grad in zip([x, *ours.parameters()], once, strict=True):
        near(p.grad, 4 * grad, 1e-13)
    grads = [x.grad, *(p.grad for p in ours.parameters())]
    assert not any(np.shares_memory(g, h) for i, g in enumerate(grads) for h in grads[:i])
    with no_grad():
        assert not ours(x)[0].requires_grad


@kinds
def test_first_weights_and_state(kind):
    layer = KINDS[kind][0](3, 5, 2, rng=0)
    again = KINDS[kind][0](3, 5, 2, rng=np.random.default_rng(0))
    for name, array in layer.state_dict().items():
        assert array.dtype == np.float32 and np.array_equal(array, again.state_dict()[name])
    w = layer.layers[1].weight_hh.data
    for gate in np.split(w, w.shape[1] // 5, axis=1):
        near(gate @ gate.T, np.eye(5), 1e-6)
    forget = (
        layer.layers[0].bias_ih.data[5:10] + layer.layers[0].bias_hh.data[5:10]
        if kind == "LSTM"
        else np.ones(5)
    )
    assert (
        np.array_equal(forget, np.ones(5))
        and not nn.LSTM(3, 5, forget_bias=0).layers[0].bias_ih.data.any()
    )
    twin = KINDS[kind][0](3, 5, 2, rng=1)
    twin.load_state_dict(layer.state_dict())
    x = rng(1).normal(size=(2, 3, 3)).astype(np.float32)
    assert (
        np.array_equal(twin(x)[0].data, layer(x)[0].data)
        and layer(x.tolist())[0].dtype == np.float32
    )
    assert layer(x[:0])[0].shape == (0, 3, 5)
    assert (
        isinstance(layer.layers[0], RecurrentLayer)
        and repr(layer.layers[0]) == "RecurrentLayer(3, 5)"
    )


@kinds
def test_the_graph_does_not_grow_with_the_sequence(kind):
    layer = KINDS[kind][0](3, 4, 2, **F64)
    sizes = set()
    for steps in (1, 200):
        outputs, last = layer(Tensor(np.ones((2, steps, 3)), requires_grad=True))
        sizes.add(len(_ancestors(flat(outputs, last))))
    assert len(sizes) == 1


@kinds
def test_it_learns_to_remember_the_first_number(kind):
    generator = np.random.default_rng(0)
    x = generator.normal(size=(64, 8, 1)).astype(np.float32)
    layer = KINDS[kind][0](1, 16, rng=generator)
    head = nn.Linear(16, 1, init="xavier", rng=generator)
    optimizer = optim.Adam(layer.parameters() + head.parameters(), lr=0.02)
    for _ in range(150):
        optimizer.zero_grad()
        outputs, _ = layer(x)
        loss = losses.mse(head(outputs[:, -1]), x[:, 0])
        loss.backward()
        optim.clip_grad_norm_(layer.parameters(), 1.0)
        optimizer.step()
    assert loss.item() < 0.2 * x[:, 0].var()
