"""The attempts of a chapter: what the learner finds, its folded solution, likely mistakes."""

import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path

import jupytext

from tools.anatomy import names_bound, tree_of

WRONG = Path(__file__).parent / "attempts"
SOLUTION = re.compile(
    r"<details>\s*<summary>Solution</summary>\n\n```python\n(.*?)\n```\n.*?</details>", flags=re.S
)


@dataclass
class Attempt:
    """One place where the learner writes. name: of the function; stub: the definition with `...`;
    call: the rest of the cell; solution: the definition in the fold.
    """

    name: str
    stub: str
    call: str
    solution: str
    place: int  # of its cell among the chapter's cells


def attempts(source):
    """Return the Attempts of a chapter; fails where one lacks its stub or its fold."""
    cells = jupytext.read(source).cells
    found = []
    for place, cell in enumerate(cells):
        if cell.cell_type == "code" and re.search(r"^attempt\(", cell.source, flags=re.M):
            stub, call = re.split(r"^(?=attempt\()", cell.source, maxsplit=1, flags=re.M)
            (name,) = names_bound(tree_of(stub))
            fold = SOLUTION.search(cells[place + 1].source)
            assert fold, f"{source.stem}: no folded solution right below the attempt {name!r}"
            found.append(Attempt(name, stub, call, fold[1], place))
    return found


def set_up(source):
    """Return the code of the cell that imports what a chapter needs."""
    cells = [cell.source for cell in jupytext.read(source).cells if cell.cell_type == "code"]
    return next(code for code in cells if "from nblib.page import" in code)


def wrong_answers(source):
    """Return {name of an attempt: definitions that are likely and wrong} of a chapter."""
    path = WRONG / f"{source.stem}.py"
    spec = importlib.util.spec_from_file_location(f"wrong_{source.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.WRONG
