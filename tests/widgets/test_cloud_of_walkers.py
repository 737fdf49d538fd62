"""The widget *cloud of walkers*: shared random numbers, walks and predictions against Python, its
page in a browser.
"""

import json
import math
import re

import numpy as np
import pytest
import traitlets
from widget_page import GROUNDS, assert_accessible, changed, drag, enter, field, tabbed

from nblib.widgets import CloudOfWalkers
from nblib.widgets.cloud_of_walkers.widget import (
    CURVATURES,
    LONGEST,
    PRESETS,
    stationary_variance,
    variance_at,
    walk,
)
from nblib.widgets.core.mulberry import normals, uniforms

RUNS = [
    (0.1, 1, 3.0, 1),
    (0.23, 64, 3.0, 7),
    (0.01, 4, 10.0, 99),
    (0.25, 2, 1.0, 0),
    (0.26, 4, 3.0, 1),
    (0.5, 1, 5.0, 2),
]
START = [-2.4, 1.2]


# Random numbers and walks in Python.


def test_any_part_of_a_stream_is_the_same_as_all_of_it():
    assert np.array_equal(uniforms(5, 0, 100)[40:60], uniforms(5, 40, 20))
    assert np.array_equal(normals(5, 0, 100)[40:60], normals(5, 40, 20))
    assert not np.array_equal(uniforms(5, 0, 9), uniforms(6, 0, 9))


@pytest.mark.parametrize("seed", [0, 1, 2, 9999])
def test_the_numbers_are_spread_as_they_should_be(seed):
    u, z = uniforms(seed, 0, 200_000), normals(seed, 0, 100_000)
    assert 0 <= u.min() and u.max() < 1
    counts = np.bincount((u * 100).astype(int), minlength=100)
    assert ((counts - 2000) ** 2 / 2000).sum() < 160, "chi squared with 99 degrees of freedom"
    assert np.abs(np.corrcoef(u[:-1], u[1:])[0, 1]) < 0.01
    assert np.abs(z.mean(axis=0)).max() < 0.015 and np.abs(z.var(axis=0) - 1).max() < 0.025
    assert np.abs((z**4).mean(axis=0) - 3).max() < 0.15 and abs(np.corrcoef(z.T)[0, 1]) < 0.015
    assert abs(np.corrcoef(u, uniforms(seed + 1, 0, 200_000))[0, 1]) < 0.01


@pytest.mark.parametrize("lr, batch", [(0.02, 1), (0.1, 1), (0.1, 16), (0.2, 4)])
def test_the_spread_becomes_what_is_predicted(lr, batch):
    path = walk(lr, batch, 3.0, 3, START, 600, walkers=2000)
    variance = path[-1].var(axis=0)  # of 2000 walkers: a standard error of 3.2 %
    assert variance == pytest.approx(stationary_variance(lr, batch, 3.0), rel=0.13)
    for step in (1, 5, 40):
        assert path[step].var(axis=0) == pytest.approx(variance_at(lr, batch, 3.0, step), rel=0.13)
        mean = np.array(START) * (1 - lr * CURVATURES) ** step
        error = np.sqrt(variance_at(lr, batch, 3.0, step) / 2000)
        assert np.all(np.abs(path[step].mean(axis=0) - mean) < 4.5 * error)


def test_the_limit_decides():
    w = CloudOfWalkers(step=LONGEST)
    w.lr = 0.98 * w.limit
    assert np.isfinite(w.predicted_spread).all() and w.spread[1] < 3 * w.predicted_spread[1]
    w.lr = w.limit
    assert w.predicted_spread[1] == np.inf and np.isfinite(w.predicted_spread[0])
    assert w.cloud[:, 1].var() == pytest.approx(variance_at(w.limit, 1, 3.0, LONGEST)[1], rel=0.4)
    w.lr = 1.2 * w.limit
    assert len(w.trajectory) < LONGEST and np.abs(w.cloud).max() > 1e12
    w.noise, w.lr = 0.0, 0.3
    assert len(w.trajectory) < LONGEST, "it is not the noise that drives them away"


def test_presets_show_what_they_are_meant_to():
    seen = {name: CloudOfWalkers(name) for name in PRESETS}
    ratio = seen["batch 1"].spread / seen["batch 64"].spread
    assert ratio == pytest.approx(8, rel=1e-2), "the same random numbers, an eighth of the noise"
    for name in ("batch 1", "batch 64", "large lr"):
        assert seen[name].spread == pytest.approx(seen[name].predicted_spread, rel=0.15)
        assert seen[name].excess_loss == pytest.approx(seen[name].predicted_excess_loss, rel=0.2)
    assert np.all(seen["small lr"].predicted_spread < seen["large lr"].predicted_spread / 3)
    assert seen["small lr"].cloud[:, 0].mean() < -0.5, "small steps are still on the way"
    assert seen["beyond the limit"].predicted_excess_loss == np.inf


def test_traits_say_what_they_want():
    w = CloudOfWalkers()
    for name, value, message in [
        ("lr", 0, "above 0 and at most 0.5"),
        ("lr", 0.6, "above 0 and at most 0.5"),
        ("lr", math.nan, "above 0 and at most 0.5"),
        ("batch", 0, "a whole number from 1 to 1024"),
        ("batch", 2.5, "a whole number from 1 to 1024"),
        ("noise", -1, "at least 0"),
        ("seed", -1, "a whole number from 0 to 9999"),
        ("step", 10**6, "a whole number from 0 to 1000"),
        ("start", [1, 2, 3], "two numbers"),
        ("direction", "up", "along the valley"),
    ]:
        before = getattr(w, name)
        with pytest.raises(traitlets.TraitError, match=message):
            setattr(w, name, value)
        assert getattr(w, name) == before
    w.batch, w.step = 8.0, np.int64(3)
    assert (w.batch, w.step, w.preset) == (8, 3, "")
    assert w.trajectory.shape == (4, 200, 2) and np.array_equal(w.trajectory[0][0], w.start)


def test_without_a_front_end_it_says_in_words_what_it_shows():
    assert re.fullmatch(
        r"CloudOfWalkers\(lr=0.1, batch=1, .*\): spread 0\.\d+ along .* \(to be 0\.306\)",
        repr(CloudOfWalkers()),
    )


# The same in the browser.


@pytest.mark.browser
def test_random_numbers_and_walks_equal_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    found = page.evaluate(
        """async ([base, runs, start]) => {
          const { fillNormals, uniform } = await import(`${base}/core/mulberry.mjs`);
          const m = await import(`${base}/cloud_of_walkers/maths.mjs`);
          const draws = new Float64Array(4000);
          fillNormals(77, 0, 2000, draws);
          const asked = [0, 1, 5, 300, 1000, 300, 7]; // forwards, and back again
          return {
            uniforms: Array.from({ length: 2000 }, (_, n) => uniform(4294967295, n)), normals: [...draws],
            runs: runs.map(([lr, batch, noise, seed]) => {
              const crowd = m.crowd();
              return asked.map((step) => {
                const seen = crowd.at({ lr, batch, noise, seed, start }, step);
                const each = [0, 1].map((i) => m.moments(seen.positions, i));
                return {
                  positions: [...seen.positions], reached: seen.step,
                  first: [...seen.first.slice(0, 2 * seen.step + 2)],
                  spread: each.map((one) => one.spread), mean: each.map((one) => one.mean),
                  excess: m.excessLoss(seen.positions),
                  wished: m.CURVATURES.map((c) => m.stationaryVariance(lr, batch, noise, c)).map(String),
                  now: m.CURVATURES.map((c) => m.varianceAt(lr, batch, noise, c, step)) };
              });
            }),
          };
        }""",
        [js, RUNS, START],
    )
    assert np.array_equal(found["uniforms"], uniforms(4294967295, 0, 2000))
    assert np.allclose(
        np.reshape(found["normals"], (-1, 2)), normals(77, 0, 2000), rtol=0, atol=1e-13
    )
    ends = set()
    for (lr, batch, noise, seed), steps in zip(RUNS, found["runs"], strict=True):
        for step, seen in zip([0, 1, 5, 300, 1000, 300, 7], steps, strict=True):
            w = CloudOfWalkers(lr=lr, batch=batch, noise=noise, seed=seed, start=START, step=step)
            path = w.trajectory
            ends.add(len(path) < step + 1)
            assert seen["reached"] == len(path) - 1
            for theirs, ours in [(seen["positions"], path[-1]), (seen["first"], path[:, 0])]:
                theirs = np.reshape(theirs, (-1, 2))
                assert theirs.shape == ours.shape and np.all(
                    np.abs(theirs - ours) <= 1e-9 * np.maximum(1, np.abs(ours))
                )
            assert seen["spread"] == pytest.approx(w.spread, rel=1e-9, abs=1e-9)
            assert seen["mean"] == pytest.approx(w.cloud.mean(axis=0), rel=1e-9, abs=1e-9)
            assert seen["excess"] == pytest.approx(w.excess_loss, rel=1e-9)
            wished = [float(v.replace("Infinity", "inf")) for v in seen["wished"]]
            assert wished == pytest.approx(stationary_variance(lr, batch, noise), rel=1e-12)
            assert seen["now"] == pytest.approx(variance_at(lr, batch, noise, step), rel=1e-9)
    assert ends == {True, False}, "some runs are meant to be lost"


@pytest.mark.browser
def test_the_histogram_counts_every_walker_once(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    seen = page.evaluate(
        """async (base) => {
          const { histogram } = await import(`${base}/cloud_of_walkers/maths.mjs`);
          return histogram([-1, 9, -0.99, 9, 0, 9, 0.5, 9, 0.99, 9, 1, 9, 7, 9], 0, 1, 4);
        }""",
        js,
    )
    assert seen == {"counts": [2, 0, 1, 2], "beyond": 2}


@pytest.mark.browser
def test_the_start_is_forgotten_when_it_is_said_to_be(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    for lr, batch in [(0.01, 4), (0.1, 1), (0.1, 64), (0.23, 4), (0.125, 1)]:
        said = page.evaluate(
            "async ([base, x]) => (await import(`${base}/cloud_of_walkers/maths.mjs`)).settled(x)",
            [js, {"lr": lr, "batch": batch, "noise": 3, "start": START}],
        )
        means = np.abs(np.array(START) * (1 - lr * CURVATURES) ** said)
        wished = stationary_variance(lr, batch, 3.0)
        assert np.all(means <= 0.1001 * np.sqrt(wished)) and np.all(
            variance_at(lr, batch, 3.0, said) >= 0.989 * wished
        )


# The widget on a page.


def picture(page, index=0):
    widget = page.locator(".nb-widget").nth(index)
    return {
        "cloud": widget.locator(".nb-cloud").get_attribute("d")
        + widget.locator(".nb-lost").get_attribute("d"),
        "tail": widget.locator(".nb-tail").get_attribute("d"),
        "quiet": widget.locator(".nb-field .nb-wished").get_attribute("d"),
        "bars": widget.locator(".nb-bars").get_attribute("d"),
        "wish": widget.locator(".nb-wish").get_attribute("d"),
        "words": widget.locator(".nb-story").inner_text(),
        "numbers": widget.locator(".nb-readout").inner_text(),
    }


def numbers(page, name):
    """Measured and predicted."""
    text = page.locator(".nb-readout").inner_text().replace("\n", " ").replace("−", "-")
    found = re.search(rf"{name} ([\d.]+) \(predicted ([\d.]+|without end)\)", text)
    return float(found[1]), math.inf if found[2] == "without end" else float(found[2])


@pytest.mark.browser
@pytest.mark.parametrize("preset", PRESETS)
def test_presets_show_what_python_says(show, watch, preset):
    first = "batch 1" if preset != "batch 1" else "large lr"
    page = show(CloudOfWalkers(first))
    before = picture(page)
    page.get_by_role("button", name=preset, exact=True).click()
    assert {"cloud", "tail", "bars", "words", "numbers"} <= changed(before, picture(page))
    w = CloudOfWalkers(preset)
    for i, name in enumerate(("spread along", "spread across")):
        assert numbers(page, name) == pytest.approx((w.spread[i], w.predicted_spread[i]), rel=6e-3)
    assert numbers(page, "mean loss") == pytest.approx(
        (w.excess_loss, w.predicted_excess_loss), rel=6e-3
    )
    assert picture(page)["cloud"].count("M") == 200
    page.get_by_role("button", name="Reset").click()
    assert page.locator(".nb-preset[aria-pressed=true]").inner_text() == first
    assert not changed(before, picture(page))
    watch.assert_clean()


@pytest.mark.browser
def test_the_walkers_are_drawn_where_python_has_them(show):
    w = CloudOfWalkers()
    page = show(w)
    drawn = np.array(
        [
            list(map(float, at.split(",")))
            for at in re.findall(r"M([\d.]+,[\d.]+)h0", picture(page)["cloud"])
        ]
    )
    x, y = w.cloud.T
    expected = np.column_stack([40 + (x + 3) / 6 * 310, 232 - (y + 2) / 4 * 222])
    assert np.abs(drawn - expected).max() < 0.06


@pytest.mark.browser
@pytest.mark.parametrize("touch", [False, True])
def test_the_start_is_dragged_and_moved_by_keys(show, watch, touch):
    page = show(CloudOfWalkers(step=3), touch=touch)
    grip = page.locator(".nb-grip")
    before, box = picture(page), grip.bounding_box()
    drag(page, grip, 60, 30, touch=touch)
    assert {"cloud", "tail", "quiet", "bars", "numbers"} <= changed(before, picture(page))
    moved = grip.bounding_box()
    assert (moved["x"] - box["x"], moved["y"] - box["y"]) == pytest.approx((60, 30), abs=2)
    drag(page, grip, -2000, -2000)
    assert grip.get_attribute("aria-valuetext") == "x −3, y 2"
    before = picture(page)
    grip.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert grip.get_attribute("aria-valuetext") == "x −2.98, y 1.8"
    assert {"cloud", "quiet"} <= changed(before, picture(page))
    watch.assert_clean()


@pytest.mark.browser
def test_single_steps_go_both_ways(show, watch):
    page = show(CloudOfWalkers(step=1))
    seen = [picture(page)]
    for label in (
        "one step on",
        "one step on",
        "one step back",
        "one step back",
        "back to the start",
        "one step back",
    ):
        page.get_by_role("button", name=label).click()
        seen.append(picture(page))
    assert seen[1] == seen[3] and seen[0] == seen[4] and seen[1] != seen[2] != seen[0]
    assert seen[5] == seen[6] and "All walkers stand on one start" in seen[5]["words"]
    watch.assert_clean()


@pytest.mark.browser
def test_playing_goes_on_pauses_and_stops_when_nothing_new_comes(show, watch):
    page = show(CloudOfWalkers(step=0), reduced_motion="no-preference")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(
        "Number(/step (\\d+)/.exec(document.querySelector('.nb-readout').innerText)[1]) > 5"
    )
    page.get_by_role("button", name="Pause").click()
    still = picture(page)
    page.wait_for_timeout(300)
    assert picture(page) == still
    # Until the start is forgotten and 200 steps more; then it stops by itself.
    page.get_by_role("button", name="large lr").click()
    enter(page, "step", "990")
    page.get_by_role("button", name="Play").click()
    page.wait_for_selector("button:has-text('Pause')")
    page.wait_for_selector("button:has-text('Play')", timeout=5000)
    assert picture(page)["numbers"].startswith("step 1000")
    watch.assert_clean()


@pytest.mark.browser
def test_who_wants_less_motion_sees_the_end_at_once(show):
    page = show(CloudOfWalkers(step=0))
    page.get_by_role("button", name="Play").click()
    assert (
        "Stationary" in picture(page)["words"] and page.get_by_role("button", name="Play").count()
    )
    step = int(re.search(r"step (\d+)", picture(page)["numbers"])[1])
    assert 200 < step < 300, "200 steps after the start is forgotten"


@pytest.mark.browser
def test_out_of_sight_it_stops(show):
    page = show(CloudOfWalkers("small lr"), reduced_motion="no-preference", height=400)
    page.evaluate("document.querySelector('main').style.paddingBottom = '5000px'")
    page.get_by_role("button", name="Play").click()
    page.wait_for_selector("button:has-text('Pause')")
    page.evaluate("window.scrollTo(0, 4000)")
    page.wait_for_selector("button:has-text('Play')", state="attached")


@pytest.mark.browser
def test_divergence_is_drawn_and_explained(show, watch):
    page = show(CloudOfWalkers("beyond the limit"))
    seen = picture(page)
    assert (
        "lr · λ = 0.26 · 8 = 2.08 is above 2" in seen["words"]
        and "1.08 times as far" in seen["words"]
    )
    assert page.locator(".nb-lost").get_attribute("d").count("M") > 100
    assert "of 200 beyond the picture" in page.locator(".nb-field .nb-curve-note").text_content()
    assert page.locator(".nb-histogram .nb-curve-note").text_content() == "growing without end"
    assert (
        seen["wish"] == ""
        and page.locator(".nb-widget").get_attribute("data-status") == "diverging"
    )
    enter(page, "learning rate", "0.5")
    enter(page, "step", "1000")
    assert re.search(r"The run ends at step \d\d, where a walker is lost", picture(page)["words"])
    assert not re.search(r"NaN|Infinity|undefined|null", json.dumps(picture(page)))
    enter(page, "learning rate", "0.25")
    assert "Exactly at the limit" in picture(page)["words"]
    watch.assert_clean()


@pytest.mark.browser
def test_playing_a_lost_run_begins_anew(show):
    page = show(CloudOfWalkers(lr=0.5, step=500))
    page.get_by_role("button", name="Play").click()
    assert "a walker is lost" in picture(page)["words"]


@pytest.mark.browser
@pytest.mark.parametrize(
    "label, low, high",
    [
        ("learning rate", 0.005, 0.5),
        ("batch size", 1, 1024),
        ("noise σ", 0, 10),
        ("seed", 0, 99),
        ("step", 0, 1000),
    ],
)
def test_a_slider_goes_to_its_ends_and_its_number_with_it(show, watch, label, low, high):
    page = show(CloudOfWalkers("large lr"))
    page.get_by_label(label, exact=True).focus()
    shots = [picture(page)]
    for key, end in (("End", high), ("Home", low)):
        page.keyboard.press(key)
        assert float(field(page, label).input_value()) == pytest.approx(end)
        shots.append(picture(page))
        assert not re.search(r"NaN|Infinity|undefined|null", json.dumps(shots[-1]))
        assert {"cloud", "numbers"} <= changed(*shots[-2:])
    for garbage in ("", "many", "-5", "1e999"):
        field(page, label).fill(garbage)
        field(page, label).press("Enter")
        assert (
            page.locator(".nb-problem:not(:empty)").inner_text()
            == f"a number from {low} to {high}, please"
        )
        assert not changed(shots[-1], picture(page))
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("direction", ["along the valley", "across the valley"])
def test_the_histogram_follows_the_direction(show, watch, direction):
    page = show(
        CloudOfWalkers(
            direction={"along the valley": "across the valley"}.get(direction, "along the valley")
        )
    )
    before = picture(page)
    page.get_by_label("histogram", exact=True).select_option(direction)
    assert {"bars", "wish"} == changed(before, picture(page))
    assert f"Histogram of the walkers {direction}: spread" in page.locator(
        ".nb-histogram"
    ).get_attribute("aria-label")
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize(
    "values, words",
    [
        (
            {"preset": "batch 64"},
            "Stationary: each step the noise widens the cloud as much as the descent narrows it",
        ),
        (
            {"preset": "small lr"},
            "On the way: the middle of the cloud follows gradient descent without noise",
        ),
        ({"noise": 0}, "Without noise all walkers are one"),
        ({"lr": 0.25, "noise": 0}, "jump to and fro for ever"),
    ],
)
def test_the_words_say_what_happens(show, watch, values, words):
    page = show(CloudOfWalkers(**values))
    assert words in picture(page)["words"]
    watch.assert_clean()


@pytest.mark.browser
def test_two_views_of_one_widget_move_together(show, watch):
    w = CloudOfWalkers()
    page = show(w, w)
    enter(page.locator(".nb-widget").first, "batch size", "16")
    assert picture(page, 0) == picture(page, 1)
    assert field(page, "batch size").nth(1).input_value() == "16"
    watch.assert_clean()


@pytest.mark.browser
def test_every_control_can_be_reached_by_tab(show):
    page = show(CloudOfWalkers())
    focusable = page.locator(".nb-widget :is(button, input, select, [tabindex='0'])").count()
    assert len({html for html in tabbed(page, 30) if not html.startswith("<body")}) >= focusable


@pytest.mark.browser
@pytest.mark.parametrize("width", [1000, 360])
@pytest.mark.parametrize("theme", GROUNDS)
@pytest.mark.parametrize("preset", ["batch 1", "beyond the limit"])
def test_it_is_accessible_and_fits(show, preset, theme, width):
    page = show(
        CloudOfWalkers(preset),
        theme=f' data-theme="{theme}"',
        ground=GROUNDS[theme],
        width=width,
        height=1200,
    )
    assert_accessible(page)
    assert page.locator(".nb-field").bounding_box()["width"] > 280


@pytest.mark.browser
def test_it_follows_the_theme_and_the_width_while_it_is_shown(show, watch):
    page = show(CloudOfWalkers(), theme=' data-theme="light"')
    names = (".nb-cloud", ".nb-tail", ".nb-wish", ".nb-contours")
    colors = [
        page.locator(name).first.evaluate("n => getComputedStyle(n).stroke") for name in names
    ]
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    dark = [page.locator(name).first.evaluate("n => getComputedStyle(n).stroke") for name in names]
    assert all(a != b for a, b in zip(colors, dark, strict=True))
    page.set_viewport_size({"width": 360, "height": 800})
    above, below = (
        page.locator(".nb-field").bounding_box(),
        page.locator(".nb-histogram").bounding_box(),
    )
    assert below["y"] > above["y"] + above["height"]
    watch.assert_clean()
