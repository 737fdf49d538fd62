"""Which way of using curvature pays on a real logistic regression?

A multinomial logistic regression reads 1,000 of the embedded digits, 784 pixels and a one, so that
it has 7,850 weights, with a penalty of LAM / 2 times their squares. All of it is in float64, and
every contender sees all rows. What counts is the gap, the loss above that of the optimum, and what
each level of it costs: in evaluations, which are a loss with its gradient, a product of the Hessian
with a vector, or a loss alone; and in seconds of the processor, on one thread, which is what a
clock shows where nothing else runs. Each contender but one chooses among eight settings by three
seeds, by the evaluations for a gap of CHOSEN_BY; five other seeds, which draw other rows, then
count. The one is "minibatches", with batches of 64, which has eight settings of its own and whose
gap is looked at after each epoch; an epoch counts as one evaluation, and looking takes no time.
"""

import functools
import time

import numpy as np

from nblib.curvature import LBFGS, backtrack, conjugate_gradients
from nblib.data import load_mnist

ROWS = 1000
LAM = 1e-3
GAPS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-6)
CHOSEN_BY = 1e-3
BUDGET = 800  # evaluations while choosing; for the seeds that count twice as many
TUNING_SEEDS = (100, 101, 102)
SEEDS = range(5)
SETTINGS = {
    "gradient descent": [{"lr": lr} for lr in (1.0, 1.4, 1.7, 2.0, 2.3, 2.6, 3.0, 3.5)],
    "momentum": [
        {"lr": lr, "momentum": momentum} for momentum in (0.9, 0.95) for lr in (0.4, 0.8, 1.2, 1.6)
    ],
    "L-BFGS": [{"lr": lr, "history_size": m} for lr in (0.5, 1.0) for m in (5, 20, 50, 100)],
    "Newton-CG": [
        {"loosest": loosest, "most": most} for most in (50, 250) for loosest in (0.1, 0.3, 0.5, 0.9)
    ],
    "minibatches": [
        {"lr": lr, "epochs": epochs} for epochs in (10, 40) for lr in (0.03, 0.1, 0.3, 1.0)
    ],
}


class Regression:
    """The regression on the rows that a seed draws."""

    def __init__(self, seed, rows=ROWS):
        digits = load_mnist()
        drawn = np.random.default_rng(seed).permutation(len(digits.x_train))[:rows]
        self.x = with_one(digits.x_train[drawn])  # (n, 785)
        self.y = digits.y_train[drawn]
        self.x_test = with_one(digits.x_test)
        self.y_test = digits.y_test
        self.d = 785 * 10

    def probabilities(self, w, rows=slice(None)):
        """Return the probabilities (n, 10) and the losses (n,) of the rows."""
        z = self.x[rows] @ w.reshape(785, 10)
        z -= z.max(axis=1, keepdims=True)
        e = np.exp(z)
        total = e.sum(axis=1, keepdims=True)
        y = self.y[rows]
        return e / total, np.log(total[:, 0]) - z[np.arange(len(y)), y]

    def full(self, w, rows=slice(None)):
        """Return the loss, its gradient (d,) and the probabilities."""
        p, losses = self.probabilities(w, rows)
        delta = p.copy()
        delta[np.arange(len(p)), self.y[rows]] -= 1
        grad = self.x[rows].T @ (delta / len(p)) + LAM * w.reshape(785, 10)
        return float(losses.mean() + LAM / 2 * w @ w), grad.ravel(), p

    def loss(self, w):
        """Return the loss alone."""
        return float(self.probabilities(w)[1].mean() + LAM / 2 * w @ w)

    def product(self, p, v):
        """Return the Hessian where the probabilities are p, times v (d,)."""
        z = self.x @ v.reshape(785, 10)
        z -= (p * z).sum(axis=1, keepdims=True)
        return (self.x.T @ (p * z / len(p))).ravel() + LAM * v

    def accuracy(self, w):
        """Return the accuracy on the test digits."""
        answers = (self.x_test @ w.reshape(785, 10)).argmax(axis=1)
        return float(np.mean(answers == self.y_test))


def with_one(images):
    """(n, 28, 28) of 0 to 255 to (n, 785) of 0 to 1, the last of them 1."""
    x = images.reshape(len(images), 784) / 255.0
    return np.column_stack([x, np.ones(len(x))])


class Reached(Exception):
    """A run has come as near to the optimum as was asked."""


class Trace:
    """What a run has cost when it first reached each gap."""

    def __init__(self, task, best, budget, last):
        self.task = task
        self.best = best
        self.budget = budget
        self.last = last
        self.evaluations = 0
        self.began = time.process_time()
        self.looking = 0.0  # seconds that were not the run's
        self.points = []  # (evaluations, seconds, gap)

    def see(self, loss, evaluations):
        """Take down a loss, and how many evaluations have led to it since the last one."""
        self.evaluations += evaluations
        gap = loss - self.best
        seconds = time.process_time() - self.began - self.looking
        self.points.append((self.evaluations, seconds, gap))
        if gap <= self.last or self.evaluations >= self.budget or not gap < 1e3:
            raise Reached

    def gradient(self, w):
        """Return the loss and the gradient at w, as one evaluation."""
        loss, grad, _ = self.task.full(w)
        self.see(loss, 1)
        return loss, grad

    def until(self, gap):
        """Return (evaluations, seconds) until a gap was first reached, None where it was not."""
        hits = [point[:2] for point in self.points if point[2] <= gap]
        return hits[0] if hits else None


def descend(trace, w, lr, momentum=0.0):
    """Nesterov's momentum as in torch.optim.SGD; without momentum plain gradient descent."""
    velocity = np.zeros_like(w)
    while True:
        _, grad = trace.gradient(w)
        velocity = momentum * velocity + grad
        w = w - lr * (grad + momentum * velocity)


def lbfgs(trace, w, **options):
    """L-BFGS with the search after Wolfe, in one step()."""
    limits = {"max_iter": 10**6, "max_eval": 10**6, "tolerance_grad": 0, "tolerance_change": 0}
    LBFGS(w, line_search_fn="strong_wolfe", **limits, **options).step(trace.gradient)


def newton_cg(trace, w, loosest, most):
    """Newton's step by conjugate gradients, the more exactly the smaller the gradient."""
    while True:
        loss, grad, p = trace.task.full(w)
        trace.see(loss, 1)
        tolerance = min(loosest, np.linalg.norm(grad) ** 0.5)
        product = functools.partial(trace.task.product, p)
        found = conjugate_gradients(product, -grad, tolerance=tolerance, max_products=most)
        t, _, tried = backtrack(trace.task.loss, w, found.x, grad @ found.x)
        trace.evaluations += found.products + tried
        w = w + t * found.x


def minibatches(trace, w, lr, epochs):
    """Nesterov's momentum of 0.9 on batches of 64; the rate falls in a line to zero."""
    rng = np.random.default_rng(0)
    velocity = np.zeros_like(w)
    n = len(trace.task.x)
    total = epochs * -(-n // 64)
    k = 0
    for _ in range(epochs):
        order = rng.permutation(n)
        for first in range(0, n, 64):
            grad = trace.task.full(w, order[first : first + 64])[1]
            velocity = 0.9 * velocity + grad
            w = w - lr * (1 - k / total) * (grad + 0.9 * velocity)
            k += 1
        before = time.process_time()
        loss = trace.task.loss(w)
        trace.looking += time.process_time() - before
        trace.see(loss, 1)


RUNS = {
    "gradient descent": descend,
    "momentum": descend,
    "L-BFGS": lbfgs,
    "Newton-CG": newton_cg,
    "minibatches": minibatches,
}


def run(name, setting, task, best, budget, last):
    """Return the Trace of a run from zero weights."""
    trace = Trace(task, best, budget, last)
    try:
        RUNS[name](trace, np.zeros(task.d), **setting)
    except Reached:
        pass
    return trace


def optimum(task, most=400):
    """Return weights whose loss nobody here comes below by more than rounding."""
    limits = {"max_iter": most, "max_eval": most, "tolerance_grad": 1e-8, "tolerance_change": 1e-14}
    solver = LBFGS(np.zeros(task.d), line_search_fn="strong_wolfe", **limits)
    solver.step(lambda w: task.full(w)[:2])
    return solver.w


def choose(name, tasks, budget):
    """Return the setting that needs the fewest evaluations for a gap of CHOSEN_BY, in the mean over
    tasks, pairs of (Regression, best loss); among those that do not get there, the nearest.
    """
    by_cost = []
    for setting in SETTINGS[name]:
        costs = []
        for task, best in tasks:
            trace = run(name, setting, task, best, budget, CHOSEN_BY)
            nearest = min(gap for *_, gap in trace.points)
            hit = trace.until(CHOSEN_BY)
            costs.append(hit[0] if hit else budget * (1 + max(0.0, nearest)))
        by_cost.append(float(np.mean(costs)))
        print(name, setting, round(by_cost[-1], 1), flush=True)
    return SETTINGS[name][int(np.argmin(by_cost))], by_cost


def thinned(points, most=60):
    """Return about `most` of the points (evaluations, gap), evenly by factors of evaluations."""
    kept = {}
    for evaluations, _, gap in points:
        kept[round(most * np.log(evaluations) / np.log(2 * BUDGET))] = (evaluations, gap)
    return [[int(n), float(gap)] for n, gap in kept.values()]


def compare(rows=ROWS, budget=BUDGET, tuning=TUNING_SEEDS, seeds=SEEDS):
    """Return what each contender chose and needed."""
    chosen = {}
    tried = {}
    tasks = [Regression(seed, rows) for seed in tuning]
    ready = [(task, task.loss(optimum(task))) for task in tasks]
    for name in SETTINGS:
        chosen[name], tried[name] = choose(name, ready, budget)
    found = {name: {f"{gap:g}": [] for gap in GAPS} for name in SETTINGS}
    curves = {}
    accuracy = {"optimum": [], **{f"{gap:g}": [] for gap in GAPS}}
    for seed in seeds:
        task = Regression(seed, rows)
        w_best = optimum(task)
        best = task.loss(w_best)
        accuracy["optimum"].append(task.accuracy(w_best))
        for name in SETTINGS:
            trace = run(name, chosen[name], task, best, 2 * budget, GAPS[-1])
            curves.setdefault(name, thinned(trace.points))
            for gap in GAPS:
                found[name][f"{gap:g}"].append(trace.until(gap))
            print(seed, name, [trace.until(gap) for gap in GAPS], flush=True)
        for gap in GAPS:
            accuracy[f"{gap:g}"].append(task.accuracy(stopped_at(task, best, gap)))
    return {
        "chosen": chosen,
        "tried": tried,
        "until": found,
        "curves of seed 0": curves,
        "accuracy": accuracy,
    }


def stopped_at(task, best, gap):
    """Return the weights at which L-BFGS first reaches a gap."""
    kept = []

    def watched(w):
        loss, grad, _ = task.full(w)
        kept.append(w)
        if loss - best <= gap:
            raise Reached
        return loss, grad

    try:
        limits = {"max_iter": 10**4, "max_eval": 10**4, "tolerance_grad": 0, "tolerance_change": 0}
        LBFGS(np.zeros(task.d), line_search_fn="strong_wolfe", **limits).step(watched)
    except Reached:
        pass
    return kept[-1]


def measure():
    """Return the record."""
    return {"rows": ROWS, "lam": LAM, "budget": BUDGET, **compare()}


def sample():
    """Return how near short runs on 300 rows come, with the first setting of each contender."""
    task = Regression(100, rows=300)
    best = task.loss(optimum(task))
    nearest = {}
    for name, settings in SETTINGS.items():
        trace = run(name, settings[0], task, best, 40, 0.0)
        nearest[name] = min(gap for *_, gap in trace.points)
    return nearest
