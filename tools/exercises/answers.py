"""Answers to a question: what its tests and its probe say of them."""

import copy
import dataclasses
import re
import warnings
from collections.abc import Iterator

import numpy as np

from nblib import check
from tools.exercises.model import reference

CLOCK = "processor"  # what is found out here must not depend on how busy the machine is


def names_of(code):
    """Run an answer and return the names that it defines."""
    names = {"np": np}
    exec(code, names)
    return names


def load_test(source, name, in_place=False):
    """Return a test or a probe of that name, for check.run or check.probe.

    in_place: whether it looks at what became of the arrays that it handed over.
    """
    return check.load(source, in_place=[name] if in_place else ())[name]


def points(question, names, seconds=check.SECONDS):
    """Return the points of an answer, {name: object}, and the Result of all tests of a question."""
    tests = [load_test(test.source, test.name, test.in_place) for test in question.tests]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = check.run(question.name, tests, names, seconds, CLOCK)
    total = 0
    for test, (passed, _, _) in zip(question.tests, result.lines, strict=True):
        if passed:
            total += question.points_of(test)
    return total, result


def points_beside_typed(question, names, seconds=check.SECONDS):
    """Return the points that an answer gets in the grader, if what the public tests ask is typed in
    before it: the answer itself is asked only what nobody sees.
    """
    unseen = [
        dataclasses.replace(test, source=test.again or test.source)
        for test in question.tests
        if test.hidden or test.again
    ]
    asked = dataclasses.replace(question, tests=unseen)
    _, result = points(asked, names, seconds)
    passed = {test.name for test, line in zip(unseen, result.lines, strict=True) if line[0]}

    # What holds no numbers to be asked again with counts beside any hidden test.
    if any(test.hidden and test.name in passed for test in unseen):
        passed |= {test.name for test in question.tests if not test.hidden and not test.again}
    return sum(question.points_of(test) for test in question.tests if test.name in passed)


def probe_of(question):
    """Return the probe of a question, for check.probe."""
    return load_test(question.probe, re.match(r"def (\w+)\(", question.probe)[1])


def fingerprints(question):
    """Return {fingerprint: misconception} of the wrong answers that a question's probe tells apart
    from the right one.
    """
    probe = probe_of(question)
    right = check.probe(probe, names_of(reference(question)), CLOCK)
    known = {}
    for misconception, code in question.wrong:
        mark = check.probe(probe, names_of(code), CLOCK)
        if mark is not None and mark != right:
            known.setdefault(mark, misconception)
    return known


def answers_itself(test, question):
    """Return whether the reference's answers in a public test pass it with other numbers too.

    Then an answer that was typed in for the test that everybody sees would pass the other as well.
    """
    names = names_of(reference(question))
    first = load_test(test.source, test.name, test.in_place)
    if any(isinstance(names[name], type) for name in first.parameters):
        return False  # a class: its objects have no one answer

    # The test as it stands, with functions that note what they answer.
    answers = []
    noting = {name: _noting(names[name], answers) for name in first.parameters}
    if not check.run(question.name, [first], noting, clock=CLOCK).passed:
        return False

    # The test with other numbers, on functions that give these answers again, in their order.
    repeated = iter(answers)
    repeating = dict.fromkeys(first.parameters, lambda *arguments, **named: next(repeated))
    again = load_test(test.again, test.name, test.in_place)
    return check.run(question.name, [again], repeating, clock=CLOCK).passed


def _noting(function, answers):
    """Return a function that does the same and appends a copy of each answer to a list."""

    def call(*arguments, **named):
        value = function(*arguments, **named)
        value = list(value) if isinstance(value, Iterator) else value
        answers.append(copy.deepcopy(value))
        return value

    return call
