"""The parts of the record, each by itself."""

from functools import partial

import numpy as np

from nblib.data import load_mnist
from nblib.optim import Adam
from records.schedules.contenders import (
    CLIMBS,
    EPOCHS,
    LENGTHS,
    RANGES,
    SCHEDULES,
    TASKS,
    WARMED,
    down,
    warmed,
)
from records.schedules.networks import layers
from records.schedules.runs import SEEDS, data, first_failure, ranged, run, tuned


def shapes():
    """Return what each schedule reached on each task."""
    found = {}
    for task, (loader, optimizer, rates) in TASKS.items():
        parts = data(loader)
        found[task] = {}
        for name, schedule in SCHEDULES.items():
            options = (layers, optimizer, schedule, rates, EPOCHS, "averaged" in name)
            found[task][name] = tuned(f"{task}, {name}", parts, *options)
    return found


def lengths():
    """Return what constant rates and lines down reached in one epoch and in ten."""
    task = "digits, SGD"
    loader, optimizer, rates = TASKS[task]
    parts = data(loader)
    found = {}
    for epochs in LENGTHS:
        found[str(epochs)] = {}
        for name in ("constant", "linear"):
            options = (layers, optimizer, SCHEDULES[name], rates, epochs)
            found[str(epochs)][name] = tuned(f"{task}, {epochs} epochs, {name}", parts, *options)
    return found


def warm_ups():
    """Return what each network reached with a climb and without, for every rate."""
    parts = data(load_mnist)
    found = {}
    for name, (make, rates) in WARMED.items():
        found[name] = {}
        for part in CLIMBS:

            def schedule(lr, steps, part=part):
                if part == 0:
                    return partial(down, lr=lr, steps=steps)
                return warmed(partial(partial, down, lr=lr), steps, part)

            options = (make, Adam, schedule, rates, 3)
            found[name][str(part)] = tuned(f"{name}, climb {part}", parts, *options)
    return found


def range_tests():
    """Return what range tests say of each network, and what constant rates do."""
    parts = data(load_mnist)
    found = {}
    for name, (make, optimizer, ends, rates) in RANGES.items():
        rows = []
        for seed in SEEDS:
            suggested, divergence = ranged(parts, make, optimizer, ends, seed)
            go = partial(run, parts, make, optimizer, SCHEDULES["constant"], epochs=2, seed=seed)
            accuracies = [go(lr)[0] for lr in rates]
            failed = first_failure(rates, accuracies)
            rows.append({"suggested": suggested, "divergence": divergence, "fails from": failed})
            print(name, rows[-1], np.round(accuracies, 2), flush=True)
        found[name] = rows
    return found


PARTS = {"warm-up": warm_ups, "shapes": shapes, "range tests": range_tests, "lengths": lengths}


def part(name):
    """Return one part of the record."""
    with np.errstate(all="ignore"):
        return PARTS[name]()
