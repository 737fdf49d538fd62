"""The widget *step through a graph*: its maths and its source lines against nblib, its page in a
browser.
"""

import json
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

from nblib import ops
from nblib.tensor import Tensor
from nblib.widgets import StepThroughGraph
from nblib.widgets.step_through_graph import source
from nblib.widgets.step_through_graph.maths import GRAPHS, run
from nblib.widgets.step_through_graph.widget import PRESETS

OPS = ("add", "sub", "mul", "exp", "sigmoid", "tanh", "relu")
BY_HAND = {
    "x · x": lambda x: x * x,
    "a · b + exp(a)": lambda a, b: a * b + np.exp(a),
    "a neuron": lambda w, x, b, t: (1 / (1 + np.exp(-(w * x + b))) - t) ** 2,
    "two layers": lambda w1, x, b1, w2, b2, t: (w2 * max(w1 * x + b1, 0) + b2 - t) ** 2,
}


def cases(name, count=12):
    rng, leaves = np.random.default_rng(0), GRAPHS[name].leaves
    return [leaves, *({leaf: float(v) for leaf in leaves} for v in (0, -10, 10))] + [
        dict(zip(leaves, rng.uniform(-3, 3, len(leaves)).tolist(), strict=True))
        for _ in range(count)
    ]


# Runs by nblib, and the lines of its source.


@pytest.mark.parametrize("name", GRAPHS)
def test_a_run_is_what_nblib_does(name):
    graph, f = GRAPHS[name], BY_HAND[name]
    for values in cases(name):
        result, gradients, events = run(graph, values)
        assert result == pytest.approx(f(*values.values()), rel=1e-9, abs=1e-12)
        if max(map(abs, values.values())) < 5:
            for leaf, gradient in gradients.items():
                above, below = ({**values, leaf: values[leaf] + h} for h in (1e-6, -1e-6))
                slope = (f(*above.values()) - f(*below.values())) / 2e-6
                assert gradient == pytest.approx(slope, rel=1e-4, abs=1e-5)
        sums = {events[len(graph.steps)]["node"]: 1.0}
        for event in events[len(graph.steps) + 1 :]:
            if event["kind"] == "backward":
                assert event["from"] == sums[event["node"]], (
                    "a node passes on all that it got, and gets no more later"
                )
                assert event["before"] == sums.get(event["to"])
                sums[event["to"]] = event["after"]
            else:
                assert (
                    event["kind"] == "leaf"
                    and event["after"] == sums[event["node"]] == gradients[event["node"]]
                )
        assert set(gradients) == set(graph.leaves) - set(graph.data)


def test_x_times_x_adds_two_gradients():
    w = StepThroughGraph()
    passed = [event for event in w.trace if event["kind"] == "backward"]
    assert [(e["given"], e["before"], e["after"]) for e in passed] == [(3, None, 3), (3, 3, 6)]
    assert w.gradients == {"x": 6.0} and w.result == 9.0 and w.steps == 5
    w.values = {"x": -4}
    assert w.gradients == {"x": -8.0}


def pieces(code, spans):
    return [code["lines"][row][begin:end] for row, begin, end in spans]


@pytest.mark.parametrize("name", OPS)
def test_the_marked_code_computes_what_the_op_computes(name):
    code = source.of_op(name)
    assert code["lines"][0] == "@op" and code["lines"][1].startswith(f"def {name}(")
    arguments = re.search(r"\((.*)\)", code["lines"][1])[1].split(", ")
    inputs = dict(zip(arguments, (np.array(0.7), np.array(-1.3)), strict=False))
    scope = {"np": np, "g": 2.5, **inputs, "logistic": lambda x: 1 / (1 + np.exp(-x))}
    *before, value = pieces(code, code["value"])
    exec("\n".join(before), scope)
    tensors = [Tensor(v, requires_grad=True) for v in inputs.values()]
    result = getattr(ops, name)(*tensors)
    assert eval(value, scope) == pytest.approx(result.item())
    result.backward(np.array(2.5))
    for spans, tensor in zip(code["vjps"], tensors, strict=True):
        assert eval(" ".join(pieces(code, spans)), scope) == pytest.approx(tensor.grad)
    text = (source._HOME / code["file"]).read_text().splitlines()
    assert text[code["line"] - 1 :][: len(code["lines"])] == code["lines"]


def test_the_loop_of_backward_stands_where_it_says():
    code = source.of_backward()
    text = (
        (source._HOME / code["file"])
        .read_text()
        .splitlines()[code["line"] - 1 :][: len(code["lines"])]
    )
    assert [line.strip() for line in text] == [line.strip() for line in code["lines"]]
    assert pieces(code, code["vjp"]) == ["step = vjp(grad)"]
    assert pieces(code, code["again"]) == ["step = grads[parent] + step"]
    assert pieces(code, code["begin"]) == [code["lines"][0]] and pieces(code, code["keep"]) == [
        code["lines"][-1].strip()
    ]


def test_an_op_or_a_loop_of_another_form_is_refused(monkeypatch):
    with pytest.raises(ValueError, match="a vjp of ops.matmul is no lambda"):
        source.of_op("matmul")
    monkeypatch.setattr(source, "Tensor", type("Other", (), {"backward": Other.backward}))
    source.of_backward.cache_clear()
    with pytest.raises(ValueError, match="Tensor.backward has no longer the line `node.grad = "):
        source.of_backward()
    source.of_backward.cache_clear()


class Other:
    def backward(self, grad=None):
        grads = {self: grad}
        for node in list(grads):
            for _ in node.edges:
                pass


# The traits.


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_sets_what_it_says(preset):
    w = StepThroughGraph(preset)
    assert w.preset == preset and all(
        getattr(w, name) == value for name, value in PRESETS[preset].items()
    )
    assert w.trace[w.position - 1]["kind"] == "backward"


def test_a_saturated_neuron_passes_next_to_nothing_on():
    plain, saturated = StepThroughGraph("a neuron"), StepThroughGraph("a saturated neuron")
    assert abs(saturated.gradients["w"]) < abs(plain.gradients["w"]) / 50


def test_a_graph_brings_its_leaves_and_values_may_be_given_in_part():
    w = StepThroughGraph()
    w.graph = "two layers"
    assert w.values == GRAPHS["two layers"].leaves and w.preset == ""
    w.position = w.steps
    w.values = {"b₁": -4}
    assert w.values["b₁"] == -4 and w.values["w₁"] == 1.5 and w.gradients["w₁"] == 0, (
        "the ReLU is dead"
    )
    w.graph = "x · x"
    assert w.values == {"x": 3.0} and w.position == 0
    w.preset = "a saturated neuron"
    assert w.values["w"] == 4.0 and w.position == 10
    assert StepThroughGraph(graph="a neuron", values={"w": 1}).values == {
        "w": 1.0,
        "x": 1.5,
        "b": -1.0,
        "t": 0.0,
    }
    assert StepThroughGraph("a neuron", values={"w": 1}).values["b"] == -1.0
    assert re.fullmatch(
        r"StepThroughGraph\('x · x', x=3\): 9; gradients: x 6", repr(StepThroughGraph())
    )


@pytest.mark.parametrize(
    "name, value, message",
    [
        ("graph", "loop", "no such graph: 'loop'; there are x · x"),
        ("values", {"y": 1}, "'x · x' has no leaf y; there are x"),
        ("values", {"x": 11}, "x must be a number from -10 to 10"),
        ("values", {"x": "three"}, "x must be a number"),
        ("values", {"x": float("nan")}, "x must be a number"),
        ("position", -1, "position must be from 0 to 5"),
        ("position", 6, "position must be from 0 to 5"),
    ],
)
def test_a_value_out_of_range_is_explained_and_changes_nothing(name, value, message):
    w = StepThroughGraph()
    before = getattr(w, name)
    with pytest.raises(traitlets.TraitError, match=message):
        setattr(w, name, value)
    assert getattr(w, name) == before


# The maths, in the browser.


@pytest.mark.browser
def test_the_maths_equals_nblib(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    asked = [[name, graph.nodes(), cases(name)] for name, graph in GRAPHS.items()]
    seen = page.evaluate(
        """async ([js, asked]) => {
          const { trace, evaluate, known } = await import(`${js}/step_through_graph/maths.mjs`);
          return asked.map(([, nodes, cases]) => cases.map((values) => {
            const events = trace(nodes, values), end = known(nodes, values, events, events.length);
            return { events, all: evaluate(nodes, values), grads: end.grads, start: known(nodes, values, events, 0) };
          }));
        }""",
        [js, asked],
    )
    for (name, nodes, values), runs in zip(asked, seen, strict=True):
        names = [node["name"] for node in nodes]
        for leaves, theirs in zip(values, runs, strict=True):
            result, gradients, events = run(GRAPHS[name], leaves)
            assert theirs["all"][-1] == pytest.approx(result, rel=1e-9)
            assert len(theirs["events"]) == len(events)
            for seen_event, event in zip(theirs["events"], events, strict=True):
                assert (
                    seen_event["kind"] == event["kind"]
                    and names[seen_event["node"]] == event["node"]
                )
                for key in ("value", "from", "given", "before", "after", "input"):
                    ours = event.get(key)
                    assert seen_event.get(key) == (
                        ours and pytest.approx(ours, rel=1e-9, abs=1e-12)
                    )
                assert event["kind"] != "backward" or names[seen_event["to"]] == event["to"]
            for leaf, gradient in gradients.items():
                assert theirs["grads"][names.index(leaf)] == pytest.approx(
                    gradient, rel=1e-9, abs=1e-12
                )
            assert all(
                (v is None) == bool(n["op"])
                for v, n in zip(theirs["start"]["values"], nodes, strict=True)
            )


@pytest.mark.browser
def test_every_op_of_the_front_end_equals_that_of_nblib(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    inputs = [[a, b] for a in (-2.5, 0.0, 0.7, 4.0) for b in (-1.3, 0.0, 2.0)]
    seen = page.evaluate(
        """async ([js, inputs]) => {
          const { operations } = await import(`${js}/step_through_graph/maths.mjs`);
          const all = Object.entries(operations).map(([name, { value, vjps }]) => [name, inputs.map((pair) => {
            const x = pair.slice(0, vjps.length), y = value(...x);
            return [y, vjps.map((vjp) => vjp(2.5, y, ...x))];
          })]);
          return Object.fromEntries(all);
        }""",
        [js, inputs],
    )
    assert set(seen) == set(OPS)
    for name, results in seen.items():
        for x, (value, grads) in zip(inputs, results, strict=True):
            tensors = [Tensor(np.array(v), requires_grad=True) for v in x[: len(grads)]]
            y = getattr(ops, name)(*tensors)
            y.backward(np.array(2.5))
            assert value == pytest.approx(y.item(), rel=1e-12, abs=1e-15)
            assert grads == pytest.approx([t.grad.item() for t in tensors], rel=1e-12, abs=1e-15)


# The widget on a page.


def picture(page, index=0):
    """Return all that is drawn and said, to compare before and after."""
    widget = page.locator(".nb-widget").nth(index)
    return {
        "values": " | ".join(widget.locator(".nb-node-value").all_text_contents()),
        "grads": " | ".join(widget.locator(".nb-node-grad").all_text_contents()),
        "gifts": " | ".join(widget.locator(".nb-gift").all_text_contents()),
        "wires": " | ".join(w.get_attribute("class") for w in widget.locator(".nb-wire").all()),
        "code": " | ".join(widget.locator("mark").all_text_contents()),
        "words": widget.locator(".nb-story").inner_text(),
        "numbers": widget.locator(".nb-readout").inner_text(),
    }


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.browser
def test_the_first_picture_tells_the_story(show, watch):
    page = show(StepThroughGraph())
    seen = picture(page)
    assert seen["grads"] == "grad 3 + 3 = 6 | grad 1" and seen["gifts"] == "+3 | +3"
    assert (
        seen["code"]
        == "g * a | step = vjp(grad) | step = grads[parent] + step | grads[parent] = step"
    )
    assert "second factor, x, is the other factor, 3; times what comes from y, 1" in seen["words"]
    assert "added to what x has already from its other use: 3 + 3 = 6" in seen["words"]
    assert page.locator(".nb-preset[aria-pressed=true]").inner_text() == "x · x"
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("name", GRAPHS)
def test_every_step_forward_and_back_shows_what_nblib_does(show, watch, name):
    w = StepThroughGraph(graph=name)
    page = show(w)
    names = [node["name"] for node in GRAPHS[name].nodes()]
    assert page.get_by_role("button", name="‹ Back").is_disabled()
    shots = [picture(page)]
    assert "Only the leaves have values" in shots[0]["words"] and shots[0]["code"] == ""
    for k, event in enumerate(w.trace):
        press(page, "Step ›")
        shots.append(picture(page))
        said = shots[-1]
        assert said["words"] != shots[-2]["words"] and said["numbers"].startswith(
            f"step {k + 1} of {w.steps}"
        )
        if event["kind"] == "forward":
            assert (
                said["values"].split(" | ")[names.index(event["node"])]
                and f"{event['node']} = " in said["words"]
            )
        elif event["kind"] == "backward":
            grad = said["grads"].split(" | ")[names.index(event["to"])]
            assert (" = " in grad) == (event["before"] is not None)
            total = float(grad.split()[-1].replace("−", "-"))
            assert total == pytest.approx(event["after"], rel=0.01, abs=1e-3)
            assert ("step = grads[parent] + step" in said["code"]) == (event["before"] is not None)
        elif event["kind"] == "leaf":
            assert f"{event['node']}.grad" in said["numbers"] and "nudge" in said["words"]
    assert page.get_by_role("button", name="Step ›").is_disabled()
    for before in reversed(shots[:-1]):
        press(page, "‹ Back")
        assert picture(page) == before
    press(page, "End")
    assert picture(page) == shots[-1]
    press(page, "Start")
    assert picture(page) == shots[0]
    assert not re.search(r"NaN|Infinity|undefined|null", json.dumps(shots))
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("touch", [False, True])
def test_a_leaf_is_dragged(show, watch, touch):
    page = show(StepThroughGraph(), touch=touch)
    before = picture(page)
    drag(page, page.locator(".nb-leaf"), 0, -60, touch=touch)
    after = picture(page)
    assert {"values", "grads", "gifts", "words"} <= changed(before, after)
    assert after["values"] == "5 | 25" and after["grads"] == "grad 5 + 5 = 10 | grad 1"
    assert field(page, "x").input_value() == "5"
    assert page.locator(".nb-leaf").get_attribute("aria-valuetext") == "5"
    assert page.locator(".nb-preset[aria-pressed=true]").count() == 0
    drag(page, page.locator(".nb-leaf"), 0, 900)
    assert picture(page)["values"] == "−10 | 100"
    watch.assert_clean()


@pytest.mark.browser
def test_a_leaf_is_moved_with_the_keyboard(show, watch):
    page = show(StepThroughGraph("two layers"))
    before = picture(page)
    page.get_by_role("slider", name="value of b₁").focus()
    page.keyboard.press("ArrowDown")
    assert field(page, "b₁").input_value() == "-1.1"
    for _ in range(5):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("ArrowLeft")
    assert field(page, "b₁").input_value() == "-6.2"
    assert page.get_by_role("slider", name="value of b₁").get_attribute("aria-valuenow") == "-6.2"
    assert {"values", "grads", "words"} <= changed(before, picture(page))
    assert "flat: the slope is 0" in picture(page)["words"]
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("ArrowRight")
    assert field(page, "b₁").input_value() == "-5.1"
    press(page, "Reset")
    assert not changed(before, picture(page))
    watch.assert_clean()


@pytest.mark.browser
def test_a_typed_number_counts_and_garbage_is_refused_in_words(show, watch):
    page = show(StepThroughGraph())
    before = picture(page)
    for garbage in ("", "three", "11", "-11", "1e999", "NaN"):
        enter(page, "x", garbage)
        assert field(page, "x").get_attribute("aria-invalid") == "true"
        assert (
            page.locator(".nb-problem:not(:empty)").inner_text()
            == "a number from -10 to 10, please"
        )
        assert not changed(before, picture(page))
    enter(page, "x", "0,25")
    assert picture(page)["values"] == "0.25 | 0.0625"
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("name", GRAPHS)
def test_every_graph_bears_every_extreme(show, watch, name):
    page = show(StepThroughGraph())
    before = picture(page)
    page.get_by_label("graph", exact=True).select_option(name)
    assert name == "x · x" or {"values", "grads"} <= changed(before, picture(page))
    for value in (10, -10, 0, 1e-7):
        for leaf in GRAPHS[name].leaves:
            enter(page, leaf, value)
        for step in range(StepThroughGraph(graph=name).steps + 1):
            enter(page, "step", step)
            seen = picture(page)
            assert seen["words"] and not re.search(
                r"NaN|Infinity|undefined|null|beyond", json.dumps(seen)
            )
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("preset", PRESETS)
def test_presets_and_reset(show, watch, preset):
    first = "two layers" if preset != "two layers" else "x · x"
    page = show(StepThroughGraph(first))
    before = picture(page)
    press(page, preset)
    w = StepThroughGraph(preset)
    seen = picture(page)
    assert {"values", "grads", "words"} <= changed(before, seen)
    assert page.locator(".nb-preset[aria-pressed=true]").inner_text() == preset
    result = float(seen["values"].split(" | ")[-1])
    assert result == pytest.approx(w.result, rel=0.01)
    press(page, "Reset")
    assert not changed(before, picture(page))
    watch.assert_clean()


@pytest.mark.browser
def test_playing_steps_to_the_end_and_can_be_paused(show, watch):
    page = show(StepThroughGraph("x · x", position=3), reduced_motion="no-preference")
    press(page, "Play")
    page.wait_for_function("document.querySelector('.nb-readout').innerText.startsWith('step 4')")
    press(page, "Pause")
    assert picture(page)["numbers"].startswith("step 4")
    press(page, "Play")
    page.wait_for_function("document.querySelector('.nb-readout').innerText.startsWith('step 5')")
    page.wait_for_selector("button:has-text('Play')")
    watch.assert_clean()


@pytest.mark.browser
def test_who_wants_less_motion_sees_the_end_at_once(show):
    page = show(StepThroughGraph("two layers"))
    press(page, "Play")
    assert picture(page)["numbers"].startswith("step 23 of 23")


@pytest.mark.browser
def test_two_widgets_do_not_disturb_each_other_and_two_views_move_together(show, watch):
    one, other = StepThroughGraph(), StepThroughGraph("a neuron")
    page = show(one, other, one)
    neuron = picture(page, 1)
    field(page, "x").first.fill("1.5")
    field(page, "x").first.press("Enter")
    assert picture(page, 1) == neuron and picture(page, 0) == picture(page, 2)
    assert picture(page, 2)["values"] == "1.5 | 2.25"
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    watch.assert_clean()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1000, 360])
@pytest.mark.parametrize("theme", GROUNDS)
@pytest.mark.parametrize("preset", ["x · x", "two layers"])
def test_it_is_accessible_and_fits(show, preset, theme, width):
    w = StepThroughGraph(preset)
    page = show(w, theme=f' data-theme="{theme}"', ground=GROUNDS[theme], width=width, height=1200)
    for position in (0, 1, w.position, w.steps):
        enter(page, "step", position)
        assert_accessible(page)
    enter(page, "step", "x")
    assert_accessible(page)


@pytest.mark.browser
@pytest.mark.parametrize("name", GRAPHS)
def test_boxes_do_not_cover_each_other(show, name):
    page = show(StepThroughGraph(graph=name))
    boxes = [b.bounding_box() for b in page.locator(".nb-node-box").all()]
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            apart_x = a["x"] >= b["x"] + b["width"] or b["x"] >= a["x"] + a["width"]
            assert apart_x or a["y"] >= b["y"] + b["height"] or b["y"] >= a["y"] + a["height"]
    view = page.locator(".nb-graph-picture").bounding_box()
    assert all(
        view["x"] <= b["x"] and b["x"] + b["width"] <= view["x"] + view["width"] for b in boxes
    )


@pytest.mark.browser
@pytest.mark.parametrize("name", GRAPHS)
def test_what_is_written_in_a_box_fits_into_it(show, name):
    page = show(StepThroughGraph(graph=name))
    for value in (None, -9.87, 0.0123):
        for leaf in GRAPHS[name].leaves if value else ():
            enter(page, leaf, value)
        enter(page, "step", StepThroughGraph(graph=name).steps)
        over = page.evaluate(
            """[...document.querySelectorAll(".nb-node")].flatMap((node) => {
              const box = node.querySelector("rect").getBoundingClientRect();
              return [...node.querySelectorAll("text")].filter((text) => {
                const at = text.getBoundingClientRect();
                return at.width && (at.left < box.left || at.right > box.right);
              }).map((text) => text.textContent);
            })"""
        )
        assert not over


@pytest.mark.browser
def test_everything_is_reached_by_keyboard(show):
    page = show(StepThroughGraph("two layers"))
    reached = " ".join(tabbed(page, 45))
    for part in ("nb-preset", "nb-leaf", "nb-play", "range", "select", "‹ Back", "w₂, as a number"):
        assert part in reached, part


@pytest.mark.browser
def test_it_follows_the_theme_and_the_width_while_it_is_shown(show, watch):
    page = show(StepThroughGraph(), theme=' data-theme="light"')

    def colors():
        names = (".nb-node-box", ".nb-node-value", ".nb-wire", "mark", ".nb-story")
        look = "n => { const s = getComputedStyle(n); return s.stroke + s.fill + s.backgroundColor + s.color; }"
        return [page.locator(f".nb-widget {name}").first.evaluate(look) for name in names]

    light = colors()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert all(a != b for a, b in zip(light, colors(), strict=True))
    wide = page.locator(".nb-code").bounding_box()
    page.set_viewport_size({"width": 360, "height": 800})
    narrow = page.locator(".nb-code").bounding_box()
    assert (
        narrow["y"] > wide["y"]
        and narrow["x"] < wide["x"]
        and center(page.locator(".nb-leaf"))[0] < 360
    )
    watch.assert_clean()


# In a live kernel.


def test_what_is_done_on_the_page_reaches_python_and_back():
    with live("from nblib.widgets import StepThroughGraph\nw = StepThroughGraph()") as w:
        w.send(
            {"graph": "a · b + exp(a)", "values": {"a": 0.0, "b": 5.0}, "position": 2, "preset": ""}
        )
        text = w.run("print(w.graph, w.position, w.result, w.gradients)")
        assert text == "a · b + exp(a) 2 1.0 {'a': 6.0, 'b': 0.0}"
        assert {"values": {"a": 0.0, "b": 1.0}} in w.updates("w.values = {'b': 1}")
