"""Scores that were recorded, and their differences by run; maths.mjs is the twin."""

import json
import math
from functools import cache
from pathlib import Path

from nblib.widgets.few_labels.constants import LABELS


@cache
def recorded():
    """Return what recorded.json holds."""
    return json.loads(Path(__file__).with_name("recorded.json").read_text(encoding="utf-8"))


def numbers_of(scores):
    """Return the numbers of labels a class that these scores are for; scores: by contender, then by
    the place of a number in LABELS, None where there is none.
    """
    any_contender = next(iter(scores.values()))
    return [n for n, runs in zip(LABELS, any_contender, strict=True) if runs]


def nearest(wanted, numbers):
    """Return the number that is nearest to the wanted one by their ratio, the smaller of two."""
    return min(numbers, key=lambda n: (abs(math.log(n / wanted)), n))


def mean(values):
    """Return the mean of numbers."""
    return sum(values) / len(values)


def paired(ones, others):
    """Return (mean, standard error) of the differences ones - others, run by run."""
    gaps = [one - other for one, other in zip(ones, others, strict=True)]
    middle = mean(gaps)
    square = sum((gap - middle) ** 2 for gap in gaps) / (len(gaps) - 1)
    return middle, math.sqrt(square / len(gaps))
