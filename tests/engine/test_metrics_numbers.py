"""Metrics of regression and of language models, against slow definitions and fixed numbers."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nblib import metrics as m


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(-100, 100)), min_size=2, max_size=20))
def test_regression_by_summing(pairs):
    predictions, targets = zip(*pairs, strict=True)
    n = len(pairs)
    squared = sum((p - t) ** 2 for p, t in pairs)
    assert m.mse(predictions, targets) == pytest.approx(squared / n)
    assert m.mae(predictions, targets) == pytest.approx(sum(abs(p - t) for p, t in pairs) / n)
    around = sum((t - sum(targets) / n) ** 2 for t in targets)
    assume(around > 1e-6)
    assert m.r2(predictions, targets) == pytest.approx(1 - squared / around, rel=1e-6, abs=1e-6)


def test_regression_fixed():
    predictions = [3.1, -0.5, 2, 7, 4.25]
    targets = [2.5, 0.0, 2, 8, 4]
    assert m.mse(predictions, targets) == pytest.approx(
        0.3345, abs=1e-12
    )  # scikit-learn: mean_squared_error
    assert m.mae(predictions, targets) == pytest.approx(
        0.47, abs=1e-12
    )  # scikit-learn: mean_absolute_error
    assert m.r2(predictions, targets) == pytest.approx(
        0.9532821229050279, abs=1e-12
    )  # scikit-learn: r2_score


def test_bytes_do_not_wrap_around():
    a = np.array([0, 3], np.uint8)
    b = np.array([200, 0], np.uint8)
    assert m.mse(a, b) == (200**2 + 9) / 2
    assert m.mae(a, b) == 101.5
    assert m.r2(a, b) == pytest.approx(1 - 40009 / 20000)


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=30))
def test_perplexity_is_the_inverse_geometric_mean(probabilities):
    nll = [-math.log(p) for p in probabilities]
    assert m.perplexity(nll) == pytest.approx(math.prod(probabilities) ** (-1 / len(nll)))
    assert m.perplexity(np.mean(nll)) == pytest.approx(m.perplexity(nll))
    bits = sum(-math.log2(p) for p in probabilities)
    assert m.bits_per_character(nll, 2 * len(nll)) == pytest.approx(
        bits / (2 * len(nll)), abs=1e-12
    )


def test_perplexity_at_its_ends():
    assert m.perplexity([0.0, 0.0]) == 1.0
    assert m.perplexity([math.inf, 1.0]) == math.inf
    assert m.perplexity(1e6) == math.inf
    with pytest.raises(ValueError, match="minus the logarithms"):
        m.perplexity([math.log(0.5)])
