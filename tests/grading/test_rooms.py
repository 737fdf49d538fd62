"""The rooms of the grader: imports run downhill, from the teacher's side to the wire."""

import ast

import pytest

from nblib.grading.store import HERE

FLOORS = [
    [
        "deadline.py",
        "errors.py",
        "files.py",
        "limits.py",
        "notebook.py",
        "archives.py",
        "owners.py",
    ],
    ["wire"],
    ["cage", "inside"],  # they never meet: one is outside of the sandbox, the other in it
    [
        *("cells.py", "processes.py", "session.py"),
        *("inputs.py", "submission.py", "results.py", "shell.py"),
    ],
    ["report.py", "store.py", "grade.py", "alone.py", "pool.py"],
    ["dask"],
    ["classroom.py", "options.py", "__main__.py", "__init__.py"],
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def room_of(module):
    """The room of a module such as nblib.grading.wire.encode, or None for one of another house."""
    parts = module.split(".")
    if parts[:2] != ["nblib", "grading"] or len(parts) < 3:
        return None
    return parts[2] if (HERE / parts[2]).is_dir() else f"{parts[2]}.py"


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.py")), ids=lambda p: str(p.relative_to(HERE)))
def test_a_room_imports_only_what_lies_on_its_floor_or_below(path):
    here = path.relative_to(HERE).parts[0]
    rooms = {room_of(module) for module in imported(path)} & set(FLOOR)
    for room in rooms - {here}:
        beside_allowed = here.endswith(".py") and room.endswith(".py")
        assert FLOOR[room] < FLOOR[here] or (beside_allowed and FLOOR[room] == FLOOR[here]), (
            f"{here} may not import {room}"
        )
