"""Where nblib/widgets/few_labels/recorded.json comes from: python -m tools.data.record_few_labels

The scores are those of records/transfer.json. The pictures are the first that the first of its runs
learns from.
"""

import json

import numpy as np

from nblib.data import load_small_digits
from nblib.files import write
from nblib.page import records
from nblib.widgets.core.packed import pack
from nblib.widgets.few_labels.constants import LABELS, OTHERS, ROWS, SCRATCH, TASKS
from records.transfer.sets import task
from tools.paths import NBLIB

OUT = NBLIB / "widgets" / "few_labels" / "recorded.json"
# Which contender of the record stands behind a name of the widget.
CONTENDERS = ("from scratch", "frozen", "fine-tuned", "head first", "kernel")
NAMES = dict(zip((SCRATCH, *OTHERS), CONTENDERS, strict=True))


def scores_of(by_contender):
    """Return {name: for each of LABELS five accuracies in percent, or None}."""
    found = {}
    for name, contender in NAMES.items():
        rows = by_contender[contender]
        found[name] = [percents(rows[str(n)]) if str(n) in rows else None for n in LABELS]
    return found


def percents(row):
    """Return the accuracies of the five runs in percent."""
    return [round(100 * share, 2) for share in row["test"]]


def pictures_of(name):
    """Return {"size", "pixels"}: ROWS pictures of each class in turn, as bytes of ink."""
    rng = np.random.default_rng(0)  # as the first run draws them
    rows = np.concatenate([rng.permutation(row)[:ROWS] for row in task(name).pool])
    if name == "small digits":
        ink = load_small_digits().x_train[rows] / 16  # (50, 8, 8), sharper than what is learned
    else:
        ink = task(name).images[rows, 0]  # (50, 14, 14)
    return {"size": ink.shape[-1], "pixels": pack(np.round(255 * ink), np.uint8)}


def content():
    """Return what recorded.json holds."""
    tasks = records.load("transfer")["results"]["tasks"]
    return {
        "made by": "python -m tools.data.record_few_labels",
        "scores": {name: scores_of(tasks[name]) for name in TASKS},
        "pictures": {name: pictures_of(name) for name in TASKS},
    }


def main():
    """Write recorded.json."""
    write(OUT, json.dumps(content(), separators=(",", ":")) + "\n")
    print(len(OUT.read_bytes()), "bytes")


if __name__ == "__main__":
    main()
