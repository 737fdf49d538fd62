"""Four walkers on a surface of two weights; maths.mjs is the twin."""

import numpy as np

from nblib.page import surfaces
from nblib.page.surfaces import Surface
from nblib.widgets.how_far_does_curvature_carry.constants import (
    ENOUGH,
    FLAT,
    HALVINGS,
    LOST,
    PAIRS,
    STEPS,
    STILL,
    WALKERS,
)

HILLS = Surface(
    "hills and hollows",
    lambda x, y: (x**4 + y**4) / 4 - (x**2 + y**2) / 2,
    lambda x, y: (x**3 - x, y**3 - y),
    lambda x, y: (3 * x**2 - 1, 0.0, 3 * y**2 - 1),
    (-2.25, 2.25, -1.5, 1.5),
    (0.35, 0.2),
    ((-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)),
    "a hill in the middle, four hollows around it, and four saddles between them",
)


def surface_of(name):
    """Return the Surface of a name."""
    return HILLS if name == HILLS.name else surfaces.SURFACES[name]


def solved(hessian, gradient, shift=0.0):
    """Return the step −(H + shift · I)⁻¹ g, or None where the matrix is as good as singular."""
    xx, xy, yy = hessian
    gx, gy = gradient
    a = xx + shift
    b = yy + shift
    determinant = a * b - xy * xy
    if abs(determinant) < FLAT:
        return None
    return -(b * gx - xy * gy) / determinant, -(a * gy - xy * gx) / determinant


def careful(surface, point, step, first=1.0):
    """Return the step times the largest of first, first / 2, … that brings the loss down enough, or
    None.
    """
    x, y = point
    gx, gy = surface.gradient(x, y)
    slope = gx * step[0] + gy * step[1]
    start_loss = surface.value(x, y)
    t = first
    for _ in range(HALVINGS):
        trial_loss = surface.value(x + t * step[0], y + t * step[1])
        if trial_loss <= start_loss + ENOUGH * t * slope:
            return t * step[0], t * step[1]
        t = t / 2
    return None


def descent_step(surface, point, lr):
    """Return a step of gradient descent."""
    gx, gy = surface.gradient(*point)
    return -lr * gx, -lr * gy


def newton_step(surface, point):
    """Return Newton's step, or None where the curvature leaves it without one."""
    return solved(surface.hessian(*point), surface.gradient(*point))


def damped_step(surface, point, damping):
    """Return a step that divides by no curvature below the damping, shortened until it leads
    down.
    """
    low, _ = surface.curvatures(*point)
    shift = damping + max(0.0, -low)
    step = solved(surface.hessian(*point), surface.gradient(*point), shift)
    return None if step is None else careful(surface, point, step)


def dot(a, b):
    """Return the product of two pairs of numbers."""
    return a[0] * b[0] + a[1] * b[1]


class Memory:
    """L-BFGS: its last pairs of a step and what that did to the gradient."""

    def __init__(self):
        self.pairs = []
        self.last = None  # gradient and step of last time

    def step(self, surface, point):
        """Return the next step, shortened until it leads down, or None."""
        gradient = surface.gradient(*point)
        if self.last is not None:
            before, s = self.last
            y = (gradient[0] - before[0], gradient[1] - before[1])
            if dot(s, y) > FLAT:
                self.pairs = [*self.pairs, (s, y)][-PAIRS:]
        first = 1.0
        if not self.pairs:
            first = min(1.0, 1.0 / (abs(gradient[0]) + abs(gradient[1])))
        step = careful(surface, point, self._direction(gradient), first)
        self.last = None if step is None else (gradient, step)
        return step

    def _direction(self, gradient):
        q = (-gradient[0], -gradient[1])
        shares = []
        for s, y in reversed(self.pairs):
            share = dot(s, q) / dot(y, s)
            q = (q[0] - share * y[0], q[1] - share * y[1])
            shares.append(share)
        if self.pairs:
            s, y = self.pairs[-1]
            scale = dot(s, y) / dot(y, y)
            q = (scale * q[0], scale * q[1])
        for (s, y), share in zip(self.pairs, reversed(shares), strict=True):
            correction = share - dot(y, q) / dot(y, s)
            q = (q[0] + correction * s[0], q[1] + correction * s[1])
        return q


def walk(surface, start, step):
    """Return a path [(x, y), …] of at most STEPS + 1 points. step: a function from a point to a
    step, or None where it has none. It ends without slope, or far away.
    """
    path = [tuple(map(float, start))]
    while len(path) <= STEPS and np.hypot(*surface.gradient(*path[-1])) > STILL:
        moved = step(path[-1])
        if moved is None:
            break
        x, y = path[-1]
        point = (float(x + moved[0]), float(y + moved[1]))
        if not np.hypot(*point) <= LOST:
            break
        path.append(point)
    return path


def walks(surface, start, lr, damping):
    """Return {name of a walker: its path}."""
    memory = Memory()
    steps = (
        lambda point: descent_step(surface, point, lr),
        lambda point: newton_step(surface, point),
        lambda point: damped_step(surface, point, damping),
        lambda point: memory.step(surface, point),
    )
    return {name: walk(surface, start, step) for name, step in zip(WALKERS, steps, strict=True)}


def kind_of(surface, point, arrived):
    """Return what a point is: "off" the map; "moving", where there is slope; else "minimum",
    "maximum" or "saddle".
    """
    x_low, x_high, y_low, y_high = surface.window
    x, y = point
    if not (x_low <= x <= x_high and y_low <= y <= y_high):
        return "off"
    if np.hypot(*surface.gradient(x, y)) > arrived:
        return "moving"
    low, high = surface.curvatures(x, y)
    if low > 0:
        return "minimum"
    return "maximum" if high < 0 else "saddle"
