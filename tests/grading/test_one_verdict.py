"""Each kind of value gets one verdict: from the student's own check and from the grader."""

import numpy as np
import pytest
from classes import notebook
from kinds_of_answers import HEAD, IN_PLACE, KINDS

from nblib import check
from nblib.grading.grade import grade_notebook
from nblib.grading.limits import Limits

pytestmark = pytest.mark.sandbox
# The grader does not see what a class of the student's inherits from.
BASE = ("a Stack, which is no plain list", "an object of the class Stack")
PATIENT = Limits(call_s=60, question_s=60, total_s=6000)


def test_of(kind):
    """The source of the one test of a kind."""
    lines = KINDS[kind][1].replace("\n", "\n    ")
    return f"def test_it(f):\n    {lines}"


test_of.__test__ = False


def code_of(kind):
    """A cell that defines what a kind is asked for."""
    return f"def f(a=None):\n    {KINDS[kind][0]}"


@pytest.fixture(scope="module")
def graded():
    """{kind: the verdict on its one test}, all of them in one notebook."""
    questions = []
    cells = [HEAD]
    for number, kind in enumerate(KINDS):
        cells.append(f"{code_of(kind)}\nf{number} = f")
        source = test_of(kind).replace("(f)", f"(f{number})", 1)
        source = source.replace(":\n", f":\n    f = f{number}\n", 1)
        test = {"name": "test_it", "title": kind, "hidden": True, "source": source, "points": 1}
        test["in_place"] = kind in IN_PLACE
        questions.append({"name": kind, "points": 1, "tests": [test]})
    assignment = {"set": "99", "variant": 0, "title": "Kinds", "questions": questions}
    verdict = grade_notebook(notebook(*cells), assignment, PATIENT)
    return {question["name"]: question["tests"][0] for question in verdict["questions"]}


@pytest.mark.parametrize("kind", KINDS)
def test_check_and_grader_agree(graded, kind):
    names = {}
    exec(compile(f"{HEAD}\n{code_of(kind)}", "<cell 1>", "exec"), names)
    in_place = ["test_it"] if kind in IN_PLACE else []
    tests = list(check.load(test_of(kind), in_place=in_place).values())
    here = check.run("q1", tests, names, seconds=60)
    assert (here.passed, graded[kind]["passed"]) == (KINDS[kind][2],) * 2, (here, graded[kind])
    if not here.passed:  # what is said of it is the same too, but for where it was said
        said = here.lines[0][2].replace(*BASE)
        assert said in graded[kind]["why"]
        assert "Proxy" not in graded[kind]["why"]


def test_what_is_data_stays_the_very_same():
    for value in ([1, [2.0, "a"]], {"a": (1, np.ones(2))}, np.ones(3), {1, 2}, (None, b"x")):
        assert check.plain(value) is value
    loop = [1]
    loop.append(loop)
    assert check.plain(loop) is loop
