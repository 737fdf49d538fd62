"""What Jupyter runs is run, or loses its own cell only; what is not installed loses its import."""

import ast

import pytest

from nblib.grading.inside.source import read
from nblib.grading.limits import INSTALLED, Limits

pytestmark = pytest.mark.sandbox
# name: (cells, an expression of the notebook's names that is then true)
RUNS = {
    "get_ipython": (
        [
            "get_ipython().run_line_magic('matplotlib', 'inline')\n"
            "ip = get_ipython()\nip.system('ls'); ip.events.register('post', print)\n"
            "ip.InteractiveShell.ast_node_interactivity = 'all'\n"
            "colab = 'google.colab' in str(get_ipython())\n"
            "for line in ip.getoutput('ls'): print(line)\n"
            "ip.run_cell('y = 3'); ip.run_cell_magic('time', '', 'z = 4')",
            "x = 2 if get_ipython() else 1",
        ],
        "(x, y, z, colab) == (2, 3, 4, False)",
    ),
    "get_ipython of IPython": (
        [
            "try:\n    from IPython import get_ipython\nexcept ImportError:\n    pass",
            "get_ipython().run_line_magic('load_ext', 'autoreload')\nx = 1",
        ],
        "x == 1",
    ),
    "await": (
        [
            "import asyncio\nasync def f(): await asyncio.sleep(0); return 2",
            "x = await f()\ny = [await f() for _ in range(2)]",
            "await f()",
            "async with asyncio.Lock(): z = 5",
            "task = asyncio.create_task(f())",
            "w = await task",
            "v = asyncio.run(f())",
        ],
        "(x, y, _, z, w, v) == (2, [2, 2], 2, 5, 2, 2)",
    ),
    "a shell line that goes on": (["!pip install \\\n  numpy \\\n  % 3\nx = 1"], "x == 1"),
    "a magic that goes on": (["%config a \\\n  = 3\nx = 1"], "x == 1"),
    "continuation lines that begin with %": (
        ["%matplotlib inline\nx = (7\n  % 4)\ny = 7 \\\n  % 4\nz = [\n  8\n  %3\n]"],
        "(x, y, z) == (3, 3, [2])",
    ),
    "signs in texts": (
        ["!ls\nx = '''\n!keep\n%keep\nkeep?\n'''\ny = 'a\\\n!b'\nz = \"it's\" # don't\n!ls"],
        "x.split() == ['!keep', '%keep', 'keep?'] and y == 'a!b' and z == \"it's\"",
    ),
    "what a command gives": (
        ["files = !ls\nhere = %pwd\nx = %time 1 + 1\nif files:\n    !rm *\ny = x != 3"],
        "(files, here, x, y) == ([], None, 2, True)",
    ),
    "help": (["x = 1\nx?\n?x\nx.real??\n%time?"], "x == 1"),
    "magics without a sign": (["pip install numpy\nx = 1\nls\ny = 2"], "(x, y) == (1, 2)"),
    "a file that is imported": (
        [
            "%%writefile mine.py\ndef double(x): return 2 * x\n",
            "%%writefile -a mine.py\nthree = 3\n",
            "from mine import double, three\nx = double(three)",
            "%%writefile names.py\nfrom_file = 4",
            "%run names.py",
        ],
        "(x, from_file) == (6, 4)",
    ),
    "future annotations": (
        [
            "from __future__ import annotations",
            "def f(a: Unknown) -> AlsoUnknown: return a\nx = f(1)",
        ],
        "x == 1",
    ),
    "a future import below a magic": (
        ["%pwd\nfrom __future__ import annotations\ndef f(a: No): return 2\nx = f(1)"],
        "x == 2",
    ),
    "magics of the cell": (["\n%%capture out\n%%time\nx = 3", "%%prun\ny = 4"], "(x, y) == (3, 4)"),
    "cells that were copied": (
        [">>> x = 1\n>>> if x:\n...     y = 2\n", "In [3]: z = 3"],
        "(x, y, z) == (1, 2, 3)",
    ),
    "an indent": (["    x = 1\n    if x:\n        y = 2"], "y == 2"),
    "the last value": (["6 * 7", "x = _ + Out[1] + len(In)"], "x == 87"),
    "what stands above a mistake": (["x = 1\nreturn 5\ny = 2"], "x == 1"),
}


# They look at the number of their cell, or change how all cells after them are read.
ALONE = ("the last value", "future annotations", "a future import below a magic")
# What a case has made is gone before the next one.
FORGET = """
for _name in [name for name in globals() if not name.startswith("_")]:
    if _name not in ("get_ipython", "display", "In", "Out"):
        del globals()[_name]
"""


@pytest.fixture(scope="module")
def plain(host):
    """A function that executes cells and returns their session."""

    def execute(cells):
        session = host.start(*cells, limits=Limits(cell_s=60, notebook_s=120, total_s=300))
        session.__enter__()
        return session

    return execute


@pytest.fixture(scope="module")
def run_cases(plain):
    """{name: (whether what is to hold held, the errors of its cells)}."""
    together = [name for name in RUNS if name not in ALONE]
    outcomes = {}
    for names in (together, *([name] for name in ALONE)):
        cells = []
        for name in names:
            case, holds = RUNS[name]
            kept = "_held = globals().get('_held', {})"
            cells += [*case, f"{kept}\n_held[{name!r}] = {holds}", FORGET]
        with plain([*cells, "held = _held"]) as session:
            held = session.get("held")
            done = iter(session.cells)
            for name in names:
                errors = [next(done).error for _ in [*RUNS[name][0], "held", "forget"]]
                outcomes[name] = held.get(name), [str(error) for error in errors if error]
    return outcomes


@pytest.mark.parametrize("name", RUNS)
def test_what_jupyter_runs_is_run(run_cases, name):
    held, errors = run_cases[name]
    assert held is True, errors
    assert not errors or name == "what stands above a mistake"


def test_what_is_not_installed_loses_its_import_only(plain):
    cells = [
        "import pandas as pd, math\nimport numpy as np\nfrom sklearn.base import clone\nx = 1",
        "try:\n    import seaborn\nexcept ImportError:\n    y = 2",
        "z = pd.DataFrame()",
        "import math.nothing",
        "def later(): import pandas\nlater()",
    ]
    with plain(cells) as session:
        assert session.get("x") == 1 and session.get("y") == 2 and "math" in session.names()
        notes = session.cells[0].notes
        assert len(notes) == 2 and "no pandas" in notes[0] and "no sklearn" in notes[1]
        assert all(INSTALLED in note for note in notes)
        assert [bool(cell.error) for cell in session.cells] == [False, False, True, True, True]
        assert INSTALLED in str(session.cells[4].error)


def test_what_is_said_to_be_installed_is(plain):
    modules = INSTALLED.lower().replace("pytorch", "torch").replace(" and", ",").split(", ")
    with plain([f"import {', '.join(modules)}"]) as session:
        assert set(session.names()) == set(modules) and not session.cells[0].notes


def test_checks_are_not_run_in_the_grader(plain):
    checks = (
        "from nblib.check import Checks\n"
        "check = Checks('def test_f(f):\\n    f()', {'q1': {'points': 1, 'tests': ['test_f'],"
        " 'hints': [], 'known': {}}})"
    )
    hangs = "def f():\n    while True:\n        pass"
    with plain([checks, hangs, "x = check('q1').passed\ncheck()\ncheck.hint()"]) as session:
        assert session.get("x") is True and not session.incidents


def test_a_file_goes_where_the_cell_says():
    cell = read("%%writefile -a 'my file.py'\nx = 1")
    assert (cell.file, cell.append, cell.content) == ("my file.py", True, "x = 1\n")
    assert not cell.python
    assert "left out" in read("%%writefile\nx = 1").notes[0]


def test_lines_keep_their_numbers():
    for cells, _ in RUNS.values():
        for source in cells:
            python = read(source).python
            assert len(python.split("\n")) in (len(source.split("\n")), 1)
            if "return 5" not in source and "await" not in source and "async" not in source:
                ast.parse(python)
