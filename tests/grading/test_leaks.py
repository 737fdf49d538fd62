"""What a hidden test hands over does not come back: not on the page, not in the results."""

import contextlib
import json
import shutil

import pytest
from classes import ASSIGNMENT, EVERY, NAMES, QUICK, grade, notebook, write_class

from nblib import check
from nblib.grading.grade import UNSEEN, WRITTEN_IN
from tools import attacks

pytestmark = pytest.mark.sandbox
LEAKS = attacks.load("leaks")
IMPORT = "import numpy as np"


def pages(folder, student):
    """Return the texts of what a student gets."""
    names = (f"feedback/{student}.html", f"results/{student}.json")
    return [(folder / "out" / name).read_text() for name in names]


def only(question, keep):
    """Return the assignment with one question, and of its tests those to keep."""
    (chosen,) = [q for q in ASSIGNMENT["questions"] if q["name"] == question]
    tests = [test for test in chosen["tests"] if keep(test)]
    return ASSIGNMENT | {"questions": [chosen | {"tests": tests}]}


@pytest.fixture(scope="module")
def hidden(tmp_path_factory):
    """Students who tell what they are asked by a hidden test."""
    answer = f"def f(*a): return tell(a)\n{NAMES['limit']} = f"
    folder = write_class(
        tmp_path_factory.mktemp("hidden"),
        {name: notebook(IMPORT, leak.code, answer) for name, leak in LEAKS.items()},
        only("q3", lambda test: test["hidden"]),
    )
    return folder, grade(folder, jobs=2, limits=QUICK)


@pytest.mark.parametrize("name", LEAKS)
def test_the_numbers_of_a_hidden_test_do_not_come_back(hidden, name):
    folder, rows = hidden
    assert rows[name]["points"] == 0 and rows[name]["verdict"]["questions"][0]["tests"]
    assert not any("LEAKED" in text for text in pages(folder, name))


def asked(name):
    """Return the arguments with which a public test calls the one function that it is about."""
    (source,) = [
        test["source"]
        for question in ASSIGNMENT["questions"]
        for test in question["tests"]
        if test["name"] == name
    ]
    calls = []
    with contextlib.suppress(check.Mismatch):
        check.load(source)[name].call(lambda _: lambda *a: calls.append(a))
    return calls[0]


AGAIN = f"""
def f(*a):
    if repr(a) == {repr(asked("test_q1_numbers"))!r}: return a[0] - a[2] * a[1]
    return tell(a)
{NAMES["step"]} = f
"""


@pytest.fixture(scope="module")
def again(tmp_path_factory):
    """Students who answer rightly what everybody sees, and tell what they are asked else."""
    folder = write_class(
        tmp_path_factory.mktemp("again"),
        {name: notebook(IMPORT, leak.code, AGAIN) for name, leak in LEAKS.items()},
        only("q1", lambda test: test["name"] == "test_q1_numbers"),
    )
    return folder, grade(folder, jobs=2, limits=QUICK)


@pytest.mark.parametrize("name", LEAKS)
def test_the_numbers_of_a_test_asked_again_do_not_come_back(again, name):
    folder, rows = again
    (test,) = rows[name]["verdict"]["questions"][0]["tests"]
    assert test["passed"] and test["kind"] and rows[name]["points"] == 0
    assert test["why"] in (UNSEEN, WRITTEN_IN)
    assert not any("LEAKED" in text for text in pages(folder, name))


def test_what_a_hidden_test_hands_over_does_not_come_back_on_the_page(tmp_path):
    leak = (
        "def f(*a): raise ValueError('time memory process is None seconds LEA' + 'KED' + repr(a))"
    )
    folder = write_class(tmp_path, {"eve": notebook(f"{IMPORT}\n{leak}", EVERY)})
    grade(folder)
    tests = [test for question in ASSIGNMENT["questions"] for test in question["tests"]]
    public = sum(not test["hidden"] for test in tests)
    assert all(text.count("LEAKED") == public for text in pages(folder, "eve"))
    shutil.rmtree(folder / "out")


def test_what_one_question_has_kept_another_cannot_tell(tmp_path):
    """Of one question it keeps all that it is asked; in each test of the next it tells."""
    keeps = f"""
kept = []
def {NAMES["step"]}(*a):
    kept.append(a)
    return a[0] - a[2] * a[1]
"""
    tells = f"def {NAMES['descend']}(*a): raise ValueError('LEAKED' * len(kept))"
    folder = write_class(tmp_path, {"eve": notebook(IMPORT, keeps, tells)})
    verdict = grade(folder, limits=QUICK)["eve"]["verdict"]
    assert verdict["questions"][0]["points"] == 2
    whys = [test["why"] for test in verdict["questions"][1]["tests"] if not test["hidden"]]
    # The line of the cell that is shown beside it says the word once.
    told = [why.count("LEAKED") - why.count("LEAKED' *") for why in whys]
    assert whys and not any(told)
    assert not any("LEAKED" * 2 in text for text in pages(folder, "eve"))
    assert json.loads(pages(folder, "eve")[1])["score"] == 2
