"""Adam, AdamW, Lion, Muon and SGD with momentum under equal tuning budgets, on digits, clothing and
a small language model.

Five seeds, each a whole search of its own: other data to learn from, other first weights, and for
every contender 16 other settings, drawn at random from ranges of three powers of ten for each
learning rate and for the decay. Every run has the same number of steps and a rate that falls in a
straight line to zero. Kept are the scores of every run on validation and test data; what a budget
of fewer trials would have chosen follows from them. "usual" is the setting that libraries have.
"""

from concurrent.futures import ProcessPoolExecutor

from records.optimizers.contenders import CONTENDERS
from records.optimizers.runs import TRIALS, judged, searched
from records.optimizers.tasks import MAKERS

SEEDS = 5


def measure():
    """Return the record; searches run side by side, each on one thread."""
    jobs = [(task, name, seed) for task in MAKERS for name in CONTENDERS for seed in range(SEEDS)]
    with ProcessPoolExecutor(2) as pool:
        results = pool.map(searched, jobs)
        found = dict(zip(jobs, results, strict=True))
    tasks = {}
    for task in MAKERS:
        tasks[task] = {
            name: [found[task, name, seed] for seed in range(SEEDS)] for name in CONTENDERS
        }
    return {"seeds": SEEDS, "trials": TRIALS, "tasks": tasks}


def sample():
    """Return what every contender reaches on digits with its usual setting."""
    runs = {name: judged("digits", name, CONTENDERS[name].usual(), 0) for name in CONTENDERS}
    return {name: row["validation"] / 100 for name, (row, _) in runs.items()}
