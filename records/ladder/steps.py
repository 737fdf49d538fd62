"""One training step of a 784-128-64-10 network with ReLU: of each rung, of nblib, of PyTorch.

Each function returns a function that takes a step and returns the loss before it.
"""

import numpy as np
import torch

from nblib import losses, nn, optim
from records.ladder.engine import Node, backward, cross_entropy, linear, relu
from records.ladder.optimizers import ADAM_LR, RULES, SGD_LR
from records.ladder.race import stepper

SIZES = (784, 128, 64, 10)
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


def start(batch, dtype=np.float32):
    """Return weights (I, O), biases (O,), inputs (B, 784), labels (B,), the same for everyone."""
    rng = np.random.default_rng(0)
    weights = []
    for fan_in, fan_out in zip(SIZES[:-1], SIZES[1:], strict=True):
        w = rng.normal(size=(fan_in, fan_out)) * (2 / fan_in) ** 0.5
        weights.append(w.astype(dtype))
    biases = [np.zeros(size, dtype) for size in SIZES[1:]]
    inputs = rng.random((batch, SIZES[0])).astype(dtype)
    labels = rng.integers(0, SIZES[-1], batch)
    return weights, biases, inputs, labels


def rung_step(rung, batch, rule):
    """The step with the habits up to a rung."""
    names = list(RUNGS)
    habits = {name: names.index(name) <= names.index(rung) for name in names}
    dtype = np.float32 if habits["single"] else np.float64
    weights, biases, inputs, labels = start(batch, dtype)
    arrays = [array for pair in zip(weights, biases, strict=True) for array in pair]

    # Side by side, the parameters are views of one array, and that is what the optimizer sees.
    flat = np.concatenate([array.ravel() for array in arrays])
    if habits["flat"]:
        arrays = _views(flat, arrays)
    parameters = [Node(array, habits, leaf=True) for array in arrays]
    states = [[] for _ in parameters]
    update = RULES[rule]
    in_place = habits["in place"]
    k = 0

    def step():
        nonlocal k
        for p in parameters:
            p.grad = None if habits["assign"] else np.zeros_like(p.data)
        loss = cross_entropy(_forward(inputs, parameters, habits), labels)
        backward(loss)
        k += 1
        if habits["flat"]:
            gradient = np.concatenate([p.grad.ravel() for p in parameters])
            update(flat, gradient, states[0], in_place, k)
        else:
            for p, state in zip(parameters, states, strict=True):
                p.data = update(p.data, p.grad, state, in_place, k)
        return float(loss.data)

    return step


def _views(flat, arrays):
    """Return views of a flat array with the shapes of these arrays."""
    views = []
    begin = 0
    for array in arrays:
        views.append(flat[begin : begin + array.size].reshape(array.shape))
        begin += array.size
    return views


def _forward(inputs, parameters, habits):
    """Return the logits (B, 10) of the engine's network. parameters: w, b, w, b, w, b."""
    x = Node(inputs, habits)
    x = relu(linear(x, parameters[0], parameters[1]))
    x = relu(linear(x, parameters[2], parameters[3]))
    return linear(x, parameters[4], parameters[5])


def nblib_step(batch, rule):
    """The step with the library."""
    weights, biases, inputs, labels = start(batch)
    layers = []
    for w, b in zip(weights, biases, strict=True):
        layer = nn.Linear(*w.shape)
        layer.load_state_dict({"weight": w, "bias": b})
        layers += [layer, nn.ReLU()]
    model = nn.Sequential(*layers[:-1])
    if rule == "sgd":
        optimizer = optim.SGD(model.parameters(), lr=SGD_LR)
    else:
        optimizer = optim.Adam(model.parameters(), lr=ADAM_LR)
    return stepper(lambda: losses.cross_entropy(model(inputs), labels), optimizer)


def torch_step(batch, rule, **options):
    """The step with PyTorch in its eager mode. options: of its optimizer."""
    weights, biases, inputs, labels = start(batch)
    inputs = torch.tensor(inputs)
    labels = torch.tensor(labels)
    layers = []
    for w, b in zip(weights, biases, strict=True):
        layer = torch.nn.Linear(*w.shape)
        layer.load_state_dict({"weight": torch.tensor(w.T), "bias": torch.tensor(b)})
        layers += [layer, torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    if rule == "sgd":
        optimizer = torch.optim.SGD(model.parameters(), lr=SGD_LR, **options)
    else:
        optimizer = torch.optim.Adam(model.parameters(), lr=ADAM_LR, **options)
    cross_entropy = torch.nn.functional.cross_entropy
    return stepper(lambda: cross_entropy(model(inputs), labels), optimizer)
