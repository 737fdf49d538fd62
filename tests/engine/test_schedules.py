"""Schedules against PyTorch's for two hundred steps, and against their definitions."""

import json
import math
from functools import partial

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.optim import lr_scheduler

from nblib import schedules
from nblib.schedules import (
    ReduceOnPlateau,
    constant,
    cosine,
    cosine_with_restarts,
    exponential,
    linear,
    one_cycle,
    range_test,
    step_decay,
    warm_up,
    warmup_stable_decay,
)

STEPS = 200


def sgd(lr=0.1):
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros((), dtype=torch.float64))], lr=lr)


def torch_rates(scheduler, steps=STEPS):
    rates = []
    for _ in range(steps):
        rates.append(scheduler.optimizer.param_groups[0]["lr"])
        scheduler.optimizer.step()
        scheduler.step()
    return rates


def one_cycle_twin(**options):
    return lambda o: lr_scheduler.OneCycleLR(
        o, 0.1, total_steps=STEPS + 1, cycle_momentum=False, **options
    )


def warmed_twin(optimizer):
    climb = lr_scheduler.LinearLR(optimizer, start_factor=0.01, total_iters=30)
    return lr_scheduler.SequentialLR(
        optimizer, [climb, lr_scheduler.CosineAnnealingLR(optimizer, 170)], [30]
    )


TWINS = {
    "constant": (partial(constant, lr=0.1), lambda o: lr_scheduler.ConstantLR(o, factor=1.0)),
    "step_decay": (
        partial(step_decay, lr=0.1, step_size=30, gamma=0.3),
        lambda o: lr_scheduler.StepLR(o, 30, 0.3),
    ),
    "exponential": (
        partial(exponential, lr=0.1, gamma=0.97),
        lambda o: lr_scheduler.ExponentialLR(o, 0.97),
    ),
    "linear up": (
        partial(linear, lr=0.1, steps=50),
        lambda o: lr_scheduler.LinearLR(o, total_iters=50),
    ),
    "linear down": (
        partial(linear, lr=0.1, steps=150, start_factor=1.0, end_factor=0.1),
        lambda o: lr_scheduler.LinearLR(o, 1.0, 0.1, 150),
    ),
    "cosine": (
        partial(cosine, lr=0.1, steps=STEPS, min_lr=0.01),
        lambda o: lr_scheduler.CosineAnnealingLR(o, STEPS, 0.01),
    ),
    "restarts of one length": (
        partial(cosine_with_restarts, lr=0.1, T_0=30, min_lr=0.01),
        lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 30, eta_min=0.01),
    ),
    "restarts that grow": (
        partial(cosine_with_restarts, lr=0.1, T_0=7, T_mult=3),
        lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 7, 3),
    ),
    "one_cycle": (partial(one_cycle, max_lr=0.1, steps=STEPS + 1), one_cycle_twin()),
    "one_cycle, all options": (
        partial(
            one_cycle,
            max_lr=0.1,
            steps=STEPS + 1,
            pct_start=0.05,
            div_factor=7,
            final_div_factor=30,
        ),
        one_cycle_twin(pct_start=0.05, div_factor=7, final_div_factor=30),
    ),
    "one_cycle, all the way up": (
        partial(one_cycle, max_lr=0.1, steps=STEPS + 1, pct_start=1.0),
        one_cycle_twin(pct_start=1.0),
    ),
    "one_cycle, only down": (
        partial(one_cycle, max_lr=0.1, steps=STEPS + 1, pct_start=0.0),
        one_cycle_twin(pct_start=0.0),
    ),
    "warm-up, then cosine": (warm_up(partial(cosine, lr=0.1, steps=170), steps=30), warmed_twin),
}


@pytest.mark.parametrize("name", TWINS)
def test_two_hundred_steps_equal_torch(name):
    ours, theirs = TWINS[name]
    expected = torch_rates(theirs(sgd()))
    assert len(expected) == STEPS
    assert np.abs(np.array([ours(k) for k in range(STEPS)]) - expected).max() < 1e-12


PLATEAUS = [
    dict(patience=3, factor=0.5),
    dict(patience=0, factor=0.9, threshold=0.05),
    dict(patience=2, factor=0.3, cooldown=4, min_lr=0.004),
    dict(patience=2, factor=0.5, mode="max"),
    dict(patience=1, factor=0.1, eps=1e-5),
]


@pytest.mark.parametrize("options", PLATEAUS, ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_plateau_equals_torch_on_random_losses(options, seed):
    rng = np.random.default_rng(seed)
    values = 1 + np.exp(-np.arange(STEPS) / 60) + 0.05 * rng.normal(size=STEPS)
    values = values if options.get("mode") != "max" else 3 - values
    values[50] = np.nan
    optimizer = sgd()
    theirs = lr_scheduler.ReduceLROnPlateau(optimizer, **options)
    ours = ReduceOnPlateau(0.1, **options)
    rates = []
    for value in values:
        theirs.step(value)
        rates.append(ours.step(value))
        assert abs(rates[-1] - optimizer.param_groups[0]["lr"]) < 1e-12
        assert ours.lr == rates[-1]
    assert rates[-1] < rates[0], "this test should see a reduction"


def test_plateau_goes_on_from_its_state():
    values = np.random.default_rng(0).uniform(1, 2, 60)
    whole = ReduceOnPlateau(0.1, patience=2, cooldown=1)
    first = ReduceOnPlateau(0.1, patience=2, cooldown=1)
    rates = [whole.step(v) for v in values]
    start = [first.step(v) for v in values[:25]]
    second = ReduceOnPlateau(5.0, mode="max")
    second.load_state_dict(json.loads(json.dumps(first.state_dict())))
    assert start + [second.step(v) for v in values[25:]] == rates
    with pytest.raises(ValueError, match="a state of ReduceOnPlateau has"):
        second.load_state_dict({"lr": 0.1})


@given(
    st.integers(0, 40),
    st.integers(0, 40),
    st.integers(1, 40),
    st.floats(0.01, 1),
    st.floats(0, 0.1),
    st.integers(0, 50),
)
def test_warmup_stable_decay_from_its_definition(
    warmup, stable, decay, start_factor, min_lr, extra
):
    lr = 0.1
    climb = [lr * (start_factor + (1 - start_factor) * k / warmup) for k in range(warmup)]
    fall = [lr - (lr - min_lr) * k / decay for k in range(1, decay + 1)]
    expected = climb + [lr] * (stable + 1) + fall + [min_lr] * extra
    options = dict(
        warmup=warmup, stable=stable, decay=decay, start_factor=start_factor, min_lr=min_lr
    )
    ours = [warmup_stable_decay(k, lr, **options) for k in range(len(expected))]
    assert np.allclose(ours, expected, rtol=0, atol=1e-12)


def test_schedules_stay_where_they_end():
    assert cosine(10**6, 0.1, steps=10, min_lr=0.02) == pytest.approx(0.02, abs=1e-15)
    assert linear(10**6, 0.1, steps=10, end_factor=0.5) == 0.05
    assert range_test(10**6, low=1e-3, high=1.0, steps=10) == 1.0
    assert warmup_stable_decay(10**6, 0.1, warmup=1, stable=1, decay=1) == 0.0


def test_a_cycle_of_few_steps():
    assert [one_cycle(k, 1.0, steps=2, pct_start=0.5) for k in range(2)] == [
        1.0,
        pytest.approx(4e-6),
    ]
    assert one_cycle(0, 1.0, steps=1, pct_start=0.3) == pytest.approx(4e-6)
    with pytest.raises(ValueError, match="no step 2"):
        one_cycle(2, 1.0, steps=2)


def test_a_warm_up_may_come_before_anything_and_refuses_negative_steps():
    warmed = warm_up(lambda step: 0.5, steps=4, start_factor=0.2)
    assert [warmed(k) for k in range(6)] == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5, 0.5])
    with pytest.raises(ValueError, match="step must be"):
        warmed(-1)


BAD = [
    (constant, (-1, 0.1), {}, "step must be a number of at least 0, got -1"),
    (constant, ("3", 0.1), {}, "step must be a number of at least 0, got '3'"),
    (constant, (0, -0.1), {}, "lr must be"),
    (constant, (0, math.nan), {}, "lr must be"),
    (
        step_decay,
        (0, 0.1),
        dict(step_size=0),
        "step_size must be a whole number of at least 1, got 0",
    ),
    (step_decay, (0, 0.1), dict(step_size=2, gamma=0.0), "gamma must be a number above 0"),
    (exponential, (0, 0.1), dict(gamma=-1), "gamma must be"),
    (
        linear,
        (0, 0.1),
        dict(steps=5, start_factor=1.5),
        "start_factor must be a number between 0 and 1",
    ),
    (cosine, (0, 0.1), dict(steps=2.5), "steps must be a whole number"),
    (cosine, (0, 0.1), dict(steps=math.inf), "steps must be a whole number"),
    (cosine, (0, 0.1), dict(steps=5, min_lr=0.2), "must not be above lr"),
    (cosine_with_restarts, (0, 0.1), dict(T_0=0), "T_0 must be"),
    (cosine_with_restarts, (0, 0.1), dict(T_0=3, T_mult=1.5), "T_mult must be"),
    (one_cycle, (0, 0.1), dict(steps=10, pct_start=1.2), "pct_start must be"),
    (one_cycle, (0, 0.1), dict(steps=10, div_factor=0), "div_factor must be"),
    (one_cycle, (0, 0.1), dict(steps=10, final_div_factor=0), "final_div_factor must be"),
    (warm_up, (constant,), dict(steps=0), "steps must be"),
    (warmup_stable_decay, (0, 0.1), dict(warmup=1, stable=-1, decay=1), "stable must be"),
    (warmup_stable_decay, (0, 0.1), dict(warmup=1, stable=1, decay=0), "decay must be"),
    (range_test, (0,), dict(low=1.0, high=0.1, steps=5), "from low to high"),
    (range_test, (0,), dict(low=0.1, high=1.0, steps=1), "at least 2 steps"),
    (ReduceOnPlateau, (0.1,), dict(mode="least"), 'mode is "min" or "max"'),
    (ReduceOnPlateau, (0.1,), dict(factor=1.0), "factor must be"),
    (ReduceOnPlateau, (0.1,), dict(patience=-1), "patience must be"),
    (ReduceOnPlateau, (0.1,), dict(min_lr=0.2), "must not be above lr"),
]


@pytest.mark.parametrize("make, args, options, words", BAD)
def test_bad_arguments_are_named(make, args, options, words):
    with pytest.raises(ValueError, match=words):
        make(*args, **options)


def test_every_schedule_accepts_numpy_numbers():
    assert schedules.cosine(np.int64(5), np.float64(0.1), steps=np.int32(10)) == pytest.approx(0.05)
