"""Decoding: paths become texts, greedy answers, and prefix beam search beside brute force."""

import itertools
import math
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nblib.metrics import wer
from nblib.speech import beam_decode, collapse, greedy_decode

PATHS = st.lists(st.integers(0, 3), max_size=12)


def random_log_probs(seed, steps=5, labels=3):
    z = np.random.default_rng(seed).normal(size=(steps, labels)) * 2
    return z - np.logaddexp.reduce(z, axis=1, keepdims=True)


def all_texts(log_p):
    """text -> P, summed over all paths."""
    texts = defaultdict(float)
    steps, labels = log_p.shape
    for path in itertools.product(range(labels), repeat=steps):
        score = sum(log_p[t, label] for t, label in enumerate(path))
        texts[tuple(collapse(path))] += math.exp(score)
    return texts


@given(PATHS)
def test_collapse_merges_runs_then_drops_blanks(path):
    runs = [label for label, _ in itertools.groupby(path)]
    assert collapse(path) == [label for label in runs if label]


@pytest.mark.parametrize(
    "path, text",
    [([], []), ([0, 0], []), ([1, 1], [1]), ([1, 0, 1], [1, 1]), ([2, 2, 0, 2, 3, 3], [2, 2, 3])],
)
def test_collapse_by_hand(path, text):
    assert collapse(path) == text
    assert collapse(np.array(path, int)) == text


def test_collapse_with_another_blank():
    assert collapse([3, 0, 0, 3, 0], blank=3) == [0, 0]


@settings(max_examples=30)  # each lists 243 paths
@given(st.integers(0, 10_000))
def test_a_wide_beam_finds_the_most_probable_text_and_its_probability(seed):
    log_p = random_log_probs(seed)
    texts = all_texts(log_p)
    text, score = beam_decode(log_p, width=500)
    assert math.exp(score) == pytest.approx(max(texts.values()), rel=1e-9)
    assert texts[tuple(text)] == pytest.approx(max(texts.values()), rel=1e-9)
    assert sum(texts.values()) == pytest.approx(1)


@pytest.mark.parametrize("seed", range(5))
def test_a_narrow_beam_never_claims_more_than_there_is(seed):
    log_p = random_log_probs(seed)
    text, score = beam_decode(log_p, width=1)
    assert math.exp(score) <= all_texts(log_p)[tuple(text)] * (1 + 1e-12)


def test_the_most_probable_path_is_not_the_most_probable_text():
    log_p = np.log([[0.6, 0.4], [0.6, 0.4]])
    assert greedy_decode(log_p) == []
    text, score = beam_decode(log_p)
    assert text == [1]
    assert math.exp(score) == pytest.approx(0.64)


def test_only_the_frames_that_count_are_read():
    log_p = np.log([[0.1, 0.8, 0.1], [0.8, 0.1, 0.1], [0.1, 0.1, 0.8]])
    assert greedy_decode(log_p) == [1, 2]
    assert greedy_decode(log_p, 2) == beam_decode(log_p, length=2)[0] == [1]
    assert greedy_decode(log_p, 0) == []


def test_certain_frames_have_no_other_text():
    with np.errstate(divide="ignore"):
        log_p = np.log(np.eye(3)[[1, 0, 1, 2]])
    assert beam_decode(log_p) == ([1, 1, 2], 0.0)


def test_mistakes_get_a_sentence():
    with pytest.raises(ValueError, match=r"scores \(T, C\), got shape \(4,\)"):
        greedy_decode(np.zeros(4))
    with pytest.raises(ValueError, match="width must be a whole number from 1 up, got 0"):
        beam_decode(np.zeros((2, 2)), width=0)


def test_digit_errors_as_in_jiwer():
    # jiwer 4.0.0: wer(["1 3 3 4", "5", "7"], ["1 2 3", "", "7 7"]) and the second line
    assert wer(["1 2 3", "", "7 7"], ["1 3 3 4", "5", "7"]) == pytest.approx(0.6666666666666666)
    assert wer(["five nine", "one two"], ["five five nine", "one"]) == 0.5
