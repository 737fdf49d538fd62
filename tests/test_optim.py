import numpy as np
import pytest
import torch

from nblib.optim import FAR, descend, sgd
from nblib.surfaces import SURFACES


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.95])
@pytest.mark.parametrize("name", SURFACES)
def test_two_hundred_steps_equal_torch(name, momentum):
    surface = SURFACES[name]
    path = descend(lambda w: surface.gradient(*w), surface.start, lr=0.01, momentum=momentum, steps=200)
    w = torch.tensor(surface.start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.01, momentum=momentum)
    for k in range(200):
        w.grad = torch.tensor(surface.gradient(*w.detach().numpy()), dtype=torch.float64)
        optimizer.step()
        assert np.abs(path[k + 1] - w.detach().numpy()).max() < 1e-12


def test_the_rule_leaves_its_arguments_alone():
    w, grad, velocity = np.ones(2), np.ones(2), np.ones(2)
    new, faster = sgd(w, grad, velocity, lr=0.1, momentum=0.5)
    assert np.allclose(faster, 1.5) and np.allclose(new, 0.85)
    assert all(np.array_equal(array, np.ones(2)) for array in (w, grad, velocity))


def test_a_path_that_diverges_ends_before_its_numbers_overflow():
    path = descend(lambda w: 10 * w, [1.0, -1.0], lr=1.0, steps=1000)
    assert len(path) < 20 and np.isfinite(path).all() and np.abs(path).max() <= FAR


def test_a_path_that_stays_has_all_its_steps():
    assert descend(lambda w: w, [1.0, 2.0], lr=0.1, steps=7).shape == (8, 2)
    assert descend(lambda w: w, [1.0, 2.0], lr=0.1, steps=0).shape == (1, 2)
