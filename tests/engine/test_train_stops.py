"""How a run ends: early, interrupted, or with a diagnosis; and how it is taken up again."""

import os
import signal

import numpy as np
import pytest
import torch
from small_training import XV, YV, Net, X, Y, accuracy, parts, same, train_batches, validation

from nblib import losses, nn, ops, optim
from nblib.checkpoint import CheckpointError, load_checkpoint, save_checkpoint
from nblib.data import Minibatches
from nblib.proofs.torch_model import adapt
from nblib.tensor import Tensor
from nblib.train import evaluate, fit, predict


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


def test_a_checkpoint_resumes_bit_for_bit_after_an_epoch(tmp_path):
    whole = parts(noise=0.3)
    expected = fit(*whole, train_batches(), epochs=6, validation=validation())
    first = parts(noise=0.3)
    path = tmp_path / "run.npz"
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
    first = parts(noise=0.3)
    path = tmp_path / "run.npz"
    count = []

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


OTHER_RUNS = {
    "another model": (lambda m, o, b: (nn.Linear(2, 2), o, b), ValueError, "another module"),
    "another optimizer": (
        lambda m, o, b: (m, optim.AdamW(m.parameters()), b),
        ValueError,
        "of Adam, and this is AdamW",
    ),
    "other batches": (lambda m, o, b: (m, o, Minibatches(X, Y, batch_size=7)), ValueError, "=16"),
}


@pytest.mark.parametrize("case", OTHER_RUNS)
def test_the_checkpoint_of_another_run_changes_nothing(tmp_path, case):
    path = tmp_path / "run.npz"
    fit(*parts(noise=0.3), train_batches(), epochs=1, checkpoint=path, progress=False)
    change, error, message = OTHER_RUNS[case]
    model, loss, optimizer = parts(noise=0.3, seed=7, lr=0.5)
    model, optimizer, batches = change(model, optimizer, train_batches())
    before = [
        model.state_dict(),
        model.random_state(),
        optimizer.state_dict(),
        batches.state_dict(),
    ]
    with pytest.raises(error, match=message):
        fit(model, loss, optimizer, batches, epochs=2, checkpoint=path)
    after = [model.state_dict(), model.random_state(), optimizer.state_dict(), batches.state_dict()]
    assert str(after) == str(before)


@pytest.mark.parametrize("missing", ["model", "random", "optimizer", "batches", "best", "history"])
def test_a_file_that_is_no_checkpoint_of_a_run_changes_nothing(tmp_path, missing):
    path = tmp_path / "run.npz"
    fit(*parts(noise=0.3), train_batches(), epochs=1, checkpoint=path, progress=False)
    state = load_checkpoint(path)
    del state[missing]
    save_checkpoint(path, state)
    model, loss, optimizer = parts(noise=0.3, seed=7)
    before = str([model.state_dict(), model.random_state(), optimizer.state_dict()])
    with pytest.raises(
        CheckpointError, match=rf"no checkpoint of fit\(\): KeyError\('{missing}'\)"
    ):
        fit(model, loss, optimizer, train_batches(), epochs=2, checkpoint=path)
    assert str([model.state_dict(), model.random_state(), optimizer.state_dict()]) == before


def test_the_state_of_another_torch_module_changes_nothing():
    net, (model, *_) = torch_parts()
    before = model.state_dict()
    other = before | {"3.weight": np.ones((2, 9))}
    for state in (other, {"0.weight": before["0.weight"] + 1}):
        with pytest.raises(ValueError, match="of another module"):
            model.load_state_dict(state)
    assert all(np.array_equal(model.state_dict()[name], before[name]) for name in before)


def test_the_state_of_another_torch_optimizer_changes_nothing():
    net, (_, _, adam) = torch_parts()
    wider = torch.nn.Linear(3, 2)
    for other, message in (
        (torch.optim.AdamW(net.parameters()), "is of Adam, and this is AdamW"),
        (torch.optim.Adam(wider.parameters()), "of other parameters"),
    ):
        _, _, optimizer = adapt(net, None, other)
        before = str(optimizer.state_dict())
        with pytest.raises(ValueError, match=message):
            optimizer.load_state_dict(adam.state_dict())
        assert str(optimizer.state_dict()) == before


def test_what_cannot_be_saved_is_said_before_the_first_step(tmp_path):
    model, loss, optimizer = parts()
    model.rng = np.random.RandomState(0)
    with pytest.raises(TypeError, match="Net.rng, a RandomState, would be lost"):
        fit(model, loss, optimizer, train_batches(), epochs=1, checkpoint=tmp_path / "run.npz")
    assert same(model, Net())
