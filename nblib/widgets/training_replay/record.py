"""What a replay takes: its parts are read, checked and said to be wrong here."""

from collections.abc import Mapping

import numpy as np

CLASSES = 20  # at most
CELLS = 400_000  # epochs times digits, at most


def count_confusion(labels, predictions, classes):
    """Return how often each class was taken for each, (C, C)."""
    return np.bincount(labels.astype(int) * classes + predictions, minlength=classes**2).reshape(
        classes, classes
    )


def read_columns(history):
    """Return the columns of a history, whatever it came as. Raises ValueError if it has none."""
    if not isinstance(history, Mapping):
        rows = getattr(history, "epochs", None)
        if not rows:
            raise ValueError(
                "history must be what fit returned, after an epoch or more, or a dict; "
                f"got {history!r}"
            )
        history = {name: [row[name] for row in rows] for name in rows[0]}
    if "loss" not in history:
        raise ValueError(
            f"history needs a column 'loss'; it has {', '.join(map(str, history)) or 'none'}"
        )
    return history


def read_verdicts(labels, predictions):
    """Return labels (N,) and predictions (epochs, N), as bytes.

    Raises ValueError where they do not fit together.
    """
    labels = np.asarray(labels)
    if labels.ndim != 1 or not len(labels) or labels.dtype.kind not in "iu":
        raise ValueError(
            "labels must be whole numbers of shape (N,), "
            f"got {labels.dtype} of shape {labels.shape}"
        )
    try:
        predictions = np.asarray(predictions)
    except ValueError:
        raise ValueError(
            "predictions must be (epochs, N): the epochs differ in the number of their digits"
        ) from None
    if predictions.ndim == 3:
        predictions = predictions.argmax(axis=2)
    if predictions.ndim != 2 or predictions.dtype.kind not in "iu":
        shape = f"{predictions.dtype} of shape {predictions.shape}"
        raise ValueError(
            f"predictions must be class numbers (epochs, N) or scores (epochs, N, C), got {shape}"
        )
    if predictions.shape[1] != len(labels):
        raise ValueError(
            f"predictions are for {predictions.shape[1]} digits, but there are {len(labels)} labels"
        )
    if predictions.size > CELLS:
        raise ValueError(
            f"{predictions.size:,} predictions are too many for a page; give at most {CELLS:,}"
        )
    low = min(labels.min(), predictions.min())
    high = max(labels.max(), predictions.max())
    if low < 0 or high >= CLASSES:
        raise ValueError(f"classes must be numbers from 0 to {CLASSES - 1}, got {low} to {high}")
    return labels.astype(np.uint8), predictions.astype(np.uint8)


def read_epochs(columns, count):
    """Return the numbers of the epochs, (epochs,). Raises ValueError unless they rise."""
    numbers = np.asarray(columns.get("epoch", np.arange(1, count + 1)))
    if len(numbers) != count:
        raise ValueError(
            f"history has {len(numbers)} epochs, predictions {count}: one row for each is needed"
        )
    if numbers.dtype.kind not in "iu" or np.any(np.diff(numbers) <= 0):
        raise ValueError(
            f"the column 'epoch' must be whole numbers that rise, got {numbers.tolist()}"
        )
    return numbers


def read_curves(columns, count):
    """Return name -> curve (epochs,) of the columns that the page draws."""
    wanted = {
        "loss": "training loss",
        "validation_loss": "validation loss",
        "training_accuracy": "training accuracy",
    }
    curves = {}
    for column, name in wanted.items():
        if column in columns:
            curve = np.asarray(columns[column], dtype=np.float64)
            if curve.shape != (count,):
                raise ValueError(
                    f"history[{column!r}] has shape {curve.shape}; "
                    f"one number for each of {count} epochs"
                )
            curves[name] = curve
    return curves


def read_names(names, classes):
    """Return the names of the classes, as many as there are."""
    if names is None:
        return tuple(map(str, range(max(classes, 2))))
    names = tuple(map(str, names))
    if len(names) < classes or len(names) > CLASSES:
        raise ValueError(
            f"names must name the {classes} classes (at most {CLASSES}), got {len(names)}"
        )
    return names


def read_images(images, n):
    """Return the images (N, h, w), or None. Raises ValueError for another shape or kind."""
    if images is None:
        return None
    images = np.asarray(images)
    if images.ndim != 3 or len(images) != n:
        raise ValueError(
            f"images must have shape ({n}, height, width), one for each label, got {images.shape}"
        )
    if images.dtype != np.uint8:
        raise ValueError(f"images must be uint8, 0 (paper) to 255 (ink), got {images.dtype}")
    return images


def worth_a_picture(labels, predictions, keep):
    """Of the digits that were ever mistaken: those that are at the end, then those that changed
    most often.
    """
    correct = predictions == labels
    flips = (correct[1:] != correct[:-1]).sum(axis=0)
    order = np.lexsort((np.arange(len(labels)), -flips, correct[-1]))
    mistaken = order[~correct.all(axis=0)[order]]
    return np.sort(mistaken[:keep])
