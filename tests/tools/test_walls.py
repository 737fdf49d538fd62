"""Imports run one way, without circles, and the core of nblib needs NumPy only."""

import ast
import subprocess
import sys

import pytest
from source_tree import circles, files, imported_files, imports, tree

from tools.paths import ROOT

STANDARD = sys.stdlib_module_names
ENGINE = {"nblib.tensor", "nblib.ops", "nblib.nn", "nblib.losses", "nblib.optim"}

# Room -> what it may import beyond the standard library and itself. A room is a file or folder of
# nblib; one below another has rules of its own.
ROOMS = {
    "__init__": set(),
    # The engine knows nobody; layers and optimizers do not know each other.
    "operands": {"numpy"},
    "tensor": {"numpy", "nblib.ops", "nblib.operands"},
    "ops": {"numpy", "nblib.tensor"},
    "nn": {"numpy", "nblib.tensor", "nblib.ops", "nblib.ranges"},
    "losses": {"numpy", "nblib.tensor", "nblib.ops", "nblib.ranges"},
    "ctc": {"numpy", "nblib.tensor", "nblib.ops", "nblib.ranges"},
    "optim": {"numpy", "nblib.tensor", "nblib.ranges"},
    "train": {
        "numpy",
        "tqdm",
        "nblib.tensor",
        "nblib.losses",
        "nblib.ranges",
        "nblib.checkpoint",
        "nblib.history",
    },
    "history": {"numpy", "nblib.page"},
    "curvature": {"numpy", "nblib.proofs"},
    # What feeds and judges it.
    "data": {"numpy", "nblib.files", "nblib.ranges"},
    "text": {"numpy", "nblib.files", "nblib.ranges"},
    "speech": {"numpy", "nblib.ranges"},
    "metrics": {"numpy", "nblib.ranges"},
    "schedules": {"numpy", "nblib.ranges"},
    "checkpoint": {"numpy", "nblib.files"},
    # What a chapter says and shows, and what proves it.
    "files": set(),
    "ranges": {"numpy"},
    "reach": set(),
    "terminal": set(),
    "page": {"numpy", "matplotlib", "IPython", "nblib.reach", "nblib.terminal"},
    "proofs": {"numpy", "nblib.tensor"},
    "proofs/torch_model": {"numpy", "torch"},
    "proofs/torch_twin": {"numpy", "torch", "nblib.tensor", "nblib.proofs"},
    "widgets": {"numpy", "anywidget", "traitlets", "ipywidgets"}
    | {"nblib.page", "nblib.terminal", "nblib.text"}
    | ENGINE,
    # The student's check and the teacher's side.
    "check": {"numpy", "nblib.files", "nblib.terminal"},
    "grading": {"numpy", "nblib.check", "nblib.files", "nblib.reach", "nblib.terminal"},
    "grading/cage": {"nblib.grading"},
    "grading/wire": {"numpy", "nblib.check", "nblib.grading"},
    "grading/inside": {"numpy", "nblib.check", "nblib.grading"},
    "grading/dask": {"dask", "distributed", "nblib.grading"},
}
# Heavy packages that a room may import only inside a function, so that importing the room stays
# cheap.
LAZY = {
    "page": {"IPython"},
    "train": {"tqdm"},
    "history": {"nblib.page"},
    "grading/dask": {"dask", "distributed"},
}
# The one circle: a tensor's operators are ops, and an op is made of tensors (see nblib/tensor.py).
TENSOR_AND_OPS = ("nblib/ops/", "nblib/tensor.py")
# What needs more than NumPy, at once and not only where it is used.
HEAVY = ("nblib.page.plots", "nblib.proofs.torch_", "nblib.widgets")

MODULES = [name for name in files(".py") if name.startswith("nblib/")]


def room(name):
    inside = name.removeprefix("nblib/").removesuffix(".py")
    fits = [r for r in ROOMS if inside == r or inside.startswith(f"{r}/")]
    assert fits, f"{name} is in a new room: say in ROOMS what it may import"
    return max(fits, key=len)


def short(module, part):
    """The room of an imported module of nblib, or a package's name."""
    if module == "nblib":
        return f"nblib.{part}"
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "nblib" else parts[0]


def foreign(nodes, here):
    names = {short(*pair) for pair in imports(nodes)}
    return {n for n in names if n not in STANDARD} - {f"nblib.{here}"}


@pytest.mark.parametrize("name", MODULES)
def test_a_room_imports_only_what_it_may(name):
    here = room(name)
    refused = foreign(ast.walk(tree(name)), here) - ROOMS[here]
    assert not refused, f"{name} may not import {sorted(refused)}"
    at_top = foreign(tree(name).body, here) & LAZY.get(here, set())
    assert not at_top, f"{name}: import {sorted(at_top)} inside the function that needs it"


def test_no_file_imports_itself_in_a_circle():
    everything = set(files(".py"))
    edges = {name: imported_files(name, everything) - {name} for name in everything}
    others = [
        circle
        for circle in circles(edges)
        if not all(name.startswith(TENSOR_AND_OPS) for name in circle)
    ]
    assert not others, f"these files import each other: {others}"


def test_a_circle_is_seen():
    edges = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set(), "e": {"a"}}
    assert circles(edges) == [["a", "b", "c"]]


def test_the_core_needs_numpy_only():
    modules = [
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in MODULES
    ]
    core = [m for m in modules if not m.startswith(HEAVY) and not m.endswith("__main__")]
    code = f"""
import importlib, sys
HEAVY = "torch matplotlib IPython anywidget ipywidgets traitlets scipy tqdm dask distributed"
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in HEAVY.split():
            raise ImportError("not to be imported: " + name)
sys.meta_path.insert(0, Refuse())
for module in {core}:
    try:
        importlib.import_module(module)
    except ImportError as error:
        sys.exit(f"{{module}}: {{error}}")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
