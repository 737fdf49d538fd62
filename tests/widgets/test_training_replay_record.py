"""The record of *training replay*: what it takes and refuses, its counts against nblib and the
browser.
"""

import gzip
import json
import re

import numpy as np
import pytest

from nblib import losses, nn, optim
from nblib.data import Minibatches, load_mnist
from nblib.metrics import accuracy, confusion_matrix
from nblib.train import fit, predict
from nblib.widgets import TrainingReplay

EPOCHS = 9
N = 300


def record(epochs=EPOCHS, n=N, seed=0):
    """A run made up: fewer and fewer digits are mistaken, the same ones again and again."""
    rng = np.random.default_rng(seed)
    digits = load_mnist()
    labels = digits.y_test[:n]
    hard = rng.random(n) ** 3
    other = rng.integers(1, 10, n)
    wrong = rng.random((epochs, n)) * 0.35 + np.linspace(0.55, 0.75, epochs)[:, None] < hard
    predictions = np.where(wrong, (labels + other) % 10, labels)
    history = {
        "loss": 0.6 * 0.6 ** np.arange(epochs),
        "validation_loss": 0.3 + 0.01 * (np.arange(epochs) - epochs // 2) ** 2,
    }
    return {
        "history": history,
        "labels": labels,
        "predictions": predictions,
        "images": digits.x_test[:n],
    }


@pytest.fixture(scope="module")
def run():
    return record()


# In Python.


def test_a_run_of_fit_is_replayed_as_it_was():
    digits = load_mnist()
    x = digits.x_train[:600]
    y = digits.y_train[:600]
    held = digits.x_train[600:800]
    labels = digits.y_train[600:800]

    def pixels(images):
        return images.reshape(len(images), 784).astype(np.float32) / 255

    model = nn.Sequential(nn.Linear(784, 10, rng=0))
    batches = Minibatches(x, y, batch_size=50, transform=pixels)
    held_back = Minibatches(held, labels, batch_size=100, shuffle=False, transform=pixels)
    kept = []
    history = fit(
        model,
        losses.cross_entropy,
        optim.Adam(model.parameters(), lr=1e-2),
        batches,
        epochs=4,
        validation=held_back,
        metrics={"accuracy": accuracy},
        after_epoch=lambda row: kept.append(predict(model, held_back).argmax(axis=1)),
        progress=False,
    )
    w = TrainingReplay(history, labels, kept, held)
    assert np.array_equal(w.curves["training loss"], history["loss"]) and w.epochs.tolist() == [
        1,
        2,
        3,
        4,
    ]
    for epoch in w.epochs:
        w.epoch = int(epoch)
        assert w.accuracy == pytest.approx(history["accuracy"][epoch - 1])
        assert np.array_equal(w.confusion, confusion_matrix(kept[epoch - 1], labels, 10))
    scores = np.eye(10)[np.array(kept)]
    assert np.array_equal(TrainingReplay(history, labels, scores).predictions, w.predictions)


def test_what_changed_is_told_by_index(run):
    w = TrainingReplay(**run)
    right = run["predictions"] == run["labels"]
    w.epoch = 4
    assert np.array_equal(w.changed["now right"], np.flatnonzero(right[3] & ~right[2]))
    assert np.array_equal(w.changed["now wrong"], np.flatnonzero(~right[3] & right[2]))
    w.epoch = 1
    assert not w.changed["now right"].size and not w.changed["now wrong"].size
    assert re.fullmatch(
        r"TrainingReplay\(9 epochs, 300 digits\): at epoch 1 \d+ are right", repr(w)
    )


def test_presets_are_moments_of_this_run(run):
    w = TrainingReplay(**run)
    right = run["predictions"] == run["labels"]
    assert w.preset == "lowest loss" and w.epoch == 1 + np.argmin(run["history"]["validation_loss"])
    assert w.presets["end"]["epoch"] == EPOCHS and w.presets["beginning"]["epoch"] == 1
    most = w.presets["most changes"]["epoch"]
    moves = (right[1:] != right[:-1]).sum(axis=1)
    assert most >= 3 and moves[most - 2] == moves[1:].max()
    w.preset = "most confused"
    true, predicted = w.cell
    mistakes = w.confusion * (1 - np.eye(10, dtype=int))
    assert w.epoch == EPOCHS and mistakes[true, predicted] == mistakes.max() > 0
    w.epoch = 2
    assert w.preset == "" and w.cell == [true, predicted]
    perfect = TrainingReplay({"loss": [1.0, 0.5]}, [0, 1, 1], [[0, 1, 1], [0, 1, 1]])
    assert "most confused" not in perfect.presets and perfect.names == ("0", "1")


def test_the_page_carries_the_pictures_that_matter_most(run):
    right = run["predictions"] == run["labels"]
    ever = np.flatnonzero(~right.all(axis=0))
    end = np.flatnonzero(~right[-1])
    assert np.array_equal(TrainingReplay(**run, keep=N).pictured, ever)
    few = TrainingReplay(**run, keep=len(end) + 5).pictured
    assert len(few) == len(end) + 5 and set(end) < set(few) < set(ever)
    assert not TrainingReplay(**{**run, "images": None}).pictured.size


def test_the_page_grows_by_little():
    w = TrainingReplay(**record(20, 2000))
    assert len(w.pictured) == 100
    size = len(gzip.compress(json.dumps(w.get_state()).encode()))
    assert size < 60_000


@pytest.mark.parametrize(
    "part, value, message",
    [
        ("history", {}, "needs a column 'loss'; it has none"),
        ("history", {"acc": [1]}, "needs a column 'loss'; it has acc"),
        ("history", 3, "what fit returned"),
        (
            "history",
            {"loss": [1.0] * 8},
            r"history\['loss'\] has shape \(8,\); one number for each of 9 epochs",
        ),
        ("history", {"loss": [1.0] * 9, "epoch": [1, 2]}, "history has 2 epochs, predictions 9"),
        ("history", {"loss": [1.0] * 9, "epoch": [9, 8, 7, 6, 5, 4, 3, 2, 1]}, "that rise"),
        (
            "labels",
            np.zeros((N, 1), int),
            r"whole numbers of shape \(N,\), got int64 of shape \(300, 1\)",
        ),
        ("labels", np.zeros(N), "whole numbers"),
        ("labels", np.zeros(7, int), "predictions are for 300 digits, but there are 7 labels"),
        ("labels", np.full(N, -1), "classes must be numbers from 0 to 19, got -1"),
        ("predictions", np.zeros(N, int), "got int64 of shape"),
        ("predictions", np.zeros((EPOCHS, N)), "class numbers"),
        ("predictions", [[1, 2], [1]], "the epochs differ in the number of their digits"),
        (
            "predictions",
            np.full((EPOCHS, N), 50),
            "classes must be numbers from 0 to 19, got 0 to 50",
        ),
        ("predictions", np.zeros((2000, N), int), "too many for a page"),
        (
            "images",
            np.zeros((N, 784), np.uint8),
            r"shape \(300, height, width\), one for each label, got \(300, 784\)",
        ),
        ("images", np.zeros((N, 28, 28)), "must be uint8, 0 .paper. to 255 .ink., got float64"),
        ("names", ["a", "b"], "must name the 10 classes"),
    ],
)
def test_a_record_whose_parts_do_not_fit_is_refused_in_words(run, part, value, message):
    with pytest.raises(ValueError, match=message):
        TrainingReplay(**{**run, part: value})


# The counts in the browser.


@pytest.mark.browser
def test_the_counts_equal_nblib(modules, js, run):
    w = TrainingReplay(**run)
    seen = modules.evaluate(
        """async ([base, labels64, predictions64, epochs, curve]) => {
          const m = await import(`${base}/training_replay/maths.mjs`);
          const { bytesIn } = await import(`${base}/core/packed.mjs`);
          const run = [bytesIn(labels64), bytesIn(predictions64), epochs];
          const each = Array.from({ length: epochs }, (_, k) => k);
          return {
            tables: each.map((k) => m.confusion(...run, k, 10)),
            changes: each.map((k) => m.changes(...run, k)),
            flips: m.flips(...run),
            accuracies: m.accuracies(...run),
            lowest: [curve, [null, null], [null, 3, 2, null]].map((one) => m.lowestAt(one)),
          };
        }""",
        [js, w._labels, w._predictions, EPOCHS, run["history"]["validation_loss"].tolist()],
    )
    right = w.verdicts
    assert seen["accuracies"] == pytest.approx(right.mean(axis=1), abs=1e-12)
    assert seen["flips"] == (right[1:] != right[:-1]).sum(axis=0).tolist()
    assert seen["lowest"] == [np.argmin(run["history"]["validation_loss"]), -1, 2]
    for k in range(EPOCHS):
        w.epoch = k + 1
        assert np.array_equal(np.reshape(seen["tables"][k], (10, 10)), w.confusion)
        assert seen["changes"][k] == {name[4:]: found.tolist() for name, found in w.changed.items()}
