"""Named surfaces of two weights, losses small enough to see, and the path of a descent on them.
Their twins in JavaScript, in nblib/widgets, are core/surfaces.mjs and descent_on_surface/maths.mjs.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

FAR = 1e12  # a weight beyond this has left for good: stop before the numbers overflow


@dataclass(frozen=True)
class Surface:
    """A loss of two weights x and y.

    value(x, y): the loss, for numbers or arrays of one shape. gradient(x, y): its two partial
    derivatives. hessian(x, y): the second derivatives (xx, xy, yy). window: (x_low, x_high, y_low,
    y_high), what a plot shows. start: a point to begin at. minima: its minima. note: what it is
    there to show. quadratic: its Hessian is constant.
    """

    name: str
    value: Callable
    gradient: Callable
    hessian: Callable
    window: tuple
    start: tuple
    minima: tuple
    note: str
    quadratic: bool = False

    def curvatures(self, x, y):
        """Return the eigenvalues (low, high) of the Hessian at a point."""
        xx, xy, yy = self.hessian(x, y)
        middle = (xx + yy) / 2
        spread = np.hypot((xx - yy) / 2, xy)
        return middle - spread, middle + spread


_TWO = sorted(
    np.roots([1.0, 0.0, -2.0, 0.3]).real
)  # where the slope of the two-minima profile is zero

_ALL = (
    Surface(
        "round bowl",
        lambda x, y: (x**2 + y**2) / 2,
        lambda x, y: (x, y),
        lambda x, y: (1.0, 0.0, 1.0),
        (-3.0, 3.0, -2.0, 2.0),
        (-2.4, 1.2),
        ((0.0, 0.0),),
        "equally curved in all directions: minus the gradient points at the minimum",
        True,
    ),
    Surface(
        "narrow valley",
        lambda x, y: (x**2 + 20 * y**2) / 2,
        lambda x, y: (x, 20 * y),
        lambda x, y: (1.0, 0.0, 20.0),
        (-3.0, 3.0, -2.0, 2.0),
        (-2.5, 1.0),
        ((0.0, 0.0),),
        "twenty times more curved across than along: condition number 20",
        True,
    ),
    Surface(
        "saddle",
        lambda x, y: (x**2 - y**2) / 2 + y**4 / 8,
        lambda x, y: (x, -y + y**3 / 2),
        lambda x, y: (1.0, 0.0, -1.0 + 1.5 * y**2),
        (-3.0, 3.0, -2.0, 2.0),
        (-2.4, 0.001),
        ((0.0, -np.sqrt(2.0)), (0.0, np.sqrt(2.0))),
        "flat at the middle, a minimum along x, a maximum along y; two minima lie beside it",
    ),
    Surface(
        "two minima",
        lambda x, y: x**4 / 4 - x**2 + 0.3 * x + y**2,
        lambda x, y: (x**3 - 2 * x + 0.3, 2 * y),
        lambda x, y: (3 * x**2 - 2, 0.0, 2.0),
        (-3.0, 3.0, -2.0, 2.0),
        (0.6, 1.4),
        ((_TWO[0], 0.0), (_TWO[2], 0.0)),
        "two valleys, the left one deeper: the start decides where the descent ends",
    ),
    Surface(
        "banana",
        lambda x, y: (1 - x) ** 2 + 5 * (y - x**2) ** 2,
        lambda x, y: (-2 * (1 - x) - 20 * x * (y - x**2), 10 * (y - x**2)),
        lambda x, y: (2 - 20 * y + 60 * x**2, -20 * x, 10.0),
        (-2.25, 2.25, -1.0, 2.0),
        (-1.2, 1.4),
        ((1.0, 1.0),),
        "a bent valley with an almost flat floor, after Rosenbrock (1960)",
    ),
    Surface(
        "crater",
        lambda x, y: 1 - np.exp(-(x**2 + y**2) / 2),
        lambda x, y: (x * np.exp(-(x**2 + y**2) / 2), y * np.exp(-(x**2 + y**2) / 2)),
        lambda x, y: (
            (1 - x**2) * np.exp(-(x**2 + y**2) / 2),
            -x * y * np.exp(-(x**2 + y**2) / 2),
            (1 - y**2) * np.exp(-(x**2 + y**2) / 2),
        ),
        (-3.0, 3.0, -2.0, 2.0),
        (-1.6, 1.2),
        ((0.0, 0.0),),
        "steep near the minimum, flat far from it: out there the gradient vanishes",
    ),
)

SURFACES = {surface.name: surface for surface in _ALL}


def descend(gradient, start, *, lr, momentum=0.0, steps=100):
    """Return the path of gradient descent, of shape (steps + 1, d), or shorter when it diverges.

    gradient: a function from weights (d,) to the gradient (d,). start: the first weights, (d,).
    momentum: the heavy ball's (Polyak, 1964). The path ends before the first point with a weight
    that is not finite or beyond FAR.

    >>> descend(lambda w: w, [1.0, -2.0], lr=0.5, steps=2)
    array([[ 1.  , -2.  ],
           [ 0.5 , -1.  ],
           [ 0.25, -0.5 ]])
    """
    w = np.array(start, dtype=np.float64)  # (d,)
    velocity = np.zeros_like(w)
    path = [w]
    for _ in range(steps):
        velocity = momentum * velocity + gradient(w)
        w = w - lr * velocity
        if not np.all(np.abs(w) <= FAR):
            break
        path.append(w)
    return np.array(path)  # (steps + 1, d)
