"""The widget *signal through depth*: its maths against nblib, its twin in the browser, its presets,
and what only it does on a page.
"""

import numpy as np
import pytest
from stage import differing, numbers
from widget_page import drag

from nblib import nn
from nblib.tensor import Tensor
from nblib.widgets import SignalThroughDepth
from nblib.widgets.signal_through_depth.constants import ACTIVATIONS, SHORTCUTS, WIDTH
from nblib.widgets.signal_through_depth.maths import draws, gain_for, sizes, verdict

WIDGET = "signal_through_depth"
RING = "end of the dashed line"
LAYERS = {"ReLU": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}


def rms(values):
    return np.sqrt(np.mean(values**2))


# In Python.


def of_nblib(gain, activation, depth, shortcut, seed):
    """Sizes as nblib's layers and its autodiff have them."""
    x, upstream, matrices = draws(seed)
    h = Tensor(x, requires_grad=True)
    outputs = [h]
    layers = []
    for k in range(depth):
        layer = nn.Linear(WIDTH, WIDTH, bias=False, dtype=np.float64)
        layer.weight.data[...] = gain * matrices[k]
        layers.append(layer)
        inside = [layer] if activation == "linear" else [LAYERS[activation](), layer]
        block = nn.Sequential(*inside)
        outputs.append((nn.Residual(block) if shortcut == SHORTCUTS[1] else block)(outputs[-1]))
    total = (outputs[-1] * upstream).sum()
    total.backward()
    signal = [rms(output.data) for output in outputs]
    weights = [rms(layer.weight.grad) for layer in layers]
    return signal, rms(h.grad), weights


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("shortcut", SHORTCUTS)
def test_the_sizes_are_those_of_nblib(activation, shortcut):
    found = sizes(1.3, activation, 7, shortcut, 4)
    signal, first, weights = of_nblib(1.3, activation, 7, shortcut, 4)
    assert found.signal == pytest.approx(signal, rel=1e-9)
    assert found.gradient[0] == pytest.approx(first, rel=1e-9)
    assert found.gradient[-1] == rms(draws(4)[1])
    assert found.weights == pytest.approx(weights, rel=1e-9)


def test_another_seed_gives_other_numbers_of_size_one():
    for seed in (0, 1, 99):
        x, upstream, matrices = draws(seed)
        assert rms(x) == pytest.approx(1, abs=0.1) and rms(upstream) == pytest.approx(1, abs=0.1)
        assert rms(matrices) == pytest.approx(1 / np.sqrt(WIDTH), rel=0.01)
    assert not np.array_equal(draws(1)[2], draws(2)[2])


def test_presets_show_what_they_are_meant_to():
    seen = {name: SignalThroughDepth(name) for name in SignalThroughDepth().presets}
    verdicts = {name: widget.verdict for name, widget in seen.items()}
    assert verdicts == {
        "five layers": "steady",
        "vanishes": "vanishing",
        "explodes": "exploding",
        "He": "steady",
        "sigmoid": "stuck",
        "residual": "exploding",
    }
    assert 0.1 < seen["He"].left < 10 and 0.1 < seen["He"].returned < 10
    assert seen["vanishes"].factors == pytest.approx([0.5**0.5] * 2, rel=0.03)
    assert seen["residual"].factors == pytest.approx([2**0.5] * 2, rel=0.03)
    assert seen["sigmoid"].factors[1] < 0.25
    small = SignalThroughDepth("residual", gain=0.25)
    assert small.verdict == "steady" and small.left < 3


def test_the_gradients_of_the_weights_are_level_with_relu_and_not_with_sigmoid():
    for gain in (0.5, 1.0, 2.0):
        weights = SignalThroughDepth("vanishes", gain=gain).sizes.weights
        assert weights.max() / weights.min() < 10
    weights = SignalThroughDepth("sigmoid").sizes.weights
    assert weights.max() / weights.min() > 1e10


def test_a_gain_for_a_power():
    assert gain_for(5.0, 50) == pytest.approx(10**0.1)
    assert (gain_for(99.0, 5), gain_for(-99.0, 5)) == (4.0, 0.25)


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(modules, js):
    cases = [
        {"gain": gain, "activation": activation, "depth": depth, "shortcut": shortcut, "seed": seed}
        for gain, depth, seed in ((0.3, 50, 0), (1.41421, 50, 7), (4.0, 20, 99), (1.0, 2, 3))
        for activation in ACTIVATIONS
        for shortcut in SHORTCUTS
    ]
    found = modules.evaluate(
        """async ([base, cases]) => {
          const m = await import(`${base}/signal_through_depth/maths.mjs`);
          const draws = m.source();
          return cases.map((one) => {
            const found = m.sizes(one, draws);
            return { ...found, verdict: m.verdict(found), factor: m.perLayer(found.signal),
                     gain: m.gainFor(one.gain, one.depth) };
          });
        }""",
        [js, cases],
    )
    assert {seen["verdict"] for seen in found} == {"exploding", "vanishing", "stuck", "steady"}
    for case, seen in zip(cases, found, strict=True):
        ours = sizes(**case)
        assert seen["signal"] == pytest.approx(ours.signal, rel=1e-9, abs=0), case
        assert seen["gradient"] == pytest.approx(ours.gradient, rel=1e-9, abs=0), case
        assert seen["weights"] == pytest.approx(ours.weights, rel=1e-9, abs=0), case
        assert seen["verdict"] == verdict(ours)
        assert seen["gain"] == pytest.approx(gain_for(case["gain"], case["depth"]), rel=1e-12)


@pytest.mark.browser
def test_the_ring_follows_the_pointer_and_sets_the_gain(stage):
    stage.show(preset="vanishes")
    before = stage.handle(RING).bounding_box()
    drag(stage.page, stage.handle(RING), 0, -40)
    stage.sync()
    after = stage.handle(RING).bounding_box()
    assert after["y"] - before["y"] == pytest.approx(-40, abs=2)
    assert 1.1 < stage.widget.gain < 2
    drag(stage.page, stage.handle(RING), 0, -4000)
    stage.sync()
    assert stage.widget.gain == 4, "it has its end"
    stage.page.keyboard.press("ArrowDown")
    stage.sync()
    assert 3.9 < stage.widget.gain < 4, "held at the border, it still moves from where it is"


@pytest.mark.browser
def test_bars_that_leave_the_picture_are_cut_off_and_counted(stage):
    look = stage.show(depth=50, gain=4.0, activation="linear")
    cut = stage.view().locator(".nb-forward .nb-cut").get_attribute("d")
    assert cut.count("M") == sum(abs(np.log10(stage.widget.sizes.signal)) > 14)
    beyond = [np.abs(np.log10(s)) > 14 for s in stage.widget.sizes[:2]]
    assert f"{np.sum(beyond)} bars go beyond the picture" in look["words"]


@pytest.mark.browser
def test_the_right_picture_shows_either_gradient(stage):
    before = stage.show(preset="sigmoid")
    stage.view().get_by_label("gradient", exact=True).select_option("of the weights")
    after = stage.look()
    assert differing(before, after) == {"backward", "words"}
    bars = stage.view().locator(".nb-backward .nb-sizes").get_attribute("d").count("M")
    assert bars == stage.widget.depth
    times = numbers(after["facts"]["weights' gradients"])[0]
    weights = stage.widget.sizes.weights
    assert times == pytest.approx(weights.max() / weights.min(), rel=0.06)
