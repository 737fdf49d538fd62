"""Update rules, simplest first. Each is a pure function; names and conventions are PyTorch's."""

import numpy as np

FAR = 1e12  # a weight beyond this has left for good: stop before the numbers overflow


def sgd(w, grad, velocity=0.0, *, lr, momentum=0.0):
    """Return (w, velocity) after one step of gradient descent, with momentum if asked (heavy ball, Polyak 1964)."""
    velocity = momentum * velocity + grad
    return w - lr * velocity, velocity


def descend(gradient, start, *, lr, momentum=0.0, steps=100):
    """Return the path of gradient descent, of shape (steps + 1, d), or shorter when it diverges.

    gradient: a function from weights (d,) to the gradient (d,). start: the first weights, (d,).
    The path ends at the first point with a weight that is not finite or beyond FAR; that point is left out.
    """
    w, velocity = np.asarray(start, dtype=np.float64), 0.0
    path = [w]
    for _ in range(steps):
        w, velocity = sgd(w, np.asarray(gradient(w)), velocity, lr=lr, momentum=momentum)
        if not np.all(np.abs(w) <= FAR):
            break
        path.append(w)
    return np.array(path)
