"""The attempts of a chapter: what the learner finds, its folded solution, likely mistakes."""

import ast
import functools
import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path

import jupytext

from tools.book.cells import is_attempt

WRONG = Path(__file__).parent / "attempts"
SOLUTION = re.compile(
    r"<details>\s*<summary>Solution</summary>\n\n```python\n(.*?)\n```\n.*?</details>", flags=re.S
)


@dataclass
class Attempt:
    """One place where the learner writes.

    name: of the function; stub: its definition with `...`; rest: what else is in the cell, the call
    of attempt() too; solution: the definition in the fold; place: of the cell in the chapter.
    """

    name: str
    stub: str
    rest: str
    solution: str
    place: int


@functools.cache
def cells_of(source):
    """Return the cells of a chapter, read once for all that is asked of it."""
    return jupytext.read(source).cells


def attempts(source):
    """Return the Attempts of a chapter; fails where one lacks its stub or its fold."""
    cells = cells_of(source)
    found = []
    for place, cell in enumerate(cells):
        if cell.cell_type == "code" and is_attempt(cell.source):
            name, stub, rest = taken_apart(cell.source)
            fold = SOLUTION.search(cells[place + 1].source)
            assert fold, f"{source.stem}: no folded solution right below the attempt {name!r}"
            found.append(Attempt(name, stub, rest, fold[1], place))
    return found


def taken_apart(code):
    """Return the name of the function that a cell tries, its definition, and the other lines."""
    tree = ast.parse(code)
    calls = [node.value for node in tree.body if isinstance(node, ast.Expr)]
    (call,) = [c for c in calls if isinstance(c, ast.Call) and c.func.id == "attempt"]
    name = call.args[0].id
    (definition,) = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name]
    lines = code.splitlines(keepends=True)
    first = definition.lineno - 1
    last = definition.end_lineno
    return name, "".join(lines[first:last]), "".join(lines[:first] + lines[last:])


def set_up(source):
    """Return the code of the cell that imports what a chapter needs."""
    cells = [cell.source for cell in cells_of(source) if cell.cell_type == "code"]
    return next(code for code in cells if "from nblib.page import" in code)


def wrong_answers(source):
    """Return {name of an attempt: definitions that are likely and wrong} of a chapter."""
    path = WRONG / f"{source.stem}.py"
    spec = importlib.util.spec_from_file_location(f"wrong_{source.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.WRONG
