"""The student's check: what a question asks for, tried at once, with the reason when it fails.

A test is a function whose parameters are names of the student's notebook; its docstring says what
it looks at. It compares with close() and friends, which say what was expected and what came. NumPy
only.

values.py     comparing what came with what was expected; fingerprints of wrong answers
plain.py      what an answer is as data: check and grader compare that
running.py    loading tests and running them
clock.py      a limit on time for a test
calls.py      the student's functions as a test sees them: calls noted, data copied
copies.py     copies of data
shown.py      values and calls as short texts
unwritten.py  whether a student has begun with a function
packed.py     the checks of a set as one line of text
progress.py   what passed, kept beside the notebook
results.py    what the student is shown
student.py    Checks, which a student's notebook calls as check("q1")
"""

from nblib.check.plain import plain
from nblib.check.results import Result
from nblib.check.running import (
    SECONDS,
    OutOfTime,
    Test,
    explain,
    load,
    probe,
    run,
    time_limit,
)
from nblib.check.student import Checks
from nblib.check.values import Mismatch, close, fingerprint, holds, raises, same

__all__ = [
    "SECONDS",
    "Checks",
    "Mismatch",
    "OutOfTime",
    "Result",
    "Test",
    "close",
    "explain",
    "fingerprint",
    "holds",
    "load",
    "plain",
    "probe",
    "raises",
    "run",
    "same",
    "time_limit",
]
