"""Does a set discriminate? Right answers get all points, the stub none, wrong ones a fifth at most.

What a wrong answer is told counts too: the sentence that names its misconception.
"""

import dataclasses
import warnings

from nblib import check
from tools.exercises.answers import names_of, points, points_beside_typed
from tools.exercises.model import reference
from tools.exercises.notebooks import checks
from tools.exercises.solution import stub

TEST_S = 1  # of the processor, for one test of an answer
MOST_FOR_WRONG = 0.2  # of a question's points, for a wrong answer beside typed-in public ones


def faults(exercise):
    """Return what is wrong with the questions of a set, in sentences; none where all is well."""
    checker = checks(exercise) | {"name": ""}  # nothing is kept of what passes
    sentences = []
    for question in exercise.questions.values():
        sentences += _right_answers(question, checker)
        sentences += _stub(question)
        sentences += _wrong_answers(question, checker)
    return sentences


def _right_answers(question, checker):
    """The reference and every other right answer get all points, with other numbers too; the check
    passes them and names no mistake.
    """
    other_numbers = [
        dataclasses.replace(test, source=test.again) for test in question.tests if test.again
    ]
    again = dataclasses.replace(question, tests=other_numbers)
    for code in [reference(question), *question.right]:
        names = names_of(code)
        reached, result = points(question, names, TEST_S)
        if abs(reached - question.points) > 1e-9:
            yield f"{question.name}: a right answer gets {reached:g} points\n{code}\n{result}"
        _, result = points(again, names, TEST_S)
        if not all(passed for passed, _, _ in result.lines):
            yield f"{question.name}: a right answer fails with other numbers\n{code}\n{result}"
        shown = _shown(question, names, checker)
        if shown.hint or not shown.passed:
            yield f"{question.name}: the check does not pass a right answer\n{code}\n{shown}"


def _stub(question):
    """What a student finds gets nothing."""
    cells = [stub(cell.source) for solves, cell in question.cells if solves]
    reached, result = points(question, names_of("\n\n".join(cells)), TEST_S)
    if reached:
        yield f"{question.name}: the stub gets {reached:g} points\n{result}"


def _wrong_answers(question, checker):
    """Every wrong answer loses four fifths of the points, also where the answers to the public
    tests are typed in, and is told its own misconception if the check fails it.
    """
    misconceptions = {misconception for misconception, _ in question.wrong}
    if len(misconceptions) < len(question.wrong):
        yield f"{question.name}: two wrong answers have the same misconception"
    for misconception, code in question.wrong:
        names = names_of(code)
        reached = points_beside_typed(question, names, TEST_S)
        if reached > MOST_FOR_WRONG * question.points + 1e-9:
            yield (
                f"{question.name}: {reached:g} of {question.points:g} points for a wrong answer, "
                f"with those to the public tests typed in: {misconception}"
            )
        shown = _shown(question, names, checker)
        # Where its tests pass, the check may know the mistake; it must not name another.
        if shown.hint != misconception and (shown.hint or not shown.passed):
            yield f"{question.name}: the hint for {misconception!r} is {shown.hint!r}"


def _shown(question, names, checker):
    """Return what the student's check says of an answer."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return check.Checks(**checker, names=names)(question.name)
