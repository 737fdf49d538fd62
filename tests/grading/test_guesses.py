"""Answers that know the public tests, or guess: they gain what they get right, and no more."""

import re

import pytest
from classes import ASSIGNMENT, EXERCISE, FUNCTIONS, QUICK, notebook, reasons

from nblib.grading.grade import WRITTEN_IN, grade_notebook, points_of
from tools import attacks, exercises

pytestmark = pytest.mark.sandbox
GUESSES = attacks.load("guesses")
# In place of thought: the right answer, but only for inputs that occur in a public test.
ONLY_SEEN = """
import hashlib, pickle, numpy as np
from nblib.check import close, same, holds, raises
right, asked = {{'np': np}}, set()
def mark(x):
    if callable(x): return 'f'
    if isinstance(x, (tuple, list)): return tuple(map(mark, x))
    return hashlib.sha256(np.ascontiguousarray(x).tobytes() + str(np.shape(x)).encode()).hexdigest()
exec({reference!r}, right)
def only_seen(name):
    def answer(*a):
        key = (name, mark(a))
        if learning: asked.add(key)
        return right[name](*a) if key in asked else 0.0
    return answer
learning = True
{answers}
"""


def test_answers_written_in_by_hand_gain_nothing():
    """A student who sees the public tests, tries what they ask, and answers just that."""
    reference = "\n\n".join(exercises.reference(q) for q in EXERCISE.questions.values())
    answers = "\n".join(f"{name} = only_seen({name!r})" for name in FUNCTIONS)
    seen = ONLY_SEEN.format(reference=reference, answers=answers)
    public = [t for q in ASSIGNMENT["questions"] for t in q["tests"] if not t["hidden"]]
    run = "\n\n".join(
        f"{t['source']}\n\n{t['name']}({re.search(r'[(](.*?)[)]', t['source'])[1]})" for t in public
    )
    verdict = grade_notebook(notebook(seen, run, "learning = False"), ASSIGNMENT, QUICK)
    tests = [test for question in verdict["questions"] for test in question["tests"]]
    # It passes what everyone can see.
    assert all(test["passed"] for test in tests if not test["hidden"]), reasons(verdict)
    assert points_of(verdict) == 0, [test for test in tests if test["points"]]
    assert WRITTEN_IN in reasons(verdict)


@pytest.mark.parametrize("name", GUESSES)
def test_guesses_gain_no_more_than_what_they_get_right(name):
    guess = GUESSES[name]
    (source,) = exercises.sources([guess.head["set"]])
    assignment = exercises.assignment(exercises.read(source))
    verdict = grade_notebook(notebook("import numpy as np", guess.code), assignment, QUICK)
    tests = [test for question in verdict["questions"] for test in question["tests"]]
    right = {test["name"] for test in tests if test["points"]}
    assert right == set(guess.head["right"].split()) - {"none"}
    assert any(test["kind"] not in ("", "undefined") for test in tests)
