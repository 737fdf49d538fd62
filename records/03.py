"""Rows per second by batch size, and which batch size gets a softmax regression on digits to a
given loss soonest.

Model: 784 pixels and a one to 10 scores, float32, on the 8,000 embedded training digits, reshuffled
every epoch. Every batch size takes the fastest of the same learning rates, by the median of steps
over TUNING seeds, then runs on SEEDS other ones, the batch sizes in an order drawn anew for each
seed. The clock runs while batches are drawn and steps taken; it stands still while the loss on all
training digits is looked at, each time that the number of steps has grown by LOOK, relative to
itself: that is how precisely it is known. A run fails when it has seen EPOCHS epochs without
getting there, when it needs over twice the steps of a smaller rate, or when its loss exceeds ten
times the first one.

Throughput: the same step, the batch sizes interleaved, REPEATS times.
"""

import statistics
import time

import numpy as np

from nblib.data import load_mnist

TARGET = 0.4
BATCHES = (1, 4, 16, 64, 256, 1024, 8000)
RATES = tuple(0.0025 * 2**k for k in range(11))  # to 2.56
TUNING, SEEDS, REPEATS = 3, 7, 7
LOOK, EPOCHS = 0.04, 200


def prepared():
    """Return pixels with a column of ones (n, 785) and digits as rows of one 1 (n, 10), float32."""
    digits = load_mnist()
    x = digits.x_train.reshape(len(digits.x_train), -1) / 255
    x = np.column_stack([np.ones(len(x)), x]).astype(np.float32)
    return x, np.eye(10, dtype=np.float32)[digits.y_train]


def log_softmax(z):
    """Return the logarithms of the probabilities (B, 10) of scores (B, 10)."""
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


def step(w, x, t, lr):
    """Change w (785, 10) by one step on a batch."""
    w -= lr / len(x) * (x.T @ (np.exp(log_softmax(x @ w)) - t))


def loss(w, x, t):
    """Return the mean cross-entropy."""
    return -float(np.sum(log_softmax(x @ w) * t)) / len(x)


def run(x, t, batch_size, lr, seed, most):
    """Return (steps, seconds) to the target, or None where it is not reached in at most this many
    steps.
    """
    rng, w = np.random.default_rng(seed), np.zeros((x.shape[1], t.shape[1]), np.float32)
    steps, seconds = 0, 0.0
    order, place = rng.permutation(len(x)), 0
    while steps < most:
        more, start = max(1, round(LOOK * steps)), time.perf_counter()
        for _ in range(more):
            if place >= len(order):
                order, place = rng.permutation(len(x)), 0
            rows = order[place : place + batch_size]
            place += batch_size
            step(w, x[rows], t[rows], lr)
        seconds += time.perf_counter() - start
        steps += more
        now = loss(w, x, t)
        if now <= TARGET:
            return steps, seconds
        if not now < 10 * np.log(t.shape[1]):  # ten times the loss of the start, or not a number
            return None
    return None


def tuned(x, t, batch_size):
    """Return the learning rate that takes the fewest steps (median over seeds), and the steps of
    each rate.
    """
    tried, most = {}, EPOCHS * len(x) // batch_size
    for lr in RATES:
        steps = []
        for seed in range(TUNING):
            done = run(x, t, batch_size, lr, 1000 + seed, most)
            if done is None:
                break
            steps.append(done[0])
        tried[lr] = statistics.median(steps) if len(steps) == TUNING else None
        most = min([most] + [2 * s for s in tried.values() if s])
    return min((lr for lr in RATES if tried[lr]), key=lambda lr: tried[lr]), tried


def measure_time(x, t):
    """Return, for each batch size, its learning rate, and steps and seconds to the target for each
    seed.
    """
    results, most = {}, {}
    for batch_size in BATCHES:
        lr, tried = tuned(x, t, batch_size)
        results[str(batch_size)] = {
            "lr": lr,
            "tried": {f"{r:g}": s for r, s in tried.items()},
            "steps": [],
            "ms": [],
        }
        most[batch_size] = 10 * tried[lr]
    for seed in range(SEEDS):
        for batch_size in np.random.default_rng(seed).permutation(BATCHES).tolist():
            entry = results[str(batch_size)]
            done = run(x, t, batch_size, entry["lr"], seed, most[batch_size])
            if done is None:
                raise RuntimeError(
                    f"batch size {batch_size}, seed {seed}: the target was not reached"
                )
            entry["steps"].append(done[0])
            entry["ms"].append(round(1e3 * done[1], 3))
    return results


def measure_throughput(x, t):
    """Return rows per second for each batch size: least, median and most of the repeats."""
    rates = {batch_size: [] for batch_size in BATCHES}
    for repeat in range(-1, REPEATS):  # the first round warms up
        for batch_size in np.random.default_rng(repeat + 1).permutation(BATCHES).tolist():
            w, order = (
                np.zeros((x.shape[1], t.shape[1]), np.float32),
                np.random.default_rng(0).permutation(len(x)),
            )
            rows, start = 0, time.perf_counter()
            while time.perf_counter() - start < 0.1:
                taken = order[rows % len(x) : rows % len(x) + batch_size]
                step(w, x[taken], t[taken], 1e-3)
                rows += len(taken)
            if repeat >= 0:
                rates[batch_size].append(rows / (time.perf_counter() - start))
    return {
        str(size): [round(v) for v in (min(found), statistics.median(found), max(found))]
        for size, found in rates.items()
    }


def measure():
    """Return the record."""
    x, t = prepared()
    return {
        "target": TARGET,
        "rows": len(x),
        "seeds": SEEDS,
        "throughput": measure_throughput(x, t),
        "time": measure_time(x, t),
    }


def sample():
    """Return the steps to the target for three batch sizes."""
    x, t = prepared()
    steps = {}
    for batch_size, lr in ((16, 0.04), (256, 0.16), (8000, 0.32)):
        done = run(x, t, batch_size, lr, seed=0, most=1000)
        steps[str(batch_size)] = done and float(done[0])
    return steps
