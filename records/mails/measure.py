"""Who sorts mails best, and from how many examples: word counts with logistic regression, or
networks?

From the mails for training of load_spam(), n are labeled: 100, 300, 1,000 or all. A fifth of them
validates, the rest is learned from; both are runs of the order of the file, so that at most a
thread or two is in both. Five seeds each draw other mails, another part for validation and other
first weights. Every contender gets TRIALS settings, and its loss on validation chooses one, for
each seed anew; what is kept is how it does on the test set, which is the same for all. Mails are
read to their end.

Then, from all mails: what the subject alone knows, also without "Re:" and names of lists in
brackets; what the body alone knows; and TF-IDF where the test set is drawn anew, by threads or mail
by mail.
"""

from concurrent.futures import ProcessPoolExecutor

import numpy as np

from records.mails.contenders import (
    CONTENDERS,
    FILTER_RATES,
    MEAN_RATES,
    PENALTIES,
    Filters,
    Mean,
)
from records.mails.runs import (
    PARTS,
    SEEDS,
    SIZES,
    mails,
    merged,
    on_curve,
    on_part,
    redrawn,
    task_of,
)


def measure():
    """Return the record; the runs go side by side, each on one thread."""
    seeds = range(SEEDS)
    curves = {name: {} for name in CONTENDERS}
    with ProcessPoolExecutor(5) as pool:

        def all_seeds(run, *what):
            return pool.map(run, [(*what, seed) for seed in seeds])

        # The longest first.
        pairs = [(n, name) for n in SIZES[::-1] for name in list(CONTENDERS)[::-1]]
        waiting = [(n, name, all_seeds(on_curve, n, name)) for n, name in pairs]
        seen = {part: all_seeds(on_part, part) for part in PARTS}
        ways = {"by threads": True, "mail by mail": False}
        splits = {name: all_seeds(redrawn, by_threads) for name, by_threads in ways.items()}
        for n, name, runs in waiting:
            curves[name][str(n)] = found = merged(list(runs))
            print(n, name, np.round(found["error"], 4), found["chosen"], flush=True)
        seen = {part: merged(list(runs)) for part, runs in seen.items()}
        splits = {name: merged(list(runs)) for name, runs in splits.items()}
    settings = {
        "penalties": PENALTIES,
        "rates": {"mean of embeddings": MEAN_RATES, "convolution": FILTER_RATES},
        "sizes": SIZES,
        "seeds": SEEDS,
        "test": len(mails()[1][1]),
    }
    return {"curves": curves, "parts": seen, "splits": splits} | settings


def sample():
    """Return what short runs find: a fifth of 100 mails, two settings of each network."""
    train, test = mails()
    task = task_of(train, test, 100, 0)
    found = {"TF-IDF": task.judged(task.by_counts())["losses"]}
    for kind in (Mean, Filters):
        found[kind.__name__] = task.judged(task.by_network(kind, MEAN_RATES[:2]))["losses"]
    return found
