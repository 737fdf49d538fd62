"""Loading tests and running them, within a time; no exception of the student's gets out."""

import inspect
import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nblib.check.calls import Calls, Unfit
from nblib.check.clock import OutOfTime, time_limit
from nblib.check.results import Result
from nblib.check.shown import shown
from nblib.check.values import HELPERS, Mismatch, fingerprint

# Where no code of a student's stands: in nblib, in the tests, in Python and what is installed.
FOREIGN = (str(Path(__file__).parent.parent), os.path.dirname(os.__file__), "<checks of", "<test>")
FORM = "look in the question what it asks for, and in which form"
SECONDS = 5.0  # for each test of a question


@dataclass(frozen=True)
class Test:
    """A test of an exercise, or a probe: a function of objects that a notebook defines."""

    name: str
    title: str  # the first line of its docstring: what it looks at
    parameters: tuple  # their names
    function: Callable
    in_place: bool = False  # whether it looks at what became of the arrays that it handed over

    def call(self, lookup):
        """Return what it returns for lookup(name) of each parameter; `names.__getitem__`, say."""
        return self.function(*(lookup(name) for name in self.parameters))


def load(source, file="<test>", in_place=()):
    """Return {name: Test} of the functions that a source defines, in its order.

    The source is the course's own, never a student's: it is executed here, with HELPERS as names.
    in_place: the names of those that look at what became of the arrays that they handed over.
    """
    scope = dict(HELPERS)
    exec(compile(source, file, "exec"), scope)
    tests = {}
    for name, function in scope.items():
        if name not in HELPERS and inspect.isfunction(function):
            title = (inspect.getdoc(function) or name).splitlines()[0]
            parameters = tuple(inspect.signature(function).parameters)
            tests[name] = Test(name, title, parameters, function, name in in_place)
    return tests


def run(question, tests, names, seconds=SECONDS, clock="wall", calls=None):
    """Run Tests on the objects in names, a dict; return a Result. No exception gets out of here.

    calls: Calls, where the reason of a failure shall begin with the call that failed.
    """
    result = Result(question)
    recorder = calls or Calls()
    for test in tests:
        missing = [name for name in test.parameters if name not in names]
        if missing:
            hint = "run the cell that defines it, and mind the spelling"
            result.lines.append((False, test.title, f"`{missing[0]}` is not defined: {hint}"))
            continue
        reason = _why_not(test, names, recorder, time_limit(seconds, clock), result)
        if reason is not None:
            result.unwritten = result.unwritten or recorder.unwritten
        if calls and reason is not None and calls.last():
            reason = f"{calls.last()}\n{reason}"
        result.lines.append((reason is None, test.title, reason))
    return result


def _why_not(test, names, calls, alarm, result):
    """Run a Test; return why it fails, or None where it passes."""
    lookup = calls.begin(names, test.in_place)
    try:
        with alarm, np.errstate(all="ignore"):
            test.call(lookup)
        return None
    except Mismatch as error:
        result.tolerance = result.tolerance or getattr(error, "tolerance", "")
        return str(error)
    except OutOfTime:
        return f"no answer within {alarm.seconds:g} seconds: is there a loop that does not end?"
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) or error is alarm.raised:
            raise
        values = {name: names[name] for name in test.parameters}
        return explain(error, calls.answer, values)


def probe(test, names, clock="wall"):
    """Return the fingerprint of what a probe, a Test, gives for names; None where it fails."""
    try:
        with time_limit(SECONDS, clock), np.errstate(all="ignore"):
            return fingerprint(test.call(Calls().begin(names, in_place=True)))
    except (Exception, OutOfTime, SystemExit):
        return None


def explain(error, answer=None, values=()):
    """Return an exception as one sentence: what the student's own code raised, with its line; where
    a test cannot do with what it got, what that is.

    answer: what the student's function gave last, in a list. values: {name: what it is} of what the
    test looks at.
    """
    frames = traceback.extract_tb(error.__traceback__)
    student_frames = [frame for frame in frames if not _foreign(frame.filename)]
    where = (
        f", in the line `{student_frames[-1].line.strip()}`"
        if student_frames and student_frames[-1].line
        else ""
    )
    if isinstance(error, SystemExit):
        return f"it ends the program (exit or quit){where}"
    if student_frames:
        return f"{type(error).__name__}: {error}{where}"
    if isinstance(error, Unfit):
        return str(error)
    classes = tuple(value for value in dict(values).values() if isinstance(value, type))
    if isinstance(error, AttributeError) and isinstance(error.obj, classes):
        return f"there is no `{error.name}`: {FORM}"
    if answer and answer[0] is not None:
        return f"the result is {shown(answer[0])}: {FORM}"
    if answer or "NoneType" in str(error):
        return "the result is None: does the function end with `return`?"
    for name, value in dict(values).items():
        if not callable(value):
            return f"`{name}` is {shown(value)}: {FORM}"
    return f"the result is of another form: {FORM}"


def _foreign(file):
    return file.startswith(FOREIGN) or "site-packages" in file
