"""An engine as in the textbook. `habits` says which of the quick habits it has: {name: bool}."""

import numpy as np


class Node:
    """A tensor of the textbook: data, gradient, and a closure that passes the gradient on."""

    def __init__(self, data, habits, parents=(), leaf=False):
        self.data = data
        self.habits = habits
        self.parents = parents
        self.needs_grad = leaf or any(parent.needs_grad for parent in parents)
        self.grad = None if habits["assign"] else np.zeros_like(data)
        self.back = None  # takes this node's gradient, adds to those of its parents

    def wants_grad(self):
        """Whether a gradient is computed: for everything, or only for what is trained."""
        return self.needs_grad or not self.habits["leaves"]

    def add(self, grad):
        """Add to the gradient, if anybody wants it."""
        if not self.wants_grad():
            return
        if self.grad is None:
            self.grad = grad
        else:
            self.grad = self.grad + grad


def node_of(value, back, *parents):
    """Return the result of an op."""
    node = Node(value, parents[0].habits, parents)
    node.back = back
    return node


def linear(x, w, b):
    """x w + b, in one op or in two. x: (B, I), w: (I, O), b: (O,); gives (B, O)."""

    def back_product(g):
        if x.wants_grad():
            x.add(g @ w.data.T)  # (B, I)
        w.add(x.data.T @ g)  # (I, O)

    if x.habits["fused linear"]:

        def back(g):
            back_product(g)
            b.add(g.sum(axis=0))  # (O,)

        y = x.data @ w.data  # (B, O)
        y += b.data
        return node_of(y, back, x, w, b)

    product = node_of(x.data @ w.data, back_product, x, w)

    def back_sum(g):
        product.add(g)
        b.add(g.sum(axis=0))

    return node_of(product.data + b.data, back_sum, product, b)


def relu(x):
    """max(x, 0)."""
    y = np.maximum(x.data, 0)
    return node_of(y, lambda g: x.add(g * (y > 0)), x)


def cross_entropy(logits, labels):
    """The mean of -log softmax(logits) at the labels. logits: (B, C), labels: (B,)."""
    if logits.habits["fused loss"]:
        return _fused_cross_entropy(logits, labels)
    picked = _pick(_log(_softmax(logits)), labels)  # (B,)
    batch = len(labels)
    mean = -picked.data.mean()
    return node_of(mean, lambda g: picked.add(np.full_like(picked.data, -g / batch)), picked)


def _fused_cross_entropy(logits, labels):
    """Softmax, logarithm, picking and mean in one op: its gradient is p - 1 at the labels."""
    rows = np.arange(len(labels))
    p = _probabilities(logits.data)  # (B, C)

    def back(g):
        grad = p.copy()
        grad[rows, labels] -= 1
        logits.add(grad * (g / len(labels)))

    return node_of(-np.log(p[rows, labels]).mean(), back, logits)


def _probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def _softmax(logits):
    p = _probabilities(logits.data)
    return node_of(p, lambda g: logits.add(p * (g - (g * p).sum(axis=1, keepdims=True))), logits)


def _log(x):
    return node_of(np.log(x.data), lambda g: x.add(g / x.data), x)


def _pick(x, labels):
    """Return the element of each row that its label names."""
    rows = np.arange(len(labels))

    def back(g):
        grad = np.zeros_like(x.data)
        if x.habits["scatter"]:
            grad[rows, labels] = g
        else:
            np.add.at(grad, (rows, labels), g)
        x.add(grad)

    return node_of(x.data[rows, labels], back, x)


def backward(loss):
    """Fill the gradients, in reverse topological order."""
    loss.grad = np.ones_like(loss.data)
    for node in reversed(_topological(loss)):
        if node.back is not None:
            node.back(node.grad)


def _topological(end):
    """Return the nodes that lead to one, each after its parents."""
    order = []
    seen = set()
    stack = [(end, False)]
    while stack:
        node, parents_are_done = stack.pop()
        if parents_are_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack += [(parent, False) for parent in node.parents]
    return order
