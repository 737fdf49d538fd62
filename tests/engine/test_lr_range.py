"""The range test of a learning rate, and reading one."""

import math

import numpy as np
import pytest

from nblib.schedules import range_test, suggest_lr


def test_the_whole_range_test_grows_by_one_factor():
    rates = [range_test(k, low=1e-4, high=10.0, steps=101) for k in range(101)]
    assert np.allclose(np.diff(np.log(rates)), math.log(10**5) / 100)
    assert rates[0] == 1e-4 and rates[-1] == pytest.approx(10.0, rel=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_a_range_test_finds_the_stability_limit_of_noisy_descent(seed):
    """On a quadratic of curvature 1 … 10, whose descent diverges above 2 / 10."""
    rng = np.random.default_rng(seed)
    curvature = np.array([1.0, 3.0, 10.0])
    w = np.array([3.0, -2.0, 1.0])
    lrs = [range_test(k, low=1e-4, high=10.0, steps=200) for k in range(200)]
    losses = []
    for lr in lrs:
        losses.append(float(curvature @ w**2) / 2 + 0.1)
        with np.errstate(over="ignore", invalid="ignore"):
            w = w - lr * (curvature * w + 0.1 * rng.normal(size=3))
    found = suggest_lr(lrs, np.minimum(losses, 1e300))
    assert found.lr < found.divergence
    assert 2 / 10 / 3 < found.divergence < 3 * 2 / 10


def test_reading_a_range_test():
    lrs = np.logspace(-3, 1, 50)
    falling = np.linspace(2.0, 1.0, 50)
    assert suggest_lr(lrs, falling) == (pytest.approx(10.0), None)
    assert suggest_lr(lrs, np.r_[falling[:30], [np.inf] * 20]).divergence == pytest.approx(lrs[30])
    spike = falling.copy()
    spike[20] = 10.0  # one bad batch is not a divergence, unless nothing is smoothed
    assert suggest_lr(lrs, spike).divergence is None
    assert suggest_lr(lrs, spike, smoothing=0.0).divergence == pytest.approx(lrs[20])


@pytest.mark.parametrize(
    "lrs, losses, words",
    [
        ([0.1, 0.2], [1.0], "one length"),
        ([], [], "one length"),
        ([0.2, 0.1], [1.0, 1.0], "grow from step to step"),
        ([0.1, 0.2], [np.nan, 1.0], "the first must be finite"),
        ([0.1, 0.2], [1.0, -1.0], "must not be negative"),
    ],
)
def test_a_range_test_that_cannot_be_read(lrs, losses, words):
    with pytest.raises(ValueError, match=words):
        suggest_lr(lrs, losses)
    with pytest.raises(ValueError, match="smoothing"):
        suggest_lr([0.1, 0.2], [1.0, 1.0], smoothing=1.0)
