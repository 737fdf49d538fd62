"""What decay and its shapes buy on pictures of clothing, and what larger rates do on digits.

"shapes": the comparison of that name in the record of schedules, on other pictures. The network,
the eight schedules, the three epochs and the batches are the same; 7,000 pictures to learn from,
1,000 to choose the largest rate by, with three seeds, and 2,000 to judge five other seeds by, once.
The rates are √2 apart, over a range wide enough that none of the schedules chooses its end.

"larger rates": that record again, with Adam on digits, for the two schedules whose best rate was
the largest tried. Here the rates go on from there.
"""

from nblib.data import load_fashion_mnist, load_mnist
from nblib.optim import SGD, Adam
from records.schedules.contenders import EPOCHS, SCHEDULES
from records.schedules.networks import layers
from records.schedules.runs import BATCH, SEEDS, data, run, tuned

# name -> (optimizer, largest rates)
TASKS = {
    "clothing, SGD": (SGD, [0.05 * 2 ** (k / 2) for k in range(9)]),
    "clothing, Adam": (Adam, [0.0005 * 2 ** (k / 2) for k in range(11)]),
}
LARGER = [0.008 * 2 ** (k / 2) for k in range(6)]


def shapes():
    """Return what each schedule reached on clothing."""
    parts = data(load_fashion_mnist)
    found = {}
    for task, (optimizer, rates) in TASKS.items():
        found[task] = {}
        for name, schedule in SCHEDULES.items():
            options = (layers, optimizer, schedule, rates, EPOCHS, "averaged" in name)
            found[task][name] = tuned(f"{task}, {name}", parts, *options)
    return found


def larger():
    """Return what larger rates of Adam reached on digits."""
    parts = data(load_mnist)
    found = {}
    for name in ("constant", "warm-up, linear"):
        options = (layers, Adam, SCHEDULES[name], LARGER, EPOCHS)
        found[name] = tuned(f"digits, {name}", parts, *options)
    return found


def measure():
    """Return the record."""
    return {"seeds": len(SEEDS), "shapes": shapes(), "larger rates": larger()}


def sample():
    """Return what each schedule reaches in twenty steps at one rate, with each optimizer."""
    parts = data(load_fashion_mnist)
    x, y = parts["training"]
    parts["training"] = (x[: 20 * BATCH], y[: 20 * BATCH])
    found = {}
    for task, (optimizer, rates) in TASKS.items():
        for name, schedule in SCHEDULES.items():
            options = {"epochs": 1, "seed": 0, "averaged": "averaged" in name}
            found[f"{task}, {name}"] = run(parts, layers, optimizer, schedule, rates[2], **options)
    return found
