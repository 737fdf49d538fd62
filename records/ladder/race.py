"""A step of training, and timing in turns, so that a busy machine slows every contender."""

import gc
import statistics
import time

ROUNDS = 40
WARM_UP = 5  # steps that are not timed
STEPS = {64: 8, 512: 2}  # in a round, by batch size


def stepper(loss_function, optimizer):
    """Return a function that takes one step; nblib and PyTorch have the same names for it."""

    def step():
        loss = loss_function()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def race(steps, reference, batch):
    """Time functions that take one training step each.

    Returns {name: {"ms": median of a step, "speed": quartiles over rounds of the reference's time
    divided by this one's}}.
    """
    for step in steps.values():
        for _ in range(WARM_UP):
            step()
    times = {name: [] for name in steps}
    gc.collect()
    for _ in range(ROUNDS):
        for name, step in steps.items():
            times[name].append(_seconds(step, STEPS[batch]))
    return {name: _row(taken, times[reference]) for name, taken in times.items()}


def _seconds(step, count):
    """Return the seconds of one step, the mean of several."""
    begin = time.perf_counter()
    for _ in range(count):
        step()
    return (time.perf_counter() - begin) / count


def _row(times, reference):
    ratios = [r / t for r, t in zip(reference, times, strict=True)]
    speed = [round(quartile, 3) for quartile in statistics.quantiles(ratios, n=4)]
    return {"ms": round(1000 * statistics.median(times), 4), "speed": speed}
