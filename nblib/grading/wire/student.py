"""What student code raises, as a test sees it."""

import builtins
import functools

from nblib.grading.errors import GradingError, WireError
from nblib.grading.limits import TEXTS

FIELDS = {"type": str, "message": str, "source": str, "output": str, "bases": list}
# These steer loops; an exception of the student's never does so in a test.
NEVER = (StopIteration, StopAsyncIteration, ExceptionGroup, GradingError)


class StudentError(GradingError):
    """Student code raised an exception: its .type, .message, .cell, .line and that line's .source.

    What is raised is also of the builtin type that the student's exception derives from, so that
    "except ValueError" means in a test what it means in the notebook.
    """

    def __init__(self, report):
        # Not that of the builtin type beside it: UnicodeDecodeError, for one, asks for five
        # arguments.
        Exception.__init__(self, report["message"])
        self.type = report["type"]
        self.message = report["message"]
        self.cell = report["cell"]  # its number, or None
        self.line = report["line"]
        self.source = report["source"]  # of that line
        self.output = report["output"]  # what its cell had printed

    def __str__(self):
        return f"{self.type}: {self.message}{self.place()}"

    def place(self):
        """Return " (cell 2, line 3: code)", or nothing where the exception came from elsewhere."""
        return place(self.cell, self.line, self.source)


def place(cell, line, source):
    """Return a cell's line as words in brackets, or nothing if there is none."""
    return f" (cell {cell}, line {line}: {source})" if line is not None else ""


def student_error(report):
    """Return the StudentError for a worker's report of an exception. Raises WireError if that is
    damaged.
    """
    report = account(report)
    for name in report["bases"]:
        if name in BUILTINS:
            return _class(name)(report)
    return StudentError(report)


def account(report):
    """Return a worker's report of an exception with its texts made harmless. Raises WireError."""
    if type(report) is not dict:
        raise WireError("the account of an exception is damaged")
    if any(type(report.get(name)) is not cls for name, cls in FIELDS.items()):
        raise WireError("the account of an exception is damaged")
    if any(type(name) is not str for name in report["bases"]):
        raise WireError("the account of an exception is damaged")
    clean = {name: text(report[name], TEXTS[name]) for name in TEXTS if name in FIELDS}
    for name in ("cell", "line", "callback"):
        number = report.get(name)
        clean[name] = number if type(number) is int else None
    return report | clean


def text(value, length):
    """Return text of bounded length without the characters that move a terminal's cursor or turn
    its text around.
    """
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in value[:length])


BUILTINS = {
    name: cls
    for name, cls in vars(builtins).items()
    if isinstance(cls, type) and issubclass(cls, Exception) and cls not in (Exception, *NEVER)
}


@functools.cache
def _class(name):
    return type(f"Student{name}", (StudentError, BUILTINS[name]), {})
