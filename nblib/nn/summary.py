"""A network as a table: what each layer gives and how many parameters it has."""

from nblib.nn.members import members
from nblib.tensor import Tensor


def summary(model, *inputs):
    """Return a table, as text: of each module its name, class, the shape of its output, and its own
    parameters.

    inputs: what the model is called with, such as a batch of one; it runs once, in evaluation mode,
    without gradients, and is left as it was. Modules are indented below the one that they are
    inside of. A shape is that of the last call, of the first tensor where a layer returns several;
    "-" for a module that was not called. A parameter that is shared counts once. Raises what the
    model raises for such inputs.

    >>> import numpy as np
    >>> from nblib.nn import Linear, ReLU, Sequential
    >>> print(summary(Sequential(Linear(4, 8), ReLU(), Linear(8, 2)), np.zeros((1, 4))))
    name     class       output  parameters
    (model)  Sequential  (1, 2)           0
      0      Linear      (1, 8)          40
      1      ReLU        (1, 8)           0
      2      Linear      (1, 2)          18
    total                                58
    """
    shapes = {}
    with (
        model.evaluating(),
        model.watching(lambda name, module, output: shapes.update({id(module): _shape(output)})),
    ):
        model(*inputs)
    rows, counted, total = [("name", "class", "output", "parameters")], set(), 0
    for depth, name, module in _tree(model, 0, "(model)"):
        held = [p for _, p in members(module, Tensor)]
        own = {p for p in held if p.requires_grad and p.edges == ()} - counted
        counted |= own
        size = sum(p.size for p in own)
        total += size
        rows.append(
            ("  " * depth + name, type(module).__name__, shapes.get(id(module), "-"), f"{size:,}")
        )
    rows.append(("total", "", "", f"{total:,}"))
    a, b, c, d = (max(map(len, column)) for column in zip(*rows, strict=True))
    return "\n".join(
        f"{name:<{a}}  {kind:<{b}}  {shape:<{c}}  {size:>{d}}" for name, kind, shape, size in rows
    )


def _tree(module, depth, name):
    yield depth, name, module
    for inner, child in module.children():
        yield from _tree(child, depth + 1, inner)


def _shape(output):
    while isinstance(output, tuple | list) and output:
        output = output[0]
    return str(output.shape) if hasattr(output, "shape") else "-"
