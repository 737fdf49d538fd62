"""Each metric against a slow reference written here from its definition, and against figures from
kept libraries.

The fixed figures were computed with scikit-learn 1.9.1, sacrebleu 2.6.0, nltk 3.10.4, jiwer 4.0.0
and statsmodels 0.15.0 (on NumPy 2.4.6); the comment beside each says with which.
"""

import math
from functools import cache
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


# Classification


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
        both, predicted, is_so = sum((taken == c) & (true == c)), sum(taken == c), sum(true == c)
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
    scores, targets = [s / 5 for s, _ in examples], [int(t) for _, t in examples]
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
    confidence, right = p.max(axis=1), p.argmax(axis=1) == targets
    error, found = 0.0, m.calibration_bins(p, targets, bins)
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


# Regression


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
    predictions, targets = [3.1, -0.5, 2, 7, 4.25], [2.5, 0.0, 2, 8, 4]
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
    a, b = np.array([0, 3], np.uint8), np.array([200, 0], np.uint8)
    assert m.mse(a, b) == (200**2 + 9) / 2
    assert m.mae(a, b) == 101.5
    assert m.r2(a, b) == pytest.approx(1 - 40009 / 20000)


# Language models


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


# Text against text

tokens = st.lists(st.sampled_from("abc"), max_size=8)
corpora = st.lists(
    st.tuples(tokens, st.lists(tokens, min_size=1, max_size=3)), min_size=1, max_size=4
)


def slow_bleu(corpus, max_n, smoothing):
    """BLEU from its definition, crossing out what is matched."""
    precisions, zeros = [], 0
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
            above, below = above + 1, below + 1
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
    references, hypotheses = ["今天 天气 很 好", "我 爱 学习"], ["今天 天气 好", "我 也 爱 学"]
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


BAD = [
    (m.accuracy, ([[1], [0]], [1, 0]), {}, "shape"),
    (m.accuracy, ([], []), {}, "nothing to measure"),
    (m.accuracy, ([[math.nan, 1.0]], [1]), {}, "nan"),
    (
        m.top_k_accuracy,
        ([[0.1, 0.9]], [1], 3),
        {},
        "k must lie between 1 and the number of classes, 2",
    ),
    (m.top_k_accuracy, ([[0.1, 0.9]], [2], 1), {}, "class numbers from 0 to 1"),
    (m.top_k_accuracy, ([0.1, 0.9], [1], 1), {}, "scores must have 2"),
    (m.top_k_accuracy, ([[0.1, 0.9]], [1.0], 1), {}, "class numbers"),
    (m.confusion_matrix, ([0, 3], [0, 1], 3), {}, "3 is not one of the classes"),
    (m.confusion_matrix, ([0], [0], [0, 0]), {}, "each class once"),
    (m.confusion_matrix, ([0, 1], [0], 2), {}, "shape"),
    (m.precision_recall_f1, ([[1, 2]],), {}, "got shape"),
    (m.precision_recall_f1, ([[0, 0], [0, 0]],), {}, "not only zeros"),
    (m.precision_recall_f1, ([[1, 0], [0, 1]], "mean"), {}, "average is None"),
    (m.wilson_interval, (5, 4), {}, "got 5 of 4"),
    (m.wilson_interval, (0, 0), {}, "n > 0"),
    (m.wilson_interval, (1, 4, 95), {}, "confidence must lie"),
    (m.roc_auc, ([0.1, 0.2], [1, 1]), {}, "both must occur"),
    (m.roc_auc, ([0.1, 0.2], [1, 2]), {}, "both must occur"),
    (m.roc_auc, ([[0.1, 0.2]], [0, 1]), {}, "dimension"),
    (m.expected_calibration_error, ([[2.0, -1.0]], [0]), {}, "logits"),
    (m.expected_calibration_error, ([[0.5, 0.5]], [0]), dict(bins=0), "bins must be"),
    (
        m.expected_calibration_error,
        ([[0.5, 0.5]], [0]),
        dict(bins=2.5),
        "bins must be a whole number .* got 2.5",
    ),
    (
        m.calibration_bins,
        ([[0.5, 0.5]], [0]),
        dict(bins=math.inf),
        "bins must be a whole number .* got inf",
    ),
    (
        m.calibration_bins,
        ([[0.5, 0.5]], [0]),
        dict(bins="15"),
        "bins must be a whole number .* got '15'",
    ),
    (m.mse, ([1.0, 2.0], [[1.0], [2.0]]), {}, "do not fit"),
    (m.r2, ([1.0, 2.0], [3.0, 3.0]), {}, "not all equal"),
    (m.bits_per_character, ([1.0], 0), {}, "at least 1 character"),
    (m.perplexity, ([],), {}, "one or more"),
    (m.bleu, ([["a"]], []), {}, "1 and 0"),
    (m.bleu, ([["a"]], [[]]), {}, "at least one reference"),
    (m.bleu, ([["a"]], [[["a"]]]), dict(smoothing="floor"), "smoothing is None"),
    (
        m.bleu,
        ([["a"]], [[["a"]]]),
        dict(max_n=0),
        "max_n must be a whole number of at least 1, got 0",
    ),
    (m.sentence_bleu, (["a"], [["a"]]), dict(max_n=1.5), "max_n must be a whole number .* got 1.5"),
    (m.wer, (["a"], [""]), {}, "no word"),
    (m.cer, (["a"], [""]), {}, "no character"),
    (m.exact_match, ([], []), {}, "0 and 0"),
]


@pytest.mark.parametrize("metric, arguments, options, words", BAD)
def test_bad_arguments_are_named(metric, arguments, options, words):
    with pytest.raises(ValueError, match=words):
        metric(*arguments, **options)


def test_a_whole_number_may_be_a_float():
    p, targets = [[0.9, 0.1], [0.4, 0.6], [0.7, 0.3]], [0, 0, 1]
    assert m.expected_calibration_error(p, targets, bins=15.0) == m.expected_calibration_error(
        p, targets, bins=15
    )
    assert m.calibration_bins(p, targets, bins=np.float64(4)).count.tolist() == [0, 0, 2, 1]
    assert m.bleu([["a", "b"]], [[["a", "b"]]], max_n=2.0) == 1.0


def test_one_text_is_not_a_list_of_texts():
    for metric in (m.wer, m.cer, m.exact_match):
        with pytest.raises(TypeError, match="lists of texts"):
            metric("the cat", "the cat")
    with pytest.raises(TypeError, match="split the texts"):
        m.bleu(["the cat"], [["the cat"]])
    with pytest.raises(TypeError, match="split the texts"):
        m.bleu([["the", "cat"]], [["the", "cat"]])
