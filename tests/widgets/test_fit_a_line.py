"""The widget *fit a line*: its losses against nblib and each other, its page in a browser."""

import json
import math
import re

import numpy as np
import pytest
import traitlets
from widget_page import GROUNDS, assert_accessible, changed, drag, enter, field, tabbed

from nblib import losses
from nblib.tensor import Tensor
from nblib.widgets import FitALine
from nblib.widgets.fit_a_line.maths import (
    CLASSIFICATION,
    REGRESSION,
    best_line,
    each_loss,
    line_gradient,
    line_loss,
    sigmoid,
)
from nblib.widgets.fit_a_line.widget import CLASSES, CLEAN, PRESETS

LOSSES = REGRESSION + CLASSIFICATION
STUCK = [[-2.0, 0.0], [-1.0, 0.0], [1.0, 1.0], [2.0, 1.0]]  # a threshold keeps these apart


def sets(seed):
    """Points of both kinds, the second with overlapping classes."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=18).round(3)
    y = (x + rng.standard_t(2, size=18)).round(3)
    t = (rng.random(18) < sigmoid(1.2 * x)).astype(float)
    t[:2], x[:2] = (1, 0), (-1.0, 1.0)
    return x, y, t


def targets(loss, y, t):
    return t if loss in CLASSIFICATION else y


# The maths in Python.


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_is_that_of_nblib(loss):
    x, y, t = sets(0)
    target = targets(loss, y, t)
    z = Tensor(1.7 * x - 0.3)
    theirs = {
        "MSE": lambda: losses.mse(z, target),
        "MAE": lambda: losses.mae(z, target),
        "Huber": lambda: losses.huber(z, target, delta=0.4),
        "cross-entropy": lambda: losses.bce_with_logits(z, target),
        "MSE on the sigmoid": lambda: losses.mse(Tensor(sigmoid(z.data)), target),
    }[loss]()
    assert line_loss(loss, x, target, 1.7, -0.3, 0.4) == pytest.approx(theirs.item(), rel=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_gradient_is_the_slope_of_the_loss(loss):
    x, y, t = sets(1)
    target, h = targets(loss, y, t), 1e-6
    found = line_gradient(loss, x, target, 0.6, 0.2, 0.5)
    for k, (a, b) in enumerate([(h, 0), (0, h)]):
        rise = line_loss(loss, x, target, 0.6 + a, 0.2 + b, 0.5) - line_loss(
            loss, x, target, 0.6 - a, 0.2 - b, 0.5
        )
        assert found[k] == pytest.approx(rise / (2 * h), abs=1e-7)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("seed", range(5))
def test_no_line_is_better_than_the_best(loss, seed):
    x, y, t = sets(seed)
    target = targets(loss, y, t)
    best = best_line(loss, x, target, 0.5)
    rng = np.random.default_rng(seed)
    tries = [rng.normal(0, 3, (2000, 2))]
    if best.attained:
        assert best.loss == line_loss(loss, x, target, best.slope, best.intercept, 0.5)
        tries.append([best.slope, best.intercept] + rng.normal(0, 0.05, (2000, 2)))
        if loss != "MAE":
            assert (
                np.abs(line_gradient(loss, x, target, best.slope, best.intercept, 0.5)).max() < 1e-9
            )
    slopes, intercepts = np.concatenate(tries).T
    others = each_loss(loss, slopes[:, None] * x + intercepts[:, None], target, 0.5).mean(axis=1)
    assert others.min() >= best.loss - 1e-12


def test_the_best_line_of_squared_error_is_least_squares():
    x, y, _ = sets(0)
    best = best_line("MSE", x, y)
    assert [best.slope, best.intercept] == pytest.approx(np.polyfit(x, y, 1), rel=1e-9)


@pytest.mark.parametrize(
    "points, limit",
    [
        (STUCK, 0.0),
        ([[-1.0, 1.0], [0.0, 1.0], [2.0, 0.0]], 0.0),  # falling
        ([[0.0, 1.0], [1.0, 1.0]], 0.0),  # one class
        (
            [[-1.0, 0.0], [0.0, 0.0], [0.0, 1.0], [2.0, 1.0]],
            math.log(2) / 2,
        ),  # both classes at the threshold
    ],
)
def test_classes_that_a_threshold_keeps_apart_have_no_best_line(points, limit):
    w = FitALine(points=points, loss="cross-entropy")
    assert not w.best.attained and w.best.loss == pytest.approx(limit, abs=1e-12)
    w.slope, w.intercept = (
        (40.0, -20.0) if points[0][1] == points[1][1] == 1 else (w.slope, w.intercept)
    )
    with pytest.raises(ValueError, match="the steeper, the closer"):
        w.go_to_minimum()


def test_points_above_each_other_have_a_best_line_too():
    for loss, level in (("MSE", 2.0), ("MAE", 1.0), ("Huber", None)):
        w = FitALine(points=[[1.0, 0.0], [1.0, 1.0], [1.0, 5.0]], loss=loss)
        at = w.best.slope + w.best.intercept
        assert w.best.attained and (level is None or at == pytest.approx(level))
    w = FitALine(points=[[1.0, 0.0], [1.0, 1.0], [1.0, 1.0]], loss="cross-entropy")
    assert sigmoid(w.best.slope + w.best.intercept) == pytest.approx(2 / 3)


def test_presets_show_what_they_are_meant_to():
    seen = {name: FitALine(name) for name in PRESETS}
    assert seen["clean"].best.loss < seen["clean"].value / 5
    odd = seen["an outlier"]
    assert odd.shares[-1] > 0.8
    clean = np.array(odd.points[:-1]).T
    turned = {}
    for loss in REGRESSION:
        odd.loss = loss
        turned[loss] = abs(odd.best.slope - best_line(loss, *clean).slope)
    assert turned["MSE"] > 0.3 and turned["MAE"] < 0.1 and turned["Huber"] < 0.15, (
        "MAE and Huber resist an outlier"
    )
    far = seen["a leverage point"]
    clean = np.array(far.points[:-1]).T
    for loss in REGRESSION:
        far.loss = loss
        assert far.best.slope < 0 < 0.5 < best_line(loss, *clean).slope, (
            "no loss resists a leverage point"
        )
    assert seen["two classes"].best.attained
    wrong = seen["confident and wrong"]
    flat, value = np.hypot(*wrong.gradient), wrong.value
    wrong.loss = "cross-entropy"
    assert value > 0.9 and flat < 0.01 and np.hypot(*wrong.gradient) > 100 * flat


def test_traits_say_what_they_want():
    w = FitALine()
    for name, value, message in [
        ("loss", "hinge", "no such loss: 'hinge'; there are MSE, MAE"),
        ("loss", "cross-entropy", "every y must be 0 or 1"),
        ("delta", 0, "above 0"),
        ("slope", math.nan, "a finite number"),
        ("points", [[1, 2]], "2 to 100 points, got 1"),
        ("points", [1, 2, 3], r"shape \(n, 2\), got shape \(3,\)"),
        ("points", [[1, math.inf], [2, 3]], "finite"),
        ("window", [1, 0, 2, 3], "x_low, x_high"),
    ]:
        before = getattr(w, name)
        with pytest.raises(traitlets.TraitError, match=message):
            setattr(w, name, value)
        assert getattr(w, name) == before
    with pytest.raises(traitlets.TraitError, match="every y must be 0 or 1"):
        FitALine("two classes").points = CLEAN
    with pytest.raises(traitlets.TraitError, match="every y must be 0 or 1"):
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
    assert w.window == PRESETS["clean"]["window"], (
        "a point moved within the picture leaves the picture as it is"
    )


def test_without_a_front_end_it_says_in_words_what_it_shows():
    w = FitALine()
    w.go_to_minimum()
    assert w.value == w.best.loss and re.fullmatch(
        r"FitALine\(20 points, loss='MSE', .*\): 0\.\d+, lowest 0\.\d+", repr(w)
    )
    assert w.residuals.mean() == pytest.approx(0, abs=1e-12) and w.shares.sum() == pytest.approx(1)


# The maths in the browser.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    cases = []
    for seed in range(6):
        x, y, t = sets(seed)
        cases += [
            (loss, x, targets(loss, y, t), d)
            for loss in LOSSES
            for d in ((0.3, 2.0) if loss == "Huber" else (1.0,))
        ]
    for points in (
        STUCK,
        [[1.0, 0.0], [1.0, 1.0], [1.0, 1.0]],
        [[-1.0, 0], [0, 0], [0, 1.0], [2, 1.0]],
    ):
        cases += [(loss, *np.array(points, float).T, 1.0) for loss in LOSSES]
    lines = [(0.7, -0.2), (-5.0, 3.0), (0.0, 0.0), (300.0, 20.0)]
    found = page.evaluate(
        """async ([base, cases, lines]) => {
          const m = await import(`${base}/fit_a_line/maths.mjs`);
          return cases.map(([loss, x, t, delta]) => ({
            at: lines.map(([a, b]) => [m.lineLoss(loss, x, t, a, b, delta), ...m.lineGradient(loss, x, t, a, b, delta),
                                       m.eachLoss(loss, a * x[0] + b, t[0], delta)]),
            best: m.bestLine(loss, x, t, delta),
          }));
        }""",
        [js, [(loss, x.tolist(), t.tolist(), d) for loss, x, t, d in cases], lines],
    )
    assert {f["best"]["attained"] for f in found} == {True, False}
    for (loss, x, t, delta), seen in zip(cases, found, strict=True):
        for (a, b), (value, ga, gb, one) in zip(lines, seen["at"], strict=True):
            ours = [line_loss(loss, x, t, a, b, delta), *line_gradient(loss, x, t, a, b, delta)]
            assert [value, ga, gb] == pytest.approx(ours, rel=1e-9, abs=1e-9)
            assert one == pytest.approx(each_loss(loss, a * x + b, t, delta)[0], rel=1e-9, abs=1e-9)
        best = best_line(loss, x, t, delta)
        assert seen["best"]["attained"] == best.attained and seen["best"]["loss"] == pytest.approx(
            best.loss, abs=1e-9
        )
        assert [seen["best"]["slope"], seen["best"]["intercept"]] == pytest.approx(
            [best.slope, best.intercept], rel=1e-6, abs=1e-6, nan_ok=True
        )


@pytest.mark.browser
@pytest.mark.parametrize(
    "low, high, count",
    [(0, 1, 5), (-3, 3, 5), (-0.08, 1.08, 2), (50, 61, 5), (-1e4, 3e4, 4), (2, 2.003, 5)],
)
def test_ticks_are_round_and_within(watch, js, low, high, count):
    page = watch.open(f"{js}/core/host.mjs")
    ticks = page.evaluate(
        "async ([base, ...rest]) => (await import(`${base}/core/numbers.mjs`)).ticks(...rest)",
        [js, low, high, count],
    )
    steps = np.diff(ticks)
    assert (
        2 <= len(ticks) <= 2 * count + 1 and low - 1e-12 <= ticks[0] and ticks[-1] <= high + 1e-12
    )
    assert np.allclose(steps, steps[0]) and re.fullmatch(r"[125](\.0*)?e[+-]\d+", f"{steps[0]:.3e}")


# The widget on a page.


def picture(page, index=0):
    widget = page.locator(".nb-widget").nth(index)
    return {
        "line": widget.locator(".nb-line").first.get_attribute("d"),
        "residuals": widget.locator(".nb-residuals").inner_html(),
        "points": widget.locator(".nb-points").get_attribute("d"),
        "best": widget.locator(".nb-wished").get_attribute("d"),
        "map": widget.locator(".nb-contours").get_attribute("d"),
        "place": widget.locator(".nb-field .nb-grip").get_attribute("transform"),
        "words": widget.locator(".nb-story").inner_text(),
        "numbers": widget.locator(".nb-readout").inner_text(),
    }


def number(page, name):
    text = re.search(
        rf"{name} ([−\d.]+)", page.locator(".nb-readout").inner_text().replace("\n", " ")
    )[1]
    return float(text.replace("−", "-"))


def grip(page, label):
    return page.get_by_role("slider", name=label, exact=True)


LEFT, RIGHT, ODD, PLACE = (
    "left handle of the line",
    "right handle of the line",
    "the ringed point",
    "the line on the map",
)


@pytest.mark.browser
@pytest.mark.parametrize("preset", PRESETS)
def test_presets_show_what_python_says(show, watch, preset):
    first = "clean" if preset != "clean" else "an outlier"
    page = show(FitALine(first))
    before = picture(page)
    page.get_by_role("button", name=preset, exact=True).click()
    assert {"line", "residuals", "points", "map", "words", "numbers"} <= changed(
        before, picture(page)
    )
    w = FitALine(preset)
    assert number(page, "loss") == pytest.approx(w.value, rel=1e-3)
    assert number(page, "lowest possible") == pytest.approx(w.best.loss, rel=1e-3)
    assert number(page, "share of the ringed point") == pytest.approx(100 * w.shares[-1], abs=0.51)
    assert picture(page)["residuals"].count("<path") == len(w.points)
    page.get_by_role("button", name="Reset").click()
    assert page.locator(".nb-preset[aria-pressed=true]").inner_text() == first
    assert not changed(before, picture(page))
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("touch", [False, True])
@pytest.mark.parametrize("preset", ["clean", "two classes"])
def test_dragging_a_handle_turns_the_line_and_moves_the_point_on_the_map(
    show, watch, preset, touch
):
    page = show(FitALine(preset), touch=touch)
    before, other = picture(page), grip(page, LEFT).bounding_box()
    start = grip(page, RIGHT).bounding_box()
    drag(page, grip(page, RIGHT), 10, -25, touch=touch)
    after = picture(page)
    assert {"line", "residuals", "place", "numbers"} <= changed(before, after)
    assert not {"points", "map", "best"} & changed(before, after)
    end = grip(page, RIGHT).bounding_box()
    assert (end["x"] - start["x"], end["y"] - start["y"]) == pytest.approx((10, -25), abs=2)
    still = grip(page, LEFT).bounding_box()
    assert (still["x"], still["y"]) == pytest.approx((other["x"], other["y"]), abs=1)
    assert page.locator(".nb-preset[aria-pressed=true]").count() == 0
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("touch", [False, True])
def test_dragging_on_the_map_moves_the_line(show, watch, touch):
    page = show(FitALine(), touch=touch)
    before, box = picture(page), page.locator(".nb-ground").bounding_box()
    slope, intercept = number(page, "slope"), number(page, "intercept")
    drag(page, grip(page, PLACE), box["width"] / 4, box["height"] / 5, touch=touch)
    assert {"line", "residuals", "place", "numbers"} <= changed(before, picture(page))
    assert number(page, "slope") == pytest.approx(slope + 4 / 4, abs=0.03)
    assert number(page, "intercept") == pytest.approx(intercept - 5 / 5, abs=0.04)
    drag(page, grip(page, PLACE), 2000, -2000)
    assert (number(page, "slope"), number(page, "intercept")) == (2.5, 2.5), "it stays on the map"
    watch.assert_clean()


@pytest.mark.browser
def test_dragging_the_ringed_point_changes_the_map_and_the_best_line(show, watch):
    page = show(FitALine("an outlier"))
    before = picture(page)
    drag(page, grip(page, ODD), 0, -100)
    after = picture(page)
    assert {"points", "map", "best", "residuals", "words", "numbers"} <= changed(before, after)
    assert "line" not in changed(before, after)
    assert number(page, "lowest possible") < 1
    watch.assert_clean()


@pytest.mark.browser
def test_a_point_of_a_class_changes_class_and_never_lies_between(show, watch):
    page = show(FitALine("two classes"))
    odd = grip(page, ODD)
    assert odd.get_attribute("aria-valuetext") == "x −1.6, class 1"
    drag(page, odd, 0, 200)
    assert odd.get_attribute("aria-valuetext") == "x −1.6, class 0"
    odd.focus()
    page.keyboard.press("ArrowUp")
    assert odd.get_attribute("aria-valuetext") == "x −1.6, class 1"
    page.keyboard.press("Shift+ArrowRight")
    assert odd.get_attribute("aria-valuetext") == "x −0.8, class 1"
    page.keyboard.press("ArrowDown")
    assert odd.get_attribute("aria-valuetext") == "x −0.8, class 0"
    watch.assert_clean()


@pytest.mark.browser
def test_classes_kept_apart_have_no_minimum_and_that_is_said(show, watch):
    page = show(FitALine("two classes"))
    drag(page, grip(page, ODD), 0, 200)
    assert "A threshold keeps the classes apart" in picture(page)["words"]
    assert page.get_by_role("button", name="Go to the minimum").is_disabled()
    assert not page.locator(".nb-minima path").count() and not picture(page)["best"]
    drag(page, grip(page, ODD), 0, -200)
    assert page.get_by_role("button", name="Go to the minimum").is_enabled()
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
@pytest.mark.parametrize("preset", PRESETS)
def test_the_button_leads_to_the_minimum(show, watch, preset, motion):
    w = FitALine(preset)
    page = show(w, reduced_motion=motion)
    page.get_by_role("button", name="Go to the minimum").click()
    page.wait_for_selector(".nb-widget[data-status=minimum]")
    assert "The lowest point" in picture(page)["words"]
    page.wait_for_timeout(600 if motion != "reduce" else 0)
    assert number(page, "loss") == number(page, "lowest possible")
    assert number(page, "slope") == pytest.approx(w.best.slope, abs=0.006)
    watch.assert_clean()


@pytest.mark.browser
def test_the_keyboard_alone_moves_every_handle(show, watch):
    page = show(FitALine())
    moves = {
        LEFT: ("ArrowUp", "line"),
        RIGHT: ("Shift+ArrowDown", "line"),
        ODD: ("ArrowLeft", "map"),
        PLACE: ("ArrowLeft", "line"),
    }
    for label, (key, part) in moves.items():
        before, said = picture(page), grip(page, label).get_attribute("aria-valuetext")
        grip(page, label).focus()
        page.keyboard.press(key)
        assert {part, "numbers"} <= changed(before, picture(page)), label
        assert grip(page, label).get_attribute("aria-valuetext") != said
    watch.assert_clean()


@pytest.mark.browser
def test_every_control_can_be_reached_by_tab(show):
    page = show(FitALine("a leverage point"))
    focusable = page.locator(
        ".nb-widget :is(button, input, select, [tabindex='0']):not(:disabled)"
    ).count()
    assert len({html for html in tabbed(page, 20) if not html.startswith("<body")}) >= focusable


@pytest.mark.browser
def test_the_loss_is_chosen_among_those_that_fit(show, watch):
    page = show(FitALine())
    choice = page.get_by_label("loss", exact=True)
    assert choice.locator("option").all_inner_texts() == list(REGRESSION)
    for loss in ("MAE", "Huber"):
        before = picture(page)
        choice.select_option(loss)
        assert {"residuals", "map", "best", "numbers"} <= changed(before, picture(page))
        assert number(page, "loss") == pytest.approx(FitALine(loss=loss).value, rel=1e-3)
    for delta in ("0.05", "10"):
        before = picture(page)
        enter(page, "delta of Huber", delta)
        assert {"map", "best", "numbers"} <= changed(before, picture(page))
        assert number(page, "loss") == pytest.approx(
            FitALine(loss="Huber", delta=float(delta)).value, rel=1e-3
        )
    field(page, "delta of Huber").fill("much")
    field(page, "delta of Huber").press("Enter")
    assert (
        page.locator(".nb-problem:not(:empty)").inner_text() == "a number from 0.05 to 10, please"
    )
    page.get_by_role("button", name="two classes").click()
    assert choice.locator("option").all_inner_texts() == list(CLASSIFICATION)
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("preset", PRESETS)
def test_handles_bear_every_extreme(show, watch, preset):
    page = show(FitALine(preset))
    for label in (LEFT, RIGHT, ODD, PLACE):
        for dx, dy in ((3000, 3000), (-3000, -3000), (3000, -3000), (-3000, 3000)):
            drag(page, grip(page, label), dx, dy)
            seen = picture(page)
            assert not re.search(r"NaN|Infinity|undefined|null", json.dumps(seen)) and seen["words"]
            for locator in page.locator(".nb-grip-ring").all():
                ring, frame = locator.bounding_box(), page.locator(".nb-widget").bounding_box()
                assert (
                    frame["x"] <= ring["x"]
                    and ring["x"] + ring["width"] <= frame["x"] + frame["width"]
                )
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize(
    "values, words",
    [
        (
            {"preset": "an outlier"},
            "The ringed point alone makes up 89 % of it, since its error is squared.",
        ),
        (
            {"preset": "a leverage point"},
            "though beyond 1 its error counts in proportion, not squared",
        ),
        (
            {"preset": "confident and wrong"},
            "A plain: the loss is 0.909, 22 of 24 points are on the wrong side",
        ),
        ({"slope": 9.0}, "The line is beyond the map"),
        (
            {"points": STUCK, "loss": "MSE on the sigmoid", "slope": 500.0, "intercept": 0.0},
            "There is no lowest point",
        ),
        (
            {"points": [[0, 0], [1, 1], [2, 2]], "slope": 1.0, "intercept": 0.0},
            "no line has a smaller loss than 0.",
        ),
    ],
)
def test_the_words_say_what_happens(show, watch, values, words):
    page = show(FitALine(**values))
    assert words in picture(page)["words"]
    assert page.locator(".nb-field .nb-off").count() == (
        1 if "beyond the map" in picture(page)["words"] else 0
    )
    watch.assert_clean()


@pytest.mark.browser
def test_at_the_minimum_it_says_how_far_the_ringed_point_turns_the_line(show):
    page = show(FitALine("an outlier"))
    page.get_by_role("button", name="Go to the minimum").click()
    assert (
        "The ringed point turns this line: slope 0.38 with it, 0.75 without."
        in picture(page)["words"]
    )
    page.get_by_label("loss", exact=True).select_option("MAE")
    page.get_by_role("button", name="Go to the minimum").click()
    assert "would hardly turn the line" in picture(page)["words"]


@pytest.mark.browser
def test_what_python_sets_is_drawn(show, watch):
    w = FitALine()
    page = show(w, w)
    page.get_by_label("loss", exact=True).first.select_option("MAE")
    assert picture(page, 0)["map"] == picture(page, 1)["map"]
    assert page.get_by_label("loss", exact=True).nth(1).input_value() == "MAE"
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1000, 360])
@pytest.mark.parametrize("theme", GROUNDS)
@pytest.mark.parametrize("preset", ["a leverage point", "two classes"])
def test_it_is_accessible_and_fits(show, preset, theme, width):
    page = show(
        FitALine(preset),
        theme=f' data-theme="{theme}"',
        ground=GROUNDS[theme],
        width=width,
        height=1200,
    )
    assert_accessible(page)
    assert page.locator(".nb-field").bounding_box()["width"] > 280


@pytest.mark.browser
def test_it_follows_the_theme_and_the_width_while_it_is_shown(show, watch):
    page = show(FitALine(), theme=' data-theme="light"')
    names = (".nb-line", ".nb-points", ".nb-residuals path", ".nb-contours", ".nb-wished")
    colors = [
        page.locator(name).first.evaluate("n => getComputedStyle(n).stroke") for name in names
    ]
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    dark = [page.locator(name).first.evaluate("n => getComputedStyle(n).stroke") for name in names]
    assert all(a != b for a, b in zip(colors, dark, strict=True))
    page.set_viewport_size({"width": 360, "height": 800})
    points, map_ = (
        page.locator(".nb-scene-panel").bounding_box(),
        page.locator(".nb-field").bounding_box(),
    )
    assert map_["y"] > points["y"] + points["height"]
    drag(page, grip(page, RIGHT), -10, 20)
    watch.assert_clean()
