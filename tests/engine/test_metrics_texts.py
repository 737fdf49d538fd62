"""Metrics of texts against slow definitions, and against numbers of reference libraries."""

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nblib import metrics as m

tokens = st.lists(st.sampled_from("abc"), max_size=8)


corpora = st.lists(
    st.tuples(tokens, st.lists(tokens, min_size=1, max_size=3)), min_size=1, max_size=4
)


def slow_bleu(corpus, max_n, smoothing):
    """BLEU from its definition, crossing out what is matched."""
    precisions = []
    zeros = 0
    for n in range(1, max_n + 1):
        above = below = 0
        for hypothesis, references in corpus:
            grams = [hypothesis[i : i + n] for i in range(len(hypothesis) - n + 1)]
            below += len(grams)
            for gram in {tuple(g) for g in grams}:
                in_references = [
                    sum(r[i : i + n] == list(gram) for i in range(len(r))) for r in references
                ]
                above += min(grams.count(list(gram)), max(in_references))
        if n == 1 and above == 0:
            return 0.0
        if smoothing == "add-one" and n > 1:
            above = above + 1
            below = below + 1
        if smoothing == "exp" and above == 0:
            zeros += 1
            above = 0.5**zeros
        precisions.append(above / below if below else 0.0)
    ours = sum(len(h) for h, _ in corpus)
    nearest = sum(
        sorted((abs(len(r) - len(h)), len(r)) for r in references)[0][1] for h, references in corpus
    )
    penalty = 1.0 if ours >= nearest else math.exp(1 - nearest / ours)
    return penalty * math.prod(precisions) ** (1 / max_n)


@given(corpora, st.integers(1, 4), st.sampled_from([None, "add-one", "exp"]))
def test_bleu_against_its_definition(corpus, max_n, smoothing):
    hypotheses, references = zip(*corpus, strict=True)
    ours = m.bleu(hypotheses, references, max_n=max_n, smoothing=smoothing)
    assert ours == pytest.approx(slow_bleu(corpus, max_n, smoothing), abs=1e-12)
    assert 0 <= ours <= 1 + 1e-12


def test_bleu_of_a_corpus_fixed():
    hypotheses = ["the cat sat on the mat today", "there is a cat here", "a quick brown fox"]
    first = ["the cat sat on the mat", "there is a cat on the mat", "the quick brown fox jumps"]
    second = ["a cat was sitting on the mat today", "a cat is here", "a fast brown fox jumped over"]
    references = [[a.split(), b.split()] for a, b in zip(first, second, strict=True)]
    # sacrebleu (tokenize="none", smooth_method="none"): 83.38785855057768; nltk corpus_bleu:
    # 83.3878585505777
    assert 100 * m.bleu([h.split() for h in hypotheses], references) == pytest.approx(
        83.38785855057768, abs=1e-10
    )


@pytest.mark.parametrize(
    "hypothesis, references, add_one, exp",
    # sacrebleu: smooth_method "add-k" with smooth_value=1, and "exp"; with "none" each is 0. The
    # first three agree with nltk's method2 and method3; nltk and sacrebleu differ where the
    # hypothesis is shorter than 4 tokens.
    [
        ("a quick brown fox", ["the quick brown fox jumps"], 51.24797359336636, 46.30777161991026),
        (
            "it is a small test of it",
            ["it is only a test", "this is a small check of it"],
            44.947804052082695,
            34.57207846419409,
        ),
        ("the the the the", ["the cat is on the mat"], 23.04318198457308, 11.521590992286539),
        ("hello", ["hello"], 100.0, 0.0),
    ],
)
def test_bleu_of_a_sentence_fixed(hypothesis, references, add_one, exp):
    arguments = hypothesis.split(), [r.split() for r in references]
    assert 100 * m.sentence_bleu(*arguments) == pytest.approx(add_one, abs=1e-10)
    assert 100 * m.sentence_bleu(*arguments, smoothing="exp") == pytest.approx(exp, abs=1e-10)
    assert m.sentence_bleu(*arguments, smoothing=None) == 0.0


@given(st.text("ab", max_size=7), st.text("abc", max_size=7))
def test_edit_distance_by_recursion(a, b):
    @cache
    def distance(i, j):
        if not i or not j:
            return i + j
        same = distance(i - 1, j - 1) + (a[i - 1] != b[j - 1])
        return min(same, distance(i - 1, j) + 1, distance(i, j - 1) + 1)

    assert m.edit_distance(a, b) == m.edit_distance(b, a) == distance(len(a), len(b))
    assert m.edit_distance(list(a), tuple(b)) == distance(len(a), len(b))


@pytest.mark.parametrize(
    "a, b, expected",  # nltk: metrics.distance.edit_distance
    [("intention", "execution", 5), ("Saturday", "Sunday", 3), ("", "abc", 3), ("flaw", "lawn", 2)],
)
def test_edit_distance_fixed(a, b, expected):
    assert m.edit_distance(a, b) == expected


def test_error_rates_fixed():
    references = ["the cat sat on the mat", "hello world", "one two three four"]
    hypotheses = ["the cat sit on mat", "hello big new world", "one two"]
    assert m.wer(hypotheses, references) == 0.5  # jiwer: wer
    assert m.cer(hypotheses, references) == pytest.approx(
        0.47058823529411764, abs=1e-12
    )  # jiwer: cer
    references = ["今天 天气 很 好", "我 爱 学习"]
    hypotheses = ["今天 天气 好", "我 也 爱 学"]
    assert m.wer(hypotheses, references) == pytest.approx(
        3 / 7, abs=1e-12
    )  # jiwer: 0.42857142857142855
    assert m.wer([h.split() for h in hypotheses], [r.split() for r in references]) == pytest.approx(
        3 / 7
    )
    joined = [[text.replace(" ", "") for text in texts] for texts in (hypotheses, references)]
    assert m.cer(*joined) == pytest.approx(0.3, abs=1e-12)  # jiwer: cer


def test_exact_match_takes_texts_and_token_lists():
    assert m.exact_match([["a"], ["b", "c"], ["d"]], [["a"], ["b"], ["d"]]) == pytest.approx(2 / 3)


@pytest.mark.parametrize("tokens", [list, tuple, np.array])
def test_token_lists_and_arrays_match_as_wholes(tokens):
    hypotheses = [tokens([1, 2]), tokens([1, 2, 3]), tokens([4, 5]), tokens([])]
    references = [[1, 2], [1, 2], [4, 6], ()]
    found = m.exact_match(hypotheses, references)
    assert found == 0.5 and isinstance(found, float)
    assert m.exact_match(references, hypotheses) == 0.5
    assert m.exact_match(np.array([[1, 2], [3, 4]]), np.array([[1, 2], [3, 5]])) == 0.5
    rate = m.wer(hypotheses, references)
    assert rate == 2 / 6 and type(rate) is float
    assert m.bleu(hypotheses[:1], [[tokens([1, 2])]], max_n=2) == 1.0


def test_a_text_is_no_token_list():
    assert m.exact_match(["ab", ["a", "b"], "a"], [["a", "b"], "ab", np.array(["a"])]) == 0.0
    assert m.exact_match([1, 2], [1, 3]) == 0.5


@pytest.mark.parametrize(
    # sacrebleu 2.6, corpus_bleu with tokenize="none": smooth_method "none", "exp", "add-k".
    "text, none, exp, add_one",
    [("a", 0, 0, 1), ("a b c", 0, 0, 1), ("a b c d", 1, 1, 1)],
)
def test_bleu_of_texts_that_are_the_same(text, none, exp, add_one):
    corpus = [text.split()], [[text.split()]]
    found = [m.bleu(*corpus, smoothing=smoothing) for smoothing in (None, "exp", "add-one")]
    assert found == pytest.approx([none, exp, add_one])
    assert m.bleu(*corpus, max_n=len(text.split()), smoothing="exp") == pytest.approx(1)
