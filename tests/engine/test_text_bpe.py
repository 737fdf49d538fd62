"""Byte-pair encoding: training, encoding, and what comes back."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nblib.text import BOS, EOS, BPETokenizer, BPETrainer
from nblib.text.bpe import PIECE

TEXTS = [
    "The quick brown fox jumps over the lazy dog.",
    "我爱学习，我爱你。",
    "déjà vu  déjà\n\nvu 🙂🙂",
    "the fox, the dog",
]


TRAINED = BPETokenizer.train(TEXTS * 3, vocab_size=300)


small = st.lists(st.text("ab c", max_size=12), max_size=5)


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
    trainer = BPETrainer(texts)
    merges = []
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
