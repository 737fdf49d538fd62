"""The widget *cloud of walkers*: what only it does in Python and on a page."""

import re

import numpy as np
import pytest
from stage import differing
from widget_page import drag

from nblib.widgets import CloudOfWalkers
from nblib.widgets.cloud_of_walkers.contract import ACROSS, ALONG
from nblib.widgets.cloud_of_walkers.widget import LONGEST, PRESETS, variance_at

WIDGET = "cloud_of_walkers"

# In Python.


def test_the_limit_decides():
    w = CloudOfWalkers(step=LONGEST)
    w.lr = 0.98 * w.limit
    assert np.isfinite(w.predicted_spread).all()
    assert w.spread[1] < 3 * w.predicted_spread[1]
    w.lr = w.limit
    assert w.predicted_spread[1] == np.inf and np.isfinite(w.predicted_spread[0])
    assert w.cloud[:, 1].var() == pytest.approx(variance_at(w.limit, 1, 3.0, LONGEST)[1], rel=0.4)
    w.lr = 1.2 * w.limit
    assert len(w.trajectory) < LONGEST and np.abs(w.cloud).max() > 1e12
    w.noise = 0.0
    w.lr = 0.3
    assert len(w.trajectory) < LONGEST, "it is not the noise that drives them away"


def test_presets_show_what_they_are_meant_to():
    seen = {name: CloudOfWalkers(name) for name in PRESETS}
    ratio = seen["batch 1"].spread / seen["batch 64"].spread
    assert ratio == pytest.approx(8, rel=1e-2), "the same random numbers, an eighth of the noise"
    for name in ("batch 1", "batch 64", "large lr"):
        w = seen[name]
        assert w.spread == pytest.approx(w.predicted_spread, rel=0.15)
        assert w.excess_loss == pytest.approx(w.predicted_excess_loss, rel=0.2)
    assert np.all(seen["small lr"].predicted_spread < seen["large lr"].predicted_spread / 3)
    assert seen["small lr"].cloud[:, 0].mean() < -0.5, "small steps are still on the way"
    assert seen["beyond the limit"].predicted_excess_loss == np.inf


def test_whole_numbers_may_come_as_floats():
    w = CloudOfWalkers()
    w.batch = 8.0
    w.step = np.int64(3)
    assert (w.batch, w.step, w.preset) == (8, 3, "")
    assert w.trajectory.shape == (4, 200, 2) and np.array_equal(w.trajectory[0][0], w.start)


# On a page.


@pytest.mark.browser
def test_the_walkers_are_drawn_where_python_has_them(stage):
    stage.show()
    path = stage.view().locator(".nb-cloud").get_attribute("d")
    path += stage.view().locator(".nb-lost").get_attribute("d")
    places = re.findall(r"M([\d.]+),([\d.]+)h0", path)
    x, y = stage.widget.cloud.T
    expected = np.column_stack([40 + (x + 3) / 6 * 310, 232 - (y + 2) / 4 * 222])
    assert np.abs(np.array(places, float) - expected).max() < 0.06


@pytest.mark.browser
def test_the_start_stays_in_the_picture(stage):
    stage.show(step=3)
    drag(stage.page, stage.handle("start of all walkers"), -2000, -2000)
    stage.sync()
    assert stage.widget.start == [-3, 2]


@pytest.mark.browser
def test_single_steps_go_both_ways(stage):
    looks = [stage.show(step=1)]
    for label in ("on", "on", "back", "back"):
        stage.button(f"one step {label}").click()
        looks.append(stage.look())
    assert not differing(looks[1], looks[3]) and not differing(looks[0], looks[4])
    assert differing(looks[1], looks[2])
    stage.button("back to the start").click()
    begin = stage.look()
    stage.button("one step back").click()
    assert not differing(begin, stage.look())


@pytest.mark.browser
def test_playing_ends_when_nothing_new_comes(stage):
    stage.show(step=0)
    stage.button("Play").click()  # who wants less motion sees the end at once
    look = stage.look()
    assert "Stationary" in look["words"]
    assert 200 < int(look["facts"]["step"]) < 300, "200 steps after the start is forgotten"


@pytest.mark.browser
def test_playing_a_lost_run_begins_anew(stage):
    stage.show(lr=0.5, step=500)
    stage.button("Play").click()
    assert "a walker is lost" in stage.look()["words"]


@pytest.mark.browser
def test_divergence_is_drawn(stage):
    look = stage.show(preset="beyond the limit")
    view = stage.view()
    assert view.locator(".nb-lost").get_attribute("d").count("M") > 100
    note = view.locator(".nb-field .nb-curve-note")
    assert "of 200 beyond the picture" in note.text_content()
    assert view.locator(".nb-histogram .nb-curve-note").text_content() == "growing without end"
    assert view.locator(".nb-wish").get_attribute("d") == ""
    assert "without end" in look["facts"]["spread across"]


@pytest.mark.browser
def test_the_histogram_follows_the_direction(stage):
    before = stage.show()
    for direction in (ACROSS, ALONG):
        stage.view().get_by_label("histogram", exact=True).select_option(direction)
        after = stage.look()
        assert differing(before, after) == {"bars", "wish"}
        label = stage.view().locator(".nb-histogram").get_attribute("aria-label")
        assert f"Histogram of the walkers {direction}: spread" in label
        before = after
