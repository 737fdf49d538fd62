"""The widget *step through a graph*: what only it does in Python and on a page."""

import pytest
from stage import differing
from widget_page import drag, enter

from nblib.widgets import StepThroughGraph
from nblib.widgets.step_through_graph.maths import GRAPHS
from nblib.widgets.step_through_graph.widget import PRESETS

WIDGET = "step_through_graph"

# In Python.


def test_a_preset_gives_nothing_away():
    for preset in PRESETS:
        w = StepThroughGraph(preset)
        assert w.position == 0
        assert repr(w).endswith(f"): step 0 of {w.steps}")


def test_in_words_it_says_what_the_steps_have_shown():
    w = StepThroughGraph(position=1)
    assert repr(w) == "StepThroughGraph('x · x', x=3): step 1 of 5, y = 9"
    w.position = 5
    assert repr(w) == "StepThroughGraph('x · x', x=3): step 5 of 5, y = 9, x.grad = 6"


def test_a_saturated_neuron_passes_next_to_nothing_on():
    plain = StepThroughGraph("a neuron")
    saturated = StepThroughGraph("a saturated neuron")
    assert abs(saturated.gradients["w"]) < abs(plain.gradients["w"]) / 50


def test_a_graph_brings_its_leaves_and_values_may_be_given_in_part():
    w = StepThroughGraph()
    w.graph = "two layers"
    assert w.values == GRAPHS["two layers"].leaves and w.preset == ""
    w.position = w.steps
    w.values = {"b₁": -4}
    assert w.values["b₁"] == -4 and w.values["w₁"] == 1.5
    assert w.gradients["w₁"] == 0, "the ReLU is dead"
    w.graph = "x · x"
    assert w.values == {"x": 3.0} and w.position == 0
    w.preset = "a saturated neuron"
    assert w.values["w"] == 4.0 and w.position == 0
    given = StepThroughGraph(graph="a neuron", values={"w": 1})
    assert given.values == {"w": 1.0, "x": 1.5, "b": -1.0, "t": 0.0}
    assert StepThroughGraph("a neuron", values={"w": 1}).values["b"] == -1.0


# On a page.


def texts(stage, name):
    return stage.view().locator(name).all_text_contents()


def marked(stage):
    return " | ".join(texts(stage, "mark"))


@pytest.mark.browser
def test_a_picture_marks_the_lines_that_run(stage):
    stage.show(position=4)
    assert texts(stage, ".nb-node-grad") == ["grad 3 + 3 = 6", "grad 1"]
    assert texts(stage, ".nb-gift") == ["+3", "+3"]
    assert marked(stage) == (
        "g * a | step = vjp(grad) | step = grads[parent] + step | grads[parent] = step"
    )


def assert_step(stage, event, names, look):
    """Compare what is shown after a step with what nblib did in it."""
    if event["kind"] == "forward":
        assert texts(stage, ".nb-node-value")[names.index(event["node"])]
        assert f"{event['node']} = " in look["words"]
    elif event["kind"] == "backward":
        grad = texts(stage, ".nb-node-grad")[names.index(event["to"])]
        again = event["before"] is not None
        assert (" = " in grad) == again
        total = float(grad.split()[-1].replace("−", "-"))
        assert total == pytest.approx(event["after"], rel=0.01, abs=1e-3)
        assert ("step = grads[parent] + step" in marked(stage)) == again
    elif event["kind"] == "leaf":
        assert f"{event['node']}.grad" in look["facts"] and "nudge" in look["words"]


@pytest.mark.browser
@pytest.mark.parametrize("name", GRAPHS)
def test_every_step_forward_and_back_shows_what_nblib_does(stage, name):
    looks = [stage.show(views=1, graph=name)]
    names = [node["name"] for node in GRAPHS[name].nodes()]
    assert stage.button("‹ Back").is_disabled() and marked(stage) == ""
    for k, event in enumerate(stage.widget.trace, start=1):
        stage.button("Step ›").click()
        looks.append(stage.look())
        assert looks[-1]["words"] != looks[-2]["words"]
        assert looks[-1]["numbers"].startswith(f"step {k} of {stage.widget.steps}")
        assert_step(stage, event, names, looks[-1])
    assert stage.button("Step ›").is_disabled()
    for before in reversed(looks[:-1]):
        stage.button("‹ Back").click()
        assert not differing(before, stage.look())


@pytest.mark.browser
def test_a_leaf_is_a_number_from_low_to_high(stage):
    stage.show(position=4)
    leaf = stage.handle("value of x")
    field = stage.view().get_by_label("x, as a number")
    drag(stage.page, leaf, 0, -60)
    assert texts(stage, ".nb-node-value") == ["5", "25"]
    assert texts(stage, ".nb-node-grad") == ["grad 5 + 5 = 10", "grad 1"]
    assert field.input_value() == "5" and leaf.get_attribute("aria-valuenow") == "5"
    drag(stage.page, leaf, 0, 900)
    assert texts(stage, ".nb-node-value") == ["−10", "100"]
    enter(stage.view(), "x", "0,25")
    assert texts(stage, ".nb-node-value") == ["0.25", "0.0625"]


@pytest.mark.browser
@pytest.mark.parametrize("name", GRAPHS)
def test_every_graph_bears_every_extreme(stage, name):
    steps = StepThroughGraph(graph=name).steps
    for value in (10, -10, 0, 1e-7):
        values = {leaf: value for leaf in GRAPHS[name].leaves}
        stage.show(views=1, graph=name, values=values)
        for step in range(steps + 1):
            enter(stage.view(), "step", step)
            look = stage.look()
            assert "beyond" not in look["words"] + look["numbers"]


@pytest.mark.browser
@pytest.mark.parametrize("name", GRAPHS)
def test_boxes_do_not_cover_each_other(stage, name):
    stage.show(views=1, graph=name)
    boxes = [box.bounding_box() for box in stage.view().locator(".nb-node-box").all()]

    def before(a, b, start, size):
        return a[start] + a[size] <= b[start]

    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            beside = before(a, b, "x", "width") or before(b, a, "x", "width")
            assert beside or before(a, b, "y", "height") or before(b, a, "y", "height")
    picture = stage.view().locator(".nb-graph-picture").bounding_box()
    right = picture["x"] + picture["width"]
    assert all(picture["x"] <= box["x"] and box["x"] + box["width"] <= right for box in boxes)


@pytest.mark.browser
@pytest.mark.parametrize("name", GRAPHS)
def test_what_is_written_in_a_box_fits_into_it(stage, name):
    steps = StepThroughGraph(graph=name).steps
    for values in ({}, *({leaf: v for leaf in GRAPHS[name].leaves} for v in (-9.87, 0.0123))):
        stage.show(views=1, graph=name, values=values, position=steps)
        over = stage.page.evaluate(
            """[...document.querySelectorAll(".nb-node")].flatMap((node) => {
              const box = node.querySelector("rect").getBoundingClientRect();
              return [...node.querySelectorAll("text")].filter((text) => {
                const at = text.getBoundingClientRect();
                return at.width && (at.left < box.left || at.right > box.right);
              }).map((text) => text.textContent);
            })"""
        )
        assert not over
