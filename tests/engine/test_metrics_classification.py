"""Metrics of classifiers against slow definitions, and against numbers of reference libraries."""

import math
from itertools import product
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nblib import metrics as m

seeds = st.integers(0, 10**6)


TRUE = [0, 0, 1, 1, 1, 2, 2, 2, 2, 3]


TAKEN = [0, 1, 1, 1, 2, 2, 2, 0, 2, 0]


def labels(seed, n=30, classes=4):
    rng = np.random.default_rng(seed)
    return rng.integers(classes, size=n), rng.integers(classes, size=n)


def coarse_scores(seed, n=20, classes=5):
    """Scores with many ties, and targets."""
    rng = np.random.default_rng(seed)
    return rng.integers(4, size=(n, classes)) / 4, rng.integers(classes, size=n)


@given(seeds)
def test_accuracy_of_classes_and_of_scores(seed):
    scores, targets = coarse_scores(seed)
    taken = [list(row).index(max(row)) for row in scores]
    right = sum(p == t for p, t in zip(taken, targets, strict=True)) / len(targets)
    assert (
        m.accuracy(taken, targets)
        == m.accuracy(scores, targets)
        == m.top_k_accuracy(scores, targets, k=1)
        == right
    )
    grid = scores.reshape(4, 5, 5), targets.reshape(4, 5)
    assert m.accuracy(*grid) == right


@given(seeds, st.integers(1, 5))
def test_top_k_from_a_stable_sort(seed, k):
    scores, targets = coarse_scores(seed)
    best = [sorted(range(5), key=lambda c, row=row: -row[c])[:k] for row in scores]
    assert (
        m.top_k_accuracy(scores, targets, k)
        == sum(t in b for t, b in zip(targets, best, strict=True)) / 20
    )


@pytest.mark.parametrize(
    "k, expected", [(1, 0.4), (2, 0.6), (3, 0.8)]
)  # scikit-learn: top_k_accuracy_score
def test_top_k_fixed(k, expected):
    scores = [
        [0.5, 0.25, 0.15, 0.1],
        [0.1, 0.3, 0.25, 0.35],
        [0.3, 0.4, 0.2, 0.1],
        [0.1, 0.2, 0.3, 0.4],
    ]
    scores.append([0.7, 0.1, 0.05, 0.15])
    assert m.top_k_accuracy(scores, [1, 2, 3, 3, 0], k) == pytest.approx(expected)


@given(seeds)
def test_confusion_matrix_by_counting(seed):
    taken, true = labels(seed)
    counted = [[sum((taken == j) & (true == i)) for j in range(4)] for i in range(4)]
    assert m.confusion_matrix(taken, true, 4).tolist() == counted
    names = np.array(["ant", "bee", "cow", "dog"])
    order = ["dog", "ant", "cow", "bee"]
    renamed = m.confusion_matrix(names[taken], names[true], order)
    assert renamed.tolist() == [[counted[i][j] for j in (3, 0, 2, 1)] for i in (3, 0, 2, 1)]


def test_confusion_matrix_fixed():
    # scikit-learn: confusion_matrix
    assert m.confusion_matrix(TAKEN, TRUE, 4).tolist() == [
        [1, 1, 0, 0],
        [0, 2, 1, 0],
        [1, 0, 3, 0],
        [1, 0, 0, 0],
    ]


@given(seeds, st.sampled_from([0.0, 1.0]))
def test_precision_recall_f1_by_counting(seed, zero):
    taken, true = labels(seed, n=12, classes=5)
    found = m.precision_recall_f1(m.confusion_matrix(taken, true, 5), zero_division=zero)
    rows = []
    for c in range(5):
        both = sum((taken == c) & (true == c))
        predicted = sum(taken == c)
        is_so = sum(true == c)
        f1 = 2 * both / (predicted + is_so) if predicted + is_so else zero
        rows.append(
            (both / predicted if predicted else zero, both / is_so if is_so else zero, f1, is_so)
        )
    assert np.allclose(np.array(found).T, rows, atol=1e-15)
    macro = m.precision_recall_f1(m.confusion_matrix(taken, true, 5), "macro", zero_division=zero)
    assert macro == pytest.approx([*np.mean(rows, axis=0)[:3], 12])
    weighted = m.precision_recall_f1(
        m.confusion_matrix(taken, true, 5), "weighted", zero_division=zero
    )
    assert weighted == pytest.approx(
        [*np.average(rows, axis=0, weights=[r[3] for r in rows])[:3], 12]
    )
    micro = m.precision_recall_f1(m.confusion_matrix(taken, true, 5), "micro")
    assert micro == pytest.approx([m.accuracy(taken, true)] * 3 + [12])


@pytest.mark.parametrize(
    "average, expected",  # scikit-learn: precision_recall_fscore_support, zero_division=0
    [
        (
            None,
            [
                [1 / 3, 2 / 3, 0.75, 0.0],
                [0.5, 2 / 3, 0.75, 0.0],
                [0.4, 2 / 3, 0.75, 0.0],
                [2, 3, 4, 1],
            ],
        ),
        ("macro", [0.4375, 0.479166666667, 0.454166666667, 10]),
        ("micro", [0.6, 0.6, 0.6, 10]),
        ("weighted", [0.566666666667, 0.6, 0.58, 10]),
    ],
)
def test_precision_recall_f1_fixed(average, expected):
    found = m.precision_recall_f1(m.confusion_matrix(TAKEN, TRUE, 4), average)
    for ours, theirs in zip(found, expected, strict=True):
        assert ours == pytest.approx(theirs, abs=1e-11)


@given(st.integers(1, 500), st.floats(0, 1), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_wilson_by_bisecting_its_definition(n, part, confidence):
    correct = round(part * n)
    z = NormalDist().inv_cdf((1 + confidence) / 2)

    def refused(p):
        return abs(correct / n - p) > z * math.sqrt(p * (1 - p) / n)

    low, high = m.wilson_interval(correct, n, confidence)
    for end, outside in ((low, 0.0), (high, 1.0)):
        inside = correct / n
        for _ in range(60):
            middle = (inside + outside) / 2
            inside, outside = (inside, middle) if refused(middle) else (middle, outside)
        assert end == pytest.approx(inside, abs=1e-9)


@pytest.mark.parametrize(
    "correct, n, confidence, low, high",  # statsmodels: proportion_confint, method="wilson"
    [
        (9800, 10000, 0.95, 0.977066073239287, 0.9825652883248633),
        (0, 20, 0.95, 0.0, 0.16112515805281938),
        (20, 20, 0.9, 0.8808421626390355, 1.0),
        (7, 12, 0.99, 0.2579948515842622, 0.8493306701409509),
    ],
)
def test_wilson_fixed(correct, n, confidence, low, high):
    assert m.wilson_interval(correct, n, confidence) == pytest.approx((low, high), abs=1e-12)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40))
def test_roc_auc_by_comparing_all_pairs(examples):
    scores = [s / 5 for s, _ in examples]
    targets = [int(t) for _, t in examples]
    assume(0 < sum(targets) < len(targets))
    pairs = [
        (a, b)
        for (a, t), (b, u) in product(zip(scores, targets, strict=True), repeat=2)
        if t and not u
    ]
    assert m.roc_auc(scores, targets) == pytest.approx(
        np.mean([(a > b) + 0.5 * (a == b) for a, b in pairs])
    )


def test_roc_auc_fixed():
    scores = [0.1, 0.4, 0.35, 0.8, 0.4, 0.9, 0.4, 0.05]
    assert m.roc_auc(scores, [0, 0, 1, 1, 1, 1, 0, 0]) == 0.8125  # scikit-learn: roc_auc_score


@given(seeds, st.integers(1, 20))
def test_calibration_error_bin_by_bin(seed, bins):
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.ones(3), size=40)
    targets = rng.integers(3, size=40)
    confidence = p.max(axis=1)
    right = p.argmax(axis=1) == targets
    error = 0.0
    found = m.calibration_bins(p, targets, bins)
    for i in range(bins):
        inside = (confidence > i / bins) & (confidence <= (i + 1) / bins)
        assert found.count[i] == inside.sum()
        if inside.any():
            assert found.confidence[i] == pytest.approx(confidence[inside].mean())
            assert found.accuracy[i] == pytest.approx(right[inside].mean())
            error += inside.mean() * abs(confidence[inside].mean() - right[inside].mean())
        else:
            assert np.isnan(found.confidence[i]) and np.isnan(found.accuracy[i])
    assert m.expected_calibration_error(p, targets, bins) == pytest.approx(error)


def test_a_confidence_on_an_edge_belongs_below_it():
    for bins in (5, 10, 20):
        for i in range((bins + 1) // 2, bins):
            p = i / bins
            assert m.calibration_bins([[p, 1 - p]], [0], bins).count[i - 1] == 1
    assert m.calibration_bins([[1.0, 0.0]], [0], 10).count[9] == 1


NAN = math.nan


@pytest.mark.parametrize(
    # scikit-learn 1.9: precision_recall_fscore_support with zero_division=np.nan and these labels.
    "true, taken, classes, average, expected",
    [
        ([0, 0, 1, 1, 2], [0, 1, 1, 1, 0], 4, "macro", (7 / 12, 0.5, 13 / 30)),
        ([0, 0, 1, 1, 2], [0, 1, 1, 1, 0], 4, "weighted", (7 / 12, 0.6, 0.52)),
        ([0, 0, 1, 1, 2], [0, 1, 1, 1, 0], 4, "micro", (0.6, 0.6, 0.6)),
        ([0], [0], 2, "macro", (1.0, 1.0, 1.0)),
        ([0, 0], [1, 1], 2, "weighted", (0.0, 0.0, 0.0)),
    ],
)
def test_means_leave_nan_out(true, taken, classes, average, expected):
    matrix = m.confusion_matrix(taken, true, classes)
    found = m.precision_recall_f1(matrix, average, zero_division=NAN)
    assert found[:3] == pytest.approx(expected, abs=1e-15) and found.support == len(true)
    each = m.precision_recall_f1(matrix, zero_division=NAN)
    assert np.isnan(each.precision).tolist() == (matrix.sum(axis=0) == 0).tolist()
    assert np.isnan(each.recall).tolist() == (matrix.sum(axis=1) == 0).tolist()


def test_classes_may_be_floats_texts_and_bools():
    assert m.accuracy([1.0, 0.0], [1, 1]) == 0.5
    assert m.accuracy(["a", "b"], ["a", "a"]) == 0.5
    assert m.accuracy([True, False], [1, 1]) == 0.5
    assert m.accuracy([[0.1, 0.9], [0.9, 0.1]], [1.0, 1.0]) == 0.5
