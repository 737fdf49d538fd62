"""The lines of nblib that a widget shows while they run: read from the source itself, so that they
are what runs.
"""

import ast
import functools
import inspect
import textwrap
from pathlib import Path

from nblib import ops
from nblib.tensor import Tensor

_HOME = Path(__file__).resolve().parents[3]


def _span(lines, node):
    """Where a piece of code stands, [line, from, to] for each of its lines, in characters."""
    spans = []
    for k in range(node.lineno - 1, node.end_lineno):
        line = lines[k]
        begin = len(line.encode()[: node.col_offset].decode()) if k == node.lineno - 1 else 0
        end = (
            len(line.encode()[: node.end_col_offset].decode())
            if k == node.end_lineno - 1
            else len(line)
        )
        spans.append([k, begin, end])
    return spans


def _read(function):
    text, line = inspect.getsourcelines(inspect.unwrap(function))
    lines = textwrap.dedent("".join(text)).splitlines()
    file = (
        Path(inspect.getsourcefile(inspect.unwrap(function)))
        .resolve()
        .relative_to(_HOME)
        .as_posix()
    )
    return lines, ast.parse("\n".join(lines)).body[0], file, line


@functools.cache
def of_op(name):
    """Return {file, line, lines, value, vjps}: the source of an op, and where in it its value and
    each vjp stand.
    """
    lines, tree, file, line = _read(getattr(ops, name))
    *before, returned = tree.body
    if not (isinstance(returned, ast.Return) and isinstance(returned.value, ast.Tuple)):
        raise ValueError(f"ops.{name} does not end by returning its value and its vjps")
    value, *vjps = returned.value.elts
    if not all(isinstance(vjp, ast.Lambda) for vjp in vjps):
        raise ValueError(f"a vjp of ops.{name} is no lambda")
    working = [
        s for s in before if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))
    ]
    return {
        "file": file,
        "line": line,
        "lines": lines,
        "value": [span for piece in (*working, value) for span in _span(lines, piece)],
        "vjps": [_span(lines, vjp.body) for vjp in vjps],
    }


@functools.cache
def of_backward():
    """Return {file, line, lines, begin, leaf, vjp, again, keep}: the loop of Tensor.backward, and
    its steps in it.

    begin: the end of the graph gets its gradient. leaf: a leaf's gradient is stored. vjp: a
    gradient is passed on. again: it is added to what came before. keep: it is kept until its turn.
    """
    lines, tree, file, line = _read(Tensor.backward)
    index = next(k for k, statement in enumerate(tree.body) if isinstance(statement, ast.While))
    loop = tree.body[index]
    start = tree.body[index - 1]
    inner = next(s for s in loop.body if isinstance(s, ast.For))
    first = start.lineno - 1
    last = inner.end_lineno
    lines[first:last] = textwrap.dedent("\n".join(lines[first:last])).splitlines()
    wanted = {
        "begin": "grads = {self: grad}",
        "leaf": "node.grad = np.asarray(grad if node.grad is None else node.grad + grad)",
        "vjp": "step = vjp(grad)",
        "again": "step = grads[parent] + step",
        "keep": "grads[parent] = step",
    }
    spans = {}
    for name, code in wanted.items():
        statements = [
            s for s in ast.walk(tree) if isinstance(s, ast.Assign) and ast.unparse(s) == code
        ]
        if len(statements) != 1:
            raise ValueError(f"Tensor.backward has no longer the line `{code}`")
        text = lines[statements[0].lineno - 1]
        spans[name] = [
            [statements[0].lineno - 1 - first, len(text) - len(text.lstrip()), len(text)]
        ]
    return {"file": file, "line": line + first, "lines": lines[first:last], **spans}
