"""The race: one valley of two weights, and the rules that run down it; maths.mjs is the twin.

The loss is scale · (along² / condition + across²) / 2, where along and across are measured from the
minimum, along the valley and across it. The valley lies at an angle to the axes of the weights, and
every rule works on each weight alone.
"""

import math
from typing import NamedTuple

from nblib.widgets.race.constants import (
    ALPHA,
    BETA1,
    BETA2,
    DECAY,
    EPS,
    FAR,
    HIGHEST_RATE,
    LION_BETA2,
    LOWEST_RATE,
    MINIMUM,
    MOMENTUM,
    RUNNERS,
    STEPS,
    TRIED,
)


class Valley(NamedTuple):
    """condition: how much steeper it is across than along; angle, in degrees; scale of the loss."""

    condition: float
    angle: float
    scale: float


def to_weights(place, angle):
    """Return the weights of a place (along, across)."""
    c, s = _turn(angle)
    return [MINIMUM[0] + c * place[0] - s * place[1], MINIMUM[1] + s * place[0] + c * place[1]]


def to_place(w, angle):
    """Return where weights are in the valley: along it and across it, from the minimum."""
    c, s = _turn(angle)
    x = w[0] - MINIMUM[0]
    y = w[1] - MINIMUM[1]
    return [c * x + s * y, c * y - s * x]


def _turn(angle):
    radians = angle * math.pi / 180
    return math.cos(radians), math.sin(radians)


def loss(w, valley):
    """Return the loss of two weights."""
    along, across = to_place(w, valley.angle)
    return valley.scale * (along * along / valley.condition + across * across) / 2


def gradient(w, valley):
    """Return its gradient, a list of two."""
    along, across = to_place(w, valley.angle)
    g_along = valley.scale * along / valley.condition
    g_across = valley.scale * across
    c, s = _turn(valley.angle)
    return [c * g_along - s * g_across, s * g_along + c * g_across]


def moved(runner, w, g, memory, rate, step):
    """Return one weight after a step. memory: two numbers of its own, zero at first, changed here.

    step counts from 1.
    """
    if runner == "SGD":
        return w - rate * g
    if runner == "momentum":
        memory[0] = MOMENTUM * memory[0] + g
        return w - rate * memory[0]
    if runner == "RMSProp":
        memory[1] = ALPHA * memory[1] + (1 - ALPHA) * g * g
        return w - rate * g / (math.sqrt(memory[1]) + EPS)
    if runner == "Lion":
        average = BETA1 * memory[0] + (1 - BETA1) * g
        memory[0] = LION_BETA2 * memory[0] + (1 - LION_BETA2) * g
        return w - rate * ((average > 0) - (average < 0))
    if runner == "AdamW":
        w = w * (1 - rate * DECAY)
    memory[0] = BETA1 * memory[0] + (1 - BETA1) * g
    memory[1] = BETA2 * memory[1] + (1 - BETA2) * g * g
    mean = memory[0] / (1 - BETA1**step)
    square = memory[1] / (1 - BETA2**step)
    return w - rate * mean / (math.sqrt(square) + EPS)


def run(runner, rate, start, valley):
    """Return the weights step by step, a list of at most STEPS + 1 pairs; it ends before one is
    beyond FAR. start: a place, along and across.
    """
    w = to_weights(start, valley.angle)
    memories = [[0.0, 0.0], [0.0, 0.0]]
    path = [w]
    for step in range(1, STEPS + 1):
        g = gradient(w, valley)
        w = [moved(runner, w[i], g[i], memories[i], rate, step) for i in range(2)]
        if not (abs(w[0]) <= FAR and abs(w[1]) <= FAR):
            break
        path.append(w)
    return path


def losses(path, valley):
    """Return the loss at each step, as a part of the first."""
    first = loss(path[0], valley) or 1.0
    return [loss(w, valley) / first for w in path]


def tuned(runner, start, valley):
    """Return the rate with the lowest loss after STEPS steps, of TRIED that are tried."""
    best_rate = LOWEST_RATE
    best_loss = math.inf
    for k in range(TRIED):
        rate = _written(LOWEST_RATE * (HIGHEST_RATE / LOWEST_RATE) ** (k / (TRIED - 1)))
        path = run(runner, rate, start, valley)
        end = losses(path, valley)[-1] if len(path) > STEPS else math.inf
        if end < best_loss:
            best_rate = rate
            best_loss = end
    return best_rate


def _written(rate):
    """A rate in two digits."""
    return float(f"{rate:.1e}")


def all_tuned(start, valley):
    """Return the best rate of every runner, by name."""
    return {runner: tuned(runner, start, valley) for runner in RUNNERS}
