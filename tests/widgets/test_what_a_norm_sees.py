"""The widget *what a norm sees*: its maths against nblib, its twin in the browser, its presets, and
what only it does on a page.
"""

import re

import numpy as np
import pytest
from widget_page import drag

from nblib import nn
from nblib.widgets import WhatANormSees
from nblib.widgets.what_a_norm_sees import maths
from nblib.widgets.what_a_norm_sees.constants import MEANS, MODES, NORMS, RINGED, SPREADS

WIDGET = "what_a_norm_sees"
RING = "ringed value"
SETTINGS = {"seed": 4, "size": 5, "momentum": 0.3}


# In Python.


@pytest.mark.parametrize("step", [0, 1, 20])
def test_batch_norm_is_that_of_nblib_in_both_modes(step):
    layer = nn.BatchNorm1d(4, momentum=0.3, dtype=np.float64)
    for index in range(step):
        layer(maths.drawn(4, index, 5))
    training = WhatANormSees(step=step, **SETTINGS)
    prediction = WhatANormSees(step=step, mode="prediction", **SETTINGS)
    np.testing.assert_allclose(training.running_mean, layer.running_mean, rtol=1e-9)
    np.testing.assert_allclose(training.running_var, layer.running_var, rtol=1e-9)
    predicted = layer.eval()(prediction.before).data
    np.testing.assert_allclose(prediction.after, predicted, rtol=1e-9)
    trained = layer.train()(training.before).data
    np.testing.assert_allclose(training.after, trained, rtol=1e-9)


def test_layer_norm_is_that_of_nblib_and_alike_in_both_modes():
    for mode in MODES:
        widget = WhatANormSees("layer norm", mode=mode, step=7, **SETTINGS)
        expected = nn.LayerNorm(4, dtype=np.float64)(widget.before).data
        np.testing.assert_allclose(widget.after, expected, rtol=1e-9)


@pytest.mark.parametrize(
    ("preset", "follows"),
    [
        ("batch of eight", lambda i, j: j == RINGED),
        ("layer norm", lambda i, j: i == 0),
        ("predict late", lambda i, j: i == 0 and j == RINGED),
    ],
)
def test_a_value_moves_those_that_are_measured_with_it_and_no_others(preset, follows):
    before = WhatANormSees(preset).after
    after = WhatANormSees(preset, value=5.0).after
    moved = before != after
    wished = [[follows(i, j) for j in range(4)] for i in range(8)]
    assert moved.tolist() == wished


def test_a_batch_of_two_says_only_which_is_larger():
    for value in (-8.0, 2.0, 8.0):
        after = WhatANormSees("batch of two", value=value).after
        np.testing.assert_allclose(np.abs(after), 1, atol=1e-3)


def test_the_running_statistics_arrive_where_the_batches_come_from():
    many = [WhatANormSees("predict late", seed=seed, size=14) for seed in range(20)]
    means = np.mean([widget.running_mean for widget in many], axis=0)
    variances = np.mean([widget.running_var for widget in many], axis=0)
    np.testing.assert_allclose(means, MEANS, atol=0.15)
    np.testing.assert_allclose(variances, np.square(SPREADS), rtol=0.1)
    early = WhatANormSees("predict early")
    assert np.abs(early.running_mean - MEANS).max() > 1


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    cases = [
        {"seed": seed, "step": step, "size": size, "momentum": momentum, "value": value}
        | {"norm": norm, "mode": mode}
        for seed, step, size, momentum, value in (
            (0, 0, 2, 0.1, 2.0),
            (7, 60, 14, 0.01, -8.0),
            (99, 13, 8, 1.0, 8.0),
        )
        for norm in NORMS
        for mode in MODES
    ]
    found = page.evaluate(
        """async ([base, cases]) => {
          const m = await import(`${base}/what_a_norm_sees/maths.mjs`);
          const draws = m.source();
          return cases.map((one) => {
            const numbers = draws(one.seed);
            const rows = m.batch(numbers, one);
            const kept = m.running(numbers, one);
            const kind = m.verdict(one.norm, one.mode);
            return { rows, kept, kind, after: m.normalized(rows, m.measured(kind, rows, kept)) };
          });
        }""",
        [js, cases],
    )
    for case, seen in zip(cases, found, strict=True):
        ours = WhatANormSees(**case)
        near = {"rtol": 1e-9, "atol": 1e-9}
        np.testing.assert_allclose(seen["rows"], ours.before, **near)
        np.testing.assert_allclose([k["mean"] for k in seen["kept"]], ours.running_mean, **near)
        np.testing.assert_allclose([k["variance"] for k in seen["kept"]], ours.running_var, **near)
        np.testing.assert_allclose(seen["after"], ours.after, **near)
        assert seen["kind"] == ours.verdict


def points(stage, selector):
    """Where the spots of a path are, (n, 2), in the units of the picture."""
    d = stage.view().locator(selector).get_attribute("d")
    return np.array([[float(v) for v in spot.split(",")] for spot in re.findall(r"M([^h]+)", d)])


@pytest.mark.browser
def test_the_ring_is_dragged_and_its_column_follows(stage):
    stage.show()
    before = points(stage, ".nb-after .nb-dots")  # row by row, four features each
    drag(stage.page, stage.handle(RING), 0, -60)
    stage.sync()
    assert stage.widget.value > 3
    moved = (points(stage, ".nb-after .nb-dots") != before).any(axis=1).reshape(7, 4)
    assert moved.tolist() == [[False, True, False, False]] * 7
    drag(stage.page, stage.handle(RING), 0, -4000)
    stage.sync()
    assert stage.widget.value == 8, "it has its end"


@pytest.mark.browser
def test_values_beyond_the_picture_are_marked_and_counted(stage):
    look = stage.show(mode="prediction", value=8.0)
    beyond = int((np.abs(stage.widget.after) > 4).sum())
    assert beyond > 1 and f"{beyond} values go beyond" in look["words"]
    assert len(points(stage, ".nb-after .nb-far")) == beyond


@pytest.mark.browser
def test_layer_norm_draws_one_band_and_keeps_none(stage):
    stage.show()
    assert stage.view().locator(".nb-seen").get_attribute("d").count("M") == 4
    stage.set(preset="layer norm")
    assert stage.view().locator(".nb-seen").get_attribute("d").count("M") == 1
    assert stage.view().locator(".nb-kept").get_attribute("d") == ""
