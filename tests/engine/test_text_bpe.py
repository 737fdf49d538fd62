"""Byte-pair encoding: training, encoding, and what comes back."""

import json
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nblib.data import load_quatrains, load_tragedies
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


# What the library tokenizers 0.23.3 of Hugging Face learned from two texts: a byte-level BPE with
# all bytes as its alphabet, whose pre-tokenizer splits by PIECE; left and right of each merge.
OF_HUGGING_FACE = {
    "English": (
        "74+68 20+7468 61+6e 69+6e 20+73 65+72 20+68 6f+75 207468+65 6f+6e 20+77 6f+72 20+61 "
        "63+68 72+65 6c+6c 69+73 69+74 73+74 20+74 20+66 61+74 20+62 54+68 20+64 20+6d 616e+64 "
        "20+63 69+72 61+72 20+57 696e+67 6974+6368 2057+69746368 6e+64 20+6e 2074+6f 20+6c "
        "20+616e64 65+6e 65+73 20+6f 6f+6d 2068+61 76+65 61+63 69+7468 6c+65 20+70 20+49 206f+66 "
        "57+68 69+6c 20+67 65+61 67+65 20+4d 2068+6973 2077+697468 41+4e"
    ),
    "Chinese": (
        "bc+8c e3+80 ef+bc8c e380+82 e4+b8 e5+a4 e5+90 e9+9b e6+9c e6+98 e9+81 e4+ba e4+bd e5+af "
        "e4b8+8d a2+a8 e5+b1 e5+bf e6+99 e5+be e8+88 e9+a2a8 e9+a6 e4+bb e5+85 e7+99 e5b1+b1 "
        "e5+b0 e5+b7 e5+b9 e5+9c e6+80 e6+97 e7+84 e7+9b e7+9c e8+8a e9+80 e9+96 e590+9b e69c+88 "
        "be+86 e4+be86 e5+ae e5+88 e5+8f e6+bb e6+84 e6+9b e6+9d e7+b4 e7+8e e7+94 e8+a1 e8+99 "
        "e699+82 e784+a1 e88a+b1 e5+a6 e6+b5"
    ),
}


@pytest.mark.parametrize("language", OF_HUGGING_FACE)
def test_each_merge_of_hugging_face_is_a_most_frequent_pair(language):
    """It breaks ties by its ids and we by bytes, so that the lists differ; the counts may not."""
    plays = load_tragedies().texts
    poems = load_quatrains().texts
    text = plays[2][:6000] if language == "English" else "".join(poems[:60])
    words = [([bytes([b]) for b in p.encode()], n) for p, n in Counter(PIECE.findall(text)).items()]
    theirs = [bytes.fromhex(side) for side in OF_HUGGING_FACE[language].replace("+", " ").split()]
    ours = BPETrainer([text])
    for left, right in zip(theirs[::2], theirs[1::2], strict=True):
        counts = Counter()
        for tokens, frequency in words:
            for pair in pairwise(tokens):
                counts[pair] += frequency
        assert counts[left, right] == max(counts.values())
        ours.step()
        for tokens, _ in words:
            for i in reversed(range(len(tokens) - 1)):
                if tokens[i : i + 2] == [left, right]:
                    tokens[i : i + 2] = [left + right]
    # After all of them, both have saved as good as the same number of tokens.
    saved = [sum(n * len(tokens) for tokens, n in words)]
    saved += [sum(n * len(w) for w, n in zip(ours.words, ours.frequencies, strict=True))]
    assert saved[0] == pytest.approx(saved[1], rel=0.01)
