"""reach() finds what code stands on, whatever the form of its imports."""

import pytest

from nblib.reach import ReachError, files, reach, source_hash
from tools.paths import ROOT

PROJECT = {
    "nblib/__init__.py": '"""The library."""\n__version__ = "1"\n',
    # A door to two layers, one of which needs a helper.
    "nblib/nn/__init__.py": (
        '"""Layers."""\nfrom nblib.nn.linear import Linear\n'
        'from nblib.nn.recurrent import RNN as GRU\n__all__ = ["Linear", "GRU"]\n'
    ),
    "nblib/nn/linear.py": "import numpy\nfrom nblib.help import ready\nclass Linear: size = 1\n",
    "nblib/nn/recurrent.py": "class RNN: pass\n",
    "nblib/help.py": "def ready():\n    import nblib.late\n",
    "nblib/late.py": "x = 1\n",
    # A package that runs code of its own.
    "nblib/ops/__init__.py": "from nblib.ops.add import add\nprint(add)\n",
    "nblib/ops/add.py": "from nblib.tensor import Tensor\ndef add(): pass\n",
    "nblib/tensor.py": "import nblib.ops\nclass Tensor: pass\n",
    # Loaders with data beside them.
    "nblib/data/__init__.py": (
        "from nblib.data.mnist import load_mnist\nfrom nblib.data.fashion import load_fashion\n"
    ),
    "nblib/data/mnist.py": "def load_mnist(): pass\n",
    "nblib/data/mnist.npz": "digits",
    "nblib/data/mnist.json": "{}",
    "nblib/data/fashion.py": "def load_fashion(): pass\n",
    "nblib/data/fashion.npz": "clothes",
    # Two functions of one name.
    "nblib/losses.py": "def mse(): return 1\n",
    "nblib/metrics.py": "def mse(): return 2\n",
    # Widgets, found by name.
    "nblib/widgets/__init__.py": (
        "import importlib\ndef __getattr__(name):\n    return importlib.import_module(name)\n"
    ),
    "nblib/widgets/core/base.py": "class Widget: pass\n",
    "nblib/widgets/core/dom.mjs": "export {}",
    "nblib/widgets/fit_a_line/widget.py": (
        "from nblib.widgets.core.base import Widget\nclass FitALine(Widget): pass\n"
    ),
    "nblib/widgets/fit_a_line/widget.mjs": "export {}",
    "nblib/widgets/fit_a_line/style.css": "",
    "nblib/widgets/two_views/widget.py": "class TwoViews: pass\n",
    "nblib/widgets/two_views/widget.mjs": "export {}",
    "nblib/page/__init__.py": "",
    "nblib/page/claims.py": "",
    "nblib/page/claims.css": "",
    "nblib/page/records.py": "def load(name): pass\n",
    "records/06.json": "{}",
    "records/other.json": "{}",
    "records/06.py": "import shared\nimport json\n",
    "records/shared.py": "from nblib import losses\n",
}
LINEAR = {"nn/linear.py", "help.py", "late.py"}
OPS = {"ops/__init__.py", "ops/add.py", "tensor.py"}
LINE = {f"widgets/fit_a_line/{name}" for name in ("widget.py", "widget.mjs", "style.css")}
LINE |= {"widgets/__init__.py", "widgets/core/base.py", "widgets/core/dom.mjs"}
MNIST = {"data/mnist.py", "data/mnist.npz", "data/mnist.json"}
RECORDS = {"page/records.py", "../records/06.json"}


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Write the project and look for modules in it."""
    for name, text in PROJECT.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(files, "ROOT", tmp_path)
    return tmp_path


def inside(root, paths):
    """Return paths as PROJECT has them, from nblib on."""
    relative = {path.relative_to(root).as_posix() for path in paths}
    return {p.removeprefix("nblib/") if p.startswith("nblib/") else f"../{p}" for p in relative}


@pytest.mark.parametrize(
    "code, expected",
    [
        ("import numpy\nimport json.decoder", set()),
        ("import nblib.losses", {"losses.py"}),
        ("import nblib.losses as l\nl.mse", {"losses.py"}),
        ("from nblib import losses", {"losses.py"}),
        ("from nblib.losses import mse", {"losses.py"}),
        ("from nblib.losses import *", {"losses.py"}),
        ("def f():\n    from nblib.losses import mse", {"losses.py"}),
        ("import importlib\nimportlib.import_module('nblib.losses')", {"losses.py"}),
        ("from nblib import __version__", {"__init__.py"}),
        # A door hands on one name …
        ("from nblib.nn import Linear", LINEAR),
        ("from nblib.nn import GRU", {"nn/recurrent.py"}),
        ("from nblib import nn\nnn.Linear(nn.Linear)", LINEAR),
        ("import nblib.nn as layers\nlayers.Linear", LINEAR),
        ("from nblib import nn\nnn.recurrent.RNN", {"nn/recurrent.py"}),
        # … and all of them to whoever looks at it whole.
        ("import nblib.nn", LINEAR | {"nn/__init__.py", "nn/recurrent.py"}),
        (
            "from nblib import nn\nnn.Linear\ndir(nn)",
            LINEAR | {"nn/__init__.py", "nn/recurrent.py"},
        ),
        ("from nblib.nn import *", LINEAR | {"nn/__init__.py", "nn/recurrent.py"}),
        # What runs code of its own is never passed by; a circle has an end.
        ("from nblib.ops.add import add", OPS),
        ("from nblib.tensor import Tensor", OPS),
        ("from nblib import ops\nops.add", OPS),
        ("from nblib.data import load_mnist", MNIST),
        ("from nblib.widgets import FitALine", LINE),
        ("from nblib import widgets\nwidgets.FitALine()", LINE),
        ("from nblib.widgets import Widget", {"widgets/__init__.py"}),
        ("from nblib.page import claims", {"page/claims.py", "page/claims.css"}),
        ("from nblib.page import records\nrecords.load('06')", RECORDS),
        ("from nblib.page.records import load as l\nl('06')", RECORDS),
        ("from nblib.page import records\nname = '06'\nrecords.load(name)", {"page/records.py"}),
        ("from nblib.page import records\njson.load('06')", {"page/records.py"}),
    ],
)
def test_each_form_of_import_reaches_what_it_brings(root, code, expected):
    assert inside(root, reach(code)) == expected


def test_what_python_runs_on_the_way_is_told_on_request(root):
    whole = inside(root, reach("from nblib.nn import Linear", through_doors=True))
    assert whole == LINEAR | {"__init__.py", "nn/__init__.py", "nn/recurrent.py"}


def test_a_script_reaches_itself_and_the_scripts_beside_it_but_not_its_record(root):
    expected = {"../records/06.py", "../records/shared.py", "losses.py"}
    assert inside(root, reach(root / "records" / "06.py")) == expected


@pytest.mark.parametrize(
    "code, sentence",
    [
        ("import nblib.lossses", "there is no module nblib.lossses"),
        ("from nblib.lossses import mse", "there is no module nblib.lossses"),
        ("from nblib.nn import Linea", "nblib.nn has no Linea"),
        ("from nblib import nn\nnn.Linea", "nblib.nn has no Linea"),
        ("from .losses import mse", "line 1: a relative import"),
    ],
)
def test_what_is_not_there_gets_a_sentence(root, code, sentence):
    with pytest.raises(ReachError, match=sentence):
        reach(code)


def changed(root, code, name, old, new, **options):
    """Return whether the hash of code changes when a file does."""
    before = source_hash(code, **options)
    path = root / "nblib" / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    return source_hash(code, **options) != before


LAYER = "from nblib.nn import Linear"


@pytest.mark.parametrize(
    "code, name, old, new, expected",
    [
        (LAYER, "nn/linear.py", "size = 1", "size = 2", True),
        (LAYER, "nn/linear.py", "size = 1", "size = 1.0", True),
        (LAYER, "late.py", "x = 1", "x = 2", True),
        (LAYER, "nn/linear.py", "class", "# a comment\n\n\nclass", False),
        (LAYER, "nn/linear.py", ": size", ":\n    'A layer.'\n    size", False),
        (LAYER, "nn/linear.py", "import numpy", "import numpy as np", True),
        (LAYER, "nn/recurrent.py", "pass", "x = 1", False),
        (LAYER, "nn/__init__.py", "nblib.nn.linear", "nblib.nn.recurrent", True),
        ("from nblib.data import load_mnist", "data/mnist.npz", "digits", "Digits", True),
        ("from nblib.data import load_mnist", "data/fashion.npz", "clothes", "shoes", False),
        ("from nblib.widgets import FitALine", "widgets/core/dom.mjs", "{}", "{ }", True),
        ("from nblib.widgets import FitALine", "widgets/two_views/widget.mjs", "{}", "{ }", False),
    ],
)
def test_the_hash_changes_with_what_the_code_stands_on(root, code, name, old, new, expected):
    # A door that hands Linear on from elsewhere must find it there.
    (root / "nblib/nn/recurrent.py").write_text("class RNN: pass\nclass Linear: pass\n")
    assert changed(root, code, name, old, new) == expected


def test_a_file_that_is_shown_counts_to_its_last_byte(root):
    shown = {root / "nblib" / "nn" / "linear.py"}
    assert changed(root, LAYER, "nn/linear.py", "class", "# a comment\nclass", as_text=shown)
    assert not changed(root, LAYER, "late.py", "x", "# a comment\nx", as_text=shown)


def test_a_moved_file_changes_no_hash(root):
    before = source_hash(LAYER)
    (root / "nblib" / "help.py").rename(root / "nblib" / "nn" / "help.py")
    linear = root / "nblib" / "nn" / "linear.py"
    linear.write_text(linear.read_text().replace("nblib.help", "nblib.nn.help"))
    assert source_hash(LAYER) == before


def test_a_name_of_another_module_changes_the_hash_though_both_are_reached(root):
    both = "from nblib import {}\nfrom nblib.{} import mse"
    assert source_hash(both.format("losses", "metrics")) != source_hash(
        both.format("metrics", "losses")
    )


def test_the_record_of_grading_stands_on_what_runs_in_the_sandbox_too():
    """The grader starts it by its path, so no import of the grader's leads there."""
    inside = ROOT / "nblib" / "grading" / "inside"
    reached = reach(ROOT / "records" / "grading" / "measure.py")
    assert {inside / "worker.py", inside / "branch.py"} <= reached
