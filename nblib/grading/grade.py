"""One notebook against one assignment: the tests run here, in the trusted process; the notebook
runs in its sandbox.
"""

import time
import warnings

import numpy as np

from nblib import check
from nblib.grading.limits import Died, Limits, SandboxError, TimeLimit
from nblib.grading.session import Session, UndefinedName
from nblib.grading.student import text
from nblib.grading.submission import Unreadable, read_notebook
from nblib.grading.wire import GradingError, WireError

QUESTION_S = 30.0  # all tests of one question together


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
    verdict = {"status": "graded", "reason": "", "questions": [], "cells": [], "incidents": []}
    try:
        cells, metadata = read_notebook(content)
    except Unreadable as error:
        return verdict | {
            "status": "unreadable",
            "reason": str(error),
            "questions": _nothing(assignment),
        }
    if problem := _other(metadata, assignment):
        return verdict | {
            "status": problem[0],
            "reason": problem[1],
            "questions": _nothing(assignment),
        }
    with Session(cells, limits or Limits(), keep_out) as session:
        # Public tests come first: what is shown of them cannot be what the notebook has kept of a
        # hidden one.
        public = [_public(session, question) for question in assignment["questions"]]
        for question, (shown, seconds) in zip(assignment["questions"], public, strict=True):
            verdict["questions"].append(_question(session, question, shown, seconds))
        verdict["cells"] = [
            {"number": c.number, "error": str(c.error or ""), "notes": list(c.notes)}
            for c in session.cells
            if c.error is not None or c.notes
        ]
        verdict["incidents"] = [str(incident) for incident in session.incidents]
        verdict["sandbox"] = dict(session.receipt)
    return verdict


def points_of(verdict):
    """Return the sum of a verdict's points, to four decimals."""
    return round(sum(question["points"] for question in verdict["questions"]), 4)


def _nothing(assignment):
    """The questions of an assignment with no points at all."""
    return [
        {"name": q["name"], "points": 0.0, "max": q["points"], "tests": []}
        for q in assignment["questions"]
    ]


def _other(metadata, assignment):
    """Return (status, reason) for a notebook of another set or variant, by what it says of
    itself.
    """
    said = metadata.get("nblib")
    if not isinstance(said, dict):
        return None  # a copy by other means loses this; the tests decide
    if said.get("set") != assignment["set"]:
        return (
            "wrong set",
            f"this is set {str(said.get('set'))[:20]}, and set {assignment['set']} is graded",
        )
    if said.get("variant") != assignment["variant"]:
        theirs, ours = str(said.get("variant"))[:20], assignment["variant"]
        return "wrong variant", f"this is variant {theirs}, and variant {ours} is graded"
    return None


UNSEEN = "it failed when it was asked again with other numbers"
WRITTEN_IN = (
    "right for what stands in this test, but for nothing else: an answer has to be worked out"
)


def _public(session, question):
    """Run the public tests of a question; return what came of each (None if hidden), and the
    seconds that are left.
    """
    end = time.monotonic() + QUESTION_S
    with session.budget(QUESTION_S):
        shown = [
            None if test["hidden"] else _run(session, test, test["source"])
            for test in question["tests"]
        ]
    return shown, end - time.monotonic()


def _question(session, question, shown, seconds):
    """Run what is not shown, and return the verdict on a question."""
    tests = []
    with session.budget(seconds):
        for test, found in zip(question["tests"], shown, strict=True):
            kind, why = found or _run(session, test, test["source"])
            passed = not kind
            if passed and test.get("again"):
                kind, why = _run(session, test, test["again"])
                # What the code says when it is asked with those numbers could be the numbers.
                why = {"": "", "answer": WRITTEN_IN}.get(kind, UNSEEN)
            tests.append(
                {
                    **{key: test[key] for key in ("name", "title", "hidden")},
                    "passed": passed,
                    "points": 0.0 if kind else test["points"],
                    "max": test["points"],
                    "kind": kind,
                    "why": text(why, 2000),
                }
            )
        unseen = any(t["hidden"] and not t["kind"] for t in tests)
        for test, made in zip(question["tests"], tests, strict=True):
            if not (test["hidden"] or test.get("again") or made["kind"] or unseen):
                made |= {"points": 0.0, "kind": "answer", "why": WRITTEN_IN}
    return {
        "name": question["name"],
        "points": round(sum(t["points"] for t in tests), 4),
        "max": question["points"],
        "tests": tests,
    }


def _run(session, test, source):
    """Run one test; return its kind of failure and why, two empty strings if it passed."""
    loaded = check.load(source)[test["name"]]  # the teacher's own code
    seen = len(session.incidents)
    # Unless a test looks at just that, an answer must not reach what the test will compare it with.
    session.in_place = bool(test.get("in_place"))
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            loaded.call(session.get)
    except check.Mismatch as error:
        return "answer", str(error)
    except UndefinedName as error:
        return "undefined", f"`{error.name}` is not defined in the notebook, or its cell failed"
    except SandboxError:
        raise
    except (TimeLimit, Died, WireError) as error:
        return "limit", str(error)
    except GradingError as error:
        return "error", str(error)
    except Exception as error:  # a test that stumbles over what it got: the student's answer is not what was asked for
        return "answer", check.explain(error)
    if len(session.incidents) > seen:
        return "limit", str(session.incidents[-1])  # a breach that the test did not notice
    return "", ""
