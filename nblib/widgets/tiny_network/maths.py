"""A small network that trains on points of the plane, by nblib's engine: the twin of
nblib/widgets/tiny_network/maths.mjs.

The front end has the same in hand-written derivatives, so that it can train in the browser; tests
compare the two.
"""

import math

import numpy as np

from nblib import losses, ops
from nblib.nn import init
from nblib.optim import SGD
from nblib.tensor import Tensor, no_grad
from nblib.widgets.core.chance import Chance
from nblib.widgets.tiny_network.constants import (
    EVERY,
    FAR,
    FIRST,
    GAIN,
    LAST,
    MOURNED,
    PATIENCE,
    RISEN,
    SOLVED,
)
from nblib.widgets.tiny_network.data import draw

ACTIVATIONS = {
    "linear": lambda z: z,
    "ReLU": ops.relu,
    "leaky ReLU": ops.leaky_relu,
    "tanh": ops.tanh,
    "sigmoid": ops.sigmoid,
    "GELU": ops.gelu,
    "SiLU": ops.silu,
}
# By how much more than 1 / √fan_in the first weights spread; no gain is known for GELU and SiLU,
# which take that of ReLU.
GAINS = {
    "linear": init.gain("linear"),
    "ReLU": init.gain("relu"),
    "leaky ReLU": init.gain("leaky_relu"),
    "tanh": init.gain("tanh"),
    "sigmoid": init.gain("sigmoid"),
    "GELU": init.gain("relu"),
    "SiLU": init.gain("relu"),
}


def first_weights(widths, activation, seed):
    """Return [w, b, w, b, …]: normal weights (in, out) of deviation gain / √in, biases of zero (He
    et al., 2015).
    """
    chance = Chance(seed, 2)
    arrays = []
    sizes = [2, *widths, 1]
    for k, (n, m) in enumerate(zip(sizes, sizes[1:], strict=False)):
        spread = (GAINS[activation] if k < len(widths) else 1.0) / math.sqrt(n)
        arrays.append(np.array([spread * chance.normal() for _ in range(n * m)]).reshape(n, m))
        arrays.append(np.zeros(m))
    return arrays


def outputs(params, activation, x):
    """Return what each layer gives for the points x (n, 2): [(n, width), …, (n, 1)]; the last are
    the logits.
    """
    by_layer = []
    for k in range(0, len(params), 2):
        x = ops.linear(x, params[k], params[k + 1])
        if k + 2 < len(params):
            x = ACTIVATIONS[activation](x)
        by_layer.append(x)
    return by_layer


class Trainer:
    """Gradient descent on the cross-entropy of a network with one logit; minibatches in an order
    shuffled every epoch.

    widths: neurons in each hidden layer. step(lr, l2, batch) takes one step; history holds [step,
    loss on the training points, loss on the test points]. status: "training"; "solved", every
    training point right and next to no loss; "dead", a whole layer of ReLUs gives 0 at every
    training point; "settled", the loss falls no more; "diverged", the weights leave for good or the
    loss stays above RISEN · log 2; "unfinished" after LAST steps.
    """

    def __init__(self, data, noise, widths, activation, seed):
        self.points = draw(data, noise, seed)
        self.activation = activation
        self.chance = Chance(seed, 3)
        self.params = [
            Tensor(w, requires_grad=True) for w in first_weights(widths, activation, seed)
        ]
        self.order = []
        self.at = 0
        self.steps = 0
        self.status = "training"
        self.history = []
        self.go_on()
        self.keep()

    def go_on(self):
        """Forget what would stop the run, so that it can be carried on."""
        self.best = math.inf
        self.best_at = self.steps
        self.alive_at = self.steps
        self.last = self.steps + LAST
        self.enough = self.history[-1][1] / 4 if self.status == "solved" else SOLVED
        if self.status != "diverged":
            self.status = "training"

    def next_batch(self, batch):
        """Return the numbers of the points in the next batch; all of them, in order, if it takes as
        many.
        """
        n = len(self.points[1])
        if batch >= n:
            return list(range(n))
        if self.at + batch > len(self.order):
            self.order = self.chance.shuffled(n)
            self.at = 0
        self.at += batch
        return self.order[self.at - batch : self.at]

    def gradients(self, index, l2=0.0):
        """Return the loss on these training points, and its gradients with those of l2 / 2 · Σ w²
        added.
        """
        x = self.points[0][index]
        y = self.points[1][index]
        for p in self.params:
            p.grad = None
        loss = losses.bce_with_logits(
            outputs(self.params, self.activation, Tensor(x))[-1], y[:, None]
        )
        loss.backward()
        return loss.item(), [p.grad + l2 * p.data * (k % 2 == 0) for k, p in enumerate(self.params)]

    def step(self, lr, l2=0.0, batch=10**9):
        """Take one step on the next batch; l2 pulls at the weights, not at the biases."""
        with np.errstate(over="ignore", invalid="ignore"):
            self.gradients(self.next_batch(batch))
            weights = self.params[::2]
            biases = self.params[1::2]
            SGD([{"params": weights, "weight_decay": l2}, {"params": biases}], lr=lr).step()
            self.steps += 1
            if self.steps <= FIRST or self.steps % EVERY == 0 or self.far():
                self.keep()

    def far(self):
        """Return whether a weight has left for good."""
        return any(not np.all(np.abs(p.data) <= FAR) for p in self.params)

    def logits(self, x):
        """Return the logits (n,) of points x (n, 2)."""
        with no_grad(), np.errstate(over="ignore", invalid="ignore"):
            return outputs(self.params, self.activation, Tensor(x))[-1].data[:, 0]

    def losses(self):
        """Return the cross-entropy on the training points and on the test points."""
        x, y, xt, yt = self.points
        return tuple(
            losses.bce_with_logits(Tensor(self.logits(a)), b).item() for a, b in ((x, y), (xt, yt))
        )

    def accuracy(self):
        """Return the fraction of right answers on the training points and on the test points."""
        x, y, xt, yt = self.points
        return tuple(float(np.mean((self.logits(a) > 0) == b)) for a, b in ((x, y), (xt, yt)))

    def dead(self):
        """In each hidden layer of ReLUs, say which neurons give 0 at every training point; no other
        neuron dies.
        """
        with no_grad():
            hidden = outputs(self.params, self.activation, Tensor(self.points[0]))[:-1]
        return [(h.data <= 0).all(axis=0) & (self.activation == "ReLU") for h in hidden]

    def keep(self):
        """Add to the history, and judge."""
        train, test = self.losses()
        self.history.append([self.steps, train, test])
        if train < (1 - GAIN) * self.best:
            self.best = train
            self.best_at = self.steps
        if not any(layer.all() for layer in self.dead()):
            self.alive_at = self.steps
        if self.far() or not math.isfinite(train):
            self.status = "diverged"
        elif train < self.enough and self.accuracy()[0] == 1:
            self.status = "solved"
        elif self.steps - self.alive_at >= MOURNED:
            self.status = "dead"
        elif self.steps - self.best_at >= PATIENCE:
            self.status = "diverged" if train > RISEN * math.log(2) else "settled"
        elif self.steps >= self.last:
            self.status = "unfinished"

    def weights(self):
        """Return the weights as plain lists: [w (n rows of m), b, w, b, …]."""
        return [p.data.tolist() for p in self.params]

    def take(self, weights, steps, history):
        """Take weights as weights() gives them, at a step, with the losses on the way there."""
        for p, w in zip(self.params, weights, strict=True):
            p.data[...] = w
        self.steps = steps
        self.status = "training"
        self.history = [list(row) for row in history]
        self.go_on()
        if self.history and self.history[-1][0] == steps:
            self.history.pop()
        self.keep()
