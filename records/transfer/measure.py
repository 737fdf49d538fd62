"""MNIST's features for small digits and for clothing, from 1 to 100 labels a class, beside a
network from scratch and methods on the pixels.

Five small convolutional networks learned 58,000 digits of MNIST, halved to 14 by 14 pixels. Their
features then serve small digits of other writers, or Fashion-MNIST. With n labels a class every
contender chooses among six settings by the mean accuracy on 250 validation images over three draws
of labels of their own; five other draws are then tested, each with another of the networks. The
test images are 500 small digits, mostly of writers not seen before, or 2,000 pictures of clothing.
"head first" fine-tunes from the frozen head, "two rates" gives the body a lower rate. "frozen,
random" has a body that never learned, "8,000 digits" and "clothing" one that learned 8,000 images.
"""

from records.transfer.contenders import CONTENDERS, CONTROLS
from records.transfer.runs import DRAWS, TUNING, accuracy, run
from records.transfer.sets import VALIDATION, task

LABELS = (1, 2, 5, 10, 20, 50, 100)  # a class
FEWER = (1, 5, 20, 100)


def measure():
    """Return the record."""
    found = {"small digits": {}, "clothing": {}}
    for name, contender in CONTENDERS.items():
        rows = {n: run(name, contender, "small digits", n) for n in LABELS}
        found["small digits"][name] = rows
    for name, contender in CONTROLS.items():
        rows = {n: run(name, contender, "small digits", n) for n in FEWER}
        found["small digits"][name] = rows
    for name, contender in CONTENDERS.items():
        rows = {n: run(name, contender, "clothing", n) for n in FEWER}
        found["clothing"][name] = rows
    return {
        "labels": LABELS,
        "fewer": FEWER,
        "draws": DRAWS,
        "tuning draws": len(TUNING),
        "validation images": 10 * VALIDATION,
        "tasks": found,
    }


def sample():
    """Return what two contenders reach with five labels a class and one setting."""
    where = task("small digits")
    found = {}
    for name, setting in (("frozen", 0.01), ("two rates", (3e-4, 3e-3))):
        score = CONTENDERS[name].scorer(*where.drawn(5, 0), setting, 0)
        found[name] = accuracy(score, where.test)
    return found
