"""One contender with n labels a class: its setting chosen by validation, then five draws tested."""

import numpy as np

from records.transfer.sets import task

DRAWS = 5  # of labels and first weights, for the test
TUNING = range(100, 103)  # seeds of the draws that choose


def accuracy(score, pair):
    """Return the share of right answers."""
    x, y = pair
    return float(np.mean(score(x).argmax(axis=1) == y))


def tried(contender, where, n, setting):
    """Return the mean accuracy on validation data over the tuning draws."""
    found = []
    for seed in TUNING:
        score = contender.scorer(*where.drawn(n, seed), setting, seed)
        found.append(accuracy(score, where.validation))
    return float(np.mean(found))


def run(name, contender, target, n):
    """Return the settings' validation accuracies, the chosen setting, and the test accuracies."""
    where = task(target)
    validation = [tried(contender, where, n, setting) for setting in contender.settings]
    chosen = contender.settings[int(np.argmax(validation))]
    test = []
    for seed in range(DRAWS):
        score = contender.scorer(*where.drawn(n, seed), chosen, seed)
        test.append(accuracy(score, where.test))
    print(target, name, n, chosen, np.round(test, 3).tolist(), flush=True)
    return {
        "validation": np.round(validation, 4).tolist(),
        "chosen": chosen,
        "test": np.round(test, 4).tolist(),
    }
