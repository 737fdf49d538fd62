"""The widget *the α–β plane*: its maths against the engine's rule and the eigenvalues, its twin in
the browser, its presets, and what only it does on a page.
"""

import numpy as np
import pytest
from stage import differing
from widget_page import drag

from nblib.optim import sgd
from nblib.widgets import TheAlphaBetaPlane
from nblib.widgets.the_alpha_beta_plane import maths
from nblib.widgets.the_alpha_beta_plane.constants import HIGHEST_MOMENTUM, HIGHEST_RATE, STEPS

WIDGET = "the_alpha_beta_plane"
RING = "learning rate and momentum"


def cases():
    """Settings of all kinds: (rate, momentum, condition)."""
    rng = np.random.default_rng(9)
    for _ in range(120):
        rate = float(rng.uniform(0.01, HIGHEST_RATE))
        yield rate, float(rng.uniform(0, 0.99)), float(200 ** rng.uniform())
    yield 1.0, 0.0, 4.0
    yield 0.25, 0.25, 1.0


def matrix(rate, momentum, curvature):
    """What takes (weight, velocity) to the next step."""
    return np.array([[1 - rate * curvature, -rate * momentum], [curvature, momentum]])


# In Python.


def test_the_factor_is_the_largest_eigenvalue():
    for rate, momentum, condition in cases():
        sizes = []
        for curvature in maths.curvatures(condition):
            largest = np.abs(np.linalg.eigvals(matrix(rate, momentum, curvature))).max()
            found = maths.growth(rate, momentum, curvature)
            assert found == pytest.approx(largest, abs=1e-7)
            sizes.append(largest)
        assert maths.factor(rate, momentum, condition) == pytest.approx(max(sizes), abs=1e-7)


def test_the_path_is_that_of_the_engine():
    for rate, momentum, condition in cases():
        w = np.array([1.0, -0.7])
        velocity = np.zeros(2)
        path = maths.walk([1.0, -0.7], rate, momentum, condition, 40)
        for point in path[1:]:
            grad = np.array(maths.curvatures(condition)) * w
            sgd(w, grad, velocity, lr=rate, momentum=momentum)
            assert point == pytest.approx(w, rel=1e-9, abs=1e-12)


def test_no_neighbor_of_the_best_is_better():
    rng = np.random.default_rng(0)
    for condition in (2, 10, 50, 200):
        rate, momentum = maths.best(condition)
        root = np.sqrt(condition)
        lowest = maths.factor(rate, momentum, condition)
        assert lowest == pytest.approx((root - 1) / (root + 1), abs=1e-7)
        for _ in range(200):
            other = (rate + rng.normal() * 0.05, min(max(momentum + rng.normal() * 0.05, 0), 1))
            assert maths.factor(*other, condition) >= lowest - 1e-9


def test_the_regimes_are_what_the_path_of_one_direction_does():
    for rate, momentum, name in (
        (0.3, 0.1, "monotone"),
        (0.3, 0.6, "oscillating"),
        (1.7, 0.02, "jumping"),
        (2.3, 0.1, "diverging"),
        (0.25, 0.25, "critically damped"),
    ):
        assert maths.regime(rate, momentum, 1.0) == name
        w = maths.walk([1.0, 1.0], rate, momentum, 1.0, 30)[:, 0]
        signs = int(np.sum(np.diff(np.sign(w)) != 0))
        if name in ("monotone", "critically damped"):
            assert signs == 0, "it never passes the minimum"
        elif name == "oscillating":
            assert 3 < signs < 30
        else:
            assert signs == 30, "it changes sides at every step"


def test_presets_show_what_they_are_meant_to():
    small, large, memory, border, meeting = map(TheAlphaBetaPlane, TheAlphaBetaPlane().presets)
    assert small.regimes == ("monotone", "monotone")
    assert large.regimes == ("monotone", "jumping")
    assert memory.regimes == ("oscillating", "oscillating")
    assert border.status == "diverging" and border.losses[-1] > border.losses[0]
    assert meeting.regimes == ("critically damped", "critically damped")
    rivals = [w.losses[-1] for w in (small, large, memory)]
    assert meeting.losses[-1] < 1e-3 * min(rivals)
    assert max(rivals) == small.losses[-1]


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    given = list(cases())
    found = page.evaluate(
        """async ([base, cases, steps]) => {
          const m = await import(`${base}/the_alpha_beta_plane/maths.mjs`);
          return cases.map(([rate, momentum, condition]) => {
            const path = m.walk([-2.4, 1], rate, momentum, condition, steps);
            return { path, factor: m.factor(rate, momentum, condition), best: m.best(condition),
                     loss: m.loss(path.at(-1), condition),
                     regimes: m.curvatures(condition).map((c) => m.regime(rate, momentum, c)) };
          });
        }""",
        [js, given, STEPS],
    )
    for (rate, momentum, condition), seen in zip(given, found, strict=True):
        path = maths.walk([-2.4, 1], rate, momentum, condition, STEPS)
        assert np.shape(seen["path"]) == path.shape
        assert np.array(seen["path"]) == pytest.approx(path, rel=1e-9, abs=1e-9)
        assert seen["factor"] == pytest.approx(maths.factor(rate, momentum, condition), abs=1e-9)
        assert seen["loss"] == pytest.approx(maths.loss(path, condition)[-1], rel=1e-9, abs=1e-12)
        assert seen["best"] == pytest.approx(maths.best(condition), abs=1e-9)
        curvatures = maths.curvatures(condition)
        assert seen["regimes"] == [maths.regime(rate, momentum, c) for c in curvatures]


@pytest.mark.browser
def test_the_colors_come_only_when_asked_for(stage):
    shown = {}
    for view in ("your point alone", "rate of convergence", "regimes"):
        stage.show(shows=view)
        shown[view] = [
            stage.view().locator(part).first.is_visible()
            for part in (".nb-plane .nb-contours", ".nb-regimes .nb-critical-steep")
        ]
    assert list(shown.values()) == [[False, False], [True, False], [False, True]]


@pytest.mark.browser
def test_a_name_of_a_regime_stands_only_where_it_is_true(stage):
    counts = []
    for condition in (50, 1):
        stage.show(shows="regimes", condition=condition)
        names = stage.view().locator(".nb-regime")
        counts.append(sum(name.is_visible() for name in names.all()))
    assert counts[0] == 5 and counts[1] < 5


@pytest.mark.browser
def test_the_ring_has_its_ends_and_divergence_is_drawn(stage):
    stage.show()
    before = stage.look()
    drag(stage.page, stage.handle(RING), 4000, -4000)
    stage.sync()
    assert stage.widget.rate == HIGHEST_RATE and stage.widget.momentum == HIGHEST_MOMENTUM
    assert {"path", "loss", "foretold"} <= set(differing(before, stage.look()))
    stage.show(rate=HIGHEST_RATE, momentum=0.0)
    assert "growing without end" in stage.view().locator(".nb-fall").text_content()
    for part in (".nb-track", ".nb-foretold"):
        assert "NaN" not in stage.view().locator(part).first.get_attribute("d")
