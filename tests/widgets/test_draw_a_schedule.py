"""The widget *draw a schedule*: its maths against many runs and nblib's schedules, its twin in the
browser, its recorded runs, and what only it does on a page.
"""

import numpy as np
import pytest
from widget_page import center, drag

from nblib.widgets import DrawASchedule
from nblib.widgets.draw_a_schedule import maths
from nblib.widgets.draw_a_schedule.constants import CURVATURES, LIMIT, START, STEPS
from nblib.widgets.draw_a_schedule.recorded import recorded
from nblib.widgets.draw_a_schedule.widget import PRESETS, SHAPES
from tools.data import train_schedules

WIDGET = "draw_a_schedule"


def cases():
    """Schedules of all kinds: (knots, lr, noise, seed)."""
    rng = np.random.default_rng(11)
    for seed in range(12):
        knots = maths.ordered(rng.random((6, 2)).tolist())
        yield knots, float(rng.uniform(0.01, 0.6)), float(rng.uniform(0, 2)), seed
    for name in SHAPES:
        yield PRESETS[name]["knots"], 0.4, 1.0, 99
    yield [[0, 1], [0.5, 1], [0.5, 0.2], [0.5, 0.5], [1, 0.5], [1, 0]], 0.3, 0.5, 3


# In Python.


def test_the_mean_loss_is_the_mean_of_many_runs():
    widget = DrawASchedule("cosine")
    rng = np.random.default_rng(0)
    curvature = np.array(CURVATURES)
    errors = np.tile(START, (4000, 1)).astype(float)  # (runs, 2)
    seen = [(errors**2 @ curvature).mean() / 2]
    for rate in widget.rates:
        errors = errors - rate * (curvature * errors + rng.normal(size=errors.shape))
        seen.append((errors**2 @ curvature).mean() / 2)
    assert widget.loss == pytest.approx(seen, rel=0.12)
    quiet = DrawASchedule("cosine", noise=0.0)
    assert quiet.run == pytest.approx(quiet.loss, rel=1e-9), "without noise all runs are one"


def test_the_floor_is_where_the_mean_loss_settles():
    for lr in (0.05, 0.2, 0.45):
        steady = DrawASchedule(lr=lr)
        assert steady.loss[-1] == pytest.approx(steady.floor[-1], rel=0.06)
    assert np.isinf(DrawASchedule(lr=LIMIT).floor).all()
    assert DrawASchedule(lr=0.6).status == "lost"


def test_the_rates_are_lines_through_the_knots():
    time = np.arange(STEPS) / STEPS
    for knots, lr, _, _ in cases():
        times, parts = np.array(knots).T
        times = times + np.arange(6) * 1e-12  # np.interp wants them to grow
        expected = lr * np.interp(time + 1e-11, times, parts)
        assert maths.rates(knots, lr) == pytest.approx(expected, abs=1e-8)
    cosine = maths.rates(PRESETS["cosine"]["knots"], 1.0)
    assert cosine == pytest.approx((1 + np.cos(np.pi * time)) / 2, abs=0.03)


def test_knots_come_in_order_and_within_the_picture():
    widget = DrawASchedule(knots=[[0.9, 3], [0.1, -1], [0.5, 0.5], [2, 0], [0.3, 1], [0.4, 1]])
    assert widget.knots == [[0, 0], [0.3, 1], [0.4, 1], [0.5, 0.5], [0.9, 1], [1, 0]]
    assert widget.preset == "" and widget.recorded is None


def test_decay_gives_on_the_bowl_what_the_page_says():
    ends = {name: DrawASchedule(name).loss[-1] for name in PRESETS}
    assert ends["constant"] > 5 * max(end for name, end in ends.items() if name != "constant")
    best = min(DrawASchedule(lr=lr).loss[-1] for lr in np.geomspace(0.005, 0.45, 200))
    assert best > 1.8 * ends["cosine"], "no constant rate comes near"


def test_the_recorded_runs_are_those_of_the_script():
    record = recorded()
    assert list(record["runs"]) == list(PRESETS) == list(train_schedules.SCHEDULES)
    for run in record["runs"].values():
        assert len(run["loss"]) == train_schedules.STEPS // train_schedules.EVERY + 1
        assert len(run["right"]) == train_schedules.SEEDS
    constant, *others = (np.mean(run["right"]) for run in record["runs"].values())
    assert constant < min(others) - 0.5
    losses, right = train_schedules.run(train_schedules.SCHEDULES["one-cycle"], seed=0)
    assert 100 * right == pytest.approx(record["runs"]["one-cycle"]["right"][0], abs=0.3)
    assert losses[-1] < losses[0] / 5


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    given = list(cases())
    found = page.evaluate(
        """async ([base, cases]) => {
          const m = await import(`${base}/draw_a_schedule/maths.mjs`);
          return cases.map(([knots, lr, noise, seed]) => {
            const rates = m.rates(knots, lr);
            const floor = m.floors(rates, noise).map((v) => Number.isFinite(v) ? v : -1);
            return { rates, floor, loss: m.meanLoss(rates, noise),
                     run: m.oneRun(rates, noise, seed) };
          });
        }""",
        [js, given],
    )
    for (knots, lr, noise, seed), seen in zip(given, found, strict=True):
        rates = maths.rates(knots, lr)
        floor = maths.floors(rates, noise)
        assert seen["rates"] == pytest.approx(rates, abs=1e-12)
        assert seen["floor"] == pytest.approx(np.where(np.isinf(floor), -1, floor), rel=1e-9)
        assert seen["loss"] == pytest.approx(maths.mean_loss(rates, noise), rel=1e-9)
        assert seen["run"] == pytest.approx(maths.one_run(rates, noise, seed), rel=1e-7, abs=1e-9)


@pytest.mark.browser
def test_a_knot_stays_between_its_neighbors_and_the_ends_keep_their_times(stage):
    stage.show(preset="cosine")
    for label, index, times in (("knot 1", 0, (0, 0)), ("knot 3", 2, (0.2, 0.6))):
        for far, time in zip((-4000, 4000), times, strict=True):
            drag(stage.page, stage.handle(label), far, 4000)
            stage.sync()
            assert stage.widget.knots[index] == [time, 0]
    assert stage.widget.knots[1] == [0.2, 0.905] and stage.widget.knots[3] == [0.6, 0.345]


@pytest.mark.browser
def test_the_recorded_run_is_shown_with_its_preset_alone(stage):
    stage.show(preset="cosine")
    line = stage.view().locator(".nb-recorded")
    assert line.get_attribute("d").count("L") == 109
    x, y = center(stage.handle("knot 4"))
    drag(stage.page, stage.handle("knot 4"), 0, -30)
    assert line.get_attribute("d") == ""
    assert center(stage.handle("knot 4"))[1] == pytest.approx(y - 30, abs=1)
    stage.button("one-cycle").click()
    stage.look()
    assert line.get_attribute("d") != ""
