"""Where books and libraries write the same rule differently: what the pinned torch does, and that
ours does the same.
"""

import numpy as np
import pytest
import torch

from nblib import optim
from nblib.tensor import Tensor


def stepped(optimizer, slopes, shape=(1, 1), **options):
    """Return what torch's optimizer makes of ones, after a step for each slope."""
    w = torch.ones(*shape, dtype=torch.float64, requires_grad=True)
    runner = optimizer([w], **options)
    for slope in slopes:
        w.grad = torch.full_like(w, slope)
        runner.step()
    return w.detach().numpy()


def ours(optimizer, slopes, shape=(1, 1), **options):
    """Return what the engine's optimizer makes of the same."""
    w = Tensor(np.ones(shape), requires_grad=True)
    runner = optimizer([w], **options)
    for slope in slopes:
        w.grad = np.full(shape, slope)
        runner.step()
    return w.data


def test_torch_dampens_all_but_the_first_gradient():
    options = {"lr": 0.1, "momentum": 0.9, "dampening": 0.9}
    moved = 1 - stepped(torch.optim.SGD, [1.0], **options)
    assert moved.item() == pytest.approx(0.1)
    moved = 1 - stepped(torch.optim.SGD, [1.0, 1.0], **options)
    assert moved.item() == pytest.approx(0.1 + 0.1 * (0.9 + 0.1))
    assert stepped(torch.optim.SGD, [1.0], lr=0.1, dampening=0.9).item() == pytest.approx(0.9)


def test_adam_adds_eps_to_the_root_after_the_correction():
    faint = 1e-7
    by_hand = 1 - 0.001 * faint / (faint + 1e-8)
    assert stepped(torch.optim.Adam, [faint], lr=0.001).item() == pytest.approx(by_hand, abs=1e-15)
    assert ours(optim.Adam, [faint], lr=0.001).item() == pytest.approx(by_hand, abs=1e-15)


def test_rmsprop_and_adagrad_begin_with_zero_and_add_eps_to_the_root():
    by_hand = 1 - 0.001 * 2 / (np.sqrt(0.01 * 4) + 0.5)
    options = {"lr": 0.001, "eps": 0.5}
    assert stepped(torch.optim.RMSprop, [2.0], **options).item() == pytest.approx(by_hand)
    assert ours(optim.RMSProp, [2.0], **options).item() == pytest.approx(by_hand)
    by_hand = 1 - 0.001 * 2 / (2 + 0.5)
    assert stepped(torch.optim.Adagrad, [2.0], **options).item() == pytest.approx(by_hand)
    assert ours(optim.AdaGrad, [2.0], **options).item() == pytest.approx(by_hand)


@pytest.mark.parametrize(
    "theirs, mine, left",
    [
        (torch.optim.SGD, optim.SGD, lambda lr, decay: 1 - lr * decay),
        (torch.optim.AdamW, optim.AdamW, lambda lr, decay: 1 - lr * decay),
        (torch.optim.Muon, optim.Muon, lambda lr, decay: 1 - lr * decay),
        (torch.optim.Adam, optim.Adam, lambda lr, decay: 1 - lr),
    ],
    ids=lambda v: getattr(v, "__name__", None),
)
@pytest.mark.parametrize("lr", [0.1, 0.01])
@pytest.mark.parametrize("decay", [0.1, 2.0])
def test_the_decay_is_scaled_by_the_rate_and_in_adam_it_is_the_rate_itself(
    theirs, mine, left, lr, decay
):
    for found in (
        stepped(theirs, [0.0], lr=lr, weight_decay=decay),
        ours(mine, [0.0], lr=lr, weight_decay=decay),
    ):
        assert found.item() == pytest.approx(left(lr, decay), abs=1e-6)


def test_muon_is_longer_with_more_outputs_and_may_be_as_long_as_adamw():
    def length(shape, **options):  # torch keeps (out, in)
        moved = 1 - stepped(torch.optim.Muon, [1.0], shape, lr=0.01, weight_decay=0.0, **options)
        return np.linalg.norm(moved)

    tall = length((12, 3))
    assert tall == pytest.approx(2 * length((3, 12)), rel=0.02)  # the root of 12 / 3
    matched = length((12, 3), adjust_lr_fn="match_rms_adamw")
    assert matched == pytest.approx(tall / 2 * 0.2 * 12**0.5, rel=0.02)
    moved = 1 - ours(optim.Muon, [1.0], (3, 12), lr=0.01, weight_decay=0.0)
    assert np.linalg.norm(moved) == pytest.approx(tall, rel=0.02)
