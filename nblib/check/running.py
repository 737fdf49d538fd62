"""Loading tests and running them, within a time; no exception of the student's gets out."""

import inspect
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nblib.check.calls import Calls
from nblib.check.clock import OutOfTime, time_limit
from nblib.check.results import Result
from nblib.check.values import HELPERS, Mismatch, fingerprint

FOLDER = str(Path(__file__).parent)
SECONDS = 5.0  # for each test of a question


@dataclass(frozen=True)
class Test:
    """A test of an exercise, or a probe: a function of objects that a notebook defines."""

    name: str
    title: str  # the first line of its docstring: what it looks at
    parameters: tuple  # their names
    function: Callable

    def call(self, lookup):
        """Return what it returns for lookup(name) of each parameter; `names.__getitem__`, say."""
        return self.function(*(lookup(name) for name in self.parameters))


def load(source, file="<test>"):
    """Return {name: Test} of the functions that a source defines, in its order.

    The source is the course's own, never a student's: it is executed here, with HELPERS as names.
    """
    scope = dict(HELPERS)
    exec(compile(source, file, "exec"), scope)
    tests = {}
    for name, function in scope.items():
        if name not in HELPERS and inspect.isfunction(function):
            title = (inspect.getdoc(function) or name).splitlines()[0]
            parameters = tuple(inspect.signature(function).parameters)
            tests[name] = Test(name, title, parameters, function)
    return tests


def run(question, tests, names, seconds=SECONDS, clock="wall", calls=None):
    """Run Tests on the objects in names, a dict; return a Result. No exception gets out of here.

    calls: Calls, where the reason of a failure shall begin with the call that failed.
    """
    result = Result(question)
    seen = calls or Calls()
    for test in tests:
        missing = [name for name in test.parameters if name not in names]
        if missing:
            hint = "run the cell that defines it, and mind the spelling"
            result.lines.append((False, test.title, f"`{missing[0]}` is not defined: {hint}"))
            continue
        lookup = seen.begin(names)
        alarm = time_limit(seconds, clock)
        try:
            with alarm, np.errstate(all="ignore"):
                test.call(lookup)
            why = None
        except Mismatch as error:
            why = str(error)
        except OutOfTime:
            why = f"no answer within {seconds:g} seconds: is there a loop that does not end?"
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt) or error is alarm.raised:
                raise
            why = explain(error)
        if calls and why is not None and calls.last():
            why = f"{calls.last()}\n{why}"
        result.lines.append((why is None, test.title, why))
    return result


def probe(test, names, clock="wall"):
    """Return the fingerprint of what a probe, a Test, gives for names; None where it fails."""
    try:
        with time_limit(SECONDS, clock), np.errstate(all="ignore"):
            return fingerprint(test.call(Calls().begin(names)))
    except (Exception, OutOfTime, SystemExit):
        return None


def explain(error):
    """Return an exception of the student's code as one sentence, with the line of their cell."""
    student_frames = [
        f
        for f in traceback.extract_tb(error.__traceback__)
        if not f.filename.startswith((FOLDER, "<checks of")) and "site-packages" not in f.filename
    ]
    line = student_frames[-1].line if student_frames else ""
    where = f", in the line `{line.strip()}`" if line else ""
    if isinstance(error, TypeError) and "NoneType" in str(error) and not student_frames:
        return "the result is None: does the function end with `return`?"
    if isinstance(error, SystemExit):
        return f"it ends the program (exit or quit){where}"
    return f"{type(error).__name__}: {error}{where}"
