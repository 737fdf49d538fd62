"""The widget *race*: its rules against the engine's, what turning and scaling do to whom, its twin
in the browser, its presets, and what only it does on a page.
"""

import numpy as np
import pytest

from nblib.optim import adam, adamw, lion, rmsprop, sgd
from nblib.widgets import Race
from nblib.widgets.race import maths
from nblib.widgets.race.constants import DECAY, MOMENTUM, RUNNERS, STEPS, TRAITS

WIDGET = "race"
# Each runner's rule in the engine: a function of (w, grad, m, v, lr, step).
ENGINE = {
    "SGD": lambda w, g, m, v, lr, step: sgd(w, g, lr=lr),
    "momentum": lambda w, g, m, v, lr, step: sgd(w, g, m, lr=lr, momentum=MOMENTUM),
    "RMSProp": lambda w, g, m, v, lr, step: rmsprop(w, g, v, lr=lr),
    "Adam": lambda w, g, m, v, lr, step: adam(w, g, m, v, lr=lr, step=step),
    "AdamW": lambda w, g, m, v, lr, step: adamw(w, g, m, v, lr=lr, weight_decay=DECAY, step=step),
    "Lion": lambda w, g, m, v, lr, step: lion(w, g, m, lr=lr),
}
TURNED = maths.Valley(40.0, 30.0, 2.0)


def cases():
    """Valleys, starts and rates of all kinds."""
    rng = np.random.default_rng(10)
    for _ in range(25):
        valley = [200 ** rng.uniform(), rng.uniform(0, 90), 10 ** rng.uniform(-2, 2)]
        start = rng.uniform(-2, 2, size=2).tolist()
        yield [float(v) for v in valley], start, float(10 ** rng.uniform(-3, 0))


# In Python.


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_path_is_that_of_the_engine(runner):
    for valley, start, rate in cases():
        valley = maths.Valley(*valley)
        path = maths.run(runner, rate, start, valley)
        w = np.array(path[0])
        m, v = np.zeros((2, 2))
        for step, point in enumerate(path[1:40], start=1):
            g = np.array(maths.gradient(w, valley))
            ENGINE[runner](w, g, m, v, rate, step)
            assert point == pytest.approx(w, rel=1e-9, abs=1e-9)


def test_the_gradient_is_the_slope_of_the_loss():
    w = np.array([0.3, -1.1])
    for i, slope in enumerate(maths.gradient(w, TURNED)):
        ahead = w + 1e-5 * np.eye(2)[i]
        behind = w - 1e-5 * np.eye(2)[i]
        rise = maths.loss(ahead, TURNED) - maths.loss(behind, TURNED)
        assert slope == pytest.approx(rise / 2e-5, rel=1e-7)


def test_a_turn_changes_nothing_for_those_that_use_the_gradient_as_it_is():
    straight = Race(preset="straight").losses
    turned = Race(preset="turned").losses
    for name in ("SGD", "momentum"):
        assert np.allclose(straight[name], turned[name], rtol=1e-6, atol=0)
    assert turned["Adam"][-1] > 1000 * straight["Adam"][-1]
    assert turned["RMSProp"][-1] > 1000 * straight["RMSProp"][-1]


def test_a_louder_loss_changes_nothing_for_those_that_divide_by_its_size():
    straight = Race(preset="straight").losses
    for preset in ("100 times louder", "100 times quieter"):
        other = Race(preset=preset).losses
        for name in ("Adam", "AdamW", "Lion"):
            assert np.allclose(straight[name][:60], other[name][:60], rtol=1e-3)
    assert Race(preset="100 times louder").losses["SGD"][-1] > 1


def test_the_first_rates_are_the_tuned_ones():
    w = Race(preset="straight")
    before = w.rates
    w.tune()
    assert w.rates == before
    w.angle = 45.0
    ends = {name: w.losses[name][-1] for name in RUNNERS}
    w.tune()
    for name in RUNNERS:
        assert w.losses[name][-1] <= ends[name] * (1 + 1e-9)


def test_a_start_turns_with_the_valley_and_comes_back():
    for valley, start, _ in cases():
        w = maths.to_weights(start, valley[1])
        assert maths.to_place(w, valley[1]) == pytest.approx(start, abs=1e-12)
    assert Race(start=[0.0, 0.0], step=5).standing["SGD"] == 0.0


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    given = list(cases())
    seen = page.evaluate(
        """async ([base, cases, runners]) => {
          const m = await import(`${base}/race/maths.mjs`);
          return cases.map(([[condition, angle, scale], start, rate]) => {
            const valley = { condition, angle, scale };
            const paths = runners.map((name) => m.run(name, rate, start, valley));
            return { paths, losses: paths.map((path) => m.losses(path, valley)) };
          });
        }""",
        [js, given, list(RUNNERS)],
    )
    for (valley, start, rate), found in zip(given, seen, strict=True):
        valley = maths.Valley(*valley)
        for name, path, losses in zip(RUNNERS, found["paths"], found["losses"], strict=True):
            expected = maths.run(name, rate, start, valley)
            assert np.array(path) == pytest.approx(np.array(expected), rel=1e-9, abs=1e-9)
            assert losses == pytest.approx(maths.losses(expected, valley), rel=1e-8, abs=1e-12)


@pytest.mark.browser
def test_all_are_tuned_as_in_python(stage):
    stage.show(preset="turned")
    stage.view().get_by_role("button", name="Tune all").click()
    stage.sync()
    found = stage.widget.rates
    assert found == maths.all_tuned(stage.widget.start, stage.widget.valley)


@pytest.mark.browser
def test_it_opens_with_nothing_given_away_and_divergence_is_drawn(stage):
    stage.show()
    assert stage.view().locator(".nb-name").count() == 0
    stage.show(preset="straight", **dict.fromkeys(TRAITS, 10.0))
    assert stage.view().locator(".nb-name").count() == len(RUNNERS)
    for line in stage.view().locator(".nb-track").all():
        assert "NaN" not in line.get_attribute("d")
    assert stage.widget.losses["SGD"][-1] > 1 and len(stage.widget.losses["SGD"]) < STEPS
