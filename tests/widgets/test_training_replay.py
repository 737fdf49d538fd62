"""The widget *training replay*: what it takes and refuses, its counts against nblib, its page in a
browser.
"""

import gzip
import json
import re

import numpy as np
import pytest
import traitlets
from widget_page import GROUNDS, assert_accessible, changed, drag, enter, field, tabbed

from nblib import losses, nn, optim
from nblib.data import Minibatches, load_mnist
from nblib.metrics import accuracy, confusion_matrix
from nblib.train import fit, predict
from nblib.widgets import TrainingReplay
from nblib.widgets.training_replay.widget import VIEWS

EPOCHS, N = 9, 300


def record(epochs=EPOCHS, n=N, seed=0):
    """A run made up: fewer and fewer digits are mistaken, the same ones again and again."""
    rng = np.random.default_rng(seed)
    digits = load_mnist()
    labels, images = digits.y_test[:n], digits.x_test[:n]
    hard, other = rng.random(n) ** 3, rng.integers(1, 10, n)
    wrong = rng.random((epochs, n)) * 0.35 + np.linspace(0.55, 0.75, epochs)[:, None] < hard
    predictions = np.where(wrong, (labels + other) % 10, labels)
    history = {
        "loss": 0.6 * 0.6 ** np.arange(epochs),
        "validation_loss": 0.3 + 0.01 * (np.arange(epochs) - epochs // 2) ** 2,
    }
    return {"history": history, "labels": labels, "predictions": predictions, "images": images}


@pytest.fixture(scope="module")
def run():
    return record()


# In Python.


def test_a_run_of_fit_is_replayed_as_it_was():
    digits = load_mnist()
    x, y, held, labels = (
        digits.x_train[:600],
        digits.y_train[:600],
        digits.x_train[600:800],
        digits.y_train[600:800],
    )

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
    ever, end = np.flatnonzero(~right.all(axis=0)), np.flatnonzero(~right[-1])
    assert np.array_equal(TrainingReplay(**run, keep=N).pictured, ever)
    few = TrainingReplay(**run, keep=len(end) + 5).pictured
    assert len(few) == len(end) + 5 and set(end) < set(few) < set(ever)
    assert not TrainingReplay(**{**run, "images": None}).pictured.size


def test_the_page_grows_by_little():
    w = TrainingReplay(**record(20, 2000))
    assert len(w.pictured) == 100
    size = len(gzip.compress(json.dumps(w.get_state()).encode()))
    print(f"{size / 1024:.0f} KB")
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


def test_traits_say_what_they_want(run):
    w = TrainingReplay(**run)
    for name, value, message in [
        ("epoch", 0, "no epoch 0 in this record; there are 1 to 9"),
        ("cell", [1], "each from 0 to 9"),
        ("cell", [1, 10], "each from 0 to 9"),
        ("view", "all", "changed at any time"),
    ]:
        before = getattr(w, name)
        with pytest.raises(traitlets.TraitError, match=message):
            setattr(w, name, value)
        assert getattr(w, name) == before
    with pytest.raises(ValueError, match="no such preset: 'middle'; there are lowest loss"):
        TrainingReplay(**run, preset="middle")
    with pytest.raises(TypeError, match="has no color; there are"):
        TrainingReplay(**run, color="red")


# The counts in the browser.


@pytest.mark.browser
def test_the_counts_equal_nblib(watch, js, run):
    page = watch.open(f"{js}/core/host.mjs")
    w = TrainingReplay(**run)
    seen = page.evaluate(
        """async ([base, labels64, predictions64, epochs, curve]) => {
          const m = await import(`${base}/training_replay/maths.mjs`);
          const [labels, predictions] = [m.unpack(labels64), m.unpack(predictions64)];
          return {
            tables: Array.from({ length: epochs }, (_, k) => m.confusion(labels, predictions, epochs, k, 10)),
            changes: Array.from({ length: epochs }, (_, k) => m.changes(labels, predictions, epochs, k)),
            flips: m.flips(labels, predictions, epochs), accuracies: m.accuracies(labels, predictions, epochs),
            lowest: m.lowestAt(curve), none: m.lowestAt([null, null]), gap: m.lowestAt([null, 3, 2, null]),
          };
        }""",
        [js, w._labels, w._predictions, EPOCHS, run["history"]["validation_loss"].tolist()],
    )
    right = w.verdicts
    assert seen["accuracies"] == pytest.approx(right.mean(axis=1), abs=1e-12)
    assert seen["flips"] == (right[1:] != right[:-1]).sum(axis=0).tolist()
    assert (seen["lowest"], seen["none"], seen["gap"]) == (
        np.argmin(run["history"]["validation_loss"]),
        -1,
        2,
    )
    for k in range(EPOCHS):
        w.epoch = k + 1
        assert np.array_equal(np.reshape(seen["tables"][k], (10, 10)), w.confusion)
        assert seen["changes"][k] == {name[4:]: found.tolist() for name, found in w.changed.items()}


# The widget on a page.


def picture(page, index=0):
    widget = page.locator(".nb-widget").nth(index)
    return {
        "cursor": widget.locator(".nb-cursor").get_attribute("d"),
        "matrix": widget.locator(".nb-matrix tbody").inner_text(),
        "chosen": widget.locator(".nb-cell[aria-selected=true]").count(),
        "gallery": widget.locator(".nb-gallery").inner_text(),
        "words": widget.locator(".nb-story").inner_text(),
        "numbers": widget.locator(".nb-readout").inner_text(),
    }


def matrix(page):
    counts = page.locator(".nb-cell").evaluate_all(
        "cells => cells.map((cell) => Number(cell.textContent))"
    )
    return np.reshape(counts, (10, 10))


def epoch(page):
    return int(re.search(r"epoch (\d+)", page.locator(".nb-readout").inner_text())[1])


@pytest.mark.browser
@pytest.mark.parametrize(
    "preset", ["lowest loss", "beginning", "most changes", "end", "most confused"]
)
def test_presets_show_what_python_says(show, watch, run, preset):
    first = "end" if preset != "end" else "beginning"
    page = show(TrainingReplay(**run, preset=first))
    before = picture(page)
    page.get_by_role("button", name=preset, exact=True).click()
    w = TrainingReplay(**run, preset=preset)
    assert {"gallery"} <= changed(before, picture(page))
    assert np.array_equal(matrix(page), w.confusion) and epoch(page) == w.epoch
    said = page.locator(".nb-readout").inner_text().replace("\n", " ")
    assert f"wrong {int((1 - w.accuracy) * N + 0.5)} " in said
    assert f"became right {len(w.changed['now right'])}" in said
    assert f"became wrong {len(w.changed['now wrong'])}" in said
    assert f"{int(w.accuracy * N + 0.5)} of {N} digits are right" in picture(page)["words"]
    page.get_by_role("button", name="Reset").click()
    assert not changed(before, picture(page))
    assert page.locator(".nb-preset[aria-pressed=true]").inner_text() == first
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("touch", [False, True])
def test_the_cursor_is_dragged_along_the_epochs(show, watch, run, touch):
    page = show(TrainingReplay(**run, preset="beginning"), touch=touch)
    before = picture(page)
    scale = page.locator(".nb-curves").bounding_box()["width"] / 360
    drag(page, page.locator(".nb-grip"), (360 - 54 - 12) * scale * 3.1 / 8, 40, touch=touch)
    assert epoch(page) == 4
    assert {"cursor", "matrix", "gallery", "words", "numbers"} <= changed(before, picture(page))
    drag(page, page.locator(".nb-grip"), 3000, 0)
    assert epoch(page) == EPOCHS
    drag(page, page.locator(".nb-grip"), -3000, 0)
    assert epoch(page) == 1
    page.locator(".nb-curves").click(position={"x": 354 * scale - 5, "y": 60})
    assert epoch(page) == EPOCHS, "a press on the curves moves the cursor there"
    watch.assert_clean()


@pytest.mark.browser
def test_the_keyboard_alone_moves_the_cursor(show, watch, run):
    page = show(TrainingReplay(**run, preset="beginning"))
    grip = page.get_by_role("slider", name="epoch", exact=True).and_(page.locator(".nb-grip"))
    grip.focus()
    seen = []
    for key in (
        "ArrowRight",
        "ArrowRight",
        "ArrowLeft",
        "End",
        "ArrowRight",
        "Home",
        "Shift+ArrowRight",
    ):
        page.keyboard.press(key)
        seen.append(epoch(page))
    assert seen == [2, 3, 2, 9, 9, 1, 9]
    right = (run["predictions"] == run["labels"]).mean(axis=1)[-1]
    assert grip.get_attribute("aria-valuetext") == f"epoch 9, accuracy {right:.3g}"
    assert (grip.get_attribute("aria-valuemin"), grip.get_attribute("aria-valuenow")) == ("1", "9")
    watch.assert_clean()


@pytest.mark.browser
def test_epochs_that_are_far_apart_are_neighbors_for_keys(show, run):
    history = {**run["history"], "epoch": [0, 1, 2, 5, 10, 20, 50, 100, 200]}
    page = show(TrainingReplay(**{**run, "history": history}, preset="beginning"))
    page.locator(".nb-grip").focus()
    seen = []
    for _ in range(9):
        seen.append(epoch(page))
        page.keyboard.press("ArrowRight")
    assert seen == history["epoch"]
    enter(page, "epoch", 60)
    assert epoch(page) == 50 and field(page, "epoch").input_value() == "50"


@pytest.mark.browser
def test_a_cell_shows_its_digits_by_mouse_and_by_keys(show, watch, run):
    w = TrainingReplay(**run, keep=N, preset="beginning")
    page = show(w)
    mistakes = w.confusion * (1 - np.eye(10, dtype=int))
    t, p = np.unravel_index(mistakes.argmax(), (10, 10))
    before = picture(page)
    page.locator(".nb-cell").nth(10 * t + p).click()
    assert {"chosen", "gallery"} <= changed(before, picture(page))
    tiles = page.locator(".nb-tile .nb-verdict").all_inner_texts()
    assert tiles == [f"{t} → {p}"] * mistakes.max()
    assert (
        page.locator(".nb-group").inner_text() == f"{t} taken for {p} in epoch 1: {mistakes.max()}"
    )
    page.get_by_role("button", name="Leave the cell").click()
    assert not changed(before, picture(page))
    page.locator(".nb-cell").nth(10 * t + p).focus()
    page.keyboard.press("Enter")
    assert page.locator(".nb-tile").count() == mistakes.max()
    page.keyboard.press(" ")
    assert page.locator(".nb-cell[aria-selected=true]").count() == 0
    for key, column in (("Home", 0), ("ArrowRight", 1), ("End", 9), ("ArrowRight", 9)):
        page.keyboard.press(key)
        at = page.evaluate(
            "[...document.querySelectorAll('.nb-cell')].indexOf(document.activeElement)"
        )
        assert at == 10 * t + column
    page.keyboard.press("ArrowDown" if t < 9 else "ArrowUp")
    assert page.locator(".nb-cell[tabindex='0']").count() == 1, "one stop for Tab"
    watch.assert_clean()


@pytest.mark.browser
def test_the_pictures_are_the_digits_themselves(show, run):
    w = TrainingReplay(**run, preset="most confused")
    page = show(w)
    ink = page.evaluate(
        """async () => {
          const strip = document.querySelector(".nb-training-replay").style.getPropertyValue("--nb-strip");
          const address = /url\\("?(.*?)"?\\)/.exec(strip)[1];
          const image = new Image();
          image.src = address;
          await image.decode();
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [image.width, image.height];
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          const data = context.getImageData(0, 0, image.width, image.height).data;
          return [image.width, image.height, [...data].filter((_, k) => k % 4 === 3)];
        }"""
    )
    wide, high, alpha = ink
    drawn = np.reshape(alpha, (high, wide)).reshape(28, len(w.pictured), 28).swapaxes(0, 1)
    assert np.array_equal(drawn, run["images"][w.pictured])
    # The tile of a digit shows its own part of the strip.
    t, p = w.cell
    shown = [i for i in np.flatnonzero((run["labels"] == t) & (run["predictions"][-1] == p))]
    places = page.locator(".nb-face").evaluate_all(
        "faces => faces.map((face) => parseFloat(face.style.maskPosition))"
    )
    wanted = [100 * w.pictured.tolist().index(i) / (len(w.pictured) - 1) for i in shown]
    assert places == pytest.approx(wanted, abs=1e-3)


@pytest.mark.browser
@pytest.mark.parametrize("view", VIEWS)
def test_the_views_show_the_digits_that_python_names(show, watch, run, view):
    w = TrainingReplay(**run, keep=N, preset="most changes")
    page = show(w)
    page.get_by_label("show", exact=True).select_option(view)
    right = w.verdicts
    flips = (right[1:] != right[:-1]).sum(axis=0)
    counts = {
        VIEWS[0]: [len(w.changed["now wrong"]), len(w.changed["now right"])],
        VIEWS[1]: [np.count_nonzero(flips)],
        VIEWS[2]: [np.count_nonzero(~right[w.epoch - 1])],
    }[view]
    said = [int(text.rsplit(": ", 1)[1]) for text in page.locator(".nb-group").all_inner_texts()]
    assert said == counts
    assert page.locator(".nb-tile").count() == min(48, sum(counts))
    if sum(counts) > 48:
        assert (
            f"{sum(counts) - 48} more are not shown"
            in page.locator(".nb-gallery + .nb-caption").inner_text()
        )
    watch.assert_clean()


@pytest.mark.browser
def test_a_tile_tells_the_history_of_its_digit(show, run):
    w = TrainingReplay(**run, keep=N, epoch=5, view=VIEWS[2])
    page = show(w)
    i = int(np.flatnonzero(~w.verdicts[4])[0])
    tile = page.locator(".nb-tile").first
    wrong = int((~w.verdicts[:, i]).sum())
    is_, as_ = w.labels[i], w.predictions[4, i]
    assert (
        tile.get_attribute("aria-label") == f"{is_}, taken for {as_}; wrong in {wrong} of 9 epochs"
    )
    assert (
        tile.locator(".nb-was-wrong").count() == wrong
        and tile.locator(".nb-was-right").count() == 9 - wrong
    )
    assert float(tile.locator(".nb-was-now").get_attribute("x")) == pytest.approx(
        100 * 4 / 9, abs=0.01
    )


@pytest.mark.browser
def test_playing_goes_through_the_epochs_and_stops_at_the_last(show, watch, run):
    page = show(TrainingReplay(**run, epoch=7), reduced_motion="no-preference")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelector('.nb-readout').innerText.startsWith('epoch 8')")
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(800)
    assert epoch(page) == 8
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelector('.nb-readout').innerText.startsWith('epoch 9')")
    page.wait_for_selector("button:has-text('Play')")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelector('.nb-readout').innerText.startsWith('epoch 2')")
    page.get_by_role("button", name="one epoch back").click()
    assert epoch(page) == 1 and page.get_by_role("button", name="Play").count()
    watch.assert_clean()


@pytest.mark.browser
def test_who_wants_less_motion_sees_the_end_at_once(show, run):
    page = show(TrainingReplay(**run, preset="beginning"))
    page.get_by_role("button", name="Play").click()
    assert epoch(page) == EPOCHS


@pytest.mark.browser
@pytest.mark.parametrize(
    "values, words",
    [
        (
            {"preset": "lowest loss"},
            r"Here the loss on held-back digits is lowest, 0\.3; \d+ of 300 digits are right",
        ),
        (
            {"preset": "lowest loss"},
            r"the training loss falls from 0\.0778 to 0\.0101, the other rises to 0\.46\.",
        ),
        (
            {"preset": "end"},
            r"0\.46, 0\.16 above where it was lowest, in epoch 5; .* The most frequent mistake: \d taken",
        ),
        (
            {"preset": "beginning"},
            r"^The loss on held-back digits is 0\.46; \d+ of 300 digits are right\. The most",
        ),
        ({"epoch": 3}, r"Since epoch 2, \d+ became right and \d+ became wrong"),
        ({"noun": "shoes"}, r"of 300 shoes are right"),
    ],
)
def test_the_words_say_what_happens(show, watch, run, values, words):
    page = show(TrainingReplay(**run, **values))
    assert re.search(words, picture(page)["words"]), picture(page)["words"]
    watch.assert_clean()


@pytest.mark.browser
def test_a_run_that_diverged_is_drawn_as_far_as_it_goes_and_said(show, watch, run):
    history = {
        "loss": [0.5, 2, 9, np.inf, *[np.nan] * 5],
        "validation_loss": [0.6, 3, np.nan, *[np.nan] * 6],
    }
    page = show(TrainingReplay(**{**run, "history": history}, preset="end"))
    assert "is no longer a number: the run has diverged" in picture(page)["words"]
    assert page.locator(".nb-widget").get_attribute("data-status") == "diverged"
    assert page.locator(".nb-curves .nb-curve-note").text_content() == "then no longer a number"
    assert page.locator(".nb-curve-training").first.get_attribute("d").count(",") == 3
    for name in ("beginning", "most changes", "lowest loss"):
        page.get_by_role("button", name=name).click()
        inside = page.locator(".nb-widget").inner_html()
        assert not re.search(r"NaN|Infinity|undefined", inside)
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize(
    "case", ["no pictures", "one epoch", "two classes", "long names", "training accuracy", "bare"]
)
def test_records_of_other_kinds_are_shown(show, watch, run, case):
    parts = dict(run)
    if case == "no pictures":
        parts |= {"images": None}
    elif case == "one epoch":
        parts |= {"history": {"loss": [0.5]}, "predictions": run["predictions"][:1]}
    elif case == "two classes":
        parts |= {
            "labels": run["labels"] % 2,
            "predictions": run["predictions"] % 2,
            "names": ["even", "odd"],
        }
    elif case == "long names":
        parts |= {"names": [f"number {k}" for k in range(10)]}
    elif case == "training accuracy":
        parts |= {"history": {**run["history"], "training_accuracy": np.linspace(0.9, 1, EPOCHS)}}
    else:
        parts |= {"history": {"loss": run["history"]["loss"]}, "images": None}
    w = TrainingReplay(**parts)
    page = show(w, width=360)
    for name in w.presets:
        page.get_by_role("button", name=name, exact=True).click()
        counts = page.locator(".nb-cell").evaluate_all(
            "cells => cells.map((cell) => Number(cell.textContent))"
        )
        w.preset = name
        assert counts == w.confusion.ravel().tolist()
        assert not re.search(
            r"NaN|Infinity|undefined|null", page.locator(".nb-widget").inner_html()
        )
    assert_accessible(page)
    watch.assert_clean()


@pytest.mark.browser
def test_two_views_of_one_widget_move_together(show, watch, run):
    w = TrainingReplay(**run)
    page = show(w, w)
    page.locator(".nb-widget").first.get_by_role("button", name="one epoch on").click()
    first, second = picture(page, 0), picture(page, 1)
    assert first == second and epoch(page.locator(".nb-widget").nth(1)) == w.epoch + 1
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    watch.assert_clean()


@pytest.mark.browser
def test_every_control_can_be_reached_by_tab(show, run):
    page = show(TrainingReplay(**run, preset="most confused"))
    focusable = page.locator(".nb-widget :is(button, input, select, [tabindex='0'])").count()
    assert len({html for html in tabbed(page, 30) if not html.startswith("<body")}) >= focusable


@pytest.mark.browser
@pytest.mark.parametrize("width", [1000, 360])
@pytest.mark.parametrize("theme", GROUNDS)
@pytest.mark.parametrize("preset", ["beginning", "most confused"])
def test_it_is_accessible_and_fits(show, run, preset, theme, width):
    page = show(
        TrainingReplay(**run, preset=preset),
        theme=f' data-theme="{theme}"',
        ground=GROUNDS[theme],
        width=width,
        height=1200,
    )
    assert_accessible(page)
    assert page.locator(".nb-matrix").bounding_box()["width"] > 280


@pytest.mark.browser
def test_it_follows_the_theme_and_the_width_while_it_is_shown(show, watch, run):
    page = show(TrainingReplay(**run, preset="beginning"), theme=' data-theme="light"')
    looks = [
        (".nb-curve-training", "stroke"),
        (".nb-curve-held", "stroke"),
        (".nb-face", "backgroundColor"),
        (".nb-right", "backgroundColor"),
        (".nb-was-wrong", "fill"),
    ]

    def colors():
        look = "(node, what) => getComputedStyle(node)[what]"
        return [page.locator(name).first.evaluate(look, what) for name, what in looks]

    light = colors()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert all(a != b for a, b in zip(light, colors(), strict=True))
    page.set_viewport_size({"width": 360, "height": 800})
    above, below = (
        page.locator(".nb-curves").bounding_box(),
        page.locator(".nb-matrix").bounding_box(),
    )
    assert below["y"] > above["y"] + above["height"]
    watch.assert_clean()
