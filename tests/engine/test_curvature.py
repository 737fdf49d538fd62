"""Steps with curvature, and curvature without a Hessian, beside closed forms and NumPy's own."""

import numpy as np
import pytest
import torch

from nblib import nn
from nblib.curvature import (
    backtrack,
    conjugate_gradients,
    damped_newton_step,
    hvp,
    largest_curvature,
    newton_step,
    of_weights,
    trust_region_step,
)
from nblib.losses import cross_entropy
from nblib.proofs.gradcheck import numerical_gradient


def symmetric(seed, curvatures):
    """A matrix with these eigenvalues, turned at random, and its eigenvectors."""
    d = len(curvatures)
    axes = np.linalg.qr(np.random.default_rng(seed).normal(size=(d, d)))[0]
    return axes * curvatures @ axes.T, axes


def test_newtons_step_ends_where_the_slope_is_zero_whatever_the_sign():
    rng = np.random.default_rng(0)
    for curvatures in ([1.0, 30.0, 4.0], [1.0, -30.0, 4.0], [-1.0, -2.0, -3.0]):
        H, _ = symmetric(1, np.array(curvatures))
        g = rng.normal(size=3)
        assert np.allclose(g + H @ newton_step(g, H), 0, atol=1e-12)


def test_the_damped_step_leads_downhill_and_divides_by_no_less_than_the_damping():
    rng = np.random.default_rng(2)
    for seed in range(20):
        H, axes = symmetric(seed, rng.normal(size=5) * 4)
        g = rng.normal(size=5)
        damping = float(rng.uniform(0.1, 3))
        step, shift = damped_newton_step(g, H, damping)
        assert g @ step < 0
        lowest = np.linalg.eigvalsh(H + shift * np.eye(5))[0]
        assert lowest >= damping - 1e-12
        assert np.linalg.norm(step) <= np.linalg.norm(g) / damping + 1e-12
    positive, _ = symmetric(0, np.array([1.0, 2.0]))
    assert damped_newton_step(np.ones(2), positive, 0.5)[1] == 0.5
    with pytest.raises(ValueError, match="above 0"):
        damped_newton_step(np.ones(2), positive, 0.0)


def test_the_trust_region_step_is_the_best_within_the_radius():
    rng = np.random.default_rng(3)
    for seed in range(30):
        H, _ = symmetric(seed, rng.normal(size=3) * 3)
        g = rng.normal(size=3) * 10 ** rng.uniform(-3, 1)
        radius = float(rng.uniform(0.1, 2))
        step = trust_region_step(g, H, radius)
        assert np.linalg.norm(step) <= radius * (1 + 1e-9)
        model = g @ step + step @ H @ step / 2
        others = rng.normal(size=(20_000, 3))
        others *= (
            radius
            * rng.random((20_000, 1)) ** (1 / 3)
            / np.linalg.norm(others, axis=1, keepdims=True)
        )
        found = others @ g + np.einsum("ni,ij,nj->n", others, H, others) / 2
        assert model <= found.min() + 1e-9
    bowl = np.diag([1.0, 4.0])
    assert np.allclose(trust_region_step(np.ones(2), bowl, 9.0), newton_step(np.ones(2), bowl))
    with pytest.raises(ValueError, match="radius"):
        trust_region_step(np.ones(2), bowl, 0)


def test_on_a_ridge_without_slope_the_trust_region_step_goes_down_the_side():
    step = trust_region_step(np.array([0.3, 0.0]), np.diag([1.0, -2.0]), 1.0)
    assert np.linalg.norm(step) == pytest.approx(1.0)
    assert step[0] == pytest.approx(-0.1, abs=1e-6) and abs(step[1]) > 0.9


def test_backtracking_takes_the_first_length_that_falls_enough():
    def loss(w):
        return float(w[0] ** 4)

    t, there, evaluations = backtrack(loss, np.array([1.0]), np.array([-8.0]), -32.0)
    assert t == 0.125 and there == 0.0 and evaluations == 5
    with pytest.raises(ValueError, match="downhill"):
        backtrack(loss, np.array([1.0]), np.array([1.0]), 4.0)
    assert backtrack(lambda w: 1.0, np.array([1.0]), np.array([-1.0]), -1.0, most=3)[0] == 0.0


def test_conjugate_gradients_equal_the_solution_within_d_products():
    rng = np.random.default_rng(4)
    for d in (1, 3, 10):
        H, _ = symmetric(d, rng.uniform(1, 50, size=d))
        b = rng.normal(size=d)
        found = conjugate_gradients(lambda v, H=H: H @ v, b, tolerance=1e-12)
        assert np.allclose(found.x, np.linalg.solve(H, b), rtol=1e-8)
        assert found.products <= d + 1 and found.negative is None
    few = conjugate_gradients(lambda v: H @ v, b, max_products=4)
    assert few.products == 4


def test_as_many_products_as_there_are_different_curvatures():
    H, _ = symmetric(5, np.repeat([1.0, 10.0, 200.0], 20))
    b = np.random.default_rng(5).normal(size=60)
    found = conjugate_gradients(lambda v: H @ v, b, tolerance=1e-9)
    assert found.products == 3


def test_negative_curvature_is_said_and_what_is_returned_leads_downhill():
    rng = np.random.default_rng(6)
    seen = set()
    for seed in range(20):
        H, _ = symmetric(seed, np.array([-5.0, 1.0, 3.0, 9.0]))
        g = rng.normal(size=4)
        found = conjugate_gradients(lambda v, H=H: H @ v, -g)
        if found.negative is not None:
            assert found.negative @ H @ found.negative <= 0
            seen.add(found.products)
        assert g @ found.x < 0
    assert len(seen) > 1


def test_the_largest_curvature_is_numpys():
    for seed, curvatures in enumerate(
        [np.linspace(-9, 4, 40), np.linspace(0, 7, 200) ** 2, np.array([3.0])]
    ):
        H, axes = symmetric(seed, curvatures)
        start = np.random.default_rng(seed).normal(size=len(curvatures))
        value, direction = largest_curvature(lambda v, H=H: H @ v, start, tolerance=1e-8)
        assert value == pytest.approx(curvatures.max(), rel=1e-6)
        assert np.linalg.norm(H @ direction - value * direction) < 1e-5
        assert np.linalg.norm(direction) == pytest.approx(1)
    assert largest_curvature(lambda v: 0 * v, np.ones(3))[0] == 0
    with pytest.raises(ValueError, match="zero"):
        largest_curvature(lambda v: v, np.zeros(3))


def test_a_product_by_differences_equals_torchs_exact_one():
    rng = np.random.default_rng(7)
    A = torch.tensor(rng.normal(size=(30, 6)))

    def loss(w):
        return torch.logsumexp(torch.tanh(A @ w), 0) + (w**4).sum() / 4

    gradient = torch.func.grad(loss)
    w = rng.normal(size=6)
    v = rng.normal(size=6)
    exact = torch.func.jvp(gradient, (torch.tensor(w),), (torch.tensor(v),))[1].numpy()
    ours = hvp(lambda w: gradient(torch.tensor(w)).numpy(), w, v)
    assert np.linalg.norm(ours - exact) < 1e-8 * np.linalg.norm(exact)


def test_a_network_becomes_a_function_of_one_vector():
    rng = np.random.default_rng(8)
    net = nn.Sequential(
        nn.Linear(3, 4, rng=rng, dtype=np.float64), nn.Tanh(), nn.Linear(4, 2, dtype=np.float64)
    )
    x = rng.normal(size=(5, 3))
    y = rng.integers(0, 2, size=5)
    function, w = of_weights(net.parameters(), lambda: cross_entropy(net(x), y))
    assert w.shape == (3 * 4 + 4 + 4 * 2 + 2,)
    kept = w.copy()
    loss, grad = function(w)
    assert loss == pytest.approx(cross_entropy(net(x), y).item())
    assert np.allclose(grad, numerical_gradient(lambda w: function(w)[0], w), atol=1e-8)
    assert np.array_equal(w, kept) and function(w)[0] == loss
    elsewhere = rng.normal(size=w.shape)
    assert function(elsewhere)[0] != loss
    with pytest.raises(ValueError, match="vector of shape"):
        function(w[:-1])
