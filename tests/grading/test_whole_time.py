"""A whole notebook takes no longer than the limits say, whatever it does."""

import time
from functools import partial

import pytest
from classes import notebook
from test_own_question import assignment, question

from nblib.grading import pool
from nblib.grading.inside.source import read
from nblib.grading.limits import Limits

pytestmark = pytest.mark.sandbox
# As the usual ones are to one another, twenty times as fast; but the process of the tests has time
# to say what came where the machine is busy.
BRIEF = Limits(
    **{"cell_s": 1, "call_s": 0.5, "grace_s": 0.1, "question_s": 1.5, "notebook_s": 3.5},
    **{"total_s": 6.5, "tests_s": 5},
)
QUESTIONS = 12  # so many that all of them together must be cut short
HANG = "import ctypes\nctypes.PyDLL(None).pause()"
SLOW = {
    "every cell hangs": [HANG] * 9,
    "every cell loops": ["while True: pass"] * 9,
    "every cell ends its process": ["import os\nos._exit(1)"] * 60,
    "cells look through all files": ["import glob\nglob.glob('/**', recursive=True)"] * 5,
    "every answer hangs": [
        f"def f{n}():\n    import ctypes\n    {HANG[14:]}" for n in range(QUESTIONS)
    ],
    "every answer loops": [f"def f{n}():\n    while True: pass" for n in range(QUESTIONS)],
    "every answer yields itself": [
        "class A:\n"
        "    __iter__ = lambda self: self\n"
        "    __next__ = lambda self: self\n"
        "    __len__ = lambda self: 2\n"
        "    __getitem__ = lambda self, i: self",
        *(f"def f{n}(): return A()" for n in range(QUESTIONS)),
    ],
    "every answer is long": [f"def f{n}(): return ['x' * 1000] * 50_000" for n in range(QUESTIONS)],
    "every cell is blanks": ["x" + " " * 200_000 + "y\n!ls"] * 9,
}


def test_the_usual_limits_are_bounded_in_all():
    usual = Limits()
    assert usual.total_s + usual.tests_s <= 150  # when the pool gives a notebook up
    assert usual.notebook_s + 7 * 5 <= usual.total_s  # time for seven questions is left
    assert usual.cpu_s <= 150 and usual.cell_s < usual.notebook_s


@pytest.fixture(scope="module")
def graded():
    """{name: what came of it}; some at the same time, since most wait for a limit."""
    walk = "list(f{0}()) or [list(part) for part in f{0}()]"
    questions = [question(f"f{n}", walk.format(n)) for n in range(QUESTIONS)]
    todo = {name: partial(notebook, *cells) for name, cells in SLOW.items()}
    return dict(pool.grade(todo, assignment(questions), BRIEF, (), jobs=5))


@pytest.mark.parametrize("name", SLOW)
def test_a_notebook_takes_no_longer_than_it_may(graded, name):
    """Else the pool had given it up."""
    assert not isinstance(graded[name], Exception), graded[name]
    assert graded[name]["status"] == "graded"


@pytest.mark.parametrize(
    "source",
    [
        "x" + " " * 100_000 + "y\n!ls",
        "a " * 50_000 + "= !ls?",
        "%" * 100_000 + "?",
        "[" * 90_000 + "\n!ls",
        "'" * 90_001 + "\n!ls",
        "a." * 50_000 + "?x",
        ">>> " * 50_000,
        "%%time\n" * 20_000,
    ],
    ids=lambda source: source[:4],
)
def test_the_reading_of_a_cell_takes_time_in_proportion_to_its_length(source):
    begin = time.process_time()
    read(source)
    assert time.process_time() - begin < 3
