"""Means over batches: each batch weighs what counts in it, so its size makes no difference."""

from functools import partial

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from small_training import Net

from nblib import losses, optim
from nblib.nn.module import Module
from nblib.proofs.torch_model import adapt
from nblib.tensor import Tensor
from nblib.train import evaluate, fit, predict

rng = np.random.default_rng(0)
X = rng.normal(size=(12, 2))
Y = rng.integers(0, 2, 12)
SOME = np.where(rng.random(12) < 0.5, Y, -100)
SOME[:3] = -100  # a batch of 3 has nothing to it
WEIGHT = [0.2, 3.0]


def cut(x, y, size):
    return [(x[i : i + size], y[i : i + size]) for i in range(0, len(x), size)]


OURS = {
    "-100": (losses.cross_entropy, SOME),
    "ignore_index": (partial(losses.cross_entropy, ignore_index=1), Y),
    "wrapped": (lambda z, t: 2 * losses.cross_entropy(z, t), SOME),
    "weight": (partial(losses.cross_entropy, weight=WEIGHT), SOME),
    "a weight of 0": (partial(losses.cross_entropy, weight=[0.0, 1.0]), Y),
    "mse": (losses.mse, X + 1),
    "a loss of one's own": (lambda z, t: ((z - t) ** 2).mean(), X + 1),
}
THEIRS = {
    "-100": (F.cross_entropy, SOME),
    "ignore_index": (torch.nn.CrossEntropyLoss(ignore_index=1), Y),
    "partial": (partial(F.cross_entropy, ignore_index=1), Y),
    "wrapped": (lambda z, t: 2 * F.cross_entropy(z, t), SOME),
    "weight": (torch.nn.CrossEntropyLoss(weight=torch.tensor(WEIGHT).double()), SOME),
    "mse": (F.mse_loss, X + 1),
}


def torch_parts(loss):
    torch.manual_seed(0)
    net = torch.nn.Linear(2, 2).double()
    return adapt(net, loss, torch.optim.SGD(net.parameters(), lr=0.0))


@pytest.mark.parametrize(
    "library, case", [("ours", c) for c in OURS] + [("torch", c) for c in THEIRS]
)
def test_the_size_of_the_batches_makes_no_difference(library, case):
    loss, targets = (OURS if library == "ours" else THEIRS)[case]
    model = Net()
    optimizer = optim.SGD(model.parameters(), lr=0.0)
    if library == "torch":
        model, loss, optimizer = torch_parts(loss)
    whole = evaluate(model, loss, [(X, targets)])["validation_loss"]
    for size in (1, 3, 5):
        batches = cut(X, targets, size)
        assert evaluate(model, loss, batches)["validation_loss"] == pytest.approx(whole, rel=1e-12)
        history = fit(model, loss, optimizer, batches, epochs=1, progress=False)
        assert history["loss"][0] == pytest.approx(whole, rel=1e-12), "the row of an epoch too"


def test_sequences_of_unequal_length_weigh_by_their_tokens():
    model = Net()
    batches = [(rng.normal(size=(2, t, 2)), rng.integers(0, 2, (2, t))) for t in (2, 7)]
    mean = evaluate(model, losses.cross_entropy, batches)["validation_loss"]
    total = 0.0
    for x, y in batches:
        total += losses.cross_entropy(model(x), y, reduction="sum").item()
    assert mean == pytest.approx(total / (2 * 2 + 2 * 7), rel=1e-12)


def test_metrics_are_means_over_the_targets_that_count():
    model = Net()

    def size(outputs, targets):
        counts = targets != -100
        return np.abs(outputs[counts]).mean()

    whole = evaluate(model, losses.cross_entropy, [(X, SOME)], {"size": size})
    parts = evaluate(model, losses.cross_entropy, cut(X, SOME, 3), {"size": size})
    assert parts["size"] == pytest.approx(whole["size"]) and whole["size"] > 0


def test_a_batch_of_which_nothing_counts_is_no_step():
    for model, loss, optimizer in (
        (net := Net(), losses.cross_entropy, optim.AdamW(net.parameters())),
        torch_parts(F.cross_entropy),
    ):
        before = model.state_dict()
        batches = cut(X, SOME, 3)
        with pytest.raises(ValueError, match="none of their targets counts"):
            fit(model, loss, optimizer, batches[:1], epochs=1, progress=False)
        with pytest.raises(ValueError, match="none of their targets counts"):
            evaluate(model, loss, batches[:1])
        after = model.state_dict()
        assert all(np.array_equal(after[name], before[name]) for name in before)
        history = fit(model, loss, optimizer, batches[:1] + batches[3:], epochs=2, progress=False)
        assert history.stopped is None and len(history.steps["loss"]) == 2
        assert np.isfinite(history["loss"]).all()


def test_nothing_to_predict_from_and_several_outputs_are_explained():
    class Two(Module):
        def forward(self, x):
            return x, x

    with pytest.raises(ValueError, match="no batches to predict from"):
        predict(Net(), [])
    with pytest.raises(TypeError, match="this model gives a tuple of outputs"):
        predict(Two(), [X])
    assert predict(Net(), [((X), Y)]).shape == (12, 2)


# ---- a loss that is no number


class Masked(Net):
    """Takes (inputs, lengths), a list, a dict, or inputs alone."""

    def forward(self, x):
        if isinstance(x, dict):
            x = x["x"]
        return super().forward(x[0] if isinstance(x, tuple | list) else x)


BAD = X.copy()
BAD[1, 0] = np.nan
LENGTHS = np.ones(12, int)
PACKED = {
    "(x, lengths)": lambda x: (x, LENGTHS),
    "[x, lengths]": lambda x: [x, LENGTHS],
    "nested": lambda x: (x, (LENGTHS, [None, "text"])),
    "dict": lambda x: {"x": x, "lengths": LENGTHS},
    "Tensor": Tensor,
}


@pytest.mark.parametrize("kind", PACKED)
def test_the_diagnosis_takes_whatever_the_model_takes(kind):
    for x, words in ((BAD, "the inputs of this batch hold NaN"), (X, "look for log or division")):
        model = Masked()
        optimizer = optim.SGD(model.parameters(), lr=0.1)

        def loss(outputs, targets):
            return (outputs * np.nan).mean()

        history = fit(model, loss, optimizer, [(PACKED[kind](x), Y)], epochs=2, progress=False)
        assert words in history.stopped and "loss became nan at step 1" in history.stopped
        assert history.epochs == [] and np.isfinite(model.w.data).all()


def test_targets_that_are_nan_are_named():
    model = Net()
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    history = fit(model, losses.mse, optimizer, [(X, BAD)], epochs=1, progress=False)
    assert "the targets of this batch hold NaN" in history.stopped
    model, loss, optimizer = torch_parts(F.mse_loss)
    history = fit(model, loss, optimizer, [(torch.tensor(BAD), X)], epochs=1, progress=False)
    assert "the inputs of this batch hold NaN" in history.stopped


@pytest.mark.parametrize("batch, got", [((X, LENGTHS, Y), "3 parts"), (X, "a ndarray")])
def test_a_batch_of_other_parts_is_explained(batch, got):
    model = Net()
    optimizer = optim.SGD(model.parameters())
    with pytest.raises(ValueError, match=rf"\(\(x, lengths\), y\); got {got}"):
        fit(model, losses.cross_entropy, optimizer, [batch], epochs=1, progress=False)
    with pytest.raises(ValueError, match=got):
        evaluate(model, losses.cross_entropy, [batch])


@pytest.mark.parametrize("epochs", [-1, np.nan, "3", None])
def test_a_number_of_epochs_that_is_none_is_explained(epochs):
    with pytest.raises(ValueError, match="epochs must be at least 0"):
        fit(Net(), losses.cross_entropy, None, [(X, Y)], epochs=epochs)
