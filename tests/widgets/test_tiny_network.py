"""The widget *tiny network*: what only it does on a page. It shows the end of a run at once."""

import re

import pytest
from stage import differing
from widget_page import center, drag, enter

from nblib.widgets.tiny_network.contract import ACTIVATIONS, ALL, CONTRACT

pytestmark = pytest.mark.browser

WIDGET = "tiny_network"
LOOKED_AT = {"field", "border", "numbers", "handles"}


def caption(stage):
    return stage.view().locator(".nb-plane .nb-caption").inner_text()


def test_the_first_picture_has_a_fold_for_each_neuron(stage):
    stage.show(views=1)
    folds = stage.view().locator(".nb-folds")
    assert folds.get_attribute("d").count("M") == 4
    assert stage.view().locator(".nb-neuron").count() == 2 + 4 + 1
    w = stage.contract.make()
    w.train(5000)
    assert stage.widget.steps == w.steps and stage.widget.status == w.status == "solved"


def test_a_neuron_shows_what_it_sees_by_click_and_by_keys(stage):
    output = stage.show(preset="spiral, 8-8 tanh")
    stage.button("neuron 3 of layer 1").click()
    first = stage.look()
    assert differing(output, first) == LOOKED_AT
    assert re.search(r"what neuron 3 of layer 1 gives, tanh of .* x₁ . .* x₂ . ", caption(stage))
    pressed = stage.view().locator(".nb-neuron[aria-pressed=true]")
    assert pressed.get_attribute("aria-label") == "neuron 3 of layer 1"
    assert not stage.view().locator(".nb-folds").get_attribute("d")
    assert "this neuron gives" in first["numbers"]
    press = stage.page.keyboard.press
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        press(key)
    assert differing(first, stage.look()) == LOOKED_AT and "neuron 4 of layer 2" in caption(stage)
    for key in ("ArrowRight", "Enter"):
        press(key)
    assert not differing(output, stage.look())
    for _ in range(9):
        press("ArrowLeft")
        press("ArrowUp")
    press("Space")
    assert "neuron 1 of layer 1" in caption(stage)
    press("Space")
    assert not differing(output, stage.look()), "pressed once more it lets go"


def test_neurons_and_layers_are_added_and_taken_away(stage):
    before = stage.show(neuron=[1, 4])
    for name, neurons in [
        ("one neuron less in layer 1", 6),
        ("one hidden layer more", 9),
        ("one neuron more in layer 2", 10),
        ("one hidden layer more", 14),
        ("one hidden layer less", 10),
        ("one hidden layer less", 6),
        ("one hidden layer less", 3),
    ]:
        stage.button(name).click()
        after = stage.look()
        assert stage.view().locator(".nb-neuron").count() == neurons
        assert differing(before, after) >= ALL
        focused = stage.page.evaluate("document.activeElement.tagName")
        assert focused == "BUTTON", "the focus is kept"
        before = after
    assert stage.button("one hidden layer less").is_disabled()
    stage.button("one hidden layer more").click()
    for _ in range(4):
        stage.button("one neuron more in layer 1").click()
    assert stage.look()["pressed"] == []
    assert stage.button("one neuron more in layer 1").is_disabled()


def test_steppers_stand_apart_where_it_is_narrow(stage):
    stage.page.set_viewport_size({"width": 360, "height": 1200})
    stage.show(views=1, widths=[8, 8, 8], playing=False)
    boxes = [box.bounding_box() for box in stage.view().locator(".nb-stepper").all()]
    assert len(boxes) == 3
    assert all(a["x"] + a["width"] <= b["x"] for a, b in zip(boxes, boxes[1:], strict=False))


def test_dead_neurons_are_marked(stage):
    stage.show(views=1, lr=10.0, seed=0)
    assert stage.view().locator(".nb-dead").count() == 4


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_bears_every_extreme(stage, activation):
    fields = {stage.show(views=1, preset="spiral, 8-8 tanh")["parts"]["field"]}
    stage.view().get_by_label("activation", exact=True).select_option(activation)
    stage.view().get_by_label("data", exact=True).select_option("moons")
    for label, value in [
        ("learning rate", 30),
        ("batch size", 1),
        ("noise", 0.5),
        ("L2 penalty", 0.1),
        ("noise", 0),
    ]:
        enter(stage.view(), label, value)
        fields.add(stage.look()["parts"]["field"])
    assert len(fields) > 2


def test_the_ring_says_what_the_network_makes_of_a_place(stage):
    w = stage.contract.make(preset="XOR, two neurons", widths=[4], playing=False)
    w.train(300)
    trained = {name: getattr(w, name) for name in ("weights", "losses", "steps", "playing")}
    stage.show(preset="XOR, two neurons", widths=[4], **trained)
    grip = stage.handle("place to look at")

    def assert_there(x1, x2):
        """The ring is at (x1, x2), as good as a pixel is wide, and says what the network does."""
        *place, probability = stage.said("place to look at")
        assert place == pytest.approx([x1, x2], abs=0.1)
        assert probability == pytest.approx(w.predict([place])[0], abs=0.01)
        assert f"probability of orange {probability:g}" in stage.look()["numbers"]

    assert_there(1.2, 1.2)
    grip.focus()
    stage.page.keyboard.press("ArrowLeft")
    stage.page.keyboard.press("Shift+ArrowDown")
    assert stage.said("place to look at")[:2] == [1.15, 0.7]
    box = stage.view().locator(".nb-field").bounding_box()
    drag(stage.page, grip, -box["width"] * 2 / 6, 0)
    assert_there(-0.85, 0.7)
    drag(stage.page, grip, -4 * box["width"], 0)
    assert stage.said("place to look at")[0] == -3 and center(grip)[0] >= box["x"] - 2


def test_two_widgets_on_a_page_do_not_disturb_each_other(show, watch):
    make = CONTRACT.make
    page = show(make(playing=False), make(preset="XOR, two neurons", playing=False))
    first = page.locator(".nb-widget").first
    other = page.locator(".nb-widget").nth(1)
    before = other.inner_html()
    first.get_by_role("button", name="Step", exact=True).click()
    assert first.locator(".nb-readout b").first.inner_text() == "1"
    assert other.inner_html() == before
    watch.assert_clean()
