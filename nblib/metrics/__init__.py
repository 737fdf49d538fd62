"""Metrics: what a model is judged by. Pure functions; predictions first, as in the losses, then
what is true.

Classification, an interval for an accuracy, calibration; regression; language models; text against
text. Parts are numbers from 0 to 1, not percentages. All raise ValueError for shapes that do not
fit and for nothing at all. Precision, recall, F1, r2, roc_auc, BLEU and the error rates are not
means over examples: measure them on the whole set at once, not batch by batch.
"""

from nblib.metrics.calibration import (
    CalibrationBins,
    calibration_bins,
    expected_calibration_error,
)
from nblib.metrics.classification import (
    PrecisionRecallF1,
    accuracy,
    confusion_matrix,
    precision_recall_f1,
    roc_auc,
    top_k_accuracy,
    wilson_interval,
)
from nblib.metrics.likelihood import bits_per_character, perplexity
from nblib.metrics.regression import mae, mse, r2
from nblib.metrics.texts import bleu, cer, edit_distance, exact_match, sentence_bleu, wer

__all__ = [
    "CalibrationBins",
    "PrecisionRecallF1",
    "accuracy",
    "bits_per_character",
    "bleu",
    "calibration_bins",
    "cer",
    "confusion_matrix",
    "edit_distance",
    "exact_match",
    "expected_calibration_error",
    "mae",
    "mse",
    "perplexity",
    "precision_recall_f1",
    "r2",
    "roc_auc",
    "sentence_bleu",
    "top_k_accuracy",
    "wer",
    "wilson_interval",
]
