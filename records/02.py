"""Steps of gradient descent on the diamonds, prepared in four ways, and its time beside the closed
form.

Steps: until the gap to the minimum is at most TARGET of the gap at the start (all weights zero).
Each descent tries four fixed learning rates and is judged by its best: FRACTIONS of 2 / (smallest +
largest curvature), which is the best for the worst start, and this start is another. The steps are
counted with the exact formula per eigen-direction, and also run, one step after the other, where
there are at most RUN of them. Every seed is a bootstrap resample of the training rows.

Time: full-batch gradient descent until the same target, handed the best of its rates free of
charge, against one Newton step from zero (which for a linear model is the closed form, the normal
equations) and against NumPy's lstsq: on the standardized diamonds, and on made-up features of
growing width with a given condition number.
"""

import statistics
import time

import numpy as np

from nblib.data import load_diamonds

TARGET = 1e-6
RUN = 100_000
SEEDS = 20
REPEATS = 7
FRACTIONS = (0.9, 0.99, 0.999, 1)
SETS = {
    "4 features": ("x", "cut", "color", "clarity"),
    "6 features": ("x", "depth", "table", "cut", "color", "clarity"),
}
PREPARATIONS = {
    "raw": lambda x, mean, std: x,
    "scaled": lambda x, mean, std: x / std,
    "centered": lambda x, mean, std: x - mean,
    "standardized": lambda x, mean, std: (x - mean) / std,
}
WIDTHS, ROWS, CONDITIONS = (4, 16, 64, 256, 1024), 20_000, (3, 100)


def with_ones(x):
    """Return x with a column of ones before it: (n, d + 1)."""
    return np.column_stack([np.ones(len(x)), x])


def steps_by_formula(h, b):
    """Return (fewest steps to TARGET from zero, their learning rate) by the factor of each
    eigen-direction.
    """
    curvatures, directions = np.linalg.eigh(h)
    start = directions.T @ np.linalg.solve(h, b)  # minus the error at w = 0, direction by direction
    rates = [fraction * 2 / (curvatures[0] + curvatures[-1]) for fraction in FRACTIONS]
    return min((steps_at(rate, curvatures, start), rate) for rate in rates)


def steps_at(lr, curvatures, start):
    """Return the steps to TARGET at one learning rate."""

    def gap(k):
        return np.sum(curvatures * ((1 - lr * curvatures) ** k * start) ** 2) / 2

    high = 1
    while gap(high) > TARGET * gap(0):
        high *= 2
    low = high // 2  # the gap falls with every step at such a learning rate
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if gap(middle) > TARGET * gap(0) else (low, middle)
    return high


def steps_by_running(h, b, lr):
    """Return the steps to TARGET from zero, counted by taking them."""
    minimum, w = np.linalg.solve(h, b), np.zeros(len(b))
    first = minimum @ h @ minimum
    for k in range(RUN + 1):
        error = w - minimum
        if error @ h @ error <= TARGET * first:
            return k
        w = w - lr * (h @ w - b)
    raise RuntimeError(f"not there after {RUN} steps")


def measure_steps():
    """Return, for each feature set and preparation, condition numbers and steps over the
    resamples.
    """
    results = {}
    for label, features in SETS.items():
        diamonds = load_diamonds(features)
        for seed in range(SEEDS):
            rows = np.random.default_rng(seed).integers(
                len(diamonds.y_train), size=len(diamonds.y_train)
            )
            x, y = diamonds.x_train[rows], np.log(diamonds.y_train[rows])
            for name, prepare in PREPARATIONS.items():
                a = with_ones(prepare(x, x.mean(axis=0), x.std(axis=0)))
                h, b = a.T @ a / len(y), a.T @ y / len(y)
                steps, lr = steps_by_formula(h, b)
                entry = results.setdefault(label, {}).setdefault(
                    name, {"condition": [], "steps": [], "run": []}
                )
                entry["condition"].append(float(f"{np.linalg.cond(h):.6g}"))
                entry["steps"].append(steps)
                entry["run"].append(steps_by_running(h, b, lr) if steps <= RUN else None)
    return results


def descend(a, y, lr, steps):
    """Full-batch gradient descent on the data from zero."""
    w = np.zeros(a.shape[1])
    for _ in range(steps):
        w -= lr / len(y) * (a.T @ (a @ w - y))
    return w


def newton(a, y, lr, steps):
    """One Newton step from zero: the normal equations."""
    return np.linalg.solve(a.T @ a, a.T @ y)


def lstsq(a, y, lr, steps):
    """NumPy's least squares, by a singular value decomposition."""
    return np.linalg.lstsq(a, y, rcond=None)[0]


def seconds(function, *arguments):
    """Return the wall-clock seconds of one call, or of the mean of several where one is short."""
    calls, start = 0, time.perf_counter()
    while calls == 0 or time.perf_counter() - start < 0.02:
        function(*arguments)
        calls += 1
    return (time.perf_counter() - start) / calls


def compare(a, y):
    """Return the times of the three methods on one problem, interleaved, with ratios to
    Newton's.
    """
    h, b = a.T @ a / len(y), a.T @ y / len(y)
    steps, lr = steps_by_formula(h, b)
    arguments = (a, y, lr, steps)
    methods = (descend, newton, lstsq)
    for method in methods:
        method(*arguments)
    times = {method.__name__: [] for method in methods}
    for repeat in range(REPEATS):
        for method in np.random.default_rng(repeat).permutation(len(methods)):
            times[methods[method].__name__].append(seconds(methods[method], *arguments))
    result = {
        "steps": steps,
        "milliseconds": {k: round(1e3 * statistics.median(v), 4) for k, v in times.items()},
    }
    for name in ("descend", "lstsq"):
        ratios = sorted(t / n for t, n in zip(times[name], times["newton"], strict=True))
        spread = (ratios[0], statistics.median(ratios), ratios[-1])
        result[f"{name} / newton"] = [float(f"{r:.3g}") for r in spread]
    return result


def made_up(width, condition):
    """Return random features (ROWS, width) whose Hessian has curvatures from 1 to condition, and
    noisy targets.
    """
    rng = np.random.default_rng(width)
    columns = np.linalg.qr(rng.normal(size=(ROWS, width)))[0] * np.sqrt(
        ROWS * np.geomspace(1, condition, width)
    )
    a = columns @ np.linalg.qr(rng.normal(size=(width, width)))[0]
    return a, a @ rng.normal(size=width) + rng.normal(size=ROWS)


def measure_time():
    """Return times on the standardized diamonds, on made-up features, and of one step on the raw
    diamonds.
    """
    results = {"diamonds": {}, "made up": {}, "milliseconds of a raw step": {}}
    for label, features in SETS.items():
        diamonds = load_diamonds(features)
        x, y = diamonds.x_train, np.log(diamonds.y_train)
        results["diamonds"][label] = compare(with_ones((x - x.mean(axis=0)) / x.std(axis=0)), y)
        step = [seconds(descend, with_ones(x), y, 1e-6, 100) / 100 for _ in range(REPEATS)]
        results["milliseconds of a raw step"][label] = round(1e3 * statistics.median(step), 4)
    for condition in CONDITIONS:
        widths = {str(width): compare(*made_up(width, condition)) for width in WIDTHS}
        results["made up"][str(condition)] = widths
    return results


def measure():
    """Return the record."""
    return {
        "target": TARGET,
        "seeds": SEEDS,
        "repeats": REPEATS,
        "made-up rows": ROWS,
        "steps": measure_steps(),
        "time": measure_time(),
    }
