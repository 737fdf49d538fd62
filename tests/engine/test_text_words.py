"""Characters, words and vocabularies: what comes back, and in which order."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nblib.text import BOS, EOS, PAD, SPECIALS, UNK, CharTokenizer, Vocabulary, WordTokenizer


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
