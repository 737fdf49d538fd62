"""The widget *capacity against data*: its maths against NumPy, its twin in the browser, its
presets, and what only it does on a page.
"""

import re

import numpy as np
import pytest
from numpy.polynomial import Polynomial
from stage import differing, numbers
from widget_page import drag

from nblib.widgets import CapacityAgainstData
from nblib.widgets.capacity_against_data import maths
from nblib.widgets.capacity_against_data.constants import CLOUD, GRID, VIEWS

WIDGET = "capacity_against_data"
SIZES = (5, 12, 13, 40)


# In Python.


@pytest.mark.parametrize("n", SIZES)
def test_the_curves_are_those_of_numpy(n):
    for degree in range(maths.highest(n) + 1):
        widget = CapacityAgainstData(n=n, degree=degree, seed=7, shift=1.5)
        theirs = Polynomial.fit(widget.x, widget.y, degree)
        x, y = widget.curve
        assert y == pytest.approx(theirs(x), abs=1e-9)
        misses = theirs(widget.x) - widget.y
        assert widget.errors.training[degree] == pytest.approx(np.mean(misses**2), abs=1e-9)
        off = np.mean((theirs(x) - maths.rule(x)) ** 2)
        assert widget.errors.new[degree] == pytest.approx(off + 0.09, rel=1e-9)


@pytest.mark.parametrize("n", SIZES)
def test_bias_and_variance_are_what_retraining_gives(n):
    known = maths.basis(n)
    found = maths.errors(maths.points(n, 0.5, 1, 0.0), 0.5, known)
    rng = np.random.default_rng(13)
    for degree in (1, 4):
        many = maths.rule(maths.places(n)) + 0.5 * rng.normal(size=(4000, n))
        curves = np.array([maths.fitted(y, degree, known) for y in many])
        off = np.mean((curves.mean(axis=0) - maths.rule(maths.grid())) ** 2)
        assert found.variance[degree] == pytest.approx(curves.var(axis=0).mean(), rel=0.05)
        assert found.bias2[degree] == pytest.approx(off, abs=0.002)


def test_the_basis_is_orthonormal_on_the_points():
    for n in SIZES:
        on_points, on_grid = maths.basis(n)
        assert on_points @ on_points.T == pytest.approx(np.eye(len(on_points)), abs=1e-12)
        assert on_grid.shape == (min(13, n), GRID)


def test_presets_show_what_they_are_meant_to():
    seen = {name: CapacityAgainstData(name) for name in CapacityAgainstData().presets}
    verdicts = {name: widget.verdict for name, widget in seen.items()}
    assert verdicts == {
        "twelve points": "unjudged",
        "five points": "overfits",
        "too stiff": "underfits",
        "too flexible": "overfits",
        "more data": "about right",
    }
    assert seen["five points"].errors.training[4] < 1e-20
    errors = seen["twelve points"].errors
    assert np.all(np.diff(errors.training) < 0) and errors.new.argmin() == 4


def test_more_degrees_than_points_go_no_farther():
    few = CapacityAgainstData(n=5, degree=12)
    assert few.used == 4 and len(few.errors.new) == 5
    assert np.array_equal(few.curve, CapacityAgainstData(n=5, degree=4).curve)


def test_without_noise_nothing_overfits():
    assert CapacityAgainstData(noise=0.0, degree=11, show=VIEWS[1]).verdict == "about right"
    assert CapacityAgainstData(noise=0.0, degree=2, show=VIEWS[1]).verdict == "underfits"


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    cases = [
        {"n": n, "noise": noise, "seed": seed, "shift": shift, "degree": degree}
        for n, seed in ((5, 0), (12, 5), (13, 99), (40, 7))
        for noise, shift in ((0.0, 0.0), (0.3, -2.0), (1.0, 0.7))
        for degree in (0, 3, 12)
    ]
    found = page.evaluate(
        """async ([base, cases]) => {
          const m = await import(`${base}/capacity_against_data/maths.mjs`);
          const draws = m.source();
          return cases.map((one) => {
            const known = m.basis(one.n);
            const y = m.points(one, draws);
            const found = m.errors(y, one.noise, known);
            const used = Math.min(one.degree, m.highest(one.n));
            return { ...found, y, curve: m.fitted(y, one.degree, known), odd: m.ringed(one.n),
                     others: m.cloud(one, known, draws), best: m.bestDegree(found, one.noise),
                     verdict: m.verdict(found, one.noise, used) };
          });
        }""",
        [js, cases],
    )
    for case, seen in zip(cases, found, strict=True):
        n, noise, seed, degree = (case[name] for name in ("n", "noise", "seed", "degree"))
        known = maths.basis(n)
        y = maths.points(n, noise, seed, case["shift"])
        ours = maths.errors(y, noise, known)
        assert seen["y"] == pytest.approx(y, abs=1e-12) and seen["odd"] == maths.ringed(n)
        assert seen["curve"] == pytest.approx(maths.fitted(y, degree, known), abs=1e-9)
        theirs = (seen["training"], seen["fresh"], seen["bias2"], seen["variance"])
        for name, values in zip(ours._fields, theirs, strict=True):
            assert values == pytest.approx(getattr(ours, name), rel=1e-9, abs=1e-12), (case, name)
        others = maths.cloud(n, noise, seed, degree, known)
        assert len(seen["others"]) == CLOUD
        np.testing.assert_allclose(seen["others"], others, rtol=0, atol=1e-9, equal_nan=False)
        assert seen["verdict"] == maths.verdict(ours, noise, min(degree, maths.highest(n)))
        if noise:
            assert seen["best"] == maths.best_degree(ours, noise)


@pytest.mark.browser
def test_the_ringed_point_follows_the_pointer_and_has_its_ends(stage):
    stage.show()
    label = "the ringed point"
    before = stage.handle(label).bounding_box()
    drag(stage.page, stage.handle(label), 0, -30)
    stage.sync()
    after = stage.handle(label).bounding_box()
    assert after["y"] - before["y"] == pytest.approx(-30, abs=2)
    assert stage.widget.shift > 0.2
    drag(stage.page, stage.handle(label), 0, -3000)
    stage.sync()
    assert stage.widget.shift == pytest.approx(2, abs=0.01)


@pytest.mark.browser
def test_the_first_view_gives_nothing_away(stage):
    look = stage.show()
    assert set(look["facts"]) == {"degree", "training error"}
    lines = stage.view().locator(".nb-error")
    drawn = lines.evaluate_all("all => all.map((line) => line.getAttribute(`d`))")
    assert sum(d != "" for d in drawn) == 1
    assert stage.view().locator(".nb-wished").get_attribute("d") == ""
    for degree in (1, 4, 11):  # the training error of the degrees that were reached, and no more
        stage.show(degree=degree)
        line = stage.view().locator(".nb-training").get_attribute("d")
        assert len(re.findall("[ML]", line)) == degree + 1


@pytest.mark.browser
def test_many_data_sets_are_drawn_and_split(stage):
    before = stage.show(preset="too stiff")
    assert stage.view().locator(".nb-others").get_attribute("d").count("M") == CLOUD
    found = stage.widget.errors
    for fact, values in (("bias²", found.bias2), ("variance", found.variance)):
        assert numbers(before["facts"][fact])[0] == pytest.approx(values[1], rel=0.01)
    stage.view().get_by_label("show", exact=True).select_option(VIEWS[1])
    after = stage.look()
    assert {"others", "errors", "words"} <= differing(before, after)
    assert stage.view().locator(".nb-others").get_attribute("d") == ""
