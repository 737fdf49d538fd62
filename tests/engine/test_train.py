"""The training loop: it learns, resumes bit for bit, keeps what was learned, and says what went
wrong.
"""

import os
import signal

import numpy as np
import pytest
import torch

from nblib import checkpoint, losses, ops, optim
from nblib.checkpoint import CheckpointError, load_checkpoint, save_checkpoint
from nblib.data import Minibatches
from nblib.nn.module import Module
from nblib.proofs.torch_model import adapt
from nblib.tensor import Tensor
from nblib.train import evaluate, fit, predict


class Net(Module):
    """Two layers and noise of its own, so that a resumed run has to restore a generator."""

    def __init__(self, seed=0, noise=0.0):
        super().__init__()
        self.rng = np.random.default_rng(seed)
        self.noise = noise
        self.w = Tensor(self.rng.normal(size=(2, 8)), requires_grad=True)
        self.b = Tensor(np.zeros(8), requires_grad=True)
        self.v = Tensor(self.rng.normal(size=(8, 2)) / 3, requires_grad=True)

    def forward(self, x):
        h = ops.tanh(ops.linear(x, self.w, self.b))
        if self.training and self.noise:
            h = h + self.noise * self.rng.normal(size=h.shape)
        return h @ self.v


def moons(n=120, seed=0):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, n)
    angle = rng.uniform(0, np.pi, n) + np.pi * y
    return np.column_stack([np.cos(angle) + y, np.sin(angle) + 0.5 * y]) + 0.1 * rng.normal(
        size=(n, 2)
    ), y


def parts(noise=0.0, lr=0.05, seed=0):
    model = Net(seed, noise)
    return model, losses.cross_entropy, optim.Adam(model.parameters(), lr=lr)


X, Y = moons()
XV, YV = moons(60, seed=1)


def train_batches():
    return Minibatches(X, Y, batch_size=16, seed=3)


def validation():
    return Minibatches(XV, YV, batch_size=25, shuffle=False)


def accuracy(outputs, targets):
    return (outputs.argmax(axis=1) == targets).mean()


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


def test_early_stopping_goes_back_to_the_best_weights(capsys):
    rng = np.random.default_rng(0)
    noise = Minibatches(X, rng.permutation(Y), batch_size=16)  # nothing to learn: it overfits
    model, loss, optimizer = parts(lr=0.2)
    history = fit(model, loss, optimizer, noise, epochs=200, validation=validation(), patience=5)
    assert len(history.epochs) == history.best_epoch + 5 < 200
    assert (
        history.stopped == "no better validation loss for 5 epochs"
        and history.stopped in capsys.readouterr().out
    )
    assert (
        evaluate(model, loss, validation())["validation_loss"] == history["validation_loss"].min()
    )


def same(a, b):
    a, b = a.state_dict(), b.state_dict()
    return all(np.array_equal(a[name], b[name]) for name in a)


def test_a_checkpoint_resumes_bit_for_bit_after_an_epoch(tmp_path):
    whole = parts(noise=0.3)
    expected = fit(*whole, train_batches(), epochs=6, validation=validation())
    first, path = parts(noise=0.3), tmp_path / "run.npz"
    fit(*first, train_batches(), epochs=4, validation=validation(), checkpoint=path)
    second = parts(noise=0.3, lr=9.0, seed=8)  # all of this is replaced
    history = fit(*second, train_batches(), epochs=6, validation=validation(), checkpoint=path)
    assert same(second[0], whole[0])
    assert history.steps == expected.steps and np.array_equal(
        history["validation_loss"], expected["validation_loss"]
    )
    third = parts(noise=0.3)
    again = fit(*third, train_batches(), epochs=6, validation=validation(), checkpoint=path)
    assert len(again.epochs) == 6 and same(third[0], whole[0]), (
        "a run that is done is not run again"
    )


@pytest.fixture
def keyboard():
    """Ctrl-C as in a terminal: a process that was started in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("keyboard")
@pytest.mark.parametrize("step", [3, 8, 13])
def test_an_interrupted_run_keeps_what_was_learned_and_resumes_bit_for_bit(tmp_path, step):
    whole = parts(noise=0.3)
    fit(*whole, train_batches(), epochs=4)
    first, path, count = parts(noise=0.3), tmp_path / "run.npz", []

    def interrupt():
        count.append(0)
        if len(count) == step:
            os.kill(os.getpid(), signal.SIGINT)

    history = fit(
        *first, train_batches(), epochs=4, before_step=interrupt, checkpoint=path, progress=False
    )
    assert "interrupted in epoch" in history.stopped and len(history.steps["loss"]) == step
    assert not same(first[0], Net(0, 0.3))
    second = parts(noise=0.3, seed=5)
    history = fit(*second, train_batches(), epochs=4, checkpoint=path)
    assert same(second[0], whole[0]) and len(history.epochs) == 4 and history.stopped is None
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("keyboard")
def test_a_second_interrupt_is_at_once():
    model, loss, optimizer = parts()

    def twice():
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        fit(model, loss, optimizer, train_batches(), epochs=1, before_step=twice)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def diagnosed(model, loss, optimizer, batches=None):
    with np.errstate(all="ignore"):
        history = fit(model, loss, optimizer, batches or train_batches(), epochs=40, progress=False)
    assert np.isfinite(history.steps["loss"]).all()
    return history.stopped


def test_a_loss_that_is_no_number_stops_the_run_with_a_diagnosis():
    model = Net()
    text = diagnosed(
        model, losses.mse, optim.SGD(model.parameters(), lr=1e200), Minibatches(X, X, batch_size=16)
    )
    assert "at step" in text and "learning rate" in text
    bad = X.copy()
    bad[5, 1] = np.nan
    text = diagnosed(*parts(), Minibatches(bad, Y, batch_size=16))
    assert "the inputs of this batch hold NaN" in text
    model, _, optimizer = parts()
    text = diagnosed(model, lambda z, t: ops.log(z - z).mean(), optimizer)
    assert "step 1 (epoch 1), with finite weights and inputs: look for log or division of 0" in text


def test_the_weights_after_a_diagnosis_are_those_before_the_bad_step():
    model, loss, optimizer = parts()
    bad = np.vstack([X, [[np.nan, 0]]])
    fit(
        model,
        loss,
        optimizer,
        Minibatches(bad, np.append(Y, 0), batch_size=16),
        epochs=1,
        progress=False,
    )
    assert all(np.isfinite(p.data).all() for p in model.parameters())


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


def test_a_validation_loss_that_is_no_number_is_never_the_best():
    seen = iter([np.nan, 3.0, 2.0, np.nan, 5.0])
    model, loss, optimizer = parts()
    told = {"validation": [(XV, YV)], "patience": 2, "progress": False}

    def judged(outputs, targets):
        return loss(outputs, targets) if model.training else Tensor(next(seen))

    history = fit(model, judged, optimizer, train_batches(), epochs=9, **told)
    assert history.best_epoch == 3 and len(history.epochs) == 5
    seen = iter([np.nan] * 9)
    assert len(fit(model, judged, optimizer, train_batches(), epochs=9, **told).epochs) == 2


def torch_parts(seed=0, lr=0.05):
    torch.manual_seed(seed)
    net = torch.nn.Sequential(
        torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Dropout(0.2), torch.nn.Linear(8, 2)
    ).double()
    return net, adapt(
        net, torch.nn.functional.cross_entropy, torch.optim.Adam(net.parameters(), lr=lr)
    )


def test_a_torch_model_is_trained_by_the_same_loop_and_resumes_bit_for_bit(tmp_path):
    options = {"validation": validation(), "metrics": {"accuracy": accuracy}}
    net, whole = torch_parts()
    history = fit(*whole, train_batches(), epochs=20, **options)
    assert history["accuracy"][-1] > 0.85 and net.training
    path = tmp_path / "torch.npz"
    _, first = torch_parts()
    fit(*first, train_batches(), epochs=11, checkpoint=path, **options)
    other, second = torch_parts(seed=4, lr=3.0)
    fit(*second, train_batches(), epochs=20, checkpoint=path, **options)
    for a, b in zip(net.parameters(), other.parameters(), strict=True):
        assert torch.equal(a, b)
    assert predict(second[0], validation()).shape == (60, 2)


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


STATE = {
    "arrays": [np.arange(3, dtype=np.float32), np.array(2.5)],
    "nested": {
        "none": None,
        "flag": True,
        "text": "naïve",
        "big": 2**100,
        "empty": {},
        "list": [1, [2.5, "x"]],
    },
}


def test_a_checkpoint_holds_what_it_was_given(tmp_path):
    save_checkpoint(tmp_path / "deep" / "a.npz", STATE)
    back = load_checkpoint(tmp_path / "deep" / "a.npz")
    assert back["nested"] == STATE["nested"] and back["arrays"][0].dtype == np.float32
    assert all(np.array_equal(a, b) for a, b in zip(back["arrays"], STATE["arrays"], strict=True))


def test_a_checkpoint_that_fails_half_way_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "a.npz"
    save_checkpoint(path, {"k": 1})

    def fails(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(checkpoint.np, "savez", fails)
    with pytest.raises(OSError, match="disk full"):
        save_checkpoint(path, {"k": 2})
    assert load_checkpoint(path) == {"k": 1}


def test_bad_checkpoints_are_explained(tmp_path):
    with pytest.raises(CheckpointError, match="there is no checkpoint"):
        load_checkpoint(tmp_path / "none.npz")
    assert load_checkpoint(tmp_path / "none.npz", missing=None) is None
    (tmp_path / "bad.npz").write_bytes(b"PK not really")
    with pytest.raises(CheckpointError, match="bad.npz is damaged"):
        load_checkpoint(tmp_path / "bad.npz")
    np.savez(tmp_path / "other.npz", a=np.ones(2))
    with pytest.raises(CheckpointError, match="damaged or no checkpoint"):
        load_checkpoint(tmp_path / "other.npz")
    np.savez(tmp_path / "evil.npz", skeleton=np.array([print], dtype=object))
    with pytest.raises(CheckpointError):
        load_checkpoint(tmp_path / "evil.npz")
    with pytest.raises(TypeError, match="cannot hold a set"):
        save_checkpoint(tmp_path / "a.npz", {"a": {1}})
    with pytest.raises(TypeError, match="keys"):
        save_checkpoint(tmp_path / "a.npz", {1: "a"})
