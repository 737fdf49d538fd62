"""One run: a network trained with one setting, and judged."""

import math
import time

import numpy as np

from nblib.losses import cross_entropy
from nblib.schedules import linear
from records.optimizers.contenders import CONTENDERS, optimizers
from records.optimizers.tasks import task

TRIALS = 16


class Together:
    """Several optimizers that step as one; a schedule multiplies the rate of each."""

    def __init__(self, parts):
        self.parts = parts
        self.rates = [part.param_groups[0]["lr"] for part in parts]

    def zero_grad(self):
        """Forget the gradients."""
        for part in self.parts:
            part.zero_grad()

    def step(self, share):
        """Take a step with this share of the first rates."""
        for part, lr in zip(self.parts, self.rates, strict=True):
            for group in part.param_groups:
                group["lr"] = lr * share
            part.step()


def trained(task_name, name, setting, seed):
    """Return (model, processor seconds a step). The rate falls in a straight line to zero."""
    where = task(task_name)
    model, hidden, others = where.network(seed)
    together = Together(optimizers(name, hidden, others, setting))
    batches, _ = where.drawn(seed)
    steps = where.epochs * len(batches)
    step = 0
    began = time.process_time()
    for _ in range(where.epochs):
        for x, y in batches:
            loss = cross_entropy(model(x), y)
            if not math.isfinite(loss.item()):  # diverged: nothing can be learned any more
                return model, (time.process_time() - began) / max(step, 1)
            together.zero_grad()
            loss.backward()
            together.step(linear(step, 1.0, steps=steps, start_factor=1.0, end_factor=0.0))
            step += 1
    return model, (time.process_time() - began) / steps


def judged(task_name, name, setting, seed):
    """Return a row: the setting, and the scores on validation and test data."""
    with np.errstate(all="ignore"):  # what diverges overflows
        model, seconds = trained(task_name, name, setting, seed)
        where = task(task_name)
        _, validation = where.drawn(seed)
        scores = {
            "validation": where.score(model, validation),
            "test": where.score(model, where.test),
        }
    row = {key: float(f"{value:.3g}") for key, value in setting.items()}
    row |= {key: round(value, 4) for key, value in scores.items()}
    return row, 1000 * seconds


def searched(job):
    """Return what one contender finds on one task with one seed: the usual setting first, then the
    trials, which are other ones for each seed.
    """
    task_name, name, seed = job
    contender = CONTENDERS[name]
    rng = np.random.default_rng([seed, list(CONTENDERS).index(name)])
    settings = [contender.usual()] + [contender.drawn(rng) for _ in range(TRIALS)]
    found = [judged(task_name, name, setting, seed) for setting in settings]
    rows = [row for row, _ in found]
    best = min(rows[1:], key=lambda row: row["validation"])
    print(task_name, name, seed, best, flush=True)
    return {
        "usual": rows[0],
        "trials": {key: [row[key] for row in rows[1:]] for key in rows[0]},
        "milliseconds": round(float(np.median([ms for _, ms in found])), 3),
    }
