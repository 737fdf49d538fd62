"""A stack of layers at its first weights: sizes on the way forward and back; maths.mjs is the twin.

A layer applies the activation, then its weights; with a shortcut it adds what came in.
"""

from typing import NamedTuple

import numpy as np

from nblib.ops.functions import logistic
from nblib.widgets.core.mulberry import normals
from nblib.widgets.signal_through_depth.constants import (
    DEEPEST,
    EXAMPLES,
    HIGHEST,
    LARGE,
    LOWEST,
    SHORTCUTS,
    WIDTH,
)


class Sizes(NamedTuple):
    """Root mean squares of arrays. signal, gradient: (depth + 1,), from the input to the last
    output; the gradient is that of these very arrays. weights: (depth,), the gradient of the
    weights of each layer.
    """

    signal: np.ndarray
    gradient: np.ndarray
    weights: np.ndarray


def draws(seed):
    """Return (x, upstream, matrices): an input and a gradient at the end, (examples, width) each,
    and the weights of all layers at gain 1, (deepest, width, width).
    """
    layer_size = EXAMPLES * WIDTH
    flat = normals(seed, 0, (2 * layer_size + DEEPEST * WIDTH**2) // 2).reshape(-1)
    x = flat[:layer_size].reshape(EXAMPLES, WIDTH)
    upstream = flat[layer_size : 2 * layer_size].reshape(EXAMPLES, WIDTH)
    matrices = flat[2 * layer_size :].reshape(DEEPEST, WIDTH, WIDTH) / np.sqrt(WIDTH)
    return x, upstream, matrices


def bend(activation, h):
    """Return the activation of h, and its slope there."""
    if activation == "ReLU":
        return np.maximum(h, 0.0), (h > 0).astype(float)
    if activation == "tanh":
        return np.tanh(h), 1 - np.tanh(h) ** 2
    if activation == "sigmoid":
        p = logistic(h)
        return p, p * (1 - p)
    return h, np.ones_like(h)


def rms(values):
    """Return the root of the mean square."""
    return float(np.sqrt(np.mean(values**2)))


def sizes(gain, activation, depth, shortcut, seed):
    """Return the Sizes of a stack."""
    x, upstream, matrices = draws(seed)
    keep = float(shortcut == SHORTCUTS[1])

    # Forward.
    h = x
    saved = []
    signal = [rms(h)]
    for k in range(depth):
        bent, slope = bend(activation, h)
        saved.append((bent, slope))
        h = keep * h + gain * (bent @ matrices[k])
        signal.append(rms(h))

    # Back.
    g = upstream
    gradient = [rms(g)]
    weights = []
    for k in reversed(range(depth)):
        bent, slope = saved[k]
        weights.append(rms(bent.T @ g))
        g = keep * g + gain * (g @ matrices[k].T) * slope
        gradient.append(rms(g))
    return Sizes(np.array(signal), np.array(gradient[::-1]), np.array(weights[::-1]))


def per_layer(values):
    """Return the factor per layer that leads from the first of these sizes to the last."""
    return float((values[-1] / values[0]) ** (1 / (len(values) - 1)))


def verdict(stack):
    """Return how signal and gradient come through: "exploding", "vanishing" (the signal), "stuck"
    (the signal arrives, the gradient does not) or "steady".
    """
    forward = stack.signal[-1] / stack.signal[0]
    backward = stack.gradient[0] / stack.gradient[-1]
    if max(forward, backward) > LARGE:
        return "exploding"
    if forward < 1 / LARGE:
        return "vanishing"
    return "stuck" if backward < 1 / LARGE else "steady"


def gain_for(power, depth):
    """Return the gain whose depth-th power is 10 to this power, within its limits."""
    return min(HIGHEST, max(LOWEST, 10 ** (power / depth)))
