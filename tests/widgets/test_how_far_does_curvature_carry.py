"""The widget *how far does curvature carry*: its walkers against nblib, its twin in the browser,
and what only it does on a page.
"""

import numpy as np
import pytest
import torch
from widget_page import drag

from nblib.curvature import damped_newton_step, newton_step, two_loop
from nblib.page.surfaces import descend
from nblib.widgets import HowFarDoesCurvatureCarry
from nblib.widgets.how_far_does_curvature_carry import maths
from nblib.widgets.how_far_does_curvature_carry.constants import PAIRS, STEPS, SURFACES, WALKERS

WIDGET = "how_far_does_curvature_carry"
DESCENT, NEWTON, DAMPED, LBFGS = WALKERS


def matrix(surface, place):
    xx, xy, yy = surface.hessian(*place)
    return np.array([[xx, xy], [xy, yy]])


# In Python.


@pytest.mark.parametrize("name", SURFACES)
def test_the_derivatives_of_a_surface_are_torchs(name):
    surface = maths.surface_of(name)
    rng = np.random.default_rng(0)

    def value(p):
        x, y = p
        if name == "crater":
            return 1 - torch.exp(-(x**2 + y**2) / 2)
        return surface.value(x, y)

    for _ in range(5):
        place = rng.uniform(-1.5, 1.5, size=2)
        p = torch.tensor(place)
        assert surface.gradient(*place) == pytest.approx(torch.func.grad(value)(p).numpy())
        hessian = torch.func.hessian(value)(p).numpy()
        assert matrix(surface, place) == pytest.approx(hessian, abs=1e-12)
    for minimum in surface.minima:
        assert maths.kind_of(surface, minimum, 1e-9) == "minimum"


@pytest.mark.parametrize("name", SURFACES)
def test_the_steps_are_nblibs(name):
    w = HowFarDoesCurvatureCarry(surface=name, lr=0.05, damping=0.3)
    surface = maths.surface_of(name)
    ours = descend(lambda p: surface.gradient(*p), w.start, lr=0.05, steps=STEPS)
    path = w.paths[DESCENT]
    assert np.allclose(path, ours[: len(path)])
    for before, after in zip(w.paths[NEWTON][:5], w.paths[NEWTON][1:6], strict=False):
        step = newton_step(np.array(surface.gradient(*before)), matrix(surface, before))
        assert after - before == pytest.approx(step, rel=1e-6)
    for before, after in zip(w.paths[DAMPED], w.paths[DAMPED][1:], strict=False):
        g = np.array(surface.gradient(*before))
        step, _ = damped_newton_step(g, matrix(surface, before), 0.3)
        halvings = np.log2(np.linalg.norm(step) / np.linalg.norm(after - before))
        assert halvings == pytest.approx(round(halvings), abs=1e-4) and halvings > -0.5
        assert surface.value(*after) <= surface.value(*before)


@pytest.mark.parametrize("name", SURFACES)
def test_l_bfgs_goes_where_its_pairs_point(name):
    surface = maths.surface_of(name)
    path = HowFarDoesCurvatureCarry(surface=name).paths[LBFGS][:10]
    gradients = [np.array(surface.gradient(*place)) for place in path]
    steps = []
    changes = []
    for k in range(1, len(path) - 1):
        s = path[k] - path[k - 1]
        y = gradients[k] - gradients[k - 1]
        if s @ y > 1e-12:
            steps.append(s)
            changes.append(y)
        direction = two_loop(gradients[k], steps[-PAIRS:], changes[-PAIRS:])
        moved = path[k + 1] - path[k]
        cosine = direction @ moved / np.linalg.norm(direction) / np.linalg.norm(moved)
        assert cosine == pytest.approx(1, abs=1e-6)


def test_the_presets_show_what_they_are_meant_to():
    ends = {}
    for name in HowFarDoesCurvatureCarry().presets:
        w = HowFarDoesCurvatureCarry(name, step=STEPS)
        ends[name] = w.places
        assert w.places[DAMPED] == w.places[LBFGS] == "minimum", name
    assert len(HowFarDoesCurvatureCarry().paths[NEWTON]) == 2, "a bowl takes one step"
    assert ends["narrow valley"][DESCENT] == "moving"
    assert ends["near a saddle"][NEWTON] == "saddle"
    assert ends["near the top"][NEWTON] == "maximum"
    assert ends["bent valley"][NEWTON] == "minimum"
    assert ends["out on the plain"][NEWTON] == "off"
    for name in ("near a saddle", "near the top", "out on the plain"):
        assert ends[name][DESCENT] == "minimum"


def test_on_the_bent_valley_newton_goes_up_first():
    w = HowFarDoesCurvatureCarry("bent valley")
    before = w.losses[NEWTON]
    w.step = 1
    assert w.losses[NEWTON] > before or w.places[NEWTON] == "off"


def test_without_curvature_newton_has_no_step():
    w = HowFarDoesCurvatureCarry(surface="crater", start=[1.0, 0.0], step=5)
    assert len(w.paths[NEWTON]) == 1 and w.places[NEWTON] == "moving"
    assert w.places[DAMPED] == "minimum"


# On a page.


@pytest.mark.browser
def test_the_walkers_of_the_page_are_those_of_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    rng = np.random.default_rng(1)
    cases = []
    for name in SURFACES:
        cases.append((name, list(maths.surface_of(name).start), 0.05, 0.1))
        cases += [(name, rng.uniform(-1.4, 1.4, size=2).tolist(), 0.3, 1.0) for _ in range(3)]
    found = page.evaluate(
        """async ([base, cases]) => {
          const m = await import(`${base}/how_far_does_curvature_carry/maths.mjs`);
          return cases.map(([name, start, lr, damping]) => {
            const surface = m.surfaceOf(name);
            const paths = m.walks(surface, start, lr, damping);
            return { paths, minima: surface.minima, window: surface.window, start: surface.start,
                     kinds: paths.map((path) => m.kindOf(surface, path.at(-1), 1e-3)) };
          });
        }""",
        [js, cases],
    )
    for (name, start, lr, damping), seen in zip(cases, found, strict=True):
        surface = maths.surface_of(name)
        assert tuple(seen["window"]) == surface.window and tuple(seen["start"]) == surface.start
        assert np.allclose(seen["minima"], surface.minima, atol=1e-12)
        ours = maths.walks(surface, start, lr, damping)
        for path, (walker, twin) in zip(seen["paths"], ours.items(), strict=True):
            both = min(len(path), len(twin), 12)
            size = np.maximum(1, np.abs(twin[:both]))
            off = np.abs(np.array(path[:both]) - twin[:both]) / size
            assert off.max() < 1e-9, (name, walker)
        kinds = [maths.kind_of(surface, path[-1], 1e-3) for path in ours.values()]
        assert seen["kinds"] == kinds


@pytest.mark.browser
def test_at_first_only_the_ring_is_seen(stage):
    stage.show()
    marks = stage.view().locator(".nb-map-panel .nb-mark")
    assert [mark.get_attribute("visibility") for mark in marks.all()] == ["hidden"] * 4
    stage.button("one step on").click()
    stage.look()
    assert [mark.get_attribute("visibility") for mark in marks.all()] == ["visible"] * 4


@pytest.mark.browser
def test_a_path_is_drawn_as_far_as_its_walker_has_come(stage):
    for step in (1, 4, 40):
        stage.show(preset="near a saddle", step=step)
        for i, path in enumerate(stage.widget.paths.values()):
            track = stage.view().locator(f".nb-map-panel .nb-walker-{i}.nb-track")
            assert len(track.get_attribute("d").split("L")) == min(step + 1, len(path))


@pytest.mark.browser
def test_the_start_is_held_within_the_map_and_a_surface_brings_its_own(stage):
    stage.show(step=3)
    drag(stage.page, stage.handle("start of all"), -2000, -2000)
    stage.sync()
    assert stage.widget.start == [-3, 2]
    stage.view().get_by_label("surface", exact=True).select_option("hills and hollows")
    stage.sync()
    assert stage.widget.start == [0.35, 0.2] and stage.widget.step == 0
