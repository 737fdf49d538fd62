"""The step of the digits network as bare matrix products, with HIPS autograd and with MyGrad."""

import autograd.numpy as anp
import mygrad as mg
import numpy as np
from autograd import value_and_grad
from mygrad.nnet.losses import softmax_crossentropy

from records.ladder.optimizers import RULES
from records.ladder.steps import SIZES, start


def limit_step(batch):
    """Only the matrix products of the step, forward and backward."""
    weights, _, inputs, _ = start(batch)
    hidden = [np.ones((batch, size), np.float32) for size in SIZES[1:]]
    layers = [inputs, *hidden]

    def step():
        for w, x, y in zip(weights, layers[:-1], layers[1:], strict=True):
            x @ w
            x.T @ y
        for w, y in zip(weights[1:], layers[2:], strict=True):
            y @ w.T

    return step


def autograd_step(batch, rule):
    """The step with HIPS autograd, with an optimizer that writes in place."""
    weights, biases, inputs, labels = start(batch)
    parameters = [array for pair in zip(weights, biases, strict=True) for array in pair]
    one_hot = (labels[:, None] == np.arange(10)).astype(np.float32)  # (B, 10)
    states = [[] for _ in parameters]
    update = RULES[rule]
    k = 0

    def loss(parameters):
        x = anp.maximum(anp.dot(inputs, parameters[0]) + parameters[1], np.float32(0))
        x = anp.maximum(anp.dot(x, parameters[2]) + parameters[3], np.float32(0))
        x = anp.dot(x, parameters[4]) + parameters[5]  # (B, 10)
        x = x - anp.max(x, axis=1, keepdims=True)
        log_sum = anp.log(anp.sum(anp.exp(x), axis=1, keepdims=True))  # (B, 1)
        return -anp.sum(one_hot * (x - log_sum)) / np.float32(batch)

    value_and_gradients = value_and_grad(loss)

    def step():
        nonlocal k
        value, gradients = value_and_gradients(parameters)
        k += 1
        for p, g, state in zip(parameters, gradients, states, strict=True):
            update(p, g, state, True, k)
        return float(value)

    return step


def mygrad_step(batch, rule):
    """The step with MyGrad; its arrays are left writable, which takes less time."""
    mg.turn_memory_guarding_off()
    weights, biases, inputs, labels = start(batch)
    arrays = [array for pair in zip(weights, biases, strict=True) for array in pair]
    parameters = [mg.tensor(array, copy=False) for array in arrays]
    states = [[] for _ in parameters]
    update = RULES[rule]
    k = 0

    def step():
        nonlocal k
        x = mg.maximum(mg.matmul(inputs, parameters[0]) + parameters[1], 0)
        x = mg.maximum(mg.matmul(x, parameters[2]) + parameters[3], 0)
        loss = softmax_crossentropy(mg.matmul(x, parameters[4]) + parameters[5], labels)
        loss.backward()
        k += 1
        for p, state in zip(parameters, states, strict=True):
            update(p.data, p.grad, state, True, k)
            p.null_grad()
        return loss.item()

    return step
