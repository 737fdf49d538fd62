"""What a mask shuts out has no share in outputs and gradients, not even where it is nan or
infinite: everything is as if finite numbers stood there.
"""

import numpy as np
import pytest
from twins import F64, near, rng

from nblib import losses, nn
from nblib.tensor import Tensor

LENGTHS = np.array([5, 3, 1, 0])
TOKENS = np.arange(5) < LENGTHS[:, None]  # (B, T)
LEFT = TOKENS[:, ::-1]

bad = pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])


def batch(filled, live):
    """Random numbers (4, 5, 6), and `filled` where live is False."""
    x = rng(0).normal(size=(4, 5, 6))
    x[~live] = filled
    return Tensor(x, requires_grad=True)


def run(model, call, x, live):
    """Outputs at live places, and all gradients, of a loss that looks at live places only."""
    for p in model.parameters():
        p.grad = None
    y = call(model, x)
    direction = rng(1).normal(size=y.shape) * live[..., None]
    with np.errstate(invalid="ignore"):
        y.backward(direction)
    assert not x.grad[~live].any()
    return [y.data[live], x.grad, *(p.grad for p in model.parameters())]


def same_whatever_stands_there(model, call, live, filled):
    found = run(model, call, batch(filled, live), live)
    expected = run(model, call, batch(0.0, live), live)
    for a, b in zip(found, expected, strict=True):
        near(a, b)


@bad
@pytest.mark.parametrize("kind", [nn.RNN, nn.GRU, nn.LSTM])
@pytest.mark.parametrize(
    "live, options", [(TOKENS, {"lengths": LENGTHS}), (LEFT, {"mask": LEFT})], ids=["end", "left"]
)
def test_recurrent_layers(kind, live, options, bad):
    model = kind(6, 3, 2, **F64)
    same_whatever_stands_there(model, lambda m, x: m(x, **options)[0], live, bad)


MASKED = {
    "padding": (TOKENS, {"padding_mask": TOKENS}),
    "padding on the left": (LEFT, {"padding_mask": LEFT}),
    "padding and causal": (TOKENS, {"padding_mask": TOKENS, "causal": True}),
    "padding and a mask": (TOKENS, {"padding_mask": TOKENS, "mask": np.tri(5, dtype=bool)}),
}


@bad
@pytest.mark.parametrize("case", MASKED)
@pytest.mark.parametrize("layer", [nn.MultiHeadAttention, nn.TransformerBlock])
def test_attention_to_oneself(layer, case, bad):
    live, options = MASKED[case]
    model = layer(6, 2, **F64)
    same_whatever_stands_there(model, lambda m, x: m(x, **options), live, bad)


@bad
def test_memory_of_another_length(bad):
    x = rng(3).normal(size=(4, 2, 6))
    model = nn.TransformerBlock(6, 2, cross_attention=True, **F64)
    found = []
    for filled in (bad, 0.0):
        memory = batch(filled, TOKENS)
        for p in model.parameters():
            p.grad = None
        y = model(x, memory, memory_padding_mask=TOKENS)
        y.backward(np.ones(y.shape))
        found.append([y.data, memory.grad, *(p.grad for p in model.parameters())])
    for a, b in zip(*found, strict=True):
        near(a, b)


@bad
@pytest.mark.parametrize("causal", [False, True])
def test_each_query_is_kept_from_the_keys_that_it_may_not_look_at(causal, bad):
    mask = np.array([[True, False, True, False], [False] * 4, [True, True, True, False]])
    shut_out = {"k": (0, 3), "v": (1, 3), "q": (1, 1)}  # for all queries, or for nobody to ask
    found = []
    for filled in (bad, 0.0):
        parts = {"q": rng(1).normal(size=(2, 3, 4))}
        parts |= {name: rng(2).normal(size=(2, 4, 4)) for name in "kv"}
        for name, place in shut_out.items():
            parts[name][place] = filled
        parts = {name: Tensor(array, requires_grad=True) for name, array in parts.items()}
        y, weights = nn.scaled_dot_product_attention(
            **parts, mask=mask, causal=causal, need_weights=True
        )
        with np.errstate(invalid="ignore"):
            y.backward(np.ones(y.shape))
        found.append([y.data, weights.data, *(part.grad for part in parts.values())])
    for a, b in zip(*found, strict=True):
        near(a, b)


def test_a_causal_mask_keeps_the_past_from_a_future_that_is_nan():
    x = rng(0).normal(size=(1, 4, 3))
    later = x.copy()
    later[:, 3] = np.nan
    parts = [Tensor(later, requires_grad=True) for _ in range(3)]
    y = nn.scaled_dot_product_attention(*parts, causal=True)
    near(y.data[:, :3], nn.scaled_dot_product_attention(x, x, x, causal=True).data[:, :3])
    assert np.isnan(y.data[:, 3]).all(), "who may look at it sees it"


def test_nan_where_something_counts_is_not_hidden():
    x = batch(0.0, TOKENS)
    x.data[0, 1] = np.nan
    assert np.isnan(nn.GRU(6, 3, **F64)(x, lengths=LENGTHS)[0].data[0, 1:]).all()
    attention = nn.MultiHeadAttention(6, 2, **F64)
    assert np.isnan(attention(x, padding_mask=TOKENS).data[0]).all()
    asked = attention(x, Tensor(x.data[:, ::-1].copy()), padding_mask=np.ones((4, 5), bool))
    assert np.isnan(asked.data[0]).all()


@bad
def test_the_row_of_padding_in_a_table(bad):
    table = nn.Embedding(4, 3, padding_idx=1, **F64)
    table.weight.data[1] = bad
    y = table([[0, 1], [1, 3]])
    y.backward(np.ones(y.shape))
    assert not y.data[0, 1].any() and np.isfinite(y.data).all()
    assert not table.weight.grad[1].any() and np.isfinite(table.weight.grad).all()


@bad
@pytest.mark.parametrize(
    "targets, options",
    [
        ([0, -100, 2], {}),
        ([0, 1, 2], {"ignore_index": 1}),
        ([0, 1, 2], {"weight": [1.0, 0.0, 2.0]}),
        ([0, -100, 2], {"label_smoothing": 0.1}),
        (np.array([[1.0, 0, 0], [0, 0, 0], [0, 0.5, 0.5]]), {}),
    ],
    ids=["-100", "ignore_index", "weight 0", "smoothed", "no probabilities"],
)
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_logits_of_targets_that_do_not_count(targets, options, reduction, bad):
    found = []
    for filled in (bad, 0.0):
        logits = Tensor(rng(0).normal(size=(3, 3)), requires_grad=True)
        logits.data[1] = filled
        loss = losses.cross_entropy(logits, np.array(targets), reduction=reduction, **options)
        loss.backward(np.ones(loss.shape))
        found.append([loss.data, logits.grad])
    for a, b in zip(*found, strict=True):
        near(a, b)


def test_log_probabilities_of_what_has_probability_0():
    log_predictions = Tensor(np.log([[0.5, 0.5, 1.0]]), requires_grad=True)
    log_predictions.data[0, 2] = -np.inf
    loss = losses.kl_div(log_predictions, [[0.25, 0.75, 0.0]])
    loss.backward()
    near(loss.item(), 0.25 * np.log(0.5) + 0.75 * np.log(1.5))
    near(log_predictions.grad, [[-0.25, -0.75, 0.0]])
