"""One notebook against one assignment: the tests run here, in the trusted process; the notebook
runs in its sandbox.
"""

import warnings

import numpy as np

from nblib import check
from nblib.grading.deadline import Deadline
from nblib.grading.errors import (
    Died,
    GradingError,
    SandboxError,
    TimeLimit,
    UndefinedName,
    WireError,
)
from nblib.grading.limits import TEXTS, Limits
from nblib.grading.notebook import Unreadable, mismatch, read_notebook
from nblib.grading.session import Session
from nblib.grading.wire.student import text

UNSEEN = "it failed when it was asked again with other numbers"
WRITTEN_IN = (
    "right for what stands in this test; it counts only together with what is not shown, and that "
    "failed: does the code do the same for other inputs?"
)

TOO_LONG = "The tests took longer than their question may, with what the notebook gave."


def grade_notebook(content, assignment, limits=None, keep_out=()):
    """Return the verdict on a notebook given as bytes, as plain data.

    {"status": "graded", "unreadable", "wrong set" or "wrong variant", "reason", "questions":
    [{"name", "points", "max", "tests": [{"name", "title", "hidden", "passed", "points", "max",
    "kind", "why"}]}], "cells", "incidents"}. kind says why a test gave no points: "answer",
    "undefined", "limit" or "error", "" if it did. A public test passes as it does for the student,
    but gives points only if what nobody saw is right too: the same test asked again with other
    numbers, or, if it holds none, at least one hidden test of the question. Raises SandboxError
    when the sandbox cannot be had: that is a fault of the grader, never a verdict.
    """
    limits = limits or Limits()
    try:
        cells, metadata = read_notebook(content, limits)
    except Unreadable as error:
        return _refused("unreadable", str(error), assignment)
    if refusal := mismatch(metadata, assignment):
        return _refused(*refusal, assignment)

    with Session(cells, limits, keep_out) as session:
        # Public tests come first: what is shown of them cannot be what the notebook has kept of a
        # hidden one.
        questions = assignment["questions"]
        seconds = session.share(len(questions))
        public = [_public(session, question, seconds) for question in questions]
        verdicts = [
            _question(session, question, outcomes, remaining)
            for question, (outcomes, remaining) in zip(questions, public, strict=True)
        ]
        return {
            "status": "graded",
            "reason": "",
            "questions": verdicts,
            "cells": [
                {"number": cell.number, "error": str(cell.error or ""), "notes": list(cell.notes)}
                for cell in session.cells
                if cell.error is not None or cell.notes
            ],
            "incidents": [str(incident) for incident in session.incidents],
            "sandbox": dict(session.receipt),
        }


def points_of(verdict):
    """Return the sum of a verdict's points, to four decimals."""
    return round(sum(question["points"] for question in verdict["questions"]), 4)


def _refused(status, reason, assignment):
    """Return the verdict on a notebook that is not executed: no points at all."""
    questions = [
        {"name": question["name"], "points": 0.0, "max": question["points"], "tests": []}
        for question in assignment["questions"]
    ]
    return {
        "status": status,
        "reason": reason,
        "questions": questions,
        "cells": [],
        "incidents": [],
    }


def _public(session, question, seconds):
    """Run the public tests of a question, which has so many seconds; return what came of each (None
    if hidden), and the seconds that are left.
    """
    end = Deadline(seconds)
    with session.budget(seconds):
        outcomes = [
            None if test["hidden"] else _run(session, test, test["source"])
            for test in question["tests"]
        ]
    return outcomes, end.left()


def _question(session, question, outcomes, seconds):
    """Run what is not shown, and return the verdict on a question."""
    tests = []
    with session.budget(seconds):
        for test, outcome in zip(question["tests"], outcomes, strict=True):
            tests.append(_test(session, test, outcome))

        # What holds no numbers to be asked again with counts only beside a hidden test.
        right_unseen = any(verdict["hidden"] and not verdict["kind"] for verdict in tests)
        for test, verdict in zip(question["tests"], tests, strict=True):
            seen_only = not test["hidden"] and not test.get("again")
            if seen_only and not verdict["kind"] and not right_unseen:
                verdict.update(points=0.0, kind="answer", why=WRITTEN_IN)
    return {
        "name": question["name"],
        "points": round(sum(verdict["points"] for verdict in tests), 4),
        "max": question["points"],
        "tests": tests,
    }


def _test(session, test, outcome):
    """Return the verdict on one test. outcome: what came of it if it was run already, or None."""
    failure, reason = outcome or _run(session, test, test["source"])
    passed = not failure
    if passed and test.get("again"):
        failure, reason = _run(session, test, test["again"])
        # What the code says when it is asked with those numbers could be the numbers.
        reason = {"": "", "answer": WRITTEN_IN}.get(failure, UNSEEN)
    return {
        "name": test["name"],
        "title": test["title"],
        "hidden": test["hidden"],
        "passed": passed,
        "points": 0.0 if failure else test["points"],
        "max": test["points"],
        "kind": failure,
        "why": text(reason, TEXTS["message"]),
    }


def _run(session, test, source):
    """Run one test; return its kind of failure and why, two empty strings if it passed."""
    loaded = check.load(source)[test["name"]]  # the teacher's own code
    incidents = len(session.incidents)
    # Unless a test looks at just that, an answer must not reach what the test will compare it with.
    session.begin_test(in_place=bool(test.get("in_place")))
    try:
        with session.interruption(), np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            loaded.call(session.get)
    except check.Mismatch as error:
        return "answer", str(error)
    except UndefinedName as error:
        return "undefined", f"`{error.name}` is not defined in the notebook, or its cell failed"
    except check.OutOfTime:
        return "limit", str(session.note(TimeLimit(TOO_LONG)))
    except SandboxError:
        raise
    except (TimeLimit, Died, WireError) as error:
        return "limit", str(error)
    except GradingError as error:
        return "error", str(error)
    except Exception as error:
        # A test stumbles over what it got: the student's answer is not what was asked for.
        return "answer", check.explain(error)
    if len(session.incidents) > incidents:
        return "limit", str(session.incidents[-1])  # a breach that the test did not notice
    return "", ""
