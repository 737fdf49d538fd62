"""The training loop: it learns, keeps a history, and takes the steps that PyTorch takes."""

import numpy as np
import pytest
import torch
from small_training import XV, YV, Net, X, Y, accuracy, parts, train_batches, validation

from nblib import losses, optim
from nblib.proofs.torch_model import adapt
from nblib.train import evaluate, fit, predict


def test_it_learns_and_keeps_a_history(capsys):
    model, loss, optimizer = parts()
    history = fit(
        model,
        loss,
        optimizer,
        train_batches(),
        epochs=30,
        validation=validation(),
        metrics={"accuracy": accuracy},
    )
    assert history["loss"][-1] < 0.3 * history["loss"][0] and history["accuracy"][-1] > 0.95
    assert len(history["loss"]) == 30 and history.stopped is None
    assert len(history.steps["loss"]) == len(history.steps["lr"]) == 30 * 8
    assert history.best_epoch == 1 + history["validation_loss"].argmin()
    assert capsys.readouterr().out == "", "the bar leaves nothing behind"
    with pytest.raises(KeyError, match="no column 'acc'; there are epoch, loss, seconds"):
        history["acc"]


def test_means_are_over_examples_not_over_batches():
    model, loss, _ = parts()
    ragged = evaluate(model, loss, validation(), {"accuracy": accuracy})
    whole = evaluate(model, loss, [(XV, YV)], {"accuracy": accuracy})
    assert ragged.keys() == whole.keys() == {"validation_loss", "accuracy"}
    assert all(abs(ragged[name] - whole[name]) < 1e-12 for name in whole)
    assert np.allclose(predict(model, validation()), model.forward(XV).data)


def test_evaluation_neither_trains_nor_records_and_puts_the_mode_back():
    model, loss, _ = parts(noise=0.5)
    assert evaluate(model, loss, [(XV, YV)]) == evaluate(model, loss, [(XV, YV)]), (
        "no noise in evaluation"
    )
    assert model.training and all(p.grad is None for p in model.parameters())


def test_a_history_draws_itself():
    import matplotlib.pyplot as plt

    history = fit(*parts(), train_batches(), epochs=2, validation=validation(), progress=False)
    fig = history.plot()
    assert {text.get_text() for text in fig.axes[0].texts} == {"training", "validation"}
    plt.close(fig)


def test_the_schedule_sets_the_rate_of_each_step():
    model, loss, optimizer = parts()
    history = fit(
        model, loss, optimizer, train_batches(), epochs=2, schedule=lambda step: 0.1 / (1 + step)
    )
    assert np.allclose(history.steps["lr"], [0.1 / (1 + k) for k in range(16)])


def test_before_step_sees_the_gradients_and_after_epoch_may_end_the_run():
    model, loss, optimizer = parts()
    norms = []

    def clip():
        optim.clip_grad_norm_(model.parameters(), 0.01)
        norms.append(sum((p.grad**2).sum() for p in model.parameters()) ** 0.5)

    history = fit(
        model,
        loss,
        optimizer,
        train_batches(),
        epochs=9,
        before_step=clip,
        after_epoch=lambda row: row["epoch"] == 2,
        progress=False,
    )
    assert len(norms) == 16 and max(norms) <= 0.0101
    assert len(history.epochs) == 2 and "after epoch 2" in history.stopped


@pytest.mark.parametrize(
    "options, message",
    [
        ({"patience": 3}, "give validation data"),
        ({"metrics": {"accuracy": accuracy}}, "give some"),
        ({"patience": 0, "validation": [(XV, YV)]}, "at least 1, got 0"),
        ({"checkpoint": "run.npz", "batches": [(X, Y)]}, "Minibatches"),
    ],
)
def test_arguments_that_do_not_fit_together(options, message):
    with pytest.raises(ValueError, match=message):
        fit(*parts(), options.pop("batches", train_batches()), epochs=1, **options)


@pytest.mark.parametrize("progress", [True, False])
def test_batches_need_no_length(progress):
    history = fit(*parts(), (batch for batch in train_batches()), epochs=1, progress=progress)
    assert len(history.steps["loss"]) == len(train_batches())


def test_both_engines_take_the_same_steps():
    model = Net()
    net = torch.nn.Sequential(
        torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 2, bias=False)
    ).double()
    with torch.no_grad():
        net[0].weight.copy_(torch.tensor(model.w.data.T))
        net[0].bias.zero_()
        net[2].weight.copy_(torch.tensor(model.v.data.T))
    ours = fit(
        model,
        losses.cross_entropy,
        optim.Adam(model.parameters(), lr=0.05),
        train_batches(),
        epochs=5,
    )
    adapted = adapt(
        net, torch.nn.functional.cross_entropy, torch.optim.Adam(net.parameters(), lr=0.05)
    )
    theirs = fit(*adapted, train_batches(), epochs=5)
    assert np.allclose(ours.steps["loss"], theirs.steps["loss"], atol=1e-10)
