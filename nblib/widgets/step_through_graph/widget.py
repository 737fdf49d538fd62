"""Through a computational graph, step by step: forward, then backward, with the line of nblib that
does it.
"""

import math

import traitlets

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named
from nblib.widgets.step_through_graph import source
from nblib.widgets.step_through_graph.constants import LIMIT
from nblib.widgets.step_through_graph.maths import GRAPHS, run

PRESETS = {
    "x · x": {"graph": "x · x"},
    "used twice": {"graph": "a · b + exp(a)"},
    "a neuron": {"graph": "a neuron"},
    "a saturated neuron": {"graph": "a neuron", "values": {"w": 4.0, "b": 2.0}},
    "two layers": {"graph": "two layers"},
}
# Each opens before the first step, where nothing is given away yet.
PRESETS = {
    name: p | {"values": GRAPHS[p["graph"]].leaves | p.get("values", {}), "position": 0}
    for name, p in PRESETS.items()
}


class StepThroughGraph(Widget):
    """A small computational graph whose values and gradients appear one step at a time.

    graph: a name of GRAPHS: "x · x", "a · b + exp(a)", "a neuron" or "two layers". values: leaf ->
    number from -10 to 10; leaves left out keep what they have. position: how many steps are taken,
    0 to steps. preset: a name of PRESETS. Read-outs, by a run of nblib itself: result, the value of
    the last node; gradients, leaf -> number; trace, what happens in order (graphs.run says how it
    is written). steps: how many there are. Raises traitlets.TraitError for a value outside its
    range, ValueError for an unknown preset.
    """

    graph = Named("x · x", GRAPHS).tag(sync=True)
    values = traitlets.Dict(GRAPHS["x · x"].leaves).tag(sync=True)
    position = traitlets.Int(0).tag(sync=True)
    graphs = traitlets.List().tag(sync=True)  # [name, nodes] of each graph
    code = traitlets.Dict().tag(
        sync=True
    )  # the lines of nblib: {"ops": op -> ..., "backward": ...}
    presets = Presets(PRESETS)

    def __init__(self, preset=None, **values):
        if values.get("graph") in GRAPHS:
            values["values"] = GRAPHS[values["graph"]].leaves | values.get("values", {})
        elif "values" in values and (preset is None or preset in PRESETS):
            values["values"] = PRESETS[preset or next(iter(PRESETS))]["values"] | values["values"]
        super().__init__(preset, **values)

    @traitlets.default("graphs")
    def _all_graphs(self):
        return [[name, graph.nodes()] for name, graph in GRAPHS.items()]

    @traitlets.default("code")
    def _all_code(self):
        names = sorted({op for graph in GRAPHS.values() for _, op, *_ in graph.steps})
        return {
            "ops": {name: source.of_op(name) for name in names},
            "backward": source.of_backward(),
        }

    @traitlets.validate("values")
    def _numbers(self, proposal):
        leaves = GRAPHS[self.graph].leaves
        numbers = {}
        if unknown := [name for name in proposal.value if name not in leaves]:
            raise traitlets.TraitError(
                f"{self.graph!r} has no leaf {', '.join(unknown)}; there are {', '.join(leaves)}"
            )
        for name, at_first in leaves.items():
            value = proposal.value.get(
                name, self._trait_values.get("values", {}).get(name, at_first)
            )
            try:
                numbers[name] = float(value)
            except (TypeError, ValueError):
                numbers[name] = math.nan
            if not -LIMIT <= numbers[name] <= LIMIT:
                raise traitlets.TraitError(
                    f"{name} must be a number from {-LIMIT:g} to {LIMIT:g}; got {value!r}"
                )
        return numbers

    @traitlets.validate("position")
    def _within(self, proposal):
        if not 0 <= proposal.value <= self.steps:
            raise traitlets.TraitError(
                f"position must be from 0 to {self.steps}; got {proposal.value!r}"
            )
        return proposal.value

    @traitlets.observe("graph")
    def _its_own_leaves(self, change):
        with self.hold_sync():
            if set(self.values) != set(GRAPHS[self.graph].leaves):
                self.set_trait("values", dict(GRAPHS[self.graph].leaves))
            if self.position > self.steps:
                self.position = 0

    def _run(self):
        graph = GRAPHS[self.graph]
        return run(graph, {name: self.values[name] for name in graph.leaves})

    @property
    def steps(self):
        """How many steps there are, forward and backward together."""
        return len(run(GRAPHS[self.graph], GRAPHS[self.graph].leaves)[2])

    @property
    def result(self):
        """The value of the last node."""
        return self._run()[0]

    @property
    def gradients(self):
        """The gradient of the last node with respect to each leaf that asks for one."""
        return self._run()[1]

    @property
    def trace(self):
        """What nblib does, in order: a list of dicts, one a step."""
        return self._run()[2]

    def __repr__(self):
        leaves = ", ".join(f"{name}={value:g}" for name, value in self.values.items())
        known = []  # only what the steps taken so far have shown
        for event in self.trace[: self.position]:
            if event["kind"] == "forward":
                known.append(f"{event['node']} = {event['value']:.4g}")
            elif event["kind"] == "leaf":
                known.append(f"{event['node']}.grad = {event['after']:.4g}")
        progress = f"step {self.position} of {self.steps}"
        return ": ".join(
            [f"StepThroughGraph({self.graph!r}, {leaves})", ", ".join([progress, *known])]
        )
