"""The widget *training replay*: what only it does on a page."""

import re

import numpy as np
import pytest
from stage import differing
from widget_page import assert_accessible, drag, enter

from nblib.widgets.training_replay.contract import EPOCHS, VIEWS, N, run

pytestmark = pytest.mark.browser

WIDGET = "training_replay"
RECORD = run()
FAR_APART = [0, 1, 2, 5, 10, 20, 50, 100, 200, 300, 400, 500]


def matrix(stage):
    cells = stage.view().locator(".nb-cell")
    return cells.evaluate_all("cells => cells.map((cell) => Number(cell.textContent))")


def worst(confusion):
    """The most frequent mistake: true class, predicted class, how often."""
    mistakes = confusion * (1 - np.eye(len(confusion), dtype=int))
    true, predicted = np.unravel_index(mistakes.argmax(), mistakes.shape)
    return int(true), int(predicted), int(mistakes.max())


def test_presets_show_the_matrix_that_python_has(stage):
    stage.show()
    for preset in stage.widget.presets:
        stage.button(preset).click()
        stage.look()
        stage.sync()
        assert matrix(stage) == stage.widget.confusion.ravel().tolist()


def test_the_cursor_stays_within_the_record_and_a_press_moves_it(stage):
    stage.show(epoch=3)
    curves = stage.view().locator(".nb-curves")
    scale = curves.bounding_box()["width"] / 360
    for dx, epoch in ((3000, EPOCHS), (-3000, 1)):
        drag(stage.page, stage.handle("epoch"), dx, 0)
        stage.sync()
        assert stage.widget.epoch == epoch
    curves.click(position={"x": 354 * scale - 5, "y": 60})
    stage.sync()
    assert stage.widget.epoch == EPOCHS


def test_home_and_end_and_what_the_cursor_says(stage):
    stage.show(epoch=3)
    grip = stage.handle("epoch")
    grip.focus()
    for key, epoch in (("Home", 1), ("End", EPOCHS), ("ArrowRight", EPOCHS)):
        stage.page.keyboard.press(key)
        stage.sync()
        assert stage.widget.epoch == epoch
    right = stage.widget.accuracy
    assert grip.get_attribute("aria-valuetext") == f"epoch {EPOCHS}, accuracy {right:.3g}"
    assert grip.get_attribute("aria-valuemin") == "1"
    assert grip.get_attribute("aria-valuenow") == str(EPOCHS)


def test_epochs_that_are_far_apart_are_neighbors_for_keys(stage):
    stage.show(history={**RECORD["history"], "epoch": FAR_APART}, preset="beginning")
    stage.handle("epoch").focus()
    for epoch in FAR_APART:
        stage.sync()
        assert stage.widget.epoch == epoch
        stage.page.keyboard.press("ArrowRight")
    enter(stage.view(), "epoch", 60)
    stage.sync()
    assert stage.widget.epoch == 50
    assert stage.view().get_by_label("epoch, as a number").input_value() == "50"


def test_a_cell_shows_its_digits_by_mouse_and_by_keys(stage):
    before = stage.show(keep=N, preset="beginning")
    true, predicted, count = worst(stage.widget.confusion)
    cells = stage.view().locator(".nb-cell")
    cell = cells.nth(10 * true + predicted)
    cell.click()
    assert {"matrix", "gallery"} <= differing(before, stage.look())
    tiles = stage.view().locator(".nb-tile .nb-verdict").all_inner_texts()
    assert tiles == [f"{true} → {predicted}"] * count
    title = stage.view().locator(".nb-group").inner_text()
    assert title == f"{true} taken for {predicted} in epoch 1: {count}"
    stage.button("Leave the cell").click()
    left = stage.look()
    assert left["parts"]["gallery"] == before["parts"]["gallery"]
    cell.focus()
    stage.page.keyboard.press("Enter")
    assert stage.view().locator(".nb-tile").count() == count
    stage.page.keyboard.press(" ")
    assert stage.view().locator(".nb-cell[aria-selected=true]").count() == 0
    for key, column in (("Home", 0), ("ArrowRight", 1), ("End", 9), ("ArrowRight", 9)):
        stage.page.keyboard.press(key)
        at = cells.evaluate_all("cells => cells.indexOf(document.activeElement)")
        assert at == 10 * true + column
    stage.page.keyboard.press("ArrowDown" if true < 9 else "ArrowUp")
    assert stage.view().locator(".nb-cell[tabindex='0']").count() == 1, "one stop for Tab"


def test_the_pictures_are_the_digits_themselves(stage):
    stage.show(preset="most confused")
    w = stage.widget
    wide, high, alpha = stage.page.evaluate(
        """async () => {
          const { style } = document.querySelector(".nb-training-replay");
          const address = /url\\("?(.*?)"?\\)/.exec(style.getPropertyValue("--nb-strip"))[1];
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
    drawn = np.reshape(alpha, (high, wide)).reshape(28, len(w.pictured), 28).swapaxes(0, 1)
    assert np.array_equal(drawn, RECORD["images"][w.pictured])
    # The tile of a digit shows its own part of the strip.
    true, predicted = w.cell
    shown = np.flatnonzero((w.labels == true) & (w.predictions[-1] == predicted))
    faces = stage.view().locator(".nb-face")
    places = faces.evaluate_all("all => all.map((face) => parseFloat(face.style.maskPosition))")
    order = w.pictured.tolist()
    wanted = [100 * order.index(i) / (len(order) - 1) for i in shown if i in order]
    assert [p for p in places if not np.isnan(p)] == pytest.approx(wanted, abs=1e-3)


def test_the_views_show_the_digits_that_python_names(stage):
    stage.show(keep=N, preset="most changes")
    w = stage.widget
    right = w.verdicts
    flips = (right[1:] != right[:-1]).sum(axis=0)
    counts = {
        VIEWS[0]: [len(w.changed["now wrong"]), len(w.changed["now right"])],
        VIEWS[1]: [np.count_nonzero(flips)],
        VIEWS[2]: [np.count_nonzero(~right[w.epoch - 1])],
    }
    for view, members in counts.items():
        stage.view().get_by_label("show", exact=True).select_option(view)
        titles = stage.view().locator(".nb-group").all_inner_texts()
        assert [int(title.rsplit(": ", 1)[1]) for title in titles] == members
        total = sum(members)
        assert stage.view().locator(".nb-tile").count() == min(48, total)
        if total > 48:
            note = stage.view().locator(".nb-gallery + .nb-caption").inner_text()
            assert f"{total - 48} more are not shown" in note


def test_a_tile_tells_the_history_of_its_digit(stage):
    stage.show(keep=N, epoch=5, view=VIEWS[2])
    w = stage.widget
    digit = int(np.flatnonzero(~w.verdicts[4])[0])
    tile = stage.view().locator(".nb-tile").first
    wrong = int((~w.verdicts[:, digit]).sum())
    told = f"{w.labels[digit]}, taken for {w.predictions[4, digit]}; wrong in {wrong} of 12 epochs"
    assert tile.get_attribute("aria-label") == told
    assert tile.locator(".nb-was-wrong").count() == wrong
    assert tile.locator(".nb-was-right").count() == EPOCHS - wrong
    now = float(tile.locator(".nb-was-now").get_attribute("x"))
    assert now == pytest.approx(100 * 4 / EPOCHS, abs=0.01)


def test_a_run_that_diverged_is_drawn_as_far_as_it_goes_and_said(stage):
    gone = [np.nan] * EPOCHS
    history = {
        "loss": [0.5, 2, 9, np.inf, *gone][:EPOCHS],
        "validation_loss": [0.6, 3, *gone][:EPOCHS],
    }
    look = stage.show(history=history, preset="end")
    assert "is no longer a number: the run has diverged" in look["words"]
    assert look["status"] == "diverged"
    note = stage.view().locator(".nb-curves .nb-curve-note")
    assert note.text_content() == "then no longer a number"
    curve = stage.view().locator(".nb-curve-training").first
    assert curve.get_attribute("d").count(",") == 3
    for name in ("beginning", "most changes", "lowest loss"):
        stage.button(name).click()
        stage.look()


LOSS = {"loss": RECORD["history"]["loss"]}
OTHERS = {
    "no pictures": {"images": None},
    "one epoch": {"history": {"loss": [0.5]}, "predictions": RECORD["predictions"][:1]},
    "two classes": {
        "labels": RECORD["labels"] % 2,
        "predictions": RECORD["predictions"] % 2,
        "names": ["even", "odd"],
    },
    "long names": {"names": [f"number {k}" for k in range(10)], "noun": "shoes"},
    "training accuracy": {
        "history": {**RECORD["history"], "training_accuracy": np.linspace(0.9, 1, EPOCHS)}
    },
    "bare": {"history": LOSS, "images": None},
}


@pytest.mark.parametrize("case", OTHERS)
def test_records_of_other_kinds_are_shown(stage, case):
    stage.page.set_viewport_size({"width": 360, "height": 1200})
    look = stage.show(views=1, **OTHERS[case])
    assert re.search(rf"of 400 {OTHERS[case].get('noun', 'digits')} are right", look["words"])
    for name in stage.widget.presets:
        stage.button(name).click()
        stage.look()
        stage.sync()
        assert matrix(stage) == stage.widget.confusion.ravel().tolist()
    assert_accessible(stage.page)
