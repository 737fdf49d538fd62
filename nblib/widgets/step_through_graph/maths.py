"""Small computational graphs, run by nblib with every step of backward written down; twin:
nblib/widgets/step_through_graph/maths.mjs.
"""

from dataclasses import dataclass

import numpy as np

from nblib import ops
from nblib.tensor import Tensor, _ancestors


@dataclass(frozen=True)
class Graph:
    """Nodes in the order in which they are made: leaves, then ops upon them; the last is what
    backward() starts from.

    leaves: name -> value at first. data: leaves that ask for no gradient. steps: (name, op,
    inputs…) with op a name in nblib.ops. places: name -> (level from the top, place across from -1
    to 1), where it is drawn. formulas: name -> how a step is written.
    """

    leaves: dict
    steps: tuple
    places: dict
    formulas: dict
    data: tuple = ()

    def nodes(self):
        """Return plain dicts, one a node: name, op ("" for a leaf), inputs (numbers of nodes),
        data, place, formula.
        """
        names = [*self.leaves, *(name for name, *_ in self.steps)]
        definitions = {name: ("", ()) for name in self.leaves} | {
            name: (op, inputs) for name, op, *inputs in self.steps
        }
        return [
            {
                "name": name,
                "op": definitions[name][0],
                "inputs": [names.index(i) for i in definitions[name][1]],
                "data": name in self.data,
                "place": list(self.places[name]),
                "formula": self.formulas.get(name, name),
            }
            for name in names
        ]


_NEURON = {
    "leaves": {"w": 2.0, "x": 1.5, "b": -1.0, "t": 0.0},
    "steps": (
        ("m", "mul", "w", "x"),
        ("z", "add", "m", "b"),
        ("p", "sigmoid", "z"),
        ("d", "sub", "p", "t"),
    ),
    "formulas": {
        "m": "m = w · x",
        "z": "z = m + b",
        "p": "p = σ(z)",
        "d": "d = p − t",
        "L": "L = d · d",
    },
    "data": ("x", "t"),
}
GRAPHS = {
    "x · x": Graph(
        {"x": 3.0}, (("y", "mul", "x", "x"),), {"x": (0, 0), "y": (1.5, 0)}, {"y": "y = x · x"}
    ),
    "a · b + exp(a)": Graph(
        {"a": 1.0, "b": 2.0},
        (("e", "exp", "a"), ("m", "mul", "a", "b"), ("y", "add", "m", "e")),
        {"a": (0, -0.68), "b": (0, 0.68), "m": (1.2, 0.68), "e": (1.2, -0.68), "y": (2.4, 0)},
        {"m": "m = a · b", "e": "e = exp(a)", "y": "y = m + e"},
    ),
    "a neuron": Graph(
        _NEURON["leaves"],
        (*_NEURON["steps"], ("L", "mul", "d", "d")),
        {
            "w": (0, -0.68),
            "x": (0, 0.68),
            "m": (1, -0.68),
            "b": (1, 0.68),
            "z": (2, 0),
            "p": (3, -0.68),
            "t": (3, 0.68),
        }
        | {"d": (4, 0), "L": (5.2, 0)},
        _NEURON["formulas"],
        _NEURON["data"],
    ),
    "two layers": Graph(
        {"w₁": 1.5, "x": 2.0, "b₁": -1.0, "w₂": 0.5, "b₂": 0.5, "t": 1.0},
        (
            *(
                ("m", "mul", "w₁", "x"),
                ("z", "add", "m", "b₁"),
                ("h", "relu", "z"),
                ("n", "mul", "w₂", "h"),
            ),
            *(("y", "add", "n", "b₂"), ("d", "sub", "y", "t"), ("L", "mul", "d", "d")),
        ),
        {
            "w₁": (0, -0.68),
            "x": (0, 0.68),
            "m": (1, -0.68),
            "b₁": (1, 0.68),
            "z": (2, 0),
            "w₂": (3, -0.68),
        }
        | {
            "h": (3, 0.68),
            "n": (4, -0.68),
            "b₂": (4, 0.68),
            "y": (5, -0.68),
            "t": (5, 0.68),
            "d": (6, 0),
            "L": (7.2, 0),
        },
        {
            "m": "m = w₁ · x",
            "z": "z = m + b₁",
            "h": "h = relu(z)",
            "n": "n = w₂ · h",
            "y": "y = n + b₂",
        }
        | {"d": "d = y − t", "L": "L = d · d"},
        ("x", "t"),
    ),
}


def run(graph, values):
    """Run a graph in nblib, forward and backward; return (its value, its leaves' gradients, what
    happened in order).

    What happened is a list of dicts, with nodes by name. "forward": a node got its value. "begin":
    the last node got the gradient 1. "backward": node passed to its input number i (named `to`) the
    gradient `given`, made from its own, `from`; the sum at `to` went from `before` (None at first)
    to `after`. "leaf": a leaf's gradient was stored.
    """
    tensors = {}
    events = []
    for name, value in values.items():
        tensors[name] = Tensor(np.array(value, np.float64), requires_grad=name not in graph.data)
    for name, op, *inputs in graph.steps:
        tensors[name] = getattr(ops, op)(*(tensors[i] for i in inputs))
        events.append({"kind": "forward", "node": name, "value": tensors[name].item()})
    names = {tensor: name for name, tensor in tensors.items()}
    sums = {}

    def spy(node, i, parent, vjp):
        def watched(g):
            step = vjp(g)
            to = names[parent]
            before = sums.get(to)
            sums[to] = float(step) if before is None else before + float(step)
            share = {"from": float(g), "given": float(step), "before": before, "after": sums[to]}
            events.append({"kind": "backward", "node": node, "input": i, "to": to} | share)
            return step

        return watched

    for name, _, *inputs in graph.steps:
        differentiable = [i for i, leaf in enumerate(inputs) if tensors[leaf].requires_grad]
        tensors[name].edges = [
            (p, spy(name, i, p, vjp))
            for i, (p, vjp) in zip(differentiable, tensors[name].edges, strict=True)
        ]
    end = tensors[graph.steps[-1][0]]
    events.append({"kind": "begin", "node": names[end], "after": 1.0})
    order = [names[node] for node in _ancestors(end)]
    end.backward()
    gradients = {name: tensors[name].grad.item() for name in graph.leaves if name not in graph.data}
    events += [
        {"kind": "leaf", "node": name, "after": gradients[name]}
        for name in order
        if name in gradients
    ]
    return end.item(), gradients, events
