"""An op beside its twin in PyTorch: the checks that every row of the library's table of ops has to
pass.

A row is a Case. `check_row` runs all checks on it; tests/engine/test_ops.py runs the same ones, one
test each.
"""

import itertools
from dataclasses import dataclass

import numpy as np
import torch

from nblib.proofs.gradcheck import gradcheck
from nblib.tensor import Tensor

# Any two of these broadcast.
SHAPES = ((), (1,), (3,), (2, 1), (2, 3), (1, 3), (4, 1, 3), (4, 2, 1))


class RowError(AssertionError):
    """An op is not what its row says; the message says in what."""


@dataclass(frozen=True)
class Case:
    """An op, its twin, and how to draw its inputs: floats are differentiated, all else is handed
    over as it is.
    """

    name: str
    nblib_op: object
    torch_op: object
    inputs: object  # a function of a Generator
    smooth: bool = True  # whether central differences may be taken

    def __str__(self):
        return self.name


class Fixed:
    """An input that is not differentiated, though it holds floats."""

    def __init__(self, array):
        self.array = array


def normal(*shapes):
    """Inputs of these shapes, standard normal."""
    return lambda rng: [rng.normal(size=shape) for shape in shapes]


def positive(*shapes):
    """Inputs of these shapes between 0.5 and 2."""
    return lambda rng: [rng.uniform(0.5, 2.0, size=shape) for shape in shapes]


def away(*shapes):
    """Inputs away from zero, where some slopes jump."""
    return lambda rng: [rng.choice([-1, 1], size=s) * rng.uniform(0.1, 2.0, size=s) for s in shapes]


def distinct(*shapes):
    """Inputs in which no two numbers are so close that a difference could swap them."""
    return lambda rng: [
        rng.permutation(np.prod(s, dtype=int)).reshape(s) / 7.0 - 1.0 for s in shapes
    ]


def drawn(case, seed, dtype=np.float64):
    """Return the inputs of a row for nblib and for torch."""
    nblib_inputs = []
    torch_inputs = []
    for x in case.inputs(np.random.default_rng(seed)):
        if isinstance(x, Fixed):
            nblib_inputs.append(x.array.astype(dtype))
            torch_inputs.append(torch.tensor(x.array.astype(dtype)))
        elif isinstance(x, np.ndarray) and x.dtype.kind == "f":
            nblib_inputs.append(Tensor(x.astype(dtype), requires_grad=True))
            torch_inputs.append(torch.tensor(x.astype(dtype), requires_grad=True))
        else:
            nblib_inputs.append(x)
            torch_inputs.append(x)
    return nblib_inputs, torch_inputs


def differentiated(inputs):
    """Return those inputs, tensors of either kind, that want a gradient."""
    return [x for x in inputs if isinstance(x, Tensor | torch.Tensor) and x.requires_grad]


def check_torch(case, seed=0):
    """Value and gradients equal torch's, to rounding; return the largest error, a norm over a
    norm.
    """
    nblib_inputs, torch_inputs = drawn(case, seed)
    y = case.nblib_op(*nblib_inputs)
    z = case.torch_op(*torch_inputs)
    _require(
        y.size == z.numel(), f"{case}: the value has shape {y.shape}, torch's {tuple(z.shape)}"
    )
    z = z.reshape(y.shape)
    worst = _error(y.data, z.detach().numpy(), 1e-13, f"{case}: the value")
    direction = np.random.default_rng(seed + 9).normal(size=y.shape)
    y.backward(direction)
    z.backward(torch.tensor(direction))
    for i, (a, b) in enumerate(
        zip(differentiated(nblib_inputs), differentiated(torch_inputs), strict=True)
    ):
        name = f"{case}: the gradient of input {i}"
        worst = max(worst, _error(a.grad, b.grad.numpy(), 1e-12, name, floor=1e-14))
    return worst


def check_differences(case, seed=3):
    """Gradients equal central differences; return the largest error. Nothing to check where slopes
    jump.
    """
    return gradcheck(case.nblib_op, *drawn(case, seed)[0]) if case.smooth else 0.0


def check_precision(case, dtype=np.float32):
    """Value and gradients keep the precision and the shapes of the inputs."""
    inputs, _ = drawn(case, 0, dtype)
    y = case.nblib_op(*inputs)
    y.backward(np.ones(y.shape, dtype))
    _require(y.dtype == dtype, f"{case}: {np.dtype(dtype)} in, {y.dtype} out")
    for i, x in enumerate(differentiated(inputs)):
        _require(
            x.grad.dtype == dtype,
            f"{case}: the gradient of input {i} is {x.grad.dtype}, not {np.dtype(dtype)}",
        )
        _require(
            x.grad.shape == x.shape, f"{case}: input {i} is {x.shape}, its gradient {x.grad.shape}"
        )


def check_repeats(case):
    """A second backward gives the same again, and neither inputs nor value nor the given gradient
    are spoiled.
    """
    inputs, _ = drawn(case, 0)
    xs = differentiated(inputs)
    before = [x.data.copy() for x in xs]
    y = case.nblib_op(*inputs)
    value = y.data.copy()
    direction = np.random.default_rng(5).normal(size=y.shape)
    direction_before = direction.copy()
    y.backward(direction, retain_graph=True)
    once = [x.grad.copy() for x in xs]
    y.backward(direction)
    for i, (x, data, grad) in enumerate(zip(xs, before, once, strict=True)):
        _require(
            np.array_equal(x.grad, 2 * grad),
            f"{case}: a second backward() gives input {i} another gradient",
        )
        _require(np.array_equal(x.data, data), f"{case}: backward() changes input {i}")
    _require(np.array_equal(y.data, value), f"{case}: backward() changes the value")
    _require(
        np.array_equal(direction, direction_before),
        f"{case}: backward() changes the gradient that it is handed",
    )


def check_broadcasting(nblib_op, torch_op, draw=normal, seed=0):
    """Two inputs of any two of SHAPES, which broadcast: value and gradients equal torch's; return
    the largest error.
    """
    pairs = itertools.product(SHAPES, SHAPES)
    return max(
        check_torch(Case(f"shapes {a} and {b}", nblib_op, torch_op, draw(a, b)), seed)
        for a, b in pairs
    )


def check_row(case):
    """Run every check on a row; return {what was checked: largest error}. Raises RowError or
    GradcheckError.
    """
    errors = {"value and gradient against torch": max(check_torch(case, seed) for seed in (0, 1))}
    if case.smooth:
        errors["gradient against central differences"] = check_differences(case)
    for dtype in (np.float32, np.float64):
        check_precision(case, dtype)
        errors[f"{np.dtype(dtype)} stays {np.dtype(dtype)}"] = 0.0
    check_repeats(case)
    return errors | {"backward twice, nothing spoiled": 0.0}


def _require(condition, message):
    if not condition:
        raise RowError(message)


def _error(got, expected, tolerance, name, floor=0.0):
    got = np.asarray(got)
    expected = np.asarray(expected)
    _require(got.shape == expected.shape, f"{name} has shape {got.shape}, torch's {expected.shape}")
    error = np.linalg.norm(got - expected) / max(np.linalg.norm(expected), 1e-12)
    near = got.size and np.abs(got - expected).max() < floor
    _require(error < tolerance or near, f"{name} and torch's differ by {error:.2g} of their norm")
    return float(error)
