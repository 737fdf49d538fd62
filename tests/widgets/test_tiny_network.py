"""The widget *tiny network*: its traits, its page in a browser, its way to Python and back."""

import re

import numpy as np
import pytest
import traitlets
from widget_page import (
    GROUNDS,
    assert_accessible,
    center,
    changed,
    drag,
    enter,
    field,
    live,
    tabbed,
)

from nblib.widgets import TinyNetwork
from nblib.widgets.tiny_network.maths import ACTIVATIONS
from nblib.widgets.tiny_network.widget import PRESETS

# The traits and the read-outs in Python.


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_sets_what_it_says(preset):
    w = TinyNetwork(preset)
    assert w.preset == preset and all(
        getattr(w, name) == value for name, value in PRESETS[preset].items()
    )
    assert w.steps == 0 and w.weights == [] and w.losses == [] and w.status == "training"


def test_presets_end_as_they_are_meant_to():
    ends = {}
    for name in PRESETS:
        w = TinyNetwork(name)
        w.train(4000)
        ends[name] = w
    assert [w.status for w in ends.values()] == [
        "solved",
        "settled",
        "settled",
        "solved",
        "diverged",
    ]
    assert abs(ends["XOR, no hidden layer"].losses[-1][1] - np.log(2)) < 0.03
    assert 0.3 < ends["XOR, two neurons"].losses[-1][1] < 0.5
    assert ends["far too large a step"].losses[-1][1] > 1e6


def test_a_learning_rate_ten_times_smaller_mends_the_preset_that_diverges():
    w = TinyNetwork("far too large a step")
    w.lr /= 10
    w.train(2000)
    assert w.status == "solved"


def test_training_in_python_changes_weights_losses_and_predictions():
    w = TinyNetwork()
    before = w.predict(w.points[0])
    assert before.shape == (100,)
    w.train(200)
    x, y, xt, yt = w.points
    assert w.steps == 200 and not w.playing and len(w.losses) == 66 and w.losses[-1][0] == 200
    assert [np.shape(a) for a in w.weights] == [(2, 4), (4,), (4, 1), (1,)]
    assert np.mean((w.predict(x) > 0.5) == y) > 0.95 > np.mean((before > 0.5) == y)
    w.train(10_000)
    assert w.status == "solved" and w.losses[-1][1] < 0.02 and f"{w.steps} steps" in repr(w)


@pytest.mark.parametrize(
    "name, value",
    [("data", "moons"), ("noise", 0.2), ("widths", [3]), ("activation", "tanh"), ("seed", 5)],
)
def test_another_network_or_other_data_begin_anew_and_a_learning_rate_goes_on(name, value):
    w = TinyNetwork(neuron=[1, 4])
    assert w.preset == "circles, 4 ReLU"
    w.train(20)
    w.lr = 0.1
    assert w.steps == 20 and w.weights and w.preset == ""
    setattr(w, name, value)
    assert (
        w.steps == 0
        and w.weights == []
        and w.losses == []
        and w.neuron == ([] if name == "widths" else [1, 4])
    )
    w.train(3)
    w.restart()
    assert w.steps == 0 and w.weights == []


def test_weights_can_be_given():
    w = TinyNetwork(
        widths=[2],
        activation="ReLU",
        data="XOR",
        weights=[[[1, -1], [-1, 1]], [0, 0], [[2], [2]], [-2]],
    )
    x, y = w.points[:2]
    assert np.all((w.predict(x) > 0.5) == y), "|x₁ - x₂| > 1 is exclusive or"
    assert w.predict([[1, -1], [1, 1]]) == pytest.approx(
        [1 / (1 + np.exp(-2)), 1 / (1 + np.exp(2))]
    )
    w.widths = [3]
    assert w.weights == []


@pytest.mark.parametrize(
    "name, value, message",
    [
        ("data", "bananas", "no such data: 'bananas'; there are moons"),
        ("activation", "step", "no such activation: 'step'; there are linear"),
        ("widths", [9], "from 1 to 8"),
        ("widths", [0], "from 1 to 8"),
        ("widths", [1, 1, 1, 1], "up to 3"),
        ("lr", 0, "above 0"),
        ("lr", float("nan"), "above 0"),
        ("noise", 0.6, "noise must be from 0 to 0.5"),
        ("noise", float("nan"), "noise must be"),
        ("l2", -1, "l2 must be from 0"),
        ("l2", float("inf"), "l2 must be from 0"),
        ("batch", 0, "batch must be from 1 to 100"),
        ("batch", 101, "batch must be from 1 to 100"),
        ("seed", -1, "seed must be"),
        ("neuron", [2, 1], "neuron is"),
        ("neuron", [1, 5], "neuron is"),
        ("neuron", [0, 1], "neuron is"),
        ("neuron", [1], "neuron is"),
        ("weights", [[1]], "weights are finite numbers of shapes"),
        ("weights", [[[1, 1, 1, float("nan")]] * 2, [0] * 4, [[1]] * 4, [0]], "weights are finite"),
    ],
)
def test_a_value_out_of_range_is_explained_and_changes_nothing(name, value, message):
    w = TinyNetwork()
    before = getattr(w, name)
    with pytest.raises(traitlets.TraitError, match=message):
        setattr(w, name, value)
    assert getattr(w, name) == before


# The widget on a page. These pages ask for less motion unless they say otherwise: they show the end
# of a run at once.


def rest(page, index=0):
    """Wait until nothing plays any more."""
    page.wait_for_function(
        "at => document.querySelectorAll('.nb-play')[at].textContent === 'Play'", arg=index
    )


def picture(page, index=0):
    """Return all that is drawn and said, to compare before and after."""
    widget = page.locator(".nb-widget").nth(index)
    paint, width = (
        "ns => ns.map(n => n.toDataURL()).join()",
        "ns => ns.map(n => n.getAttribute('stroke-width')).join()",
    )
    return {
        "field": widget.locator(".nb-field-paint").evaluate_all(paint),
        "border": widget.locator(".nb-border").get_attribute("d"),
        "neurons": widget.locator(".nb-neuron canvas").evaluate_all(paint),
        "weights": widget.locator(".nb-graph line").evaluate_all(width),
        "curves": "".join(
            widget.locator(f".nb-loss-{kind}").get_attribute("d") for kind in ("train", "test")
        ),
        "words": widget.locator(".nb-story").inner_text(),
        "numbers": widget.locator(".nb-readout").inner_text(),
    }


ALL = {"field", "border", "neurons", "weights", "curves", "numbers"}


def steps(page, index=0):
    return int(re.match(r"step (\d+)", page.locator(".nb-readout").nth(index).inner_text())[1])


def train_loss(page):
    return float(
        re.search(r"loss, training points ([\d.]+)", page.locator(".nb-readout").inner_text())[1]
    )


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.browser
def test_the_first_picture_tells_the_story(show, watch):
    page = show(TinyNetwork())
    rest(page)
    w = TinyNetwork()
    w.train(5000)
    seen = picture(page)
    assert page.locator(".nb-widget").get_attribute("data-status") == w.status == "solved"
    assert (
        steps(page) == w.steps
        and f"Solved in {w.steps} steps: all 100 training points are right" in seen["words"]
    )
    assert "4 neurons bends the plane along one straight line" in seen["words"]
    assert page.locator(".nb-folds").get_attribute("d").count("M") == 4
    assert page.locator(".nb-neuron").count() == 2 + 4 + 1
    assert page.locator(".nb-preset[aria-pressed=true]").inner_text() == "circles, 4 ReLU"
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("preset", PRESETS)
def test_presets_show_what_python_says(show, watch, preset):
    first = "XOR, no hidden layer" if preset != "XOR, no hidden layer" else "XOR, two neurons"
    page = show(TinyNetwork(first))
    rest(page)
    before = picture(page)
    press(page, preset)
    rest(page)
    assert ALL <= changed(before, picture(page))
    w = TinyNetwork(preset)
    w.train(10_000)
    assert page.locator(".nb-widget").get_attribute("data-status") == w.status
    assert steps(page) == pytest.approx(
        w.steps, rel=0.1
    )  # a long run magnifies what rounding did at its beginning
    if w.status != "diverged":
        assert train_loss(page) == pytest.approx(w.losses[-1][1], rel=0.05)
    press(page, "Reset")
    rest(page)
    assert page.locator(".nb-preset[aria-pressed=true]").inner_text() == first
    assert not changed(before, picture(page))
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize(
    "values, status, words",
    [
        (
            {"data": "XOR", "widths": []},
            "settled",
            r"one straight line.* 0\.69, is as good as guessing",
        ),
        (
            {"data": "moons", "widths": []},
            "settled",
            r"has [89]\d of 100 .* is as low as a line gets",
        ),
        (
            {"data": "circles", "widths": [8, 8], "activation": "linear"},
            "settled",
            "With linear activations layers add",
        ),
        (
            {"data": "XOR", "widths": [2], "seed": 0, "lr": 1},
            "settled",
            r"At \d\d of the 100 every ReLU of layer 1 gives 0",
        ),
        (
            {"lr": 10, "seed": 0},
            "dead",
            r"all 4 ReLUs of layer 1 give 0 at every training point.*learning rate 10 threw",
        ),
        (
            {"lr": 10, "widths": [8, 8], "data": "moons", "seed": 1},
            "dead",
            r"Dead: all 8 ReLUs of layer \d",
        ),
        ({"widths": [2, 2], "seed": 0}, "dead", "all 2 ReLUs of layer 2 .* New seed draws others"),
        (
            {"lr": 10, "widths": [8, 8], "data": "moons", "seed": 2},
            "settled",
            "7 of 16 ReLUs are dead",
        ),
        (
            {"lr": 30, "widths": [6], "activation": "tanh", "data": "moons", "seed": 2},
            "settled",
            r"jumped between .* overshoot",
        ),
        ({"l2": 0.1}, "settled", "The penalty on the weights balances the gradient of the loss"),
        (
            {"data": "moons", "noise": 0.5, "widths": [8, 8], "activation": "tanh", "lr": 1},
            None,
            "by heart|on the right",
        ),
        ({"preset": "far too large a step"}, "diverged", r"Diverged in 6 steps.* Try 1\."),
    ],
)
def test_the_words_say_what_happens(show, watch, values, status, words):
    page = show(TinyNetwork(**values))
    rest(page)
    seen = picture(page)
    assert re.search(words, seen["words"]), seen["words"]
    assert status in (None, page.locator(".nb-widget").get_attribute("data-status"))
    assert not re.search(
        r"NaN|Infinity|undefined|null", seen["words"] + seen["numbers"] + seen["curves"]
    )
    watch.assert_clean()


@pytest.mark.browser
def test_it_trains_when_it_is_seen_and_stops_by_itself(show, watch):
    page = show(TinyNetwork(), reduced_motion="no-preference")
    page.wait_for_function("parseInt(document.querySelector('.nb-readout b').textContent) > 3")
    early = picture(page)
    rest(page)
    assert {"field", "border", "neurons", "weights", "curves", "numbers", "words"} <= changed(
        early, picture(page)
    )
    end = steps(page)
    page.wait_for_timeout(200)
    assert (
        steps(page) == end and page.locator(".nb-widget").get_attribute("data-status") == "solved"
    )
    press(page, "Play")
    page.wait_for_function(
        "end => parseInt(document.querySelector('.nb-readout b').textContent) > end", arg=end
    )
    watch.assert_clean()


@pytest.mark.browser
def test_out_of_sight_it_rests(show):
    page = show(
        TinyNetwork("spiral, 8-8 tanh"),
        extra='<div style="height: 4000px"></div>',
        reduced_motion="no-preference",
    )
    page.wait_for_function("parseInt(document.querySelector('.nb-readout b').textContent) > 3")
    page.evaluate("scrollTo(0, 3500)")
    page.wait_for_timeout(300)
    far = steps(page)
    page.wait_for_timeout(300)
    assert steps(page) == far
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function(
        "far => parseInt(document.querySelector('.nb-readout b').textContent) > far", arg=far
    )


@pytest.mark.browser
def test_pause_step_restart_and_another_seed(show, watch):
    page = show(TinyNetwork("spiral, 8-8 tanh", playing=False), reduced_motion="no-preference")
    assert steps(page) == 0 and "first weights" in picture(page)["words"]
    seen = [picture(page)]
    for k in (1, 2):
        press(page, "Step")
        assert steps(page) == k
        seen.append(picture(page))
        assert ALL - {"neurons"} <= changed(*seen[-2:])
    press(page, "Play")
    page.wait_for_function("parseInt(document.querySelector('.nb-readout b').textContent) > 5")
    press(page, "Pause")
    rest(page)
    assert "Paused" in picture(page)["words"]
    press(page, "Restart")
    assert steps(page) == 0 and not changed(seen[0], picture(page))
    press(page, "New seed")
    page.wait_for_function("parseInt(document.querySelector('.nb-readout b').textContent) > 5")
    press(page, "Pause")
    press(page, "Restart")
    assert {"field", "weights", "curves"} <= changed(seen[0], picture(page))
    watch.assert_clean()


@pytest.mark.browser
def test_a_neuron_shows_what_it_sees_by_click_and_by_keys(show, watch):
    page = show(TinyNetwork("spiral, 8-8 tanh"))
    rest(page)
    output = picture(page)
    page.get_by_role("button", name="neuron 3 of layer 1", exact=True).click()
    first = picture(page)
    assert {"field", "border", "numbers"} == changed(output, first)
    caption = page.locator(".nb-plane .nb-caption")
    assert re.search(
        r"what neuron 3 of layer 1 gives, tanh of .* x₁ . .* x₂ . ", caption.inner_text()
    )
    assert (
        page.locator(".nb-neuron[aria-pressed=true]").get_attribute("aria-label")
        == "neuron 3 of layer 1"
    )
    assert (
        not page.locator(".nb-folds").get_attribute("d") and "this neuron gives" in first["numbers"]
    )
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    second = picture(page)
    assert {"field", "border", "numbers"} == changed(
        first, second
    ) and "neuron 4 of layer 2" in caption.inner_text()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert not changed(output, picture(page))
    for _ in range(9):
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    assert "neuron 1 of layer 1" in caption.inner_text()
    page.keyboard.press("Space")
    assert not changed(output, picture(page)), "pressed once more it lets go"
    watch.assert_clean()


@pytest.mark.browser
def test_neurons_and_layers_are_added_and_taken_away(show, watch):
    page = show(TinyNetwork())
    rest(page)
    page.get_by_role("button", name="neuron 4 of layer 1", exact=True).click()
    seen = [picture(page)]
    for name, neurons in [
        ("one neuron less in layer 1", 6),
        ("one hidden layer more", 9),
        ("one neuron more in layer 2", 10),
        ("one hidden layer more", 14),
        ("one hidden layer less", 10),
        ("one hidden layer less", 6),
        ("one hidden layer less", 3),
    ]:
        press(page, name)
        rest(page)
        assert page.locator(".nb-neuron").count() == neurons
        seen.append(picture(page))
        assert ALL <= changed(*seen[-2:])
        assert page.evaluate("document.activeElement.tagName") == "BUTTON", "the focus is kept"
    assert page.get_by_role("button", name="one hidden layer less").is_disabled()
    press(page, "one hidden layer more")
    for _ in range(4):
        press(page, "one neuron more in layer 1")
    rest(page)
    assert page.get_by_role("button", name="one neuron more in layer 1").is_disabled()
    assert page.locator(".nb-preset[aria-pressed=true]").count() == 0
    watch.assert_clean()


@pytest.mark.browser
def test_a_learning_rate_acts_on_a_run_that_has_ended(show, watch):
    page = show(TinyNetwork("far too large a step"))
    rest(page)
    assert page.get_by_role("button", name="Step", exact=True).is_disabled()
    enter(page, "learning rate", "0.5")
    rest(page)
    assert page.locator(".nb-widget").get_attribute("data-status") == "solved"
    end = steps(page)
    enter(page, "L2 penalty", "0.03")
    page.wait_for_function(
        "end => parseInt(document.querySelector('.nb-readout b').textContent) > end", arg=end
    )
    rest(page)
    watch.assert_clean()


@pytest.mark.browser
def test_a_typed_number_counts_and_garbage_is_refused_in_words(show, watch):
    page = show(TinyNetwork())
    rest(page)
    before = picture(page)
    for garbage in ("", "fast", "-1", "0", "99", "1e999", "NaN"):
        enter(page, "learning rate", garbage)
        assert field(page, "learning rate").get_attribute("aria-invalid") == "true"
        assert (
            page.locator(".nb-problem:not(:empty)").inner_text()
            == "a number from 0.001 to 30, please"
        )
        assert not changed(before, picture(page))
    enter(page, "learning rate", "0,4")
    assert field(page, "learning rate").get_attribute("aria-invalid") is None
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_bears_every_extreme(show, watch, activation):
    page = show(TinyNetwork("spiral, 8-8 tanh"))
    rest(page)
    seen = [picture(page)]
    page.get_by_label("activation", exact=True).select_option(activation)
    page.get_by_label("data", exact=True).select_option("moons")
    for label, value in [
        ("learning rate", 30),
        ("batch size", 1),
        ("noise", 0.5),
        ("L2 penalty", 0.1),
        ("noise", 0),
    ]:
        enter(page, label, value)
        rest(page)
        seen.append(picture(page))
    for shot in seen:
        said = shot["words"] + shot["numbers"] + shot["curves"]
        assert shot["words"] and not re.search(r"NaN|Infinity|undefined|null", said)
    assert len({shot["field"] for shot in seen}) > 2
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("touch", [False, True])
def test_the_ring_says_what_the_network_makes_of_a_place(show, watch, touch):
    w = TinyNetwork("XOR, two neurons", widths=[4], playing=False)
    w.train(300)
    page = show(w, touch=touch)
    grip = page.locator(".nb-grip")

    def said():
        return float(
            page.locator(".nb-readout").inner_text().split("probability of orange ")[1].split()[0]
        )

    assert said() == pytest.approx(w.predict([[1.2, 1.2]])[0], abs=0.005)
    grip.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    assert said() == pytest.approx(w.predict([[1.15, 0.7]])[0], abs=0.005)
    assert "x₁ 1.15, x₂ 0.7, probability of orange" in grip.get_attribute("aria-valuetext")
    box = page.locator(".nb-field").bounding_box()
    drag(page, grip, -box["width"] * 2 / 6, 0, touch=touch)
    at = re.search(
        r"x₁ (.*), x₂ (.*), prob", grip.get_attribute("aria-valuetext").replace("−", "-")
    )
    assert float(at[1]) == pytest.approx(-0.85, abs=0.1) and float(at[2]) == pytest.approx(
        0.7, abs=0.1
    )
    assert said() == pytest.approx(w.predict([[float(at[1]), float(at[2])]])[0], abs=0.01)
    drag(page, grip, -4 * box["width"], 0)
    assert "x₁ −3," in grip.get_attribute("aria-valuetext") and center(grip)[0] >= box["x"] - 2
    watch.assert_clean()


@pytest.mark.browser
def test_two_views_of_one_widget_show_one_run(show, watch):
    w = TinyNetwork()
    page = show(w, w)
    rest(page, 0)
    rest(page, 1)
    first, second = picture(page, 0), picture(page, 1)
    assert not changed(first, second)
    page.get_by_role("button", name="one neuron less in layer 1").nth(1).click()
    rest(page)
    assert ALL <= changed(first, picture(page, 0)) and not changed(
        picture(page, 0), picture(page, 1)
    )
    watch.assert_clean()


@pytest.mark.browser
def test_two_widgets_on_a_page_do_not_disturb_each_other(show, watch):
    page = show(TinyNetwork(), TinyNetwork("XOR, two neurons"))
    rest(page, 0)
    page.locator(".nb-widget").nth(1).scroll_into_view_if_needed()
    page.wait_for_function(
        "document.querySelectorAll('.nb-widget')[1].dataset.status === 'settled'"
    )
    other = picture(page, 1)
    enter_first = page.get_by_label("noise, as a number").first
    enter_first.fill("0.2")
    enter_first.press("Enter")
    rest(page, 0)
    assert picture(page, 1) == other
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    watch.assert_clean()


@pytest.mark.browser
def test_what_python_has_trained_is_shown_and_not_trained_anew(show, watch):
    w = TinyNetwork("spiral, 8-8 tanh")
    w.train(130)
    page = show(w, reduced_motion="no-preference")
    page.wait_for_timeout(200)
    assert steps(page) == 130 and page.get_by_role("button", name="Play", exact=True).count() == 1
    press(page, "Step")
    w.train(1)
    assert steps(page) == 131 and train_loss(page) == pytest.approx(w.losses[-1][1], rel=0.01)
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1000, 360])
@pytest.mark.parametrize("theme", GROUNDS)
def test_it_is_accessible_and_fits(show, theme, width):
    page = show(
        TinyNetwork(lr=10.0, seed=0),
        theme=f' data-theme="{theme}"',
        ground=GROUNDS[theme],
        width=width,
        height=1200,
    )
    rest(page)
    assert page.locator(".nb-dead").count() == 4
    enter(page, "learning rate", "x")
    assert_accessible(page)
    assert page.locator(".nb-field").bounding_box()["width"] > 300
    if width == 360:
        page.get_by_role("button", name="one hidden layer more").click()
        page.get_by_role("button", name="one hidden layer more").click()
        assert_accessible(page)
        boxes = [b.bounding_box() for b in page.locator(".nb-stepper").all()]
        assert all(a["x"] + a["width"] <= b["x"] for a, b in zip(boxes, boxes[1:], strict=False))


@pytest.mark.browser
def test_everything_is_reached_by_keyboard(show):
    page = show(TinyNetwork())
    rest(page)
    reached = " ".join(tabbed(page, 40))
    for part in (
        "nb-preset",
        "nb-grip",
        "nb-neuron",
        "one neuron more in layer 1",
        "one hidden layer",
        "nb-play",
        "range",
        "select",
    ):
        assert part in reached, part


@pytest.mark.browser
def test_it_follows_the_theme_and_the_width_while_it_is_shown(show, watch):
    page = show(TinyNetwork(), theme=' data-theme="light"')
    rest(page)
    light = picture(page)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(50)
    assert {"field", "neurons"} == changed(light, picture(page)), (
        "what is painted follows the theme too"
    )
    wide = page.locator(".nb-loss-curves").bounding_box()
    page.set_viewport_size({"width": 360, "height": 800})
    narrow = page.locator(".nb-loss-curves").bounding_box()
    assert narrow["y"] > wide["y"] and narrow["x"] < wide["x"], (
        "the pictures stand below each other"
    )
    watch.assert_clean()


@pytest.mark.browser
def test_a_frame_of_training_keeps_its_time(watch, js):
    """Counted in work, not in seconds, which a busy machine stretches: a frame ends when its clock
    says so.
    """
    page = watch.open(f"{js}/core/host.mjs")
    page.set_content("<main></main>")
    counts = page.evaluate(
        """async ([base, state]) => {
          const { Trainer } = await import(`${base}/tiny_network/maths.mjs`);
          let clock = 0, taken = 0, frames = [];
          performance.now = () => clock;
          const step = Trainer.prototype.step;
          Trainer.prototype.step = function (settings) { step.call(this, settings); clock += 3; taken++; };
          globalThis.requestAnimationFrame = (act) => frames.push(act);
          const model = { get: (name) => state[name], set: (name, v) => { state[name] = v; }, save_changes() {} };
          const { joinEngine } = await import(`${base}/tiny_network/engine.mjs`);
          const view = () => { clock += 6; }, { engine } = joinEngine(model, view);
          engine.trainer.steps = 400;
          engine.seen(view, true);
          const counts = [];
          for (let k = 0; k < 6; k++) {
            const [begin, before] = [clock, taken];
            frames.shift()();
            counts.push([clock - begin, taken - before]);
          }
          return counts;
        }""",
        [
            js,
            {
                **PRESETS["spiral, 8-8 tanh"],
                "uid": "u",
                "weights": [],
                "losses": [],
                "steps": 0,
                "playing": True,
            },
        ],
    )
    assert all(spent <= 16 for spent, _ in counts[1:]) and all(taken >= 1 for _, taken in counts), (
        counts
    )


@pytest.mark.browser
def test_a_view_that_goes_takes_its_listeners_along(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    page.set_content("<main></main>")
    state = {
        **PRESETS["circles, 4 ReLU"],
        "uid": "u",
        "weights": [],
        "losses": [],
        "steps": 0,
        "playing": True,
    }
    state |= {"neuron": [], "preset": "", "presets": list(PRESETS.items())}
    left = page.evaluate(
        """async ([base, state]) => {
          const live = new Map();
          const model = {
            get: (name) => state[name], set(name, value) { state[name] = value; }, save_changes() {},
            on: (event, act) => live.set(event, (live.get(event) ?? 0) + 1),
            off: (event, act) => live.set(event, live.get(event) - 1),
          };
          const { default: front } = await import(`${base}/tiny_network/widget.mjs`);
          const leave = front.render({ model, el: document.querySelector("main") });
          const during = [...live.values()].reduce((a, b) => a + b, 0);
          await new Promise((go) => setTimeout(go, 100));
          leave();
          const steps = state.steps;
          await new Promise((go) => setTimeout(go, 100));
          return [during, [...live.values()].reduce((a, b) => a + b, 0), state.steps - steps];
        }""",
        [js, state],
    )
    assert left[0] > 0 and left[1] == 0 and left[2] == 0


# In a live kernel.


def test_what_is_done_on_the_page_reaches_python_and_back():
    with live("from nblib.widgets import TinyNetwork\nw = TinyNetwork()") as w:
        w.send({"widths": [1], "preset": ""})
        weights = [[[1.0], [2.0]], [0.5], [[3.0]], [-1]]
        w.send({"weights": weights, "steps": 7, "losses": [[7, 0.5, 0.6]], "status": "training"})
        text = w.run(
            "print(w.widths, w.steps, w.losses, w.weights[0], w.predict([[1, 1]]).round(4))"
        )
        assert text == "[1] 7 [[7, 0.5, 0.6]] [[1.0], [2.0]] [0.9999]"
        assert {"lr": 0.05} in w.updates("w.lr = 0.05")
        sent = w.updates("w.train(3)")
        assert any(
            s.get("steps") == 10 and len(s["weights"]) == 4 and not s["playing"]
            for s in sent
            if "steps" in s
        )
