"""From the textbook engine to the library's, one change at a time, each timed beside PyTorch.

The engine below is small enough to read in one go. Each rung switches one habit on, in the order of
RUNGS; the last rung is nblib itself. Measured is one training step of a 784-128-64-10 network with
ReLU, the same weights and batch for everyone; speed is PyTorch's time over the rung's, taken in
turns, so that a busy machine hits both.
"""

import gc
import statistics
import time
from types import SimpleNamespace

import numpy as np
import torch

from nblib import losses, nn, optim

SIZES = (784, 128, 64, 10)
BATCHES, ROUNDS, STEPS = (64, 512), 40, {64: 8, 512: 2}
RUNGS = {
    "textbook": "float64, a gradient for everything, gradients start as zeros",
    "single": "float32 everywhere",
    "leaves": "no gradient for the inputs of the network",
    "assign": "a gradient is None at first; the first write assigns, the next ones add",
    "scatter": "no `np.add.at` where an index picks each row once",
    "fused loss": "softmax and cross-entropy in one op",
    "fused linear": "x W + b in one op",
    "in place": "the optimizer writes into its arrays",
    "flat": "all parameters side by side: one update, not six",
}


class Node:
    """A tensor of the textbook: data, gradient, and a closure that passes the gradient on."""

    def __init__(self, data, habits, parents=(), leaf=False):
        self.data, self.habits, self.parents = data, habits, parents
        self.needs = leaf or any(p.needs for p in parents)
        self.grad = None if habits["assign"] else np.zeros_like(data)
        self.back = None

    def add(self, grad):
        """Add to the gradient, if anybody wants it."""
        if self.habits["leaves"] and not self.needs:
            return
        self.grad = grad if self.grad is None else self.grad + grad


def made(value, back, *parents):
    """Return the result of an op."""
    out = Node(value, parents[0].habits, parents)
    out.back = back
    return out


def linear(x, w, b):
    """x w + b, in one op or in two."""

    def back(g):
        if x.needs or not x.habits["leaves"]:
            x.add(g @ w.data.T)
        w.add(x.data.T @ g)
        b.add(g.sum(axis=0))

    if x.habits["fused linear"]:
        y = x.data @ w.data
        y += b.data
        return made(y, back, x, w, b)

    def back_product(g):
        if x.needs or not x.habits["leaves"]:
            x.add(g @ w.data.T)
        w.add(x.data.T @ g)

    product = made(x.data @ w.data, back_product, x, w)

    def back_sum(g):
        product.add(g)
        b.add(g.sum(axis=0))

    return made(product.data + b.data, back_sum, product, b)


def relu(x):
    """max(x, 0)."""
    y = np.maximum(x.data, 0)
    return made(y, lambda g: x.add(g * (y > 0)), x)


def cross_entropy(z, labels):
    """The mean of -log softmax(z) at the labels, in one op or as log of softmax, picked,
    averaged.
    """
    rows = np.arange(len(labels))
    e = np.exp(z.data - z.data.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    if z.habits["fused loss"]:

        def back(g):
            grad = p.copy()
            grad[rows, labels] -= 1
            z.add(grad * (g / len(labels)))

        return made(-np.log(p[rows, labels]).mean(), back, z)
    softmax = made(p, lambda g: z.add(p * (g - (g * p).sum(axis=1, keepdims=True))), z)
    log = made(np.log(p), lambda g: softmax.add(g / p), softmax)

    def back_pick(g):
        grad = np.zeros_like(p)
        if z.habits["scatter"]:
            grad[rows, labels] = g
        else:
            np.add.at(grad, (rows, labels), g)
        log.add(grad)

    picked = made(log.data[rows, labels], back_pick, log)
    return made(
        -picked.data.mean(),
        lambda g: picked.add(np.full_like(picked.data, -g / len(labels))),
        picked,
    )


def backward(loss):
    """Fill the gradients, in reverse topological order."""
    order, seen, todo = [], set(), [(loss, False)]
    while todo:
        node, done = todo.pop()
        if done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            todo += [(node, True), *((p, False) for p in node.parents)]
    loss.grad = np.ones_like(loss.data)
    for node in reversed(order):
        if node.back is not None:
            node.back(node.grad)


def sgd(w, g, state, habits, k):
    """w - lr g, into a new array or in place."""
    if habits["in place"]:
        w -= 0.01 * g
        return w
    return w - 0.01 * g


def adam(w, g, state, habits, k):
    """Adam, into new arrays or in place; the same numbers."""
    if not state:
        state += [np.zeros_like(w), np.zeros_like(w)]
    m, v = state
    root = (1 - 0.999**k) ** 0.5
    if habits["in place"]:
        m *= 0.9
        m += 0.1 * g
        v *= 0.999
        v += 0.001 * (g * g)
        step = np.sqrt(v)
        step += 1e-8 * root
        np.divide(m, step, out=step)
        step *= 0.001 * root / (1 - 0.9**k)
        w -= step
        return w
    state[:] = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
    m_hat, v_hat = state[0] / (1 - 0.9**k), state[1] / (1 - 0.999**k)
    return w - 0.001 * m_hat / (np.sqrt(v_hat) + 1e-8)


def start(batch, dtype=np.float32):
    """Return weights, biases and a batch, the same for everyone."""
    rng = np.random.default_rng(0)
    weights = [
        (rng.normal(size=(a, b)) * (2 / a) ** 0.5).astype(dtype)
        for a, b in zip(SIZES, SIZES[1:], strict=False)
    ]
    biases = [np.zeros(b, dtype) for b in SIZES[1:]]
    return weights, biases, rng.random((batch, 784)).astype(dtype), rng.integers(0, 10, batch)


def rung(name, batch, rule):
    """Return a function that takes one training step with the habits up to this rung, and returns
    the loss.
    """
    names = list(RUNGS)
    habits = {other: names.index(other) <= names.index(name) for other in names}
    weights, biases, inputs, labels = start(batch, np.float32 if habits["single"] else np.float64)
    arrays = [array for pair in zip(weights, biases, strict=True) for array in pair]
    flat = np.concatenate([array.ravel() for array in arrays])
    ends = np.cumsum([0, *(array.size for array in arrays)])
    if habits["flat"]:
        arrays = [
            flat[a:b].reshape(w.shape) for a, b, w in zip(ends, ends[1:], arrays, strict=False)
        ]
    params = [Node(array, habits, leaf=True) for array in arrays]
    states, count = [[] for _ in params], SimpleNamespace(k=0)

    def step():
        for p in params:
            p.grad = None if habits["assign"] else np.zeros_like(p.data)
        x = Node(inputs, habits)
        for i in range(0, 6, 2):
            x = linear(x, params[i], params[i + 1])
            x = relu(x) if i < 4 else x
        loss = cross_entropy(x, labels)
        backward(loss)
        count.k += 1
        if habits["flat"]:
            rule(flat, np.concatenate([p.grad.ravel() for p in params]), states[0], habits, count.k)
        else:
            for p, state in zip(params, states, strict=True):
                p.data = rule(p.data, p.grad, state, habits, count.k)
        return float(loss.data)

    return step


def nblib_step(batch, rule):
    """The same step with the library."""
    weights, biases, inputs, labels = start(batch)
    layers = []
    for w, b in zip(weights, biases, strict=True):
        layer = nn.Linear(*w.shape)
        layer.load_state_dict({"weight": w, "bias": b})
        layers += [layer, nn.ReLU()]
    model = nn.Sequential(*layers[:-1])
    optimizer = (
        optim.SGD(model.parameters(), lr=0.01) if rule is sgd else optim.Adam(model.parameters())
    )

    def step():
        loss = losses.cross_entropy(model(inputs), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def torch_step(batch, rule, **options):
    """The same step with PyTorch in its eager mode."""
    weights, biases, inputs, labels = start(batch)
    inputs, labels, layers = torch.tensor(inputs), torch.tensor(labels), []
    for w, b in zip(weights, biases, strict=True):
        layer = torch.nn.Linear(*w.shape)
        layer.load_state_dict({"weight": torch.tensor(w.T), "bias": torch.tensor(b)})
        layers += [layer, torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    kind = torch.optim.SGD if rule is sgd else torch.optim.Adam
    optimizer = kind(model.parameters(), lr=0.01 if rule is sgd else 0.001, **options)

    def step():
        loss = torch.nn.functional.cross_entropy(model(inputs), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def race(steps, reference, batch):
    """Time the steps in turns; return {name: {"ms": median, "speed": [low, median, high]}},
    quartiles over rounds.
    """
    for step in steps.values():
        for _ in range(5):
            step()
    times = {name: [] for name in steps}
    gc.collect()
    for _ in range(ROUNDS):
        for name, step in steps.items():
            begin = time.perf_counter()
            for _ in range(STEPS[batch]):
                step()
            times[name].append((time.perf_counter() - begin) / STEPS[batch])
    table = {}
    for name, taken in times.items():
        ratios = [r / t for r, t in zip(times[reference], taken, strict=True)]
        speed = [round(q, 3) for q in statistics.quantiles(ratios, n=4)]
        table[name] = {"ms": round(1000 * statistics.median(taken), 4), "speed": speed}
    return table


def measure():
    """Time every rung for both batch sizes and both rules; check first that all of them take the
    same steps.
    """
    torch.set_num_threads(1)
    results = {}
    for rule in (sgd, adam):
        for batch in BATCHES:
            steps = {name: rung(name, batch, rule) for name in RUNGS}
            steps |= {"nblib": nblib_step(batch, rule), "PyTorch": torch_step(batch, rule)}
            losses_ = {name: [step() for _ in range(5)] for name, step in steps.items()}
            for name, values in losses_.items():
                assert np.allclose(values, losses_["PyTorch"], rtol=1e-4), (
                    f"{name} takes other steps: {values}"
                )
            results[f"batch {batch}, {rule.__name__}"] = race(steps, "PyTorch", batch)
    return {"rungs": RUNGS, "speed": results}
