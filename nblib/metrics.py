"""Metrics: what a model is judged by. Pure functions; predictions first, as in the losses, then what is true.

Classification, an interval for an accuracy, calibration; regression; language models; text against text.
Parts are numbers from 0 to 1, not percentages. All raise ValueError for shapes that do not fit and for nothing at all.
Precision, recall, F1, r2, roc_auc, BLEU and the error rates are not means over examples: measure them on the whole set
at once, not batch by batch.
"""

import math
from collections import Counter
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

# Classification


def accuracy(predictions, targets):
    """The part of the predictions that is right.

    predictions: class numbers of the shape of targets, or scores (…, C), of which the largest is the prediction.

    >>> accuracy([0, 1, 1, 2], [0, 1, 2, 2])  # 3 of 4
    0.75
    >>> accuracy([[0.1, 0.9], [0.8, 0.2]], [1, 1])
    0.5
    """
    predictions, targets = np.asarray(predictions), np.asarray(targets)
    if predictions.ndim == targets.ndim + 1 and predictions.shape[-1] > 1:
        predictions = _scores(predictions).argmax(axis=-1)
    predictions, targets = _pair(predictions, targets)
    return float(np.mean(predictions == targets))


def top_k_accuracy(scores, targets, k=5):
    """The part of the targets (N,) that is among the k largest scores of its row in scores (N, C).

    Of equal scores the first is taken to be larger, so k=1 is accuracy.

    >>> top_k_accuracy([[0.5, 0.3, 0.2], [0.1, 0.3, 0.6], [0.6, 0.3, 0.1]], [1, 2, 2], k=2)  # right, right, wrong
    0.6666666666666666
    """
    scores = _scores(scores, ndim=2)
    targets = _classes(targets, scores)
    if not 1 <= k <= scores.shape[1]:
        raise ValueError(f"k must lie between 1 and the number of classes, {scores.shape[1]}, got {k}")
    own = scores[np.arange(len(targets)), targets][:, None]
    earlier = np.arange(scores.shape[1]) < targets[:, None]
    rank = np.sum((scores > own) | ((scores == own) & earlier), axis=1)
    return float(np.mean(rank < k))


def confusion_matrix(predictions, targets, classes):
    """How often each class was taken for each: (C, C) counts, a row for each true class, a column for each predicted.

    classes: their number C, for the classes 0 … C - 1, or a list of the C labels in the order wanted.
    Raises ValueError for a label that is not among them.

    >>> confusion_matrix(["cat", "dog", "dog"], ["cat", "cat", "dog"], ["cat", "dog"])
    array([[1, 1],
           [0, 1]])
    """
    predictions, targets = _pair(predictions, targets)
    labels = list(range(classes)) if isinstance(classes, int | np.integer) else np.asarray(classes).tolist()
    place = {label: i for i, label in enumerate(labels)}
    if not labels or len(place) < len(labels):
        raise ValueError(f"classes must name each class once, got {labels}")
    if strange := (set(predictions.ravel().tolist()) | set(targets.ravel().tolist())) - set(place):
        raise ValueError(f"{min(strange, key=str)!r} is not one of the classes {labels}")
    rows = np.array([place[label] for label in targets.ravel().tolist()])
    columns = np.array([place[label] for label in predictions.ravel().tolist()])
    return np.bincount(rows * len(labels) + columns, minlength=len(labels) ** 2).reshape(len(labels), len(labels))


class PrecisionRecallF1(NamedTuple):
    """Precision, recall and F1, (C,) each or one number each, and the support: how many examples are truly so."""

    precision: np.ndarray | float
    recall: np.ndarray | float
    f1: np.ndarray | float
    support: np.ndarray | int


def precision_recall_f1(matrix, average=None, *, zero_division=0.0):
    """Precision, recall and F1 from a confusion matrix (C, C): of each class (average=None), or averaged.

    precision: of those predicted to be of the class, the part that is. recall: of those that are, the part that was
    predicted. F1: their harmonic mean, 2 · true positives / (truly so + predicted so).
    average: "macro", the mean over classes (F1: the mean of their F1s); "weighted", the same weighted by support;
    "micro", from the counts of all classes together: with one label an example all three are then the accuracy.
    A class never predicted has no precision, one that never occurs no recall, one with neither no F1: a division by
    zero, for which zero_division stands. Raises ValueError for another average, or a matrix that is no counts (C, C).

    >>> scores = precision_recall_f1([[2, 1], [0, 1]])
    >>> scores.precision, scores.recall  # 2/2 and 1/2, 2/3 and 1/1
    (array([1. , 0.5]), array([0.66666667, 1.        ]))
    >>> round(precision_recall_f1([[2, 1], [0, 1]], "macro").f1, 4)  # (4/5 + 2/3) / 2
    0.7333
    """
    matrix = np.asarray(matrix)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.all(matrix >= 0) or not matrix.sum() > 0:
        raise ValueError(f"a confusion matrix holds counts, (C, C), and not only zeros; got shape {matrix.shape}")
    right, predicted, support = np.diag(matrix), matrix.sum(axis=0), matrix.sum(axis=1)
    if average == "micro":
        right, predicted, support = (np.array([counts.sum()]) for counts in (right, predicted, support))
    pairs = ((right, predicted), (right, support), (2 * right, predicted + support))
    scores = [np.where(below > 0, above / np.where(below > 0, below, 1), zero_division) for above, below in pairs]
    if average is None:
        return PrecisionRecallF1(*scores, support)
    if average not in ("macro", "micro", "weighted"):
        raise ValueError(f'average is None, "macro", "micro" or "weighted", not {average!r}')
    weights = support if average == "weighted" else None
    return PrecisionRecallF1(*(float(np.average(score, weights=weights)) for score in scores), int(support.sum()))


def wilson_interval(correct, n, confidence=0.95):
    """The interval (low, high) for the true accuracy when `correct` of n independent examples are right (Wilson, 1927).

    All p that a test at this level would not reject: |correct / n - p| <= z · √(p (1 - p) / n). Unlike p ± z · error it
    stays within 0 … 1 and does not shrink to nothing when all are right.

    >>> low, high = wilson_interval(9_800, 10_000)
    >>> round(low, 4), round(high, 4)
    (0.9771, 0.9826)
    """
    if not (0 <= correct <= n and n > 0):
        raise ValueError(f"of n > 0 examples 0 … n can be correct, got {correct} of {n}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    p = correct / n
    center = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + (z / (2 * n)) ** 2) / (1 + z * z / n)
    return (0.0 if correct == 0 else center - half), (1.0 if correct == n else center + half)


def roc_auc(scores, targets):
    """How likely a positive has a larger score than a negative, equal scores counting half (Hanley and McNeil, 1982).

    scores (N,); targets (N,) of 0 and 1. It is the area under the curve of true against false positive rate. Raises
    ValueError unless both 0 and 1 occur among the targets, and nothing else.

    >>> roc_auc([0.9, 0.8, 0.3, 0.1], [1, 0, 1, 0])  # 3 of the 4 pairs are in order
    0.75
    """
    scores, targets = _pair(_scores(scores, ndim=1), targets)
    if set(np.unique(targets).tolist()) != {0, 1}:
        raise ValueError("roc_auc needs targets of 0 and 1, and both must occur")
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]  # from 1; equal scores share the middle of their ranks
    positives = int(np.sum(targets == 1))
    above = ranks[targets == 1].sum() - positives * (positives + 1) / 2
    return float(above / (positives * (len(targets) - positives)))


class CalibrationBins(NamedTuple):
    """For each bin of confidence, (bins,): mean confidence, accuracy, count. Both means are nan in an empty bin."""

    confidence: np.ndarray
    accuracy: np.ndarray
    count: np.ndarray


def calibration_bins(probabilities, targets, bins=15):
    """Sort predictions into bins of equal width by their confidence, the largest of the probabilities (N, C).

    targets: class numbers (N,). Bin i of M holds confidences above i / M and up to (i + 1) / M. What a reliability
    diagram draws. Raises ValueError for rows that do not sum to 1 (logits, say).
    """
    probabilities = _scores(probabilities, ndim=2)
    targets = _classes(targets, probabilities)
    if np.any(probabilities < 0) or not np.allclose(probabilities.sum(axis=1), 1, atol=1e-3):
        raise ValueError("probabilities must not be negative, and each row must sum to 1: are these logits?")
    if not (bins >= 1 and bins == int(bins)):
        raise ValueError(f"bins must be a whole number of at least 1, got {bins}")
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == targets
    at = np.minimum(np.searchsorted(np.arange(1, bins + 1) / bins, confidence), bins - 1)
    count = np.bincount(at, minlength=bins)
    with np.errstate(invalid="ignore"):
        means = [np.bincount(at, weights=values, minlength=bins) / count for values in (confidence, right)]
    return CalibrationBins(*means, count)


def expected_calibration_error(probabilities, targets, bins=15):
    """The mean distance between confidence and accuracy over calibration_bins, weighted by their counts.

    probabilities (N, C), targets (N,) (Naeini, Cooper and Hauskrecht, 2015; Guo et al., 2017). It depends on the
    number of bins: compare only figures of one number.

    >>> p = [[0.9, 0.1], [0.9, 0.1], [0.4, 0.6], [0.4, 0.6]]
    >>> round(expected_calibration_error(p, [0, 0, 1, 0]), 4)  # (2 · |0.9 - 1| + 2 · |0.6 - 0.5|) / 4
    0.1
    """
    found = calibration_bins(probabilities, targets, bins)
    return float(np.nansum(np.abs(found.confidence - found.accuracy) * found.count) / found.count.sum())


# Regression


def mse(predictions, targets):
    """The mean squared error; both of one shape.

    >>> mse([1.0, 2.0], [1.0, 4.0])
    2.0
    """
    return float(np.mean(_errors(predictions, targets) ** 2))


def mae(predictions, targets):
    """The mean absolute error; both of one shape.

    >>> mae([1.0, 2.0], [1.0, 4.0])
    1.0
    """
    return float(np.mean(np.abs(_errors(predictions, targets))))


def r2(predictions, targets):
    """The part of the targets' variance that the predictions explain: 1 - squared error / squares around the mean.

    1 is perfect, 0 is no better than the mean of the targets, and below 0 is worse. Both of one shape; an array of more
    dimensions is taken as one long list. Raises ValueError when all targets are equal: nothing is to be explained.

    >>> r2([1.0, 2.0, 4.0], [1.0, 2.0, 3.0])  # 1 - 1 / (1 + 0 + 1)
    0.5
    """
    errors, targets = _errors(predictions, targets), np.asarray(targets, np.float64)
    if np.all(targets == targets.flat[0]):
        raise ValueError("r2 needs targets that are not all equal")
    return float(1 - np.sum(errors**2) / np.sum((targets - targets.mean()) ** 2))


# Language models


def perplexity(nll):
    """The exponential of the mean negative log-likelihood: among how many tokens, so to say, the model wavers.

    nll: the negative natural logarithm of each token's probability, any shape (leave padding out), or their mean.

    >>> round(perplexity([math.log(4), math.log(4)]), 6)  # each token was one of four to the model
    4.0
    """
    mean = np.mean(_nll(nll))
    return float(np.exp(mean)) if mean < 709 else math.inf


def bits_per_character(nll, characters):
    """The bits that a model needs for each character of a text: comparable between tokenizers, which perplexity is not.

    nll: the negative natural logarithm of each token's probability, any shape. characters: the length of the text.

    >>> bits_per_character([math.log(16), math.log(4)], characters=3)  # 4 bits and 2 bits for 3 characters
    2.0
    """
    if not characters >= 1:
        raise ValueError(f"a text has at least 1 character, got {characters}")
    return float(np.sum(_nll(nll)) / math.log(2) / characters)


# Text against text


def bleu(hypotheses, references, *, max_n=4, smoothing=None):
    """BLEU of a corpus: how much the hypotheses share with their references (Papineni et al., 2002).

    hypotheses: N token lists. references: for each hypothesis, a list of one or more token lists.
    The geometric mean, over n = 1 … max_n, of the part of the hypotheses' n-grams that a reference has too (each
    counted at most as often as one reference has it), times e^(1 - r / h) when the hypotheses, of h tokens in all, are
    shorter than the references nearest in length, of r (of two equally near, the shorter). Tokens decide the figure:
    say how they were made. Papers print it times 100.
    smoothing: None: one n without a match makes BLEU 0. "add-one": a match and an n-gram more for each n > 1 (Lin and
    Och, 2004). "exp": the k-th n without a match counts as 1 / 2^k matches (NIST's). See Chen and Cherry (2014).
    No unigram in common is 0 whatever the smoothing.

    >>> hypothesis, reference = "the cat sat".split(), "the cat sat down".split()
    >>> round(bleu([hypothesis], [[reference]], max_n=2), 4)  # all n-grams match; e^(1 - 4/3) for being short
    0.7165
    """
    if smoothing not in (None, "add-one", "exp"):
        raise ValueError(f'smoothing is None, "add-one" or "exp", not {smoothing!r}')
    _texts(hypotheses, references)
    matched, total = np.zeros(max_n, int), np.zeros(max_n, int)
    length = target_length = 0
    for hypothesis, options in zip(hypotheses, references, strict=True):
        _tokens(hypothesis, *options)
        length += len(hypothesis)
        target_length += min((abs(len(r) - len(hypothesis)), len(r)) for r in options)[1]
        for n in range(1, max_n + 1):
            ours, theirs = _ngrams(hypothesis, n), Counter()
            for reference in options:
                theirs |= _ngrams(reference, n)  # of each n-gram the largest count in any reference
            matched[n - 1] += sum((ours & theirs).values())
            total[n - 1] += sum(ours.values())
    if not matched[0]:
        return 0.0
    precisions = _smoothed(matched, total, smoothing)
    if not all(precisions):
        return 0.0
    return math.exp(min(0.0, 1 - target_length / length) + sum(map(math.log, precisions)) / max_n)


def sentence_bleu(hypothesis, references, *, max_n=4, smoothing="add-one"):
    """BLEU of one hypothesis, a token list, against a list of references; smoothed, as a sentence has few n-grams.

    The mean over sentences is not the BLEU of the corpus.

    >>> round(sentence_bleu("a b c".split(), ["a b d".split()], max_n=2), 4)  # √(2/3 · (1 + 1) / (2 + 1))
    0.6667
    """
    return bleu([hypothesis], [references], max_n=max_n, smoothing=smoothing)


def exact_match(hypotheses, references):
    """The part of the hypotheses that equals its reference, token for token or character for character.

    >>> exact_match(["a b", "c"], ["a b", "C"])
    0.5
    """
    _texts(hypotheses, references)
    return sum(h == r for h, r in zip(hypotheses, references, strict=True)) / len(hypotheses)


def edit_distance(a, b):
    """The fewest insertions, deletions and substitutions that make sequence a into b (Levenshtein, 1966).

    By dynamic programming (Wagner and Fischer, 1974): row i holds the distances of a[:i] from every beginning of b.

    >>> edit_distance("kitten", "sitting")  # k → s, e → i, + g
    3
    >>> edit_distance(["the", "cat"], ["a", "cat"])
    1
    """
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        corner, row[0] = row[0], i  # corner: the distance of a[:i - 1] from b[:j - 1]
        for j, y in enumerate(b, start=1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (x != y))
    return row[-1]


def wer(hypotheses, references):
    """Word error rate: the edits from all hypotheses to their references, for each word of the references.

    Both are lists of N texts (split at white space) or token lists. It can exceed 1; turned round it is another number.

    >>> wer(["the cat sat", "hello"], ["the cat sat down", "hello"])  # one word is missing of five
    0.2
    """
    return _error_rate(hypotheses, references, lambda text: text.split() if isinstance(text, str) else text, "word")


def cer(hypotheses, references):
    """Character error rate: as wer, but the edits are of characters, spaces included, in lists of N texts.

    >>> cer(["kitten"], ["sitting"])  # 3 edits for 7 characters
    0.42857142857142855
    """
    return _error_rate(hypotheses, references, lambda text: text, "character")


# What they share


def _pair(predictions, targets):
    """Both as arrays of one shape, not empty."""
    predictions, targets = np.asarray(predictions), np.asarray(targets)
    if predictions.shape != targets.shape:
        raise ValueError(f"predictions of shape {predictions.shape} do not fit targets of shape {targets.shape}")
    if not targets.size:
        raise ValueError("there is nothing to measure: predictions and targets are empty")
    return predictions, targets


def _errors(predictions, targets):
    """Predictions minus targets, in float64: bytes and booleans would wrap around."""
    predictions, targets = _pair(predictions, targets)
    return predictions.astype(np.float64) - targets.astype(np.float64)


def _scores(scores, ndim=None):
    """Scores as an array without nan; nan has no place in an order."""
    scores = np.asarray(scores)
    if ndim is not None and scores.ndim != ndim:
        raise ValueError(f"scores must have {ndim} dimension(s), got shape {scores.shape}")
    if np.any(np.isnan(scores)):
        raise ValueError("scores must not be nan")
    return scores


def _classes(targets, scores):
    """Targets as class numbers (N,) that fit scores (N, C)."""
    targets = np.asarray(targets)
    if targets.shape != scores.shape[:1] or not targets.size:
        raise ValueError(f"scores (N, C) and targets (N,) are needed, got shapes {scores.shape} and {targets.shape}")
    if targets.dtype.kind not in "iu" or targets.min() < 0 or targets.max() >= scores.shape[1]:
        raise ValueError(f"targets must be class numbers from 0 to {scores.shape[1] - 1}")
    return targets


def _nll(nll):
    nll = np.asarray(nll, np.float64)
    if not nll.size or not nll.mean() > -1e-6:  # what rounding leaves of 0 is no mistake
        raise ValueError("nll holds negative log-likelihoods, one or more: minus the logarithms, so at least 0")
    return nll


def _ngrams(tokens, n):
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def _smoothed(matched, total, smoothing):
    """The precision of each n, from the n-grams that matched and all n-grams of the hypotheses."""
    precisions, halved = [], 1
    for n, (above, below) in enumerate(zip(matched.tolist(), total.tolist(), strict=True), start=1):
        if smoothing == "add-one" and n > 1:
            above, below = above + 1, below + 1
        if smoothing == "exp" and not above:
            halved *= 2
            above = 1 / halved
        precisions.append(above / below if below else 0.0)
    return precisions


def _texts(hypotheses, references):
    """Raise when these are not two lists of one length; a bare string would be taken letter by letter."""
    if isinstance(hypotheses, str) or isinstance(references, str):
        raise TypeError("give lists of texts, not one text")
    if len(hypotheses) != len(references) or not len(hypotheses):
        raise ValueError(f"as many hypotheses as references are needed: {len(hypotheses)} and {len(references)}")


def _tokens(hypothesis, *references):
    if not references:
        raise ValueError("each hypothesis needs at least one reference")
    if any(isinstance(text, str) for text in (hypothesis, *references)):
        raise TypeError("a hypothesis is a list of tokens, and its references a list of such lists: split the texts")


def _error_rate(hypotheses, references, split, unit):
    _texts(hypotheses, references)
    pairs = [(split(h), split(r)) for h, r in zip(hypotheses, references, strict=True)]
    length = sum(len(reference) for _, reference in pairs)
    if not length:
        raise ValueError(f"the references have no {unit}: an error rate is edits for each {unit} of theirs")
    return sum(edit_distance(hypothesis, reference) for hypothesis, reference in pairs) / length
