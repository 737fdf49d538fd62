import numpy as np
import pytest
import torch

from nblib.optim import sgd
from nblib.page.surfaces import FAR, SURFACES, descend

each = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
H = 1e-5


def points(surface, n=50):
    x_low, x_high, y_low, y_high = surface.window
    rng = np.random.default_rng(0)
    return rng.uniform((x_low, y_low), (x_high, y_high), size=(n, 2))


@each
def test_the_gradient_equals_central_differences(surface):
    for x, y in points(surface):
        dx = (surface.value(x + H, y) - surface.value(x - H, y)) / (2 * H)
        dy = (surface.value(x, y + H) - surface.value(x, y - H)) / (2 * H)
        gradient = np.array(surface.gradient(x, y))
        assert np.linalg.norm(gradient - (dx, dy)) <= 1e-8 * max(1, np.linalg.norm(gradient))


@each
def test_the_hessian_equals_differences_of_the_gradient(surface):
    for x, y in points(surface):
        by_x = np.subtract(surface.gradient(x + H, y), surface.gradient(x - H, y)) / (2 * H)
        by_y = np.subtract(surface.gradient(x, y + H), surface.gradient(x, y - H)) / (2 * H)
        xx, xy, yy = surface.hessian(x, y)
        error = np.abs(np.array([[xx, xy], [xy, yy]]) - np.array([by_x, by_y])).max()
        assert error <= 1e-7 * max(1, abs(xx), abs(xy), abs(yy))


@each
def test_curvatures_are_the_eigenvalues_of_the_hessian(surface):
    for x, y in points(surface, 10):
        xx, xy, yy = surface.hessian(x, y)
        assert np.allclose(
            surface.curvatures(x, y), np.linalg.eigvalsh([[xx, xy], [xy, yy]]), atol=1e-12
        )


@each
def test_the_minima_are_minima_inside_the_window(surface):
    x_low, x_high, y_low, y_high = surface.window
    for x, y in surface.minima:
        assert np.hypot(*surface.gradient(x, y)) < 1e-9 and surface.curvatures(x, y)[0] > 0
        assert x_low < x < x_high and y_low < y < y_high
    assert min(surface.value(*p) for p in points(surface, 2000)) >= min(
        surface.value(*m) for m in surface.minima
    )


@each
def test_values_come_for_whole_grids(surface):
    x, y = np.meshgrid(np.linspace(-1, 1, 3), np.linspace(-1, 1, 4))
    assert np.asarray(surface.value(x, y)).shape == (4, 3)


@each
def test_a_quadratic_has_one_hessian(surface):
    same = len({tuple(np.round(surface.hessian(x, y), 12)) for x, y in points(surface, 5)}) == 1
    assert same == surface.quadratic


momenta = pytest.mark.parametrize("momentum", [0.0, 0.5, 0.95])


@momenta
@each
def test_a_path_equals_the_optimizer_step_for_step(surface, momentum):
    path = descend(
        lambda w: surface.gradient(*w), surface.start, lr=0.01, momentum=momentum, steps=200
    )
    w = np.array(surface.start)
    velocity = np.zeros(2)
    for point in path[1:]:
        sgd(w, np.array(surface.gradient(*w)), velocity, lr=0.01, momentum=momentum)
        assert np.array_equal(point, w)


@momenta
@each
def test_a_path_equals_torch(surface, momentum):
    path = descend(
        lambda w: surface.gradient(*w), surface.start, lr=0.01, momentum=momentum, steps=200
    )
    w = torch.tensor(surface.start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.01, momentum=momentum)
    for k in range(200):
        w.grad = torch.tensor(surface.gradient(*w.detach().numpy()), dtype=torch.float64)
        optimizer.step()
        assert np.abs(path[k + 1] - w.detach().numpy()).max() < 1e-12


def test_a_path_that_diverges_ends_before_its_numbers_overflow():
    path = descend(lambda w: 10 * w, [1.0, -1.0], lr=1.0, steps=1000)
    assert len(path) < 20 and np.isfinite(path).all() and np.abs(path).max() <= FAR


def test_a_path_that_stays_has_all_its_steps():
    assert descend(lambda w: w, [1.0, 2.0], lr=0.1, steps=7).shape == (8, 2)
    assert descend(lambda w: w, [1.0, 2.0], lr=0.1, steps=0).shape == (1, 2)
