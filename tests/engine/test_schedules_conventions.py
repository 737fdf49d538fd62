"""Where PyTorch's schedulers and ours differ, as chapter 11 says it."""

from functools import partial

import pytest
import torch
from torch.optim import lr_scheduler

from nblib import schedules


def started(make, lr=0.1):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr)
    return optimizer, make(optimizer)


def rate_after(optimizer, scheduler, steps):
    for _ in range(steps):
        optimizer.step()
        scheduler.step()
    return optimizer.param_groups[0]["lr"]


def test_beyond_its_end_the_cosine_of_torch_climbs_again_and_ours_stays():
    assert rate_after(*started(lambda o: lr_scheduler.CosineAnnealingLR(o, 10)), 15) > 0.04
    assert schedules.cosine(15, 0.1, steps=10) == pytest.approx(0.0, abs=1e-15)
    down = partial(schedules.linear, lr=0.1, steps=10, start_factor=1.0, end_factor=0.0)
    assert rate_after(*started(lambda o: lr_scheduler.LinearLR(o, 1.0, 0.0, 10)), 15) == down(15)


def test_one_step_too_many_in_a_cycle():
    cycle = started(lambda o: lr_scheduler.OneCycleLR(o, 0.1, total_steps=10))
    last = rate_after(*cycle, 9)
    assert rate_after(*cycle, 1) > 1000 * last, "it climbs, and raises nothing"
    with pytest.raises(ValueError, match="step 11 times"):
        rate_after(*cycle, 1)
    with pytest.raises(ValueError, match="no step 10"):
        schedules.one_cycle(10, 0.1, steps=10)


def test_a_rate_set_by_hand():
    stairs = started(lambda o: lr_scheduler.StepLR(o, 3, 0.5))
    rate_after(*stairs, 2)
    stairs[0].param_groups[0]["lr"] = 1.0
    assert rate_after(*stairs, 1) == 0.5


def test_a_line_without_options_is_a_warm_up_in_both():
    assert started(lr_scheduler.LinearLR)[0].param_groups[0]["lr"] == pytest.approx(0.1 / 3)
    assert schedules.linear(0, 0.1, steps=5) == pytest.approx(0.1 / 3)


def test_what_nobody_guesses_of_a_plateau_and_of_taking_up_a_run():
    plateau = started(lambda o: lr_scheduler.ReduceLROnPlateau(o, patience=2))
    for loss in (-1.0, -0.99995, -0.9999, -0.99985) * 3:
        plateau[1].step(loss)
    assert plateau[0].param_groups[0]["lr"] == 0.1
    climb = partial(lr_scheduler.LinearLR, start_factor=0.1, total_iters=10)
    saved = started(climb)
    rate_after(*saved, 5)
    optimizer, _ = started(lambda o: None)
    optimizer.load_state_dict(saved[0].state_dict())
    late = climb(optimizer)
    late.load_state_dict(saved[1].state_dict())
    assert rate_after(optimizer, late, 10) == pytest.approx(0.01)
