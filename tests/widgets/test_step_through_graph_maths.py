"""The maths of *step through a graph*: runs and source lines against nblib, and its twin."""

import re

import numpy as np
import pytest

from nblib import ops
from nblib.tensor import Tensor
from nblib.widgets import StepThroughGraph
from nblib.widgets.step_through_graph import source
from nblib.widgets.step_through_graph.maths import GRAPHS, run

OPS = ("add", "sub", "mul", "exp", "sigmoid", "tanh", "relu")
BY_HAND = {
    "x · x": lambda x: x * x,
    "a · b + exp(a)": lambda a, b: a * b + np.exp(a),
    "a neuron": lambda w, x, b, t: (1 / (1 + np.exp(-(w * x + b))) - t) ** 2,
    "two layers": lambda w1, x, b1, w2, b2, t: (w2 * max(w1 * x + b1, 0) + b2 - t) ** 2,
}


def cases(name, count=12):
    rng = np.random.default_rng(0)
    leaves = GRAPHS[name].leaves
    return [leaves, *({leaf: float(v) for leaf in leaves} for v in (0, -10, 10))] + [
        dict(zip(leaves, rng.uniform(-3, 3, len(leaves)).tolist(), strict=True))
        for _ in range(count)
    ]


# Runs by nblib, and the lines of its source.


@pytest.mark.parametrize("name", GRAPHS)
def test_a_run_is_what_nblib_does(name):
    graph = GRAPHS[name]
    f = BY_HAND[name]
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
        while grads:
            for _ in grads.popitem():
                pass


# The maths, in the browser.


@pytest.mark.browser
def test_the_maths_equals_nblib(modules, js):
    asked = [[name, graph.nodes(), cases(name)] for name, graph in GRAPHS.items()]
    seen = modules.evaluate(
        """async ([js, asked]) => {
          const { trace, evaluate, known } = await import(`${js}/step_through_graph/maths.mjs`);
          return asked.map(([, nodes, cases]) => cases.map((values) => {
            const events = trace(nodes, values), end = known(nodes, values, events, events.length);
            const start = known(nodes, values, events, 0);
            return { events, all: evaluate(nodes, values), grads: end.grads, start };
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
def test_every_op_of_the_front_end_equals_that_of_nblib(modules, js):
    inputs = [[a, b] for a in (-2.5, 0.0, 0.7, 4.0) for b in (-1.3, 0.0, 2.0)]
    seen = modules.evaluate(
        """async ([js, inputs]) => {
          const { operations } = await import(`${js}/step_through_graph/maths.mjs`);
          const results = ({ value, vjps }) => inputs.map((pair) => {
            const x = pair.slice(0, vjps.length), y = value(...x);
            return [y, vjps.map((vjp) => vjp(2.5, y, ...x))];
          });
          const all = Object.entries(operations).map(([name, one]) => [name, results(one)]);
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
