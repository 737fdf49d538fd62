"""A mistake with a metric gets a sentence."""

import math

import numpy as np
import pytest

from nblib import metrics as m

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
    (m.accuracy, ([0.9, 0.2, 0.8], [1, 0, 1]), {}, r"0.9 is none: turn probabilities .*p > 0.5"),
    (m.accuracy, ([math.nan, 1.0], [1, 1]), {}, "nan is none"),
    (m.accuracy, ([1, 0], [0.9, 0.1]), {}, "targets are classes .* 0.9 is none"),
    (m.accuracy, ([[0.1, 0.9]] * 2, [-100, 1]), {}, "from 0 to 1: leave out those that do not cou"),
    (m.accuracy, ([[0.1, 0.9]] * 2, [2, 1]), {}, "class numbers from 0 to 1"),
    (m.top_k_accuracy, ([[0.1, 0.9]], [1], 1.5), {}, "k must be a whole number"),
    (m.top_k_accuracy, ([[0.1, 0.9]], [1], 0), {}, "k must be a whole number"),
    (m.precision_recall_f1, ([[1]],), dict(zero_division=2), r"zero_division.* lie in \[0, 1\]"),
    (m.precision_recall_f1, ([[1]],), dict(zero_division="warn"), "zero_division.* no number"),
    (m.wilson_interval, (0.95, 100), {}, "got 0.95 of 100; give counts, not parts"),
    (m.wilson_interval, (1, 2.5), {}, "give counts"),
    (m.wilson_interval, ("1", 2), {}, "give counts"),
]


@pytest.mark.parametrize("metric, arguments, options, words", BAD)
def test_bad_arguments_are_named(metric, arguments, options, words):
    with pytest.raises(ValueError, match=words):
        metric(*arguments, **options)


def test_a_whole_number_may_be_a_float():
    p = [[0.9, 0.1], [0.4, 0.6], [0.7, 0.3]]
    targets = [0, 0, 1]
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
    with pytest.raises(TypeError, match="a list of such lists"):
        m.bleu([[1, 2]], [np.array([1, 2])])
    with pytest.raises(TypeError, match="split the texts"):
        m.bleu([["the", "cat"]], [["the", "cat"]])
