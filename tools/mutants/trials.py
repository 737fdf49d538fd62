"""Mutants tried: the tests of a question run on each, here or in the grader's sandbox."""

import time
import warnings
from dataclasses import dataclass

import nbformat
import numpy as np

from nblib import check
from tools.exercises import SourceError, answers, assignment, reference
from tools.mutants.programs import Mutant, mutants

LIMIT_S = 0.3  # of the processor, for one test of a mutant; more where the reference needs long
GRADER_S = 1.0  # the same in the grader, by the clock
PATIENCE = 10  # times as long for a mutant that is said to do the same: a busy machine is no test


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant."""

    mutant: Mutant
    by: str | None  # the test that noticed it, None if it survived
    message: str  # what the test said
    equivalent: str | None = None  # the reason why it may survive


def run(question):
    """Return the Outcomes of all mutants of a question's reference solution.

    Raises SourceError if the reference fails a test.
    """
    tests = [answers.load_test(test.source, test.name, test.in_place) for test in question.tests]
    limits = _limits(question, tests)
    return [_outcome(mutant, question, limits) for mutant in mutants(reference(question))]


def _limits(question, tests):
    """Return [(test, seconds)]: a mutant may take twenty times as long as the reference."""
    names = answers.names_of(reference(question))
    limits = []
    for test in tests:
        begin = time.process_time()
        result = check.run(question.name, [test], names, 30, answers.CLOCK)
        if not result.passed:
            raise SourceError(f"{question.name}: the reference fails {test.name}: {result}")
        limits.append((test, max(LIMIT_S, 20 * (time.process_time() - begin))))
    return limits


def _outcome(mutant, question, limits):
    """Return the Outcome of a mutant: the first test that it fails."""
    patience = _patience(mutant, question)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with check.time_limit(LIMIT_S * patience, answers.CLOCK), np.errstate(all="ignore"):
                names = answers.names_of(mutant.code)
        except (Exception, check.OutOfTime) as error:
            return Outcome(mutant, "the cell", f"{type(error).__name__}: {error}")
        for test, seconds in limits:
            ((passed, _, reason),) = check.run(
                question.name, [test], names, seconds * patience, answers.CLOCK
            ).lines
            if not passed:
                return Outcome(mutant, test.name, reason)
    return Outcome(mutant, None, "", question.equivalent.get(mutant.change))


def _patience(mutant, question):
    return PATIENCE if mutant.change in question.equivalent else 1


def run_in_grader(exercise, question):
    """Return the same by the verdicts of the grader, which asks a notebook in a sandbox."""
    from nblib.grading.grade import grade_notebook
    from nblib.grading.limits import Limits

    data = assignment(exercise)
    data["questions"] = [q for q in data["questions"] if q["name"] == question.name]
    outcomes = []
    for mutant in mutants(reference(question)):
        cell = nbformat.v4.new_code_cell("import numpy as np\n\n" + mutant.code)
        book = nbformat.v4.new_notebook(cells=[cell])
        seconds = GRADER_S * _patience(mutant, question)
        limits = Limits(call_s=seconds, cell_s=seconds)
        verdict = grade_notebook(nbformat.writes(book).encode(), data, limits)
        failed = [test for test in verdict["questions"][0]["tests"] if not test["passed"]]
        if failed:
            outcomes.append(Outcome(mutant, failed[0]["name"], failed[0]["why"]))
        else:
            outcomes.append(Outcome(mutant, None, "", question.equivalent.get(mutant.change)))
    return outcomes


def faults(question, outcomes):
    """Return what has to be mended, in sentences: mutants that survive without a reason, reasons
    without a mutant.
    """
    survivors = {outcome.mutant.change for outcome in outcomes if outcome.by is None}
    reasons = set(question.equivalent)
    unnoticed = [f"no test of {question.name} notices: {c}" for c in survivors - reasons]
    idle = [f"{question.name}: no such mutant survives: {c}" for c in reasons - survivors]
    return sorted(unnoticed + idle)
