"""The widget *descent on a surface*: its maths against nblib, and what only it does on a page."""

import numpy as np
import pytest
from widget_page import center, drag, enter

from nblib.page.surfaces import SURFACES, descend
from nblib.widgets import DescentOnSurface
from nblib.widgets.descent_on_surface.widget import PRESETS

WIDGET = "descent_on_surface"
RUNS = [(0.01, 0.0), (0.05, 0.5), (0.3, 0.9), (2.5, 0.0)]  # the last diverges on most surfaces


# The read-outs in Python.


def test_presets_end_as_they_are_meant_to():
    ends = {name: DescentOnSurface(name).status for name in PRESETS}
    assert ends["too large"] == "diverged" and ends["with momentum"] == "converged"
    valley = DescentOnSurface("narrow valley")
    faster = DescentOnSurface("with momentum")
    assert faster.losses[-1] < valley.losses[-1] < DescentOnSurface("steady").losses[-1]
    deeper = SURFACES["two minima"].minima[0]
    end = DescentOnSurface("two minima").trajectory[-1]
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


def test_a_start_is_any_two_numbers_and_a_surface_brings_its_own():
    w = DescentOnSurface(surface="banana")
    assert w.start == list(SURFACES["banana"].start)
    w.start = w.trajectory[1]
    assert w.start == DescentOnSurface(surface="banana").trajectory[1].tolist()
    w.lr = np.float32(0.5)
    assert w.lr == 0.5 and isinstance(w.lr, float)


# The maths, in the browser.


def near(theirs, ours):
    return np.all(np.abs(np.asarray(theirs) - ours) <= 1e-9 * np.maximum(1, np.abs(ours)))


@pytest.mark.browser
def test_the_maths_equals_nblib(modules, js):
    theirs = modules.evaluate(
        """async ([base, runs]) => {
          const { surfaces, curvatures } = await import(`${base}/core/surfaces.mjs`);
          const { descend, verdict } = await import(`${base}/descent_on_surface/maths.mjs`);
          const follow = (s, lr, momentum) => {
            const path = descend(s, s.start, lr, momentum, 120);
            return { path, losses: path.map((p) => s.value(...p)),
                     curvatures: curvatures(s, ...path[1]), status: verdict(s, path, 120).status };
          };
          return Object.fromEntries(Object.entries(surfaces).map(([name, s]) => [name, {
            window: s.window, start: s.start, minima: s.minima, quadratic: Boolean(s.quadratic),
            runs: runs.map(([lr, momentum]) => follow(s, lr, momentum)),
          }]));
        }""",
        [js, RUNS],
    )
    assert list(theirs) == list(SURFACES)
    lengths = set()
    for name, surface in SURFACES.items():
        twin = theirs[name]
        assert tuple(twin["window"]) == surface.window and tuple(twin["start"]) == surface.start
        assert twin["quadratic"] == surface.quadratic
        assert np.allclose(twin["minima"], surface.minima, atol=1e-12)
        for (lr, momentum), run in zip(RUNS, twin["runs"], strict=True):
            w = DescentOnSurface(
                surface=name, start=list(surface.start), lr=lr, momentum=momentum, steps=120
            )
            lengths.add(len(w.trajectory))
            assert np.shape(run["path"]) == w.trajectory.shape and near(run["path"], w.trajectory)
            assert near(run["losses"], w.losses)
            assert near(run["curvatures"], surface.curvatures(*w.trajectory[1]))
            assert run["status"] == w.status
    assert len(lengths) > 1, "at least one run is meant to diverge"


def test_a_path_is_that_of_the_named_surface():
    w = DescentOnSurface(lr=0.05, momentum=0.5, steps=9)
    gradient = SURFACES[w.surface].gradient
    path = descend(lambda p: gradient(*p), w.start, lr=w.lr, momentum=w.momentum, steps=w.steps)
    assert np.array_equal(w.trajectory, path)


@pytest.mark.browser
def test_growth_is_the_rate_at_which_runs_on_a_bowl_change(modules, js):
    cases = [(0.03, 0), (0.09, 0), (0.12, 0), (0.01, 0.3), (0.05, 0.9), (0.16, 0.5)]
    rates = modules.evaluate(
        """async ([base, cases]) => {
          const { growth } = await import(`${base}/descent_on_surface/maths.mjs`);
          return cases.map(([lr, momentum]) => growth(lr, 20, momentum));
        }""",
        [js, cases],
    )
    for (lr, momentum), rate in zip(cases, rates, strict=True):
        companion = np.array([[1 + momentum - lr * 20, -momentum], [1, 0]])
        assert rate == pytest.approx(np.abs(np.linalg.eigvals(companion)).max(), rel=1e-9)


# On a page.


@pytest.mark.browser
def test_a_run_that_diverges_is_drawn_until_it_leaves_the_map(stage):
    stage.show()
    leaving = stage.view().locator(".nb-leaving")
    note = stage.view().locator(".nb-curve-note")
    assert leaving.get_attribute("d") is None and note.text_content() == ""
    stage.show(preset="too large")
    assert leaving.get_attribute("d") and note.text_content() == "growing without end"
    left = np.argmax(np.abs(stage.widget.trajectory[:, 1]) > 2)
    path = stage.view().locator(".nb-map-panel .nb-track").get_attribute("d")
    assert len(path.split("L")) == left + 1


@pytest.mark.browser
def test_the_start_is_held_within_the_map(stage):
    stage.show()
    drag(stage.page, stage.handle("start of the descent"), -2000, -2000)
    stage.sync()
    assert stage.widget.start == [-3, 2]
    stage.show(start=[50.0, 0.0])
    box = stage.view().locator(".nb-map-panel").bounding_box()
    ring = center(stage.view().locator(".nb-grip-ring"))
    assert ring[0] == pytest.approx(box["x"] + box["width"], abs=2)


@pytest.mark.browser
def test_a_typed_momentum_stays_as_typed(stage):
    stage.show()
    for typed, shown in [("0.57", "0.57"), ("0.955", "0.955"), (".5", "0.5")]:
        enter(stage.view(), "momentum", typed)
        assert stage.view().get_by_label("momentum, as a number").input_value() == shown


@pytest.mark.browser
def test_every_surface_bears_every_extreme(stage):
    stage.show()
    for name in SURFACES:
        stage.view().get_by_label("surface", exact=True).select_option(name)
        for label, value in [
            ("learning rate", 3),
            ("momentum", 0.99),
            ("steps", 500),
            ("learning rate", 0.001),
            ("momentum", 0),
        ]:
            enter(stage.view(), label, value)
            stage.look()


@pytest.mark.browser
def test_one_step_is_marked_in_both_pictures(stage):
    stage.show()
    view = stage.view()

    def marks():
        """Where the step stands in both pictures, and its number."""
        places = [view.locator(".nb-here").nth(i).get_attribute("cx") for i in (0, 1)]
        return [*places, stage.look()["facts"]["step"]]

    first = marks()
    stage.button("one step on").click()
    second = marks()
    assert all(a != b for a, b in zip(first, second, strict=True))
    view.locator(".nb-curve-panel").hover(position={"x": 150, "y": 100})
    third = marks()
    assert all(a != b for a, b in zip(second, third, strict=True))
    map_panel = view.locator(".nb-map-panel")
    map_panel.hover(position={"x": 20, "y": 20})
    assert marks() == third, "far from the path nothing is pointed at"
    path = view.locator(".nb-map-panel .nb-track").get_attribute("d")
    x, y = map(float, path.split("L")[4].split(","))
    scale = map_panel.bounding_box()["width"] / 480
    map_panel.hover(position={"x": x * scale, "y": y * scale})
    assert marks()[2] == "4"
    enter(view, "look at step", 60)
    assert marks()[2] == "60"
