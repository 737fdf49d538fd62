"""Loading tests and running them, within a time; no exception of the student's gets out."""

import contextlib
import inspect
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nblib.check.results import Result
from nblib.check.values import HELPERS, Mismatch, fingerprint

FOLDER = str(Path(__file__).parent)
SECONDS = 5.0  # for each test of a question
# The clock on the wall, or what this process computes: a busy machine makes no difference to that.
CLOCKS = {"wall": ("ITIMER_REAL", "SIGALRM"), "processor": ("ITIMER_PROF", "SIGPROF")}


class OutOfTime(BaseException):
    """The tests of a question took too long; no `except Exception` of the student's catches it."""


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
    for test in tests:
        missing = [name for name in test.parameters if name not in names]
        if missing:
            hint = "run the cell that defines it, and mind the spelling"
            result.lines.append((False, test.title, f"`{missing[0]}` is not defined: {hint}"))
            continue
        lookup = calls.begin(names) if calls else names.__getitem__
        try:
            with time_limit(seconds, clock), np.errstate(all="ignore"):
                test.call(lookup)
            why = None
        except Mismatch as error:
            why = str(error)
        except OutOfTime:
            why = f"no answer within {seconds:g} seconds: is there a loop that does not end?"
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
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
            return fingerprint(test.call(names.__getitem__))
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


@contextlib.contextmanager
def time_limit(seconds, clock="wall"):
    """Raise OutOfTime in this block after so many seconds, where the system has such an alarm."""
    timer_name, alarm_name = CLOCKS[clock]

    def ring(signum, frame):
        raise OutOfTime

    try:
        timer = getattr(signal, timer_name)
        alarm = getattr(signal, alarm_name)
        before = signal.signal(alarm, ring)
    except (AttributeError, ValueError):  # Windows, or not the main thread
        yield
        return
    # Again and again, should the student's code swallow it.
    signal.setitimer(timer, seconds, 0.1)
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(alarm, before)
