"""L-BFGS beside torch.optim.LBFGS, iteration for iteration, and its two loops beside a matrix."""

import numpy as np
import pytest
import torch

from nblib.curvature import LBFGS, two_loop

rng = np.random.default_rng(0)
A = torch.tensor(rng.normal(size=(60, 5)) * [1, 3, 0.3, 1, 2])
SIGNS = torch.tensor(rng.choice([-1.0, 1.0], size=60))


def rosenbrock(w):
    return (100 * (w[1:] - w[:-1] ** 2) ** 2 + (1 - w[:-1]) ** 2).sum()


def logistic(w):
    return torch.nn.functional.softplus(-SIGNS * (A @ w)).mean() + 0.01 * w @ w


def wavy(w):
    return (torch.sin(3 * w) + w**2 / 4).sum()


def bowl(w):
    return (torch.tensor([1.0, 50.0, 2000.0], dtype=w.dtype) * w**2).sum() / 2


CASES = [
    (rosenbrock, [-1.2, 1.0]),
    (rosenbrock, [3.0, -2.0]),
    (logistic, [0.0] * 5),
    (logistic, [4.0, -3.0, 2.0, 1.0, -1.0]),
    (wavy, [2.0, -1.0, 0.3]),
    (bowl, [1.0, 1.0, 1.0]),
]
OPTIONS = [
    {"line_search_fn": "strong_wolfe"},
    {"line_search_fn": "strong_wolfe", "history_size": 2, "max_iter": 7},
    {"line_search_fn": "strong_wolfe", "lr": 0.1, "max_eval": 9},
    {"lr": 0.5, "max_iter": 4},
    {"lr": 0.2, "history_size": 3},
    {},
]


def with_gradient(f):
    def value(w):
        w = torch.tensor(w, requires_grad=True)
        loss = f(w)
        loss.backward()
        return loss.item(), w.grad.numpy()

    return value


def theirs(f, w, options, steps):
    """Weights, returned losses and evaluations of torch's, after each step()."""
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([w], **options)

    def closure():
        optimizer.zero_grad()
        loss = f(w)
        loss.backward()
        return loss

    for _ in range(steps):
        loss = optimizer.step(closure).item()
        state = optimizer.state[w]
        yield w.detach().numpy().copy(), loss, state["func_evals"], state["n_iter"]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("case", range(len(CASES)))
def test_it_is_torchs_after_every_step(case, options):
    f, start = CASES[case]
    ours = LBFGS(np.array(start), **options)
    for k, (w, loss, evaluations, iterations) in enumerate(theirs(f, start, options, 4)):
        found = ours.step(with_gradient(f))
        if np.abs(with_gradient(f)(w)[1]).max() < 1e-6 and k:
            break  # within rounding of the minimum the last digits decide
        assert found == pytest.approx(loss, rel=1e-7), k
        assert ours.w == pytest.approx(w, rel=1e-6, abs=1e-7), k
        assert (ours.evaluations, ours.iterations) == (evaluations, iterations)


@pytest.mark.parametrize("line_search", [None, "strong_wolfe"])
def test_the_first_iterations_are_torchs_to_rounding(line_search):
    for f, start in CASES:
        options = {"line_search_fn": line_search, "max_iter": 1, "lr": 0.3}
        ours = LBFGS(np.array(start), **options)
        for w, *_ in theirs(f, start, options, 6):
            ours.step(with_gradient(f))
            assert np.abs(ours.w - w).max() <= 1e-9 * max(1, np.abs(w).max())


def test_two_loops_equal_the_matrix_that_they_stand_for():
    draw = np.random.default_rng(1)
    root = draw.normal(size=(6, 6))
    H = root @ root.T + np.eye(6)
    steps = list(draw.normal(size=(4, 6)))
    changes = [H @ s for s in steps]
    inverse = steps[-1] @ changes[-1] / (changes[-1] @ changes[-1]) * np.eye(6)
    for s, y in zip(steps, changes, strict=True):
        V = np.eye(6) - np.outer(y, s) / (y @ s)
        inverse = V.T @ inverse @ V + np.outer(s, s) / (y @ s)
    g = draw.normal(size=6)
    assert np.allclose(two_loop(g, steps, changes), -inverse @ g, rtol=1e-10)
    assert np.array_equal(two_loop(g, [], []), -g)
    assert np.allclose(two_loop(changes[-1], steps, changes), -steps[-1]), "the newest pair is kept"


def test_a_wrong_option_is_told():
    with pytest.raises(ValueError, match="strong_wolfe"):
        LBFGS(np.zeros(2), line_search_fn="armijo")
    with pytest.raises(ValueError, match="lr"):
        LBFGS(np.zeros(2), lr=-1)


def test_at_a_minimum_nothing_moves():
    still = LBFGS(np.zeros(3))
    assert still.step(lambda w: (w @ w, 2 * w)) == 0
    assert still.iterations == 0 and not still.w.any()
