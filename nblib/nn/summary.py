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
    # What each module gives, by its id: a model runs once.
    shapes = {}

    def note(name, module, output):
        shapes[id(module)] = _shape(output)

    with model.evaluating(), model.watching(note):
        model(*inputs)

    # A row for each module; a parameter counts where it is met first.
    rows = [("name", "class", "output", "parameters")]
    counted = set()
    for depth, name, module in _tree(model, 0, "(model)"):
        tensors = [tensor for _, tensor in members(module, Tensor)]
        own = {p for p in tensors if p.requires_grad and p.edges == ()} - counted
        counted |= own
        count = sum(p.size for p in own)
        output = shapes.get(id(module), "-")
        rows.append(("  " * depth + name, type(module).__name__, output, f"{count:,}"))
    total = sum(p.size for p in counted)
    rows.append(("total", "", "", f"{total:,}"))

    # Columns as wide as their longest entry; numbers end at the right.
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        *texts, count = row
        cells = [f"{text:<{width}}" for text, width in zip(texts, widths[:-1], strict=True)]
        lines.append("  ".join([*cells, f"{count:>{widths[-1]}}"]))
    return "\n".join(lines)


def _tree(module, depth, name):
    """Yield (depth, name, module) for a module and all inside it."""
    yield depth, name, module
    for inner, child in module.children():
        yield from _tree(child, depth + 1, inner)


def _shape(output):
    """The shape of an output, of the first where there are several, as text."""
    while isinstance(output, tuple | list) and output:
        output = output[0]
    return str(output.shape) if hasattr(output, "shape") else "-"
