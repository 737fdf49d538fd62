"""Recurrent layers and attention, beside PyTorch in value and gradient: states, lengths, masks, and
empty rows.
"""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn as tnn

from nblib import losses, nn, ops, optim
from nblib.nn.recurrent import RecurrentLayer
from nblib.ops.axes import masked_softmax
from nblib.proofs.gradcheck import gradcheck
from nblib.tensor import Tensor, _ancestors, no_grad
from nblib.text import causal_mask, padding_mask

KINDS = {"RNN": (nn.RNN, tnn.RNN), "GRU": (nn.GRU, tnn.GRU), "LSTM": (nn.LSTM, tnn.LSTM)}
kinds = pytest.mark.parametrize("kind", KINDS)
SHAPES = [(3, 5), (1, 4), (2, 1), (1, 1)]  # (B, T)
F64 = {"dtype": np.float64, "rng": 0}


def rng(seed=0):
    return np.random.default_rng(seed)


def near(got, expected, tolerance=1e-10):
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape
    assert np.linalg.norm(got - expected) <= tolerance * max(1.0, np.linalg.norm(expected))


def both(array):
    return Tensor(array, requires_grad=True), torch.tensor(array, requires_grad=True)


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
            mine, its = getattr(layer, name), getattr(theirs, f"{name}_l{i}")
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
    y, z = flat(outputs, last), flat_torch(toutputs, tlast)
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
    y, z = flat(outputs * live[..., None], last), flat_torch(toutputs, tlast)
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
    layer, sizes = KINDS[kind][0](3, 4, 2, **F64), set()
    for steps in (1, 200):
        outputs, last = layer(Tensor(np.ones((2, steps, 3)), requires_grad=True))
        sizes.add(len(_ancestors(flat(outputs, last))))
    assert len(sizes) == 1


@kinds
def test_it_learns_to_remember_the_first_number(kind):
    generator = np.random.default_rng(0)
    x = generator.normal(size=(64, 8, 1)).astype(np.float32)
    layer, head = (
        KINDS[kind][0](1, 16, rng=generator),
        nn.Linear(16, 1, init="xavier", rng=generator),
    )
    optimizer = optim.Adam(layer.parameters() + head.parameters(), lr=0.02)
    for _ in range(150):
        optimizer.zero_grad()
        outputs, _ = layer(x)
        loss = losses.mse(head(outputs[:, -1]), x[:, 0])
        loss.backward()
        optim.clip_grad_norm_(layer.parameters(), 1.0)
        optimizer.step()
    assert loss.item() < 0.2 * x[:, 0].var()


RECURRENT_MISTAKES = [
    (lambda n: n(np.ones((2, 5, 4))), r"expects an input of shape \(B, T, 3\), got \(2, 5, 4\)"),
    (lambda n: n(np.ones((5, 3))), r"\(B, T, 3\), got \(5, 3\)"),
    (lambda n: n(np.ones((2, 0, 3))), r"at least one step, got shape \(2, 0, 3\)"),
    (
        lambda n: n(np.ones((2, 5, 3)), lengths=[5]),
        r"lengths must be 2 whole numbers from 0 to 5, got \[5\]",
    ),
    (lambda n: n(np.ones((2, 5, 3)), lengths=[5, 6]), "from 0 to 5"),
    (lambda n: n(np.ones((2, 5, 3)), lengths=[5, 1.5]), "whole numbers"),
    (
        lambda n: n(np.ones((2, 5, 3)), mask=np.ones((2, 4), bool)),
        r"bools of shape \(2, 5\).* got bool \(2, 4\)",
    ),
    (
        lambda n: n(np.ones((2, 5, 3)), mask=np.ones((2, 5))),
        "True where a step counts; got float64",
    ),
    (lambda n: n(np.ones((1, 1, 3)), mask=np.ones((1, 1), bool), lengths=[1]), "not both"),
]


@kinds
@pytest.mark.parametrize("mistake, message", RECURRENT_MISTAKES)
def test_a_mistake_with_sequences_is_explained(kind, mistake, message):
    with pytest.raises(ValueError, match=message):
        mistake(KINDS[kind][0](3, 4, **F64))


def test_a_mistake_with_states_is_explained():
    x = np.ones((2, 5, 3))
    with pytest.raises(
        ValueError, match=r"GRU\(3, 4, 2\) expects a state of shape \(2, 2, 4\), got \(1, 2, 4\)"
    ):
        nn.GRU(3, 4, 2)(x, np.zeros((1, 2, 4)))
    with pytest.raises(ValueError, match=r"expects a pair \(h, c\) as its state, got ndarray"):
        nn.LSTM(3, 4)(x, np.zeros((1, 2, 4)))
    with pytest.raises(ValueError, match=r"a state of shape \(1, 2, 4\), got \(1, 2, 5\)"):
        nn.LSTM(3, 4)(x, (np.zeros((1, 2, 4)), np.zeros((1, 2, 5))))
    with pytest.raises(ValueError, match="num_layers must be a whole number from 1 up, got 0"):
        nn.RNN(3, 4, 0)
    with pytest.raises(TypeError, match="one precision"):
        nn.RNN(3, 4)(Tensor(x))


# Attention

CASES = [((2, 3, 4), 3), ((1, 1, 4), 5), ((2, 2, 5, 3), 1), ((5, 4), 2)]  # the shape of q, S


@pytest.mark.parametrize("shape, places", CASES, ids=str)
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("causal", [False, True])
def test_attention_equals_torch(shape, places, masked, causal):
    q, tq = both(rng(0).normal(size=shape))
    k, tk = both(rng(1).normal(size=(*shape[:-2], places, shape[-1])))
    v, tv = both(rng(2).normal(size=(*shape[:-2], places, 6)))
    mask = rng(3).random((shape[-2], places)) < 0.6 if masked else None
    if masked:
        mask[:, 0] = True  # so that every query sees something, under the causal mask too
    both_masks = np.ones((shape[-2], places), bool) if mask is None else mask
    both_masks = both_masks & np.tri(*both_masks.shape, dtype=bool) if causal else both_masks
    y, weights = nn.scaled_dot_product_attention(q, k, v, mask, causal, need_weights=True)
    z = F.scaled_dot_product_attention(tq, tk, tv, torch.tensor(both_masks))
    near(y.data, z.detach().numpy())
    near(weights.data.sum(axis=-1), np.ones(weights.shape[:-1]), 1e-14)
    assert not weights.data[np.broadcast_to(~both_masks, weights.shape)].any()
    direction = rng(4).normal(size=y.shape)
    y.backward(direction)
    z.backward(torch.tensor(direction))
    for a, b in ((q, tq), (k, tk), (v, tv)):
        near(a.grad, b.grad.numpy())
    if not masked:
        near(y.data, F.scaled_dot_product_attention(tq, tk, tv, is_causal=causal).detach().numpy())


def test_a_query_that_may_look_at_nothing_gets_zeros_and_no_gradient():
    q, k, v = (Tensor(rng(i).normal(size=(2, 3, 4)), requires_grad=True) for i in range(3))
    mask = np.array([[True, False, True], [False, False, False], [True, True, True]])
    with np.errstate(all="raise"):
        y, weights = nn.scaled_dot_product_attention(q, k, v, mask, need_weights=True)
        y.backward(np.ones(y.shape))
    assert not y.data[:, 1].any() and not weights.data[:, 1].any()
    assert np.isfinite(q.grad).all() and np.isfinite(k.grad).all() and not q.grad[:, 1].any()
    assert (
        gradcheck(lambda q, k, v: nn.scaled_dot_product_attention(q, k, v, mask), q, k, v) <= 1e-7
    )


def test_large_scores_neither_overflow_nor_warn():
    x = Tensor(np.array([[1e4, -1e4, 5e3], [-1e5, -1e5, 0.0]]), requires_grad=True)
    with np.errstate(all="raise", under="ignore"):
        y = masked_softmax(x, np.array([[False, True, True], [True, True, False]]))
        y.sum().backward()
    near(y.data, np.array([[0, 0, 1], [0.5, 0.5, 0]]))
    for dtype in (np.float32, np.float64):
        assert masked_softmax(Tensor(np.ones((2, 2), dtype)), np.eye(2, dtype=bool)).dtype == dtype


def heads(embed_dim=6, num_heads=3, bias=True):
    """Our attention and torch's with the same weights, and the pairs (parameter, twin, how the twin
    lies here).
    """
    ours = nn.MultiHeadAttention(embed_dim, num_heads, bias=bias, **F64)
    torch.manual_seed(0)
    theirs = tnn.MultiheadAttention(embed_dim, num_heads, bias=bias, batch_first=True).double()
    match = attention_pairs(ours, theirs)
    with torch.no_grad():
        for p in theirs.parameters():
            p.add_(0.3 * torch.randn_like(p))
    take(match)
    return ours, theirs, match


def attention_pairs(ours, theirs):
    size, pairs = ours.embed_dim, []
    for i, layer in enumerate((ours.q_proj, ours.k_proj, ours.v_proj)):
        rows = slice(i * size, (i + 1) * size)
        pairs.append((layer.weight, theirs.in_proj_weight, lambda a, rows=rows: a[rows].T))
        if layer.bias is not None:
            pairs.append((layer.bias, theirs.in_proj_bias, lambda a, rows=rows: a[rows]))
    return pairs + linear_pairs(ours.out_proj, theirs.out_proj)


def linear_pairs(ours, theirs):
    pairs = [(ours.weight, theirs.weight, lambda a: a.T)]
    return pairs if ours.bias is None else [*pairs, (ours.bias, theirs.bias, lambda a: a)]


def take(pairs):
    for mine, its, view in pairs:
        mine.data[...] = view(its.detach().numpy())


@pytest.mark.parametrize("batch, steps", SHAPES)
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("causal", [True, False])
def test_self_attention_equals_torch(batch, steps, bias, causal):
    ours, theirs, pairs = heads(bias=bias)
    x, tx = both(rng(1).normal(size=(batch, steps, 6)))
    y, weights = ours(x, causal=causal, need_weights=True)
    forbidden = torch.tensor(~causal_mask(steps)) if causal else None
    z, tweights = theirs(tx, tx, tx, attn_mask=forbidden, average_attn_weights=False)
    near(weights.data, tweights.detach().numpy())
    same_gradients(y, z, [(x, tx, lambda a: a), *pairs])
    assert np.array_equal(ours(x, causal=causal).data, y.data)
    assert np.array_equal(ours(x, mask=causal_mask(steps)).data, ours(x, causal=True).data)


def same_gradients(y, z, pairs):
    near(y.data, z.detach().numpy())
    direction = rng(2).normal(size=y.shape)
    y.backward(direction)
    z.backward(torch.tensor(direction))
    for mine, its, view in pairs:
        near(mine.grad, view(its.grad.numpy()))


def test_cross_attention_with_padding_equals_torch():
    ours, theirs, pairs = heads()
    q, tq = both(rng(1).normal(size=(3, 2, 6)))
    k, tk = both(rng(2).normal(size=(3, 4, 6)))
    v, tv = both(rng(3).normal(size=(3, 4, 6)))
    live, mask = padding_mask([4, 1, 3]), np.array([[True] * 4, [True, False, True, True]])
    y = ours(q, k, v, mask=mask, padding_mask=live)
    z, _ = theirs(tq, tk, tv, key_padding_mask=torch.tensor(~live), attn_mask=torch.tensor(~mask))
    same_gradients(y, z, [(q, tq, lambda a: a), (k, tk, lambda a: a), (v, tv, lambda a: a), *pairs])
    assert np.array_equal(ours(q, k).data, ours(q, k, k).data)
    changed = k.data.copy()
    changed[~live] = 99
    near(ours(q, changed, padding_mask=live).data, ours(q, k.data, padding_mask=live).data, 1e-14)


@pytest.mark.parametrize("training", [True, False])
def test_heads_gradients_equal_central_differences(training):
    ours, _, _ = heads()
    ours.train(training)
    x = Tensor(rng(1).normal(size=(2, 3, 6)), requires_grad=True)
    live = padding_mask([3, 0])  # one of the two has nothing to look at
    f = lambda *_: ours(x, padding_mask=live, causal=True)  # noqa: E731
    assert gradcheck(f, x, *ours.parameters(), h=1e-5, tolerance=1e-7) <= 1e-7
    near(f().data[1], np.repeat(ours.out_proj.bias.data[None], 3, axis=0), 1e-14)


def test_dropout_of_weights_is_for_training_only():
    layer = nn.MultiHeadAttention(6, 2, dropout=0.5, rng=0)
    x = rng().normal(size=(2, 8, 6))
    _, weights = layer(x, need_weights=True)
    assert 0.3 < (weights.data == 0).mean() < 0.7
    a, b = layer.eval()(x).data, layer(x).data
    assert np.array_equal(a, b)


def test_a_causal_block_does_not_see_the_future():
    block = nn.TransformerBlock(8, 2, **F64)
    x = rng().normal(size=(2, 6, 8))
    later = x.copy()
    later[:, 4:] += 1
    a, b = block(x, causal=True).data, block(later, causal=True).data
    near(a[:, :4], b[:, :4], 1e-14)
    assert np.abs(a[:, 4:] - b[:, 4:]).min() > 0


def block_pairs(ours, theirs, cross=False):
    norms = [
        (ours.attention_norm, theirs.norm1),
        (ours.feedforward_norm, theirs.norm3 if cross else theirs.norm2),
    ]
    norms += [(ours.cross_norm, theirs.norm2)] if cross else []
    pairs = [
        pair
        for a, b in norms
        for pair in ((a.weight, b.weight, np.array), (a.bias, b.bias, np.array))
    ]
    pairs += attention_pairs(ours.attention, theirs.self_attn)
    pairs += attention_pairs(ours.cross_attention, theirs.multihead_attn) if cross else []
    return (
        pairs
        + linear_pairs(ours.feedforward[0], theirs.linear1)
        + linear_pairs(ours.feedforward[3], theirs.linear2)
    )


def gelu(x):
    return F.gelu(x, approximate="tanh")


@pytest.mark.parametrize("batch, steps", SHAPES)
def test_an_encoder_block_equals_torch(batch, steps):
    ours = nn.TransformerBlock(6, 2, 10, **F64)
    theirs = tnn.TransformerEncoderLayer(
        6, 2, 10, 0.0, gelu, batch_first=True, norm_first=True
    ).double()
    pairs = block_pairs(ours, theirs)
    assert len(pairs) == len(ours.parameters())
    take(pairs)
    x, tx = both(rng(1).normal(size=(batch, steps, 6)))
    live = padding_mask(rng(2).integers(1, steps + 1, size=batch), steps)
    z = theirs(tx, src_key_padding_mask=torch.tensor(~live))
    same_gradients(ours(x, padding_mask=live), z, [(x, tx, np.array), *pairs])


def test_a_decoder_block_equals_torch():
    ours = nn.TransformerBlock(6, 2, cross_attention=True, **F64)
    theirs = tnn.TransformerDecoderLayer(
        6, 2, 24, 0.0, gelu, batch_first=True, norm_first=True
    ).double()
    pairs = block_pairs(ours, theirs, cross=True)
    assert len(pairs) == len(ours.parameters())
    take(pairs)
    x, tx = both(rng(1).normal(size=(3, 5, 6)))
    memory, tmemory = both(rng(2).normal(size=(3, 4, 6)))
    live = padding_mask([4, 2, 1])
    y = ours(x, memory, causal=True, memory_padding_mask=live)
    forbidden = torch.tensor(~causal_mask(5))
    z = theirs(tx, tmemory, tgt_mask=forbidden, memory_key_padding_mask=torch.tensor(~live))
    same_gradients(y, z, [(x, tx, np.array), (memory, tmemory, np.array), *pairs])


def test_a_block_repeats_with_its_seed_and_keeps_precision():
    x = rng().normal(size=(2, 3, 8)).astype(np.float32)
    a, b = (nn.TransformerBlock(8, 2, dropout=0.3, rng=7) for _ in range(2))
    y = a(x)
    assert (
        y.dtype == np.float32
        and np.array_equal(y.data, b(x).data)
        and not np.array_equal(y.data, a(x).data)
    )
    y.sum().backward()
    assert all(p.grad.dtype == np.float32 for p in a.parameters())
    b.load_state_dict(a.state_dict())
    assert np.array_equal(a.eval()(x).data, b.eval()(x).data)


def test_positions_are_those_of_the_paper():
    table = nn.sinusoidal_positions(50, 6, dtype=np.float64)
    for t in (0, 1, 17, 49):
        for i in range(3):
            angle = t / 10000 ** (2 * i / 6)
            near(table[t, 2 * i : 2 * i + 2], [np.sin(angle), np.cos(angle)], 1e-14)
    assert (
        nn.sinusoidal_positions(4, 5).shape == (4, 5)
        and nn.sinusoidal_positions(4, 5).dtype == np.float32
    )
    near(table @ table.T, (table @ table.T).T, 1e-13)
    near(
        np.diagonal(table @ table.T, 3), np.full(47, (table[0] @ table[3])), 1e-12
    )  # only the distance counts


def mha(*inputs, **options):
    return lambda: nn.MultiHeadAttention(6, 2)(*(np.ones(shape) for shape in inputs), **options)


BAD = [
    (lambda: nn.MultiHeadAttention(6, 4), ValueError, "4 heads do not divide 6 features"),
    (mha((2, 3, 5)), ValueError, r"expects a query of shape \(B, T, 6\), got \(2, 3, 5\)"),
    (mha((2, 3, 6), (1, 3, 6)), ValueError, r"expects a key of shape \(2, S, 6\), got \(1, 3, 6\)"),
    (
        mha((2, 3, 6), (2, 4, 6), (2, 3, 6)),
        ValueError,
        r"expects a value of shape \(2, 4, 6\), got \(2, 3, 6\)",
    ),
    (
        mha((2, 3, 6), mask=np.ones((3, 3))),
        TypeError,
        "bools, True where a key may be looked at; got float64",
    ),
    (
        mha((2, 3, 6), mask=np.ones((3, 4), bool)),
        ValueError,
        r"broadcast to \(\.\.\., T, S\) = \(2, 2, 3, 3\), got",
    ),
    (
        mha((2, 3, 6), padding_mask=np.ones((3, 3), bool)),
        ValueError,
        r"\(B, S\) = \(2, 3\).* got bool \(3, 3\)",
    ),
    (
        mha((2, 3, 6), padding_mask=[[1, 1, 0]] * 2),
        ValueError,
        r"True at tokens; got int64 \(2, 3\)",
    ),
    (
        lambda: nn.scaled_dot_product_attention(np.ones((2, 3)), np.ones((2, 4)), np.ones((2, 3))),
        ValueError,
        r"got \(2, 3\), \(2, 4\) and \(2, 3\)",
    ),
    (
        lambda: nn.TransformerBlock(6, 2)(np.ones((1, 2, 6)), np.ones((1, 2, 6))),
        ValueError,
        "takes a memory with",
    ),
    (
        lambda: nn.TransformerBlock(6, 2, cross_attention=True)(np.ones((1, 2, 6))),
        ValueError,
        "takes a memory with",
    ),
]


@pytest.mark.parametrize("mistake, kind, message", BAD)
def test_a_mistake_with_attention_is_explained(mistake, kind, message):
    with pytest.raises(kind, match=message):
        mistake()
