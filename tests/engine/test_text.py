"""Tokenizers come back to the text; byte pairs against slow counts and by hand; vocabularies;
batches; errors.
"""

import json
from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nblib.text import (
    BOS,
    EOS,
    PAD,
    SPECIALS,
    UNK,
    BPETokenizer,
    BPETrainer,
    CharTokenizer,
    Vocabulary,
    WordTokenizer,
    bucketed_batches,
    causal_mask,
    ngram_counts,
    ngrams,
    pad,
    padding_mask,
)
from nblib.text.bpe import PIECE

TEXTS = [
    "The quick brown fox jumps over the lazy dog.",
    "我爱学习，我爱你。",
    "déjà vu  déjà\n\nvu 🙂🙂",
    "the fox, the dog",
]
TRAINED = BPETokenizer.train(TEXTS * 3, vocab_size=300)
small = st.lists(st.text("ab c", max_size=12), max_size=5)

# Characters and words


@given(st.text())
def test_characters_come_back(text):
    tokenizer = CharTokenizer()
    tokens = tokenizer.tokenize(text)
    assert len(tokens) == len(text) and tokenizer.detokenize(tokens) == text
    vocabulary = Vocabulary.build([tokens])
    ids = vocabulary.encode(tokens, bos=True, eos=True)
    assert ids[0] == BOS and ids[-1] == EOS and UNK not in ids
    assert tokenizer.detokenize(vocabulary.decode(ids)) == text


@pytest.mark.parametrize(
    "text, expected",
    [
        ("It's 3.5 km, isn’t it?", ["It's", "3", ".", "5", "km", ",", "isn’t", "it", "?"]),
        ("深度学习 and GPU加速!", ["深", "度", "学", "习", "and", "GPU", "加", "速", "!"]),
        ("'quoted' snake_case", ["'", "quoted", "'", "snake_case"]),
        ("\U00020000x", ["\U00020000", "x"]),
        (" \n\t", []),
    ],
)
def test_words(text, expected):
    assert WordTokenizer().tokenize(text) == expected
    assert WordTokenizer(lower=True).tokenize(text) == [token.lower() for token in expected]


@given(st.text())
def test_words_lose_white_space_only(text):
    assert "".join(WordTokenizer().tokenize(text)) == "".join(text.split())


def test_words_are_put_together_as_they_are_written():
    tokenizer = WordTokenizer()
    for text in ("Well, it's 42: yes!", "我爱你，NumPy也好。", "one two"):
        assert tokenizer.detokenize(tokenizer.tokenize(text)) == text


# Vocabulary


def test_a_vocabulary_is_ordered_by_count_then_by_code_point():
    sequences = [["b", "a", "c"], ["c", "d", "b"], ["<eos>"]]
    vocabulary = Vocabulary.build(iter(sequences))
    assert vocabulary.tokens == (*SPECIALS, "b", "c", "a", "d")
    assert Vocabulary.build(sequences[::-1]).tokens == vocabulary.tokens
    assert Vocabulary.build(sequences, min_count=2).tokens == (*SPECIALS, "b", "c")
    assert Vocabulary.build(sequences, max_size=5).tokens == (*SPECIALS, "b")
    assert len(vocabulary) == 8 and "b" in vocabulary and "e" not in vocabulary
    assert [SPECIALS[i] for i in (PAD, UNK, BOS, EOS)] == ["<pad>", "<unk>", "<bos>", "<eos>"]
    assert (PAD, UNK, BOS, EOS) == (0, 1, 2, 3)


def test_decoding_leaves_out_specials_but_not_what_is_unknown():
    vocabulary = Vocabulary(["a"])
    ids = np.array([BOS, 4, UNK, EOS, PAD])
    assert vocabulary.decode(ids) == ["a", "<unk>"]
    assert vocabulary.decode(ids, skip_specials=False) == ["<bos>", "a", "<unk>", "<eos>", "<pad>"]


def test_a_vocabulary_is_saved_and_loaded(tmp_path):
    path = tmp_path / "vocabulary.json"
    vocabulary = Vocabulary(["你", "\n", '"', "🙂"])
    vocabulary.save(path)
    assert Vocabulary.load(path).tokens == vocabulary.tokens
    path.write_text(json.dumps(["a"]))
    with pytest.raises(ValueError, match="holds no vocabulary"):
        Vocabulary.load(path)


@pytest.mark.parametrize(
    "content",
    [
        {"specials": ["<s>"], "tokens": []},
        {"specials": SPECIALS},
        *(
            {"specials": SPECIALS, "tokens": tokens}
            for tokens in (5, None, "abc", {"a": 1}, ["a", 2], [["a"]])
        ),
    ],
)
def test_a_file_that_is_no_vocabulary_is_refused(tmp_path, content):
    path = tmp_path / "vocabulary.json"
    path.write_text(json.dumps(content))
    with pytest.raises(ValueError, match="vocabulary.json holds no vocabulary"):
        Vocabulary.load(path)


# Byte-pair encoding


@given(st.text())
def test_pieces_put_together_are_the_text(text):
    assert "".join(PIECE.findall(text)) == text


@given(st.text())
def test_any_text_comes_back_through_byte_pairs(text):
    for tokenizer in (BPETokenizer(), TRAINED):
        ids = tokenizer.encode(text, bos=True, eos=True)
        assert tokenizer.decode(ids) == text
        assert min(ids[1:-1], default=4) >= 4 and (ids[0], ids[-1]) == (BOS, EOS)
        assert b"".join(tokenizer.tokenize(text)) == text.encode()


def test_byte_pairs_by_hand():
    """Three words: hug 3 times, pug 2 times, hugs once; as single words they have no spaces before
    them.

    Pairs: u+g 6 times, h+u 4, p+u 2, g+s 1. So u+g; then h+ug 4 times, p+ug 2, ug+s 1. So h+ug;
    then p+ug.
    """
    trainer = BPETrainer(["hug"] * 3 + ["pug"] * 2 + ["hugs"])
    assert trainer.pairs == {(b"u", b"g"): 6, (b"h", b"u"): 4, (b"p", b"u"): 2, (b"g", b"s"): 1}
    assert trainer.step() == (b"u", b"g", 6)
    assert trainer.words == [[b"h", b"ug"], [b"p", b"ug"], [b"h", b"ug", b"s"]]
    assert trainer.pairs == {(b"h", b"ug"): 4, (b"p", b"ug"): 2, (b"ug", b"s"): 1}
    assert trainer.step() == (b"h", b"ug", 4)
    assert trainer.step() == (b"p", b"ug", 2)
    assert trainer.step() == (b"hug", b"s", 1)
    assert trainer.step() is None and trainer.best() is None
    tokenizer = BPETokenizer.train(["hug"] * 3 + ["pug"] * 2 + ["hugs"], vocab_size=1000)
    assert tokenizer.merges == [(b"u", b"g"), (b"h", b"ug"), (b"p", b"ug")], (
        "min_count=2 leaves the last one out"
    )
    assert tokenizer.tokenize("hugs bug") == [b"hug", b"s", b" ", b"b", b"ug"]
    assert tokenizer.encode("hug") == [4 + 256 + 1] and len(tokenizer) == 4 + 256 + 3


def test_ties_go_to_the_smaller_bytes_whatever_the_order_of_the_texts():
    for texts in (["ab", "cd", "ba"], ["ba", "cd", "ab"], ["cd", "ba", "ab"]):
        assert BPETrainer(texts).step() == (b"a", b"b", 1)


@given(small)
def test_training_counts_right_and_encodes_as_it_trained(texts):
    """The counts that are kept up to date are those of a fresh count; encoding splits as training
    did.
    """
    trainer, merges = BPETrainer(texts), []
    for _ in range(8):
        fresh = Counter()
        for word, frequency in zip(trainer.words, trainer.frequencies, strict=True):
            for i in range(len(word) - 1):
                fresh[word[i], word[i + 1]] += frequency
        assert trainer.pairs == fresh
        if (merge := trainer.step()) is None:
            assert not fresh
            break
        assert merge.count == max(fresh.values()) == fresh[merge.left, merge.right]
        merges.append(merge)
    tokenizer = BPETokenizer(merges)
    for word in trainer.words:
        assert tokenizer.tokenize(b"".join(word).decode()) == word


@settings(max_examples=50)
@given(st.text("the fox我", max_size=20))
def test_encoding_equals_applying_every_merge_in_order(text):
    expected = []
    for piece in PIECE.findall(text):
        tokens = [bytes([b]) for b in piece.encode()]
        for left, right in TRAINED.merges:
            i = 0
            while i < len(tokens) - 1:
                if (tokens[i], tokens[i + 1]) == (left, right):
                    tokens[i : i + 2] = [left + right]
                i += 1
        expected += tokens
    assert TRAINED.tokenize(text) == expected
    stages = list(TRAINED.stages(text))
    assert all(len(a) > len(b) for a, b in zip(stages, stages[1:], strict=False))


def test_byte_pairs_are_saved_and_loaded(tmp_path):
    path = tmp_path / "merges.json"
    TRAINED.save(path)
    loaded = BPETokenizer.load(path)
    assert loaded.merges == TRAINED.merges and loaded.tokens == TRAINED.tokens
    assert len(TRAINED) == 300
    path.write_text("[]")
    with pytest.raises(ValueError, match="holds no merges"):
        BPETokenizer.load(path)


@pytest.mark.parametrize(
    "merges",
    [5, None, "ab", {"a": "b"}, [1], ["ab"], [["a"]], [["a", 2]], [["a", "b", "c"]], [["a", "你"]]],
)
def test_a_file_that_holds_no_merges_is_refused(tmp_path, merges):
    path = tmp_path / "merges.json"
    path.write_text(json.dumps({"merges": merges}))
    with pytest.raises(ValueError, match="merges.json holds no merges"):
        BPETokenizer.load(path)


def test_half_a_character_is_shown_as_such():
    ids = BPETokenizer().encode("é")
    assert BPETokenizer().decode(ids[:1]) == "\ufffd"


# Batches


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


# Errors


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
