"""Imports run one way, and importing nblib needs NumPy only."""

import ast
import subprocess
import sys

import pytest

from tools.paths import NBLIB, ROOT

STANDARD = sys.stdlib_module_names

# Room -> what it may import beyond the standard library and itself. A room is the first name under
# nblib.
ROOMS = {
    "__init__": set(),
    "page": {"numpy", "matplotlib", "IPython"},
    "data": {"numpy"},
    "tensor": {"numpy", "nblib.ops"},
    "ops": {"numpy", "nblib.tensor"},
    "nn": {"numpy", "nblib.tensor", "nblib.ops"},
    "losses": {"numpy", "nblib.tensor", "nblib.ops"},
    "optim": {"numpy", "nblib.tensor"},
    "check": {"numpy"},
    "schedules": {"numpy"},
    "metrics": {"numpy"},
    "text": {"numpy"},
    "checkpoint": {"numpy"},
    "train": {"numpy", "tqdm", "nblib.tensor", "nblib.checkpoint", "nblib.page"},
    "proofs": {"numpy", "torch", "nblib.tensor"},
    "grading": {"numpy", "dask", "distributed", "nblib.check"},
    "widgets": {
        *("numpy", "anywidget", "traitlets", "ipywidgets"),
        *("nblib.page", "nblib.optim", "nblib.tensor", "nblib.ops", "nblib.losses"),
    },
}
# Heavy packages that a room may import only inside a function, so that importing the room stays
# cheap.
LAZY = {
    "page": {"IPython"},
    "train": {"tqdm", "nblib.page"},
    "grading": {"dask", "distributed"},
}


def modules():
    return sorted(p for p in NBLIB.rglob("*.py") if "__pycache__" not in p.parts)


def room(path):
    return path.relative_to(NBLIB).parts[0].removesuffix(".py")


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "nblib writes its imports in full"
            if node.module == "nblib":
                yield from (f"nblib.{alias.name}" for alias in node.names)
            else:
                yield node.module


def short(name):
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == "nblib" else parts[0]


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(NBLIB)))
def test_a_room_imports_only_what_it_may(path):
    here = room(path)
    assert here in ROOMS, f"nblib/{here} is a new room: say in ROOMS what it may import"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {short(name) for name in imported(tree)} - {f"nblib.{here}"}
    foreign = {name for name in names if name not in STANDARD} - ROOMS[here]
    assert not foreign, f"nblib/{here} may not import {sorted(foreign)}"
    at_top = {
        short(n)
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for n in imported(node)
    }
    assert not at_top & LAZY.get(here, set()), (
        f"import {sorted(at_top & LAZY[here])} inside the function that needs it"
    )


def test_nobody_in_nblib_imports_chapters_exercises_tests_or_tools():
    for path in modules():
        names = {short(name) for name in imported(ast.parse(path.read_text()))}
        assert not names & {"chapters", "exercises", "tests", "tools"}


@pytest.mark.parametrize(
    "room",
    [
        *(
            "page",
            "page.records",
            "page.surfaces",
            "page.cost",
            "data",
            "tensor",
            "ops",
            "nn",
            "losses",
            "optim",
        ),
        *(
            "proofs.gradcheck",
            "proofs.flat",
            "schedules",
            "metrics",
            "text",
            "checkpoint",
            "train",
            "check",
        ),
    ],
)
def test_the_core_needs_numpy_only(room):
    code = f"""
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {{"torch", "matplotlib", "IPython", "anywidget", "ipywidgets", "traitlets", "scipy"}}:
            raise ImportError("not to be imported: " + name)
sys.meta_path.insert(0, Refuse())
import nblib.{room}
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
