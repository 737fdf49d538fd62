"""The widget *descent on a surface*: its maths against nblib, its page in a browser, its traits in
a live kernel.
"""

import json
import math
import re

import numpy as np
import pytest
import traitlets
from widget_page import VIEW, assert_accessible, changed, field, live

from nblib.page.surfaces import SURFACES, descend
from nblib.widgets import DescentOnSurface
from nblib.widgets.descent_on_surface.widget import PRESETS

RUNS = [(0.01, 0.0), (0.05, 0.5), (0.3, 0.9), (2.5, 0.0)]  # the last diverges on most surfaces


# The read-outs in Python.


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_sets_what_it_says(preset):
    w = DescentOnSurface(preset)
    assert w.preset == preset and all(
        getattr(w, name) == value for name, value in PRESETS[preset].items()
    )
    assert len(w.losses) == len(w.trajectory) and w.losses[0] == pytest.approx(
        SURFACES[w.surface].value(*PRESETS[preset]["start"])
    )


@pytest.mark.browser
def test_presets_stand_in_their_order_though_notebooks_sort_keys(show):
    page = show(DescentOnSurface())
    assert page.locator(".nb-preset").all_inner_texts() == list(PRESETS)


def test_presets_end_as_they_are_meant_to():
    ends = {name: DescentOnSurface(name).status for name in PRESETS}
    assert ends["too large"] == "diverged" and ends["with momentum"] == "converged"
    valley, faster = DescentOnSurface("narrow valley"), DescentOnSurface("with momentum")
    assert faster.losses[-1] < valley.losses[-1] < DescentOnSurface("steady").losses[-1]
    deeper, end = SURFACES["two minima"].minima[0], DescentOnSurface("two minima").trajectory[-1]
    assert np.hypot(*(end - deeper)) > 1, "that start is meant to end in the shallower valley"


def test_on_the_ridge_of_a_saddle_the_descent_stops_there():
    assert DescentOnSurface("saddle", start=[-2.4, 0.0]).status == "saddle"
    assert DescentOnSurface("saddle").status != "saddle"


def test_the_stability_limit_of_a_bowl_decides():
    for momentum in (0.0, 0.5, 0.9):
        limit = 2 * (1 + momentum) / 20
        w = DescentOnSurface(start=[0.5, 1.0], momentum=momentum, steps=500)
        w.lr = 1.05 * limit
        assert w.status == "diverged"
        w.lr = 0.95 * limit
        assert w.status != "diverged" and w.losses[-1] < w.losses[0]


@pytest.mark.parametrize(
    "name, value, message",
    [
        ("surface", "moon", "no such surface: 'moon'; there are round bowl"),
        ("start", [1.0], "two numbers"),
        ("start", ["a", 1], "two numbers"),
        ("start", [math.nan, 1.0], "two numbers"),
        ("lr", 0, "above 0"),
        ("lr", math.inf, "above 0"),
        ("momentum", 1.0, "below 1"),
        ("momentum", -0.1, "at least 0"),
        ("steps", 0, "from 1 to 500"),
        ("steps", 10**6, "from 1 to 500"),
    ],
)
def test_a_value_out_of_range_is_explained_and_changes_nothing(name, value, message):
    w = DescentOnSurface()
    before = getattr(w, name)
    with pytest.raises(traitlets.TraitError, match=message):
        setattr(w, name, value)
    assert getattr(w, name) == before


def test_an_unknown_preset_or_trait_is_named():
    with pytest.raises(ValueError, match="no such preset: 'cliff'; there are narrow valley"):
        DescentOnSurface("cliff")
    with pytest.raises(TypeError, match="has no color; there are"):
        DescentOnSurface(color="red")


def test_a_preset_can_be_set_and_left():
    w = DescentOnSurface()
    w.preset = "saddle"
    assert all(getattr(w, name) == value for name, value in PRESETS["saddle"].items())
    w.lr = 0.2
    assert w.preset == "" and w.surface == "saddle" and w.lr == 0.2
    with pytest.raises(
        traitlets.TraitError, match="no such preset: 'cliff'; there are narrow valley"
    ):
        w.preset = "cliff"
    w.set_state({**PRESETS["two minima"], "preset": "two minima"})  # as a front end sends it
    assert w.preset == "two minima" and w.surface == "two minima"


def test_a_start_is_any_two_numbers_and_a_surface_brings_its_own():
    w = DescentOnSurface(surface="banana")
    assert w.start == list(SURFACES["banana"].start)
    w.start = w.trajectory[1]
    assert w.start == DescentOnSurface(surface="banana").trajectory[1].tolist()
    w.lr = np.float32(0.5)
    assert w.lr == 0.5 and isinstance(w.lr, float)


def test_without_a_front_end_it_says_in_words_what_it_shows():
    assert re.fullmatch(
        r"DescentOnSurface\('narrow valley', .*\): \w+, loss 13\.12 → .*", repr(DescentOnSurface())
    )


# The maths, in the browser.


@pytest.mark.browser
def test_the_maths_equals_nblib(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    found = page.evaluate(
        """async ([base, runs]) => {
          const { surfaces, curvatures } = await import(`${base}/core/surfaces.mjs`);
          const { descend, verdict } = await import(`${base}/descent_on_surface/maths.mjs`);
          return Object.fromEntries(Object.entries(surfaces).map(([name, s]) => [name, {
            window: s.window, start: s.start, minima: s.minima, quadratic: Boolean(s.quadratic),
            runs: runs.map(([lr, momentum]) => {
              const path = descend(s, s.start, lr, momentum, 120);
              return { path, losses: path.map((p) => s.value(...p)), curvatures: curvatures(s, ...path[1]),
                       status: verdict(s, path, 120).status };
            }),
          }]));
        }""",
        [js, RUNS],
    )
    assert list(found) == list(SURFACES)
    lengths = set()
    for name, surface in SURFACES.items():
        seen = found[name]
        assert tuple(seen["window"]) == surface.window and tuple(seen["start"]) == surface.start
        assert seen["quadratic"] == surface.quadratic and np.allclose(
            seen["minima"], surface.minima, atol=1e-12
        )
        for (lr, momentum), run in zip(RUNS, seen["runs"], strict=True):
            path = descend(
                lambda w, s=surface: s.gradient(*w),
                surface.start,
                lr=lr,
                momentum=momentum,
                steps=120,
            )
            lengths.add(len(path))
            theirs = np.array(run["path"])
            assert theirs.shape == path.shape
            assert np.all(np.abs(theirs - path) <= 1e-9 * np.maximum(1, np.abs(path)))
            losses = surface.value(*path.T)
            assert np.all(np.abs(run["losses"] - losses) <= 1e-9 * np.maximum(1, np.abs(losses)))
            assert np.allclose(
                run["curvatures"], surface.curvatures(*path[1]), rtol=1e-9, atol=1e-9
            )
            w = DescentOnSurface(
                surface=name, start=list(surface.start), lr=lr, momentum=momentum, steps=120
            )
            assert run["status"] == w.status
    assert len(lengths) > 1, "at least one run is meant to diverge"


@pytest.mark.browser
def test_growth_is_the_rate_at_which_runs_on_a_bowl_change(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    for lr, momentum in [
        (0.03, 0.0),
        (0.09, 0.0),
        (0.12, 0.0),
        (0.01, 0.3),
        (0.05, 0.9),
        (0.16, 0.5),
    ]:
        said = page.evaluate(
            "async ([base, ...rest]) => (await import(`${base}/descent_on_surface/maths.mjs`)).growth(...rest)",
            [js, lr, 20, momentum],
        )
        companion = np.array([[1 + momentum - lr * 20, -momentum], [1, 0]])
        assert said == pytest.approx(np.abs(np.linalg.eigvals(companion)).max(), rel=1e-9)


@pytest.mark.browser
def test_contour_lines_lie_on_the_level(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    segments = page.evaluate(
        """async (base) => {
          const { contour, sample } = await import(`${base}/core/contours.mjs`);
          return contour(sample((x, y) => x * x + 4 * y * y, [-1, 1, -1, 1], 80, 80), 80, 80, 0.5);
        }""",
        js,
    )
    x1, y1, x2, y2 = np.array(segments).T / 40 - 1
    assert len(segments) > 80
    for x, y in ((x1, y1), (x2, y2)):
        assert np.abs(x * x + 4 * y * y - 0.5).max() < 0.01


# The widget on a page, as Jupyter Book embeds it.


def picture(page, index=0):
    """Return all that is drawn and said, to compare before and after."""
    widget = page.locator(".nb-widget").nth(index)
    return {
        "path": widget.locator(".nb-track").first.get_attribute("d"),
        "curve": widget.locator(".nb-track").nth(1).get_attribute("d"),
        "arrow": widget.locator(".nb-arrow").get_attribute("d"),
        "surface": widget.locator(".nb-contours").get_attribute("d"),
        "words": widget.locator(".nb-story").inner_text(),
        "numbers": widget.locator(".nb-readout").inner_text(),
    }


@pytest.mark.browser
def test_the_first_picture_tells_the_story(show, watch):
    page = show(DescentOnSurface())
    seen = picture(page)
    assert seen["path"].count("L") == 60 and seen["curve"].count("L") == 60
    assert (
        "jumps from side to side" in seen["words"]
        and "limit for the learning rate 0.1" in seen["numbers"]
    )
    assert page.locator(".nb-preset[aria-pressed=true]").inner_text() == "narrow valley"
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("touch", [False, True])
def test_dragging_the_start_redraws_everything(show, watch, touch):
    page = show(DescentOnSurface(), touch=touch)
    before = picture(page)
    grip = page.locator(".nb-grip")
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    if touch:
        session = page.context.new_cdp_session(page)
        for kind, at in (
            ("touchStart", (x, y)),
            ("touchMove", (x + 40, y + 10)),
            ("touchMove", (x + 80, y + 20)),
        ):
            session.send(
                "Input.dispatchTouchEvent",
                {"type": kind, "touchPoints": [{"x": at[0], "y": at[1]}]},
            )
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    else:
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 80, y + 20, steps=5)
        page.mouse.up()
    after = picture(page)
    assert {"path", "curve", "arrow", "numbers"} <= changed(before, after)
    moved = grip.bounding_box()
    assert moved["x"] + moved["width"] / 2 == pytest.approx(x + 80, abs=2)
    assert moved["y"] + moved["height"] / 2 == pytest.approx(y + 20, abs=2)
    page.mouse.move(x, y)
    assert picture(page)["path"] == after["path"], "after the release the start stays"
    watch.assert_clean()


@pytest.mark.browser
def test_the_start_cannot_be_dragged_out_of_the_window(show, watch):
    page = show(DescentOnSurface())
    box = page.locator(".nb-grip").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(-500, -500)
    page.mouse.up()
    assert "x −3 y 2 " in page.locator(".nb-readout").inner_text().replace("\n", " ")
    watch.assert_clean()


@pytest.mark.browser
def test_the_keyboard_alone_moves_the_start(show, watch):
    page = show(DescentOnSurface())
    grip = page.locator(".nb-grip")
    grip.focus()
    said = grip.get_attribute("aria-valuetext")
    before = picture(page)
    page.keyboard.press("ArrowRight")
    small = grip.get_attribute("aria-valuetext")
    page.keyboard.press("Shift+ArrowUp")
    large = grip.get_attribute("aria-valuetext")
    assert (said, small, large) == ("x −2.5, y 1", "x −2.48, y 1", "x −2.48, y 1.2")
    assert {"path", "curve", "numbers"} <= changed(before, picture(page))
    watch.assert_clean()


@pytest.mark.browser
def test_every_control_can_be_reached_by_tab(show):
    page = show(DescentOnSurface())
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))
    focusable = page.locator(".nb-widget :is(button, input, select, [tabindex='0'])")
    assert len(reached - {"<body"}) >= focusable.count()


@pytest.mark.browser
@pytest.mark.parametrize(
    "label, low, high", [("learning rate", 0.001, 3), ("momentum", 0, 0.99), ("steps", 1, 500)]
)
def test_a_slider_goes_to_its_ends_and_its_number_with_it(show, watch, label, low, high):
    page = show(DescentOnSurface())
    slider = page.get_by_label(label, exact=True)
    slider.focus()
    shots = [picture(page)]
    for key, end in (("End", high), ("Home", low)):
        page.keyboard.press(key)
        assert float(field(page, label).input_value()) == pytest.approx(end)
        shots.append(picture(page))
        assert not re.search(r"NaN|Infinity|undefined", json.dumps(shots[-1]))
    for before, after in zip(shots, shots[1:], strict=False):
        assert {"path", "curve"} <= changed(before, after)
    watch.assert_clean()


@pytest.mark.browser
def test_a_typed_number_counts_and_garbage_is_refused_in_words(show, watch):
    page = show(DescentOnSurface())
    rate = field(page, "learning rate")
    before = picture(page)
    rate.fill("0.05")
    rate.press("Enter")
    good = picture(page)
    assert {"path", "curve", "words"} <= changed(before, good)
    for garbage in ("", "fast", "-1", "0", "99", "1e999", "NaN"):
        rate.fill(garbage)
        rate.press("Enter")
        assert rate.get_attribute("aria-invalid") == "true"
        assert (
            page.locator(".nb-problem:not(:empty)").inner_text()
            == "a number from 0.001 to 3, please"
        )
        assert not changed(good, picture(page))
    rate.fill("0,06")
    rate.press("Enter")
    assert rate.get_attribute("aria-invalid") is None and rate.input_value() == "0.06"
    watch.assert_clean()


@pytest.mark.browser
def test_divergence_is_drawn_and_explained(show, watch):
    page = show(DescentOnSurface())
    assert page.locator(".nb-leaving").get_attribute("d") is None
    rate = field(page, "learning rate")
    rate.fill("0.15")
    rate.press("Enter")
    seen = picture(page)
    assert "Diverges" in seen["words"] and "2 / curvature = 0.1" in seen["words"]
    assert "factor of 2 a step" in seen["words"]  # |1 − 0.15·20|
    assert (
        page.locator(".nb-leaving").get_attribute("d")
        and page.locator(".nb-curve-note").text_content()
    )
    assert not re.search(r"NaN|Infinity|undefined", json.dumps(seen))
    field(page, "momentum").fill("0.9")
    field(page, "momentum").press("Enter")
    assert "Diverges" not in picture(page)["words"], "momentum 0.9 raises the limit to 0.19"
    rate.fill("3")
    rate.press("Enter")
    assert "2 (1 + momentum) / curvature = 0.19" in picture(page)["words"]
    watch.assert_clean()


@pytest.mark.browser
def test_a_run_that_diverges_is_drawn_until_it_leaves_the_map(show):
    w = DescentOnSurface("too large")
    page = show(w)
    left = np.argmax(np.abs(w.trajectory[:, 1]) > 2)
    assert len(picture(page)["path"].split("L")) == left + 1


@pytest.mark.browser
@pytest.mark.parametrize(
    "values, words",
    [
        ({"surface": "two minima", "lr": 0.1}, "This is the shallower minimum"),
        ({"surface": "two minima", "lr": 0.1, "start": [-1, 1]}, "This is the deeper minimum."),
        (
            {"surface": "two minima", "lr": 0.7, "steps": 200},
            "Does not settle: at the minimum the largest curvature is 3.",
        ),
        (
            {"surface": "two minima", "lr": 0.9, "momentum": 0.9, "steps": 200},
            r"At step \d+ the largest curvature is",
        ),
        ({"surface": "saddle", "lr": 0.3}, r"On the way \d\d steps went by near a saddle"),
        (
            {"surface": "saddle", "lr": 2.1},
            "At the start the largest curvature is 1, which bears a learning rate of 2",
        ),
        ({"surface": "crater", "start": [-2.9, 1.9], "lr": 0.1}, "Barely moving"),
        ({"surface": "banana", "start": [0, 0.5], "lr": 0.01}, "Still on its way after 60 steps."),
        ({"surface": "narrow valley", "lr": 0.1}, "exactly 2 / curvature = 0.1"),
        ({"surface": "narrow valley", "lr": 0.101}, "Growing: the learning rate 0.101 is above"),
        (
            {"surface": "narrow valley", "lr": 0.05, "momentum": 0.5},
            "In the long run a step changes the error",
        ),
        (
            {"surface": "round bowl", "lr": 0.5},
            "A step multiplies the error by 0.5 in every direction.",
        ),
        (
            {"surface": "round bowl", "lr": 2.5},
            "Every step overshoots: the learning rate 2.5 is above 2 / curvature = 2,",
        ),
    ],
)
def test_the_words_say_what_happens(show, watch, values, words):
    page = show(DescentOnSurface(**values))
    assert re.search(words, picture(page)["words"])
    watch.assert_clean()


@pytest.mark.browser
def test_a_screen_reader_is_told_once_a_change_has_come_to_rest(show):
    page = show(DescentOnSurface())
    heard = page.locator(".nb-heard")
    assert heard.text_content() == "", "nothing has changed yet"
    for rate in ("0.05", "0.15"):
        field(page, "learning rate").fill(rate)
        field(page, "learning rate").press("Enter")
    page.wait_for_function("document.querySelector('.nb-heard').textContent")
    assert heard.text_content() == picture(page)["words"]


@pytest.mark.browser
def test_a_start_beyond_the_map_is_held_at_its_border(show):
    page = show(DescentOnSurface(start=[50.0, 0.0]))
    grip, map_ = (
        page.locator(".nb-grip-ring").bounding_box(),
        page.locator(".nb-map-panel").bounding_box(),
    )
    assert grip["x"] + grip["width"] / 2 == pytest.approx(map_["x"] + map_["width"], abs=2)


@pytest.mark.browser
@pytest.mark.parametrize("typed, kept", [("0.57", "0.57"), ("0.955", "0.955"), (".5", "0.5")])
def test_a_typed_momentum_stays_as_typed(show, typed, kept):
    page = show(DescentOnSurface())
    field(page, "momentum").fill(typed)
    field(page, "momentum").press("Enter")
    assert field(page, "momentum").input_value() == kept


@pytest.mark.browser
@pytest.mark.parametrize("name", SURFACES)
def test_every_surface_bears_every_extreme(show, watch, name):
    page = show(DescentOnSurface())
    before = picture(page)
    page.get_by_label("surface", exact=True).select_option(name)
    seen = [picture(page)]
    for label, value in [
        ("learning rate", "3"),
        ("momentum", "0.99"),
        ("steps", "500"),
        ("learning rate", "0.001"),
    ]:
        field(page, label).fill(value)
        field(page, label).press("Enter")
        seen.append(picture(page))
    if name != "narrow valley":
        assert {"surface", "path"} <= changed(before, seen[0])
    for shot in seen:
        assert shot["words"] and not re.search(r"NaN|Infinity|undefined|null", json.dumps(shot))
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("preset", PRESETS)
def test_presets_show_what_python_says(show, watch, preset):
    first = "steady" if preset != "steady" else "saddle"
    page = show(DescentOnSurface(first))
    before = picture(page)
    page.get_by_role("button", name=preset, exact=True).click()
    assert {"path", "curve", "words"} <= changed(before, picture(page))
    assert (
        page.locator(".nb-widget").get_attribute("data-status") == DescentOnSurface(preset).status
    )
    page.get_by_role("button", name="Reset").click()
    assert page.locator(".nb-preset[aria-pressed=true]").inner_text() == first
    assert not changed(before, picture(page))
    watch.assert_clean()


@pytest.mark.browser
def test_one_step_is_marked_in_both_pictures(show, watch):
    page = show(DescentOnSurface())

    def marks():
        return [page.locator(".nb-here").nth(i).get_attribute("cx") for i in (0, 1)]

    first = marks()
    page.get_by_role("button", name="one step on").click()
    second = marks()
    assert first[0] != second[0] and first[1] != second[1]
    assert page.locator(".nb-readout").inner_text().startswith("step 1")
    page.locator(".nb-curve-panel").hover(position={"x": 150, "y": 100})
    third = marks()
    assert third[0] != second[0] and third[1] != second[1]
    map_ = page.locator(".nb-map-panel")
    map_.hover(position={"x": 20, "y": 20})
    assert marks() == third, "far from the path nothing is pointed at"
    x, y = map(float, picture(page)["path"].split("L")[4].split(","))
    scale = map_.bounding_box()["width"] / 480
    map_.hover(position={"x": x * scale, "y": y * scale})
    assert page.locator(".nb-readout").inner_text().startswith("step 4")
    field(page, "look at step").fill("60")
    field(page, "look at step").press("Enter")
    assert page.locator(".nb-readout").inner_text().startswith("step 60")
    watch.assert_clean()


@pytest.mark.browser
def test_playing_walks_along_the_path_and_stops_at_its_end(show, watch):
    w = DescentOnSurface(steps=6)
    page = show(w, reduced_motion="no-preference")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelector('.nb-readout').innerText.startsWith('step 3')")
    page.wait_for_function("document.querySelector('.nb-readout').innerText.startsWith('step 6')")
    page.wait_for_selector("button:has-text('Play')")
    watch.assert_clean()


@pytest.mark.browser
def test_who_wants_less_motion_sees_the_end_at_once(show):
    page = show(DescentOnSurface(), reduced_motion="reduce")
    page.get_by_role("button", name="Play").click()
    assert page.locator(".nb-readout").inner_text().startswith("step 60")


@pytest.mark.browser
def test_two_widgets_on_a_page_do_not_disturb_each_other(show, watch):
    page = show(DescentOnSurface(), DescentOnSurface("saddle"))
    other = picture(page, 1)
    field(page, "learning rate").first.fill("0.02")
    field(page, "learning rate").first.press("Enter")
    assert picture(page, 1) == other
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    watch.assert_clean()


@pytest.mark.browser
def test_two_views_of_one_widget_move_together(show, watch):
    w = DescentOnSurface()
    page = show(w, w)
    field(page, "learning rate").first.fill("0.02")
    field(page, "learning rate").first.press("Enter")
    assert picture(page, 0)["path"] == picture(page, 1)["path"]
    assert field(page, "learning rate").nth(1).input_value() == "0.02"
    watch.assert_clean()


@pytest.mark.browser
def test_a_widget_that_the_page_does_not_carry_is_said_and_the_others_live(show, watch):
    lost = f'<div><script type="{VIEW}">{{"model_id": "gone"}}</script></div>'
    page = show(DescentOnSurface(), extra=lost)
    assert page.locator(".nb-broken").inner_text() == (
        "This widget could not be shown: the page does not carry this widget."
    )
    assert page.locator(".nb-widget").count() == 1
    assert any("does not carry" in line for line in watch.console)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1000, 360])
@pytest.mark.parametrize("theme, ground", [("light", "#ffffff"), ("dark", "#14181d")])
def test_it_is_accessible_and_fits(show, watch, theme, ground, width):
    page = show(
        DescentOnSurface("too large"),
        theme=f' data-theme="{theme}"',
        ground=ground,
        width=width,
        height=1200,
    )
    field(page, "learning rate").fill("x")
    field(page, "learning rate").press("Enter")
    assert_accessible(page)
    assert page.locator(".nb-map-panel").bounding_box()["width"] > 300


@pytest.mark.browser
def test_it_follows_the_theme_and_the_width_while_it_is_shown(show, watch):
    page = show(DescentOnSurface(), theme=' data-theme="light"')

    def colors():
        return [
            page.locator(f".nb-widget {name}").first.evaluate("n => getComputedStyle(n).stroke")
            for name in (".nb-track", ".nb-here", ".nb-contours")
        ]

    light = colors()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert all(a != b for a, b in zip(light, colors(), strict=True))
    wide = page.locator(".nb-curve-panel").bounding_box()
    page.set_viewport_size({"width": 360, "height": 800})
    narrow = page.locator(".nb-curve-panel").bounding_box()
    assert narrow["y"] > wide["y"] and narrow["x"] < wide["x"], (
        "the pictures stand below each other"
    )
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("theme, scheme", [("dark", "light"), ("light", "dark")])
@pytest.mark.parametrize("attribute", ["data-theme", "theme"])
def test_a_page_that_says_its_theme_overrules_the_system(show, attribute, theme, scheme):
    page = show(DescentOnSurface(), theme=f' {attribute}="{theme}"', scheme=scheme)
    ground = page.locator(".nb-widget").evaluate("node => getComputedStyle(node).backgroundColor")
    assert ground == ("rgb(255, 255, 255)" if theme == "light" else "rgb(20, 24, 29)")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_page_without_a_theme_of_its_own_the_system_decides(show, scheme):
    page = show(DescentOnSurface(), scheme=scheme)
    ground = page.locator(".nb-widget").evaluate("node => getComputedStyle(node).backgroundColor")
    assert ground == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(20, 24, 29)")


@pytest.mark.browser
def test_a_view_that_goes_takes_its_listeners_along(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    page.set_content("<main></main>")
    left = page.evaluate(
        """async ([base, presets]) => {
          const state = { surface: "saddle", start: [-2, 0.1], lr: 0.1, momentum: 0, steps: 9, preset: "" };
          state.presets = Object.entries(presets);
          const live = new Map();
          const model = {
            get: (name) => state[name], set() {}, save_changes() {},
            on: (event, act) => live.set(event, (live.get(event) ?? 0) + 1),
            off: (event, act) => live.set(event, live.get(event) - 1),
          };
          const { default: front } = await import(`${base}/descent_on_surface/widget.mjs`);
          const leave = front.render({ model, el: document.querySelector("main") });
          const during = [...live.values()].reduce((a, b) => a + b, 0);
          leave();
          return [during, [...live.values()].reduce((a, b) => a + b, 0)];
        }""",
        [js, PRESETS],
    )
    assert left[0] > 0 and left[1] == 0


# In a live kernel.


def test_what_is_done_on_the_page_reaches_python_and_back():
    with live("from nblib.widgets import DescentOnSurface\nw = DescentOnSurface()") as w:
        w.send({"start": [-1.0, 0.5], "lr": 0.15, "preset": ""})
        text = w.run("print(w.start, w.lr, w.status, w.trajectory[1].round(6).tolist())")
        assert text == "[-1.0, 0.5] 0.15 diverged [-0.85, -1.0]"
        assert {"lr": 0.05} in w.updates("w.lr = 0.05")
