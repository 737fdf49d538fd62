"""Metrics of classifiers: right or wrong, and per class."""

import math
from numbers import Real
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from nblib.metrics.shared import classes_of, pair, scores_of, whole
from nblib.ranges import number


def accuracy(predictions, targets):
    """The part of the predictions that is right.

    predictions: classes, of the shape of targets, or scores (…, C), of which the largest is the
    prediction. Raises ValueError for fractions in place of classes, such as probabilities of class
    1, and beside scores for targets outside 0 … C - 1: leave out those that do not count.

    >>> accuracy([0, 1, 1, 2], [0, 1, 2, 2])  # 3 of 4
    0.75
    >>> accuracy([[0.1, 0.9], [0.8, 0.2]], [1, 1])
    0.5
    """
    predictions = np.asarray(predictions)
    targets = np.asarray(targets)
    if predictions.ndim == targets.ndim + 1 and predictions.shape[-1] > 1:
        classes = predictions.shape[-1]
        if targets.dtype.kind in "iuf" and not np.all((targets >= 0) & (targets < classes)):
            raise ValueError(
                f"targets must be class numbers from 0 to {classes - 1}: leave out those that do "
                "not count, with their scores"
            )
        predictions = scores_of(predictions).argmax(axis=-1)  # (…, C) to (…)
    predictions, targets = pair(predictions, targets)
    _require_classes("predictions", predictions)
    _require_classes("targets", targets)
    return float(np.mean(predictions == targets))


def _require_classes(name, labels):
    if labels.dtype.kind != "f":
        return
    fractions = labels[labels % 1 != 0]
    if fractions.size:
        raise ValueError(
            f"{name} are classes where both have one shape, and {fractions[0]:.3g} is none: turn "
            "probabilities into classes first, (p > 0.5) say"
        )


def top_k_accuracy(scores, targets, k=5):
    """The part of the targets (N,) that is among the k largest scores of its row in scores (N, C).

    Of equal scores the first is taken to be larger, so k=1 is accuracy.

    >>> scores = [[0.5, 0.3, 0.2], [0.1, 0.3, 0.6], [0.6, 0.3, 0.1]]
    >>> top_k_accuracy(scores, [1, 2, 2], k=2)  # right, right, wrong
    0.6666666666666666
    """
    scores = scores_of(scores, ndim=2)
    targets = classes_of(targets, scores)
    k = whole(k, "k")
    if k > scores.shape[1]:
        raise ValueError(
            f"k must lie between 1 and the number of classes, {scores.shape[1]}, got {k}"
        )
    target_scores = scores[np.arange(len(targets)), targets][:, None]  # (N, 1): the target's score
    earlier = np.arange(scores.shape[1]) < targets[:, None]  # (N, C)
    rank = np.sum(
        (scores > target_scores) | ((scores == target_scores) & earlier), axis=1
    )  # (N,), from 0
    return float(np.mean(rank < k))


def confusion_matrix(predictions, targets, classes):
    """How often each class was taken for each: (C, C) counts, a row for each true class, a column
    for each predicted.

    classes: their number C, for the classes 0 … C - 1, or a list of the C labels in the order
    wanted. Raises ValueError for a label that is not among them.

    >>> confusion_matrix(["cat", "dog", "dog"], ["cat", "cat", "dog"], ["cat", "dog"])
    array([[1, 1],
           [0, 1]])
    """
    predictions, targets = pair(predictions, targets)
    if isinstance(classes, int | np.integer):
        labels = list(range(classes))
    else:
        labels = np.asarray(classes).tolist()
    index = {label: i for i, label in enumerate(labels)}
    if not labels or len(index) < len(labels):
        raise ValueError(f"classes must name each class once, got {labels}")
    predictions = predictions.ravel().tolist()
    targets = targets.ravel().tolist()
    if unknown := {*predictions, *targets} - set(index):
        raise ValueError(f"{min(unknown, key=str)!r} is not one of the classes {labels}")

    # Number the cells of the matrix row by row, and count how often each is met.
    n = len(labels)
    rows = np.array([index[label] for label in targets])  # (N,)
    columns = np.array([index[label] for label in predictions])  # (N,)
    return np.bincount(rows * n + columns, minlength=n * n).reshape(n, n)


class PrecisionRecallF1(NamedTuple):
    """Precision, recall and F1, (C,) each or one number each, and the support: how many examples
    are truly so.
    """

    precision: np.ndarray | float
    recall: np.ndarray | float
    f1: np.ndarray | float
    support: np.ndarray | int


def precision_recall_f1(matrix, average=None, *, zero_division=0.0):
    """Precision, recall and F1 from a confusion matrix (C, C): of each class (average=None), or
    averaged.

    precision: of those predicted to be of the class, the part that is. recall: of those that are,
    the part that was predicted. F1: their harmonic mean, 2 · true positives / (truly so + predicted
    so). average: "macro", the mean over classes (F1: the mean of their F1s); "weighted", the same
    weighted by support; "micro", from the counts of all classes together: with one label an example
    all three are then the accuracy. A class never predicted has no precision, one that never occurs
    no recall, one with neither no F1: a division by zero, for which zero_division stands, a number
    in [0, 1], or nan; means leave nan out, and are nan where nothing else is left (as
    scikit-learn's). Raises ValueError for another average or zero_division, or a matrix that is no
    counts (C, C).

    >>> scores = precision_recall_f1([[2, 1], [0, 1]])
    >>> scores.precision, scores.recall  # 2/2 and 1/2, 2/3 and 1/1
    (array([1. , 0.5]), array([0.66666667, 1.        ]))
    >>> round(precision_recall_f1([[2, 1], [0, 1]], "macro").f1, 4)  # (4/5 + 2/3) / 2
    0.7333
    """
    if average not in (None, "macro", "micro", "weighted"):
        raise ValueError(f'average is None, "macro", "micro" or "weighted", not {average!r}')
    if zero_division == zero_division:
        number("zero_division, unless it is nan,", zero_division, least=0, most=1)
    matrix = np.asarray(matrix)
    square = matrix.ndim == 2 and matrix.shape[0] == matrix.shape[1]
    if not square or not np.all(matrix >= 0) or not matrix.sum() > 0:
        raise ValueError(
            f"a confusion matrix holds counts, (C, C), and not only zeros; got shape {matrix.shape}"
        )
    true_positives = np.diag(matrix)  # (C,)
    predicted = matrix.sum(axis=0)  # (C,)
    support = matrix.sum(axis=1)  # (C,)
    if average == "micro":
        true_positives = true_positives.sum(keepdims=True)  # (1,)
        predicted = predicted.sum(keepdims=True)
        support = support.sum(keepdims=True)

    precision = _ratio(true_positives, predicted, zero_division)
    recall = _ratio(true_positives, support, zero_division)
    f1 = _ratio(2 * true_positives, predicted + support, zero_division)
    if average is None:
        return PrecisionRecallF1(precision, recall, f1, support)

    weights = support if average == "weighted" else None
    means = [_mean(score, weights) for score in (precision, recall, f1)]
    return PrecisionRecallF1(*means, int(support.sum()))


def _ratio(numerator, denominator, zero_division):
    safe = np.where(denominator > 0, denominator, 1)
    return np.where(denominator > 0, numerator / safe, zero_division)


def _mean(scores, weights):
    """The mean of the scores that are not nan, weighted unless all weights are 0."""
    is_number = ~np.isnan(scores)
    if not is_number.any():
        return math.nan
    if weights is None or not weights[is_number].sum():
        return float(np.average(scores[is_number]))
    return float(np.average(scores[is_number], weights=weights[is_number]))


def wilson_interval(correct, n, confidence=0.95):
    """The interval (low, high) for the true accuracy when `correct` of n independent examples are
    right (Wilson, 1927).

    All p that a test at this level would not reject: |correct / n - p| <= z · √(p (1 - p) / n).
    Unlike p ± z · error it stays within 0 … 1 and does not shrink to nothing when all are right.

    >>> low, high = wilson_interval(9_800, 10_000)
    >>> round(low, 4), round(high, 4)
    (0.9771, 0.9826)
    """
    counts = isinstance(correct, Real) and isinstance(n, Real) and 0 <= correct <= n and n > 0
    if not counts or correct % 1 or n % 1:
        raise ValueError(
            f"of n > 0 examples 0 … n can be correct, got {correct} of {n}; give counts, not parts"
        )
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    p = correct / n
    center = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + (z / (2 * n)) ** 2) / (1 + z * z / n)
    return (0.0 if correct == 0 else center - half), (1.0 if correct == n else center + half)


def roc_auc(scores, targets):
    """How likely a positive has a larger score than a negative, equal scores counting half (Hanley
    and McNeil, 1982).

    scores (N,); targets (N,) of 0 and 1. It is the area under the curve of true against false
    positive rate. Raises ValueError unless both 0 and 1 occur among the targets, and nothing else.

    >>> roc_auc([0.9, 0.8, 0.3, 0.1], [1, 0, 1, 0])  # 3 of the 4 pairs are in order
    0.75
    """
    scores, targets = pair(scores_of(scores, ndim=1), targets)
    if set(np.unique(targets).tolist()) != {0, 1}:
        raise ValueError("roc_auc needs targets of 0 and 1, and both must occur")
    _, group, counts = np.unique(scores, return_inverse=True, return_counts=True)
    # Ranks from 1; equal scores share the middle of their ranks.
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[group]  # (N,)
    positives = int(np.sum(targets == 1))
    # The sum of ranks, less what it would be if no negative were below a positive.
    pairs_in_order = ranks[targets == 1].sum() - positives * (positives + 1) / 2
    return float(pairs_in_order / (positives * (len(targets) - positives)))
