"""Sequences of unequal length in one array: padding, masks, buckets, n-grams; mistakes."""

from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from nblib.text import (
    BPETokenizer,
    BPETrainer,
    Vocabulary,
    bucketed_batches,
    causal_mask,
    ngram_counts,
    ngrams,
    pad,
    padding_mask,
)

RANDOM = np.random.RandomState(0)


@given(
    st.lists(st.lists(st.integers(1, 99), max_size=6), min_size=1, max_size=6),
    st.none() | st.integers(0, 8),
)
def test_padding_keeps_each_sequence_and_nothing_else(sequences, length):
    ids, lengths = pad(sequences, length)
    width = max(map(len, sequences)) if length is None else length
    assert (
        ids.shape == (len(sequences), width) and ids.dtype == np.int64 and lengths.dtype == np.int64
    )
    mask = padding_mask(lengths, width)
    assert mask.shape == ids.shape and mask.dtype == bool
    for row, real, sequence, n in zip(ids, mask, sequences, lengths, strict=True):
        assert row[:n].tolist() == sequence[:width] and n == min(len(sequence), width)
        assert not row[n:].any() and real.tolist() == [True] * n + [False] * (width - n)


def test_padding_with_another_value_and_arrays():
    ids, _ = pad([np.array([1, 2]), (3,)], length=3, value=-100)
    assert ids.tolist() == [[1, 2, -100], [3, -100, -100]]


def test_masks_mean_what_torch_means():
    """A value that may not be looked at changes nothing in torch's attention under these masks."""
    rng = np.random.default_rng(0)
    q, k, v = (torch.tensor(rng.normal(size=(2, 4, 3))) for _ in range(3))
    attend = torch.nn.functional.scaled_dot_product_attention
    mask = causal_mask(4) & padding_mask([4, 2])[:, None, :]  # (B, T, T)
    assert mask.shape == (2, 4, 4)
    before = attend(q, k, v, attn_mask=torch.tensor(mask))
    v[1, 2:] = 1e6
    assert torch.equal(attend(q, k, v, attn_mask=torch.tensor(mask)), before)
    plain = torch.tensor(causal_mask(4))
    assert torch.allclose(attend(q, k, v, attn_mask=plain), attend(q, k, v, is_causal=True))
    assert causal_mask(4).dtype == bool and causal_mask(0).shape == (0, 0)


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=60),
    st.integers(1, 9),
    st.integers(1, 4),
    st.integers(0, 99),
)
def test_every_index_is_in_one_batch(lengths, batch_size, pool, seed):
    batches = bucketed_batches(lengths, batch_size, seed=seed, pool=pool)
    assert sorted(np.concatenate(batches).tolist()) == list(range(len(lengths)))
    sizes = sorted(map(len, batches))
    assert sizes[-1] <= batch_size and set(sizes[1:]) <= {batch_size}
    again = bucketed_batches(lengths, batch_size, seed=seed, pool=pool)
    assert [b.tolist() for b in again] == [b.tolist() for b in batches]


def test_buckets_save_padding_and_mix_from_epoch_to_epoch():
    lengths = np.random.default_rng(0).integers(1, 100, size=1000)

    def waste(batches):
        padded = sum(len(b) * lengths[b].max() for b in batches)
        return padded / lengths.sum() - 1

    shuffled = np.random.default_rng(1).permutation(1000).reshape(-1, 20)
    epochs = [bucketed_batches(lengths, 20, seed=(7, epoch)) for epoch in range(2)]
    assert max(map(waste, epochs)) < 0.1 < 0.5 < waste(shuffled)
    assert {frozenset(b.tolist()) for b in epochs[0]} != {frozenset(b.tolist()) for b in epochs[1]}


@given(st.lists(st.text("ab", max_size=10), max_size=4), st.integers(1, 4))
def test_ngrams_by_slicing(texts, n):
    expected = Counter(
        tuple(t[i : i + n]) for t in texts for i in range(len(t)) if len(t[i : i + n]) == n
    )
    assert ngram_counts([list(t) for t in texts], n) == expected
    assert all(len(ngrams(t, n)) == max(0, len(t) - n + 1) for t in texts)


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda: Vocabulary(["a", "a"]), ValueError, "'a' is given twice"),
        (lambda: Vocabulary(["<pad>"]), ValueError, "'<pad>' is given twice"),
        (lambda: Vocabulary([3]), TypeError, "a token is a string, not 3"),
        (lambda: Vocabulary("abc"), TypeError, "tokenize it first"),
        (lambda: Vocabulary.build(["the cat"]), TypeError, "tokenize it first"),
        (lambda: Vocabulary.build([], min_count=0), ValueError, "min_count"),
        (lambda: Vocabulary.build([], max_size=3), ValueError, "max_size"),
        (lambda: Vocabulary(["a"]).encode("a"), TypeError, "tokenize it first"),
        (
            lambda: Vocabulary(["a"]).decode([5]),
            ValueError,
            "there is no id 5 in a vocabulary of 5",
        ),
        (lambda: Vocabulary(["a"]).decode([-1]), ValueError, "there is no id -1"),
        (lambda: BPETrainer("the cat"), TypeError, "not one text"),
        (lambda: BPETokenizer.train(["a"], vocab_size=256), ValueError, "at least 260"),
        (lambda: BPETokenizer([(b"ab", b"c")]), ValueError, "made before"),
        (lambda: BPETokenizer([("a", "b")]), ValueError, "made before"),
        (lambda: BPETokenizer().decode([260]), ValueError, "there is no id 260 among 260"),
        (lambda: BPETokenizer().encode("\ud800"), ValueError, "surrogates not allowed"),
        (lambda: pad([]), ValueError, "no sequences"),
        (lambda: pad([[1]], length=-1), ValueError, "length must be"),
        (lambda: pad([[1]], length=2.5), ValueError, "length must be a whole number"),
        (lambda: pad([[1]], value=0.5), ValueError, "value must be a whole number, got 0.5"),
        (lambda: padding_mask([1], 2.5), ValueError, "length must be a whole number"),
        (lambda: causal_mask("3"), ValueError, "length must be a whole number"),
        (lambda: ngrams(["a"], 1.5), ValueError, "n must be a whole number"),
        (lambda: bucketed_batches([1], 2.5, seed=0), ValueError, "batch_size must be a whole"),
        (lambda: bucketed_batches([1], 2, seed=0, pool=None), ValueError, "pool must be a whole"),
        (lambda: bucketed_batches([1], 2, seed=None), ValueError, "seed must be a whole number"),
        (lambda: bucketed_batches([1], 2, seed=(0, -1)), ValueError, "seed must be a whole num"),
        (lambda: bucketed_batches([1], 2, seed=RANDOM), ValueError, "seed must be a whole num"),
        (lambda: BPETokenizer.train(["a"], vocab_size=300.5), ValueError, "vocab_size must be"),
        (lambda: BPETokenizer.train(["a"], vocab_size=300, min_count=0), ValueError, "min_count"),
        (lambda: Vocabulary.build([], min_count="1"), ValueError, "min_count must be a whole"),
        (lambda: Vocabulary.build([], max_size=10.5), ValueError, "max_size.* a whole number"),
        (lambda: pad([[0.5]]), TypeError, "whole numbers, not float64"),
        (lambda: pad([[[1, 2]]]), TypeError, r"of shape \(1, 2\)"),
        (lambda: pad(["abc"]), TypeError, "encode texts first"),
        (lambda: pad([1, 2]), TypeError, "not int"),
        (lambda: padding_mask([]), ValueError, "one or more"),
        (lambda: padding_mask([[1]]), ValueError, "lengths must be"),
        (lambda: padding_mask([-1]), ValueError, "lengths must be"),
        (lambda: padding_mask([5], 3), ValueError, "length 5 does not fit into 3"),
        (lambda: causal_mask(-1), ValueError, "length must be"),
        (lambda: bucketed_batches([1], 0, seed=0), ValueError, "batch_size and pool"),
        (lambda: ngrams(["a"], 0), ValueError, "n must be"),
        (lambda: ngram_counts("ab", 1), TypeError, "not one text"),
    ],
)
def test_bad_arguments_are_named(call, error, words):
    with pytest.raises(error, match=words):
        call()
