"""The widget *fit a line*: what only it does in Python and on a page."""

import numpy as np
import pytest
import traitlets
from stage import differing, numbers
from widget_page import drag

from nblib.widgets import FitALine
from nblib.widgets.fit_a_line.constants import REGRESSION
from nblib.widgets.fit_a_line.maths import best_line
from nblib.widgets.fit_a_line.widget import CLASSES, CLEAN, PRESETS

WIDGET = "fit_a_line"
POINT = "the ringed point"
PLACE = "the line on the map"
BOTH = "every y must be 0 or 1"


# In Python.


def test_presets_show_what_they_are_meant_to():
    seen = {name: FitALine(name) for name in PRESETS}
    assert seen["clean"].best.loss < seen["clean"].value / 5
    odd = seen["an outlier"]
    assert odd.shares[-1] > 0.8
    others = np.array(odd.points[:-1]).T
    turned = {}
    for loss in REGRESSION:
        odd.loss = loss
        turned[loss] = abs(odd.best.slope - best_line(loss, *others).slope)
    assert turned["MSE"] > 0.3
    assert turned["MAE"] < 0.1 and turned["Huber"] < 0.15, "these resist an outlier"
    far = seen["a leverage point"]
    others = np.array(far.points[:-1]).T
    for loss in REGRESSION:
        far.loss = loss
        best = best_line(loss, *others)
        assert far.best.slope < 0 < 0.5 < best.slope, "no loss resists a leverage point"
    assert seen["two classes"].best.attained
    wrong = seen["confident and wrong"]
    flat = np.hypot(*wrong.gradient)
    assert wrong.value > 0.9 and flat < 0.01
    wrong.loss = "cross-entropy"
    assert np.hypot(*wrong.gradient) > 100 * flat


def test_classes_and_numbers_are_not_mixed():
    with pytest.raises(traitlets.TraitError, match=BOTH):
        FitALine("two classes").points = CLEAN
    with pytest.raises(traitlets.TraitError, match=BOTH):
        FitALine(points=CLEAN, loss="cross-entropy")


def test_own_points_bring_their_windows():
    rng = np.random.default_rng(0)
    points = np.column_stack([rng.uniform(50, 60, 30), rng.uniform(-900, 100, 30)])
    w = FitALine(points=points)
    x_low, x_high, y_low, y_high = w.window
    assert x_low < w.x.min() < w.x.max() < x_high and y_low < w.y.min() < w.y.max() < y_high
    a_low, a_high, b_low, b_high = w.map_window
    assert a_low < w.best.slope < a_high and b_low < w.best.intercept < b_high
    w.points = CLASSES
    assert w.window[0] < -2 and w.window[1] < 10 and w.preset == ""
    w.preset = "clean"
    assert w.window == PRESETS["clean"]["window"]
    w.points = [*w.points[:-1], [2.0, 3.5]]
    assert w.window == PRESETS["clean"]["window"], "moved within the picture, it leaves it as it is"


def test_a_residual_is_prediction_minus_target():
    w = FitALine(points=[[0.0, 1.0], [1.0, 3.0]], slope=0.0, intercept=0.0)
    assert w.residuals.tolist() == [-1, -3]


def test_at_the_minimum_the_residuals_have_no_mean():
    w = FitALine()
    w.go_to_minimum()
    assert w.value == w.best.loss
    assert w.residuals.mean() == pytest.approx(0, abs=1e-12)
    assert w.shares.sum() == pytest.approx(1)


# On a page.


@pytest.mark.browser
def test_a_handle_turns_the_line_about_the_other(stage):
    for preset in ("clean", "two classes"):
        before = stage.show(preset=preset)
        other = stage.handle("left handle of the line").bounding_box()
        drag(stage.page, stage.handle("right handle of the line"), 10, -25)
        assert not {"points", "map", "best"} & differing(before, stage.look())
        still = stage.handle("left handle of the line").bounding_box()
        assert (still["x"], still["y"]) == pytest.approx((other["x"], other["y"]), abs=1)


@pytest.mark.browser
def test_the_ring_on_the_map_is_the_line(stage):
    stage.show()
    slope = stage.widget.slope
    intercept = stage.widget.intercept
    box = stage.view().locator(".nb-ground").bounding_box()
    drag(stage.page, stage.handle(PLACE), box["width"] / 4, box["height"] / 5)
    stage.sync()
    assert stage.widget.slope == pytest.approx(slope + 4 / 4, abs=0.03)
    assert stage.widget.intercept == pytest.approx(intercept - 5 / 5, abs=0.04)
    drag(stage.page, stage.handle(PLACE), 2000, -2000)
    stage.sync()
    assert (stage.widget.slope, stage.widget.intercept) == (2.5, 2.5), "it stays on the map"
    assert stage.view().locator(".nb-field .nb-off").count() == 0
    stage.show(slope=9.0)
    assert stage.view().locator(".nb-field .nb-off").count() == 1


@pytest.mark.browser
def test_the_ringed_point_leaves_the_line_alone(stage):
    before = stage.show(preset="an outlier")
    drag(stage.page, stage.handle(POINT), 0, -100)
    after = stage.look()
    assert "line" not in differing(before, after)
    assert after["parts"]["best"] != before["parts"]["best"]
    stage.sync()
    assert stage.widget.best.loss < 1
    residuals = stage.view().locator(".nb-residuals path")
    assert residuals.count() == len(stage.widget.points)


@pytest.mark.browser
def test_a_point_of_a_class_changes_class_and_never_lies_between(stage):
    stage.show(preset="two classes")
    point = stage.handle(POINT)

    def said():
        return point.get_attribute("aria-valuetext")

    assert said() == "x −1.6, class 1"
    drag(stage.page, point, 0, 200)
    assert said() == "x −1.6, class 0"
    point.focus()
    for key, wanted in [
        ("ArrowUp", "x −1.6, class 1"),
        ("Shift+ArrowRight", "x −0.8, class 1"),
        ("ArrowDown", "x −0.8, class 0"),
    ]:
        stage.page.keyboard.press(key)
        assert said() == wanted


@pytest.mark.browser
def test_classes_kept_apart_have_no_minimum_and_that_is_said(stage):
    stage.show(preset="two classes")
    go = stage.button("Go to the minimum")
    drag(stage.page, stage.handle(POINT), 0, 200)
    look = stage.look()
    assert "A threshold keeps the classes apart" in look["words"]
    assert go.is_disabled() and not stage.view().locator(".nb-minima path").count()
    assert not stage.view().locator(".nb-wished").get_attribute("d")
    drag(stage.page, stage.handle(POINT), 0, -200)
    stage.look()
    assert go.is_enabled()


@pytest.mark.browser
def test_the_losses_are_those_that_fit(stage):
    stage.show()
    choice = stage.view().get_by_label("loss", exact=True)
    assert choice.locator("option").all_inner_texts() == ["MSE", "MAE", "Huber"]
    stage.button("two classes").click()
    stage.look()
    names = choice.locator("option").all_inner_texts()
    assert names == ["cross-entropy", "MSE on the sigmoid"]


@pytest.mark.browser
@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_the_button_leads_to_the_minimum(stage, motion):
    stage.page.emulate_media(reduced_motion=motion)
    for preset in PRESETS:
        stage.show(preset=preset, views=1)
        stage.button("Go to the minimum").click()
        look = stage.look()
        stage.sync()
        assert look["status"] == "minimum" and "The lowest point" in look["words"]
        assert look["facts"]["loss"] == look["facts"]["lowest possible"]
        slope = numbers(look["facts"]["slope"])[0]
        assert slope == pytest.approx(stage.widget.best.slope, abs=0.006)


@pytest.mark.browser
def test_at_the_minimum_it_says_how_far_the_ringed_point_turns_the_line(stage):
    stage.show(preset="an outlier")
    for loss, words in [
        ("MSE", "The ringed point turns this line: slope 0.38 with it, 0.75 without."),
        ("MAE", "would hardly turn the line"),
    ]:
        stage.view().get_by_label("loss", exact=True).select_option(loss)
        stage.button("Go to the minimum").click()
        assert words in stage.look()["words"]
