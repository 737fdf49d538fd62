"""All races at the number of threads that the environment says: python -m records.speed.races"""

import json
import os

import numpy as np
import torch

from records.ladder.measure import BATCHES
from records.ladder.optimizers import RULES
from records.ladder.race import race
from records.ladder.steps import nblib_step, torch_step
from records.speed.digits import autograd_step, limit_step, mygrad_step
from records.speed.limits import PRODUCTS
from records.speed.limits import limit_step as limit_of
from records.speed.rows import ROWS

SLOW = 512  # the other networks take as many steps in a round as a batch of this size


def digits(batch, rule):
    """Race the steps of the digits network."""
    contenders = {
        "nblib": nblib_step(batch, rule),
        "PyTorch": torch_step(batch, rule),
        "PyTorch, foreach": torch_step(batch, rule, foreach=True),
        "PyTorch, fused": torch_step(batch, rule, fused=True),
        "HIPS autograd": autograd_step(batch, rule),
        "MyGrad": mygrad_step(batch, rule),
    }
    first = {name: step() for name, step in contenders.items()}
    assert np.allclose(list(first.values()), first["PyTorch"], rtol=1e-4), first
    steps = {"the bare products": limit_step(batch), **contenders}
    return race(steps, "PyTorch", batch)


def main():
    """Print the results as JSON."""
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    results = {}
    for rule in RULES:
        for batch in BATCHES:
            results[f"digits, batch {batch}, {rule}"] = digits(batch, rule)
    for name, step in ROWS.items():
        steps = {"nblib": step("nblib"), "PyTorch": step("PyTorch")}
        if name in PRODUCTS:
            steps["the bare products"] = limit_of(name)
        results[name] = race(steps, "PyTorch", SLOW)
    print(json.dumps(results))


if __name__ == "__main__":
    main()
