"""What student code raises, as a test sees it."""

import builtins
import functools

from nblib.grading.wire import GradingError, WireError

FIELDS = {"type": str, "message": str, "source": str, "output": str, "bases": list}
# These steer loops; an exception of the student's never does so in a test.
NEVER = (StopIteration, StopAsyncIteration, ExceptionGroup, GradingError)


class UndefinedName(GradingError):
    """A test asks for a name that the notebook does not define: .name."""

    def __init__(self, message, name):
        super().__init__(message)
        self.name = name


class StudentError(GradingError):
    """Student code raised an exception: its .type, .message, .cell, .line and that line's .source.

    What is raised is also of the builtin type that the student's exception derives from, so that
    "except ValueError" means in a test what it means in the notebook.
    """

    def __init__(self, found):
        # Not that of the builtin type beside it: UnicodeDecodeError, for one, asks for five
        # arguments.
        Exception.__init__(self, found["message"])
        self.type, self.message, self.source = found["type"], found["message"], found["source"]
        self.cell, self.line, self.output = found["cell"], found["line"], found["output"]

    def __str__(self):
        return f"{self.type}: {self.message}{self.place()}"

    def place(self):
        """Return " (cell 2, line 3: code)", or nothing where the exception came from elsewhere."""
        return place(self.cell, self.line, self.source)


def place(cell, line, source):
    """Return a cell's line as words in brackets, or nothing if there is none."""
    return f" (cell {cell}, line {line}: {source})" if line is not None else ""


def student_error(found):
    """Return the StudentError for a worker's account of an exception. Raises WireError if that is
    damaged.
    """
    found = account(found)
    for name in found["bases"]:
        if name in NAMES:
            return _class(name)(found)
    return StudentError(found)


def account(found):
    """Return a worker's account of an exception with its texts made harmless. Raises WireError."""
    if type(found) is not dict or any(
        type(found.get(name)) is not kind for name, kind in FIELDS.items()
    ):
        raise WireError("the account of an exception is damaged")
    if any(type(name) is not str for name in found["bases"]):
        raise WireError("the account of an exception is damaged")
    numbers = {
        n: found.get(n) if type(found.get(n)) is int else None for n in ("cell", "line", "callback")
    }
    most = {"type": 100, "message": 2000, "source": 200, "output": 200_000}
    return found | numbers | {name: text(found[name], size) for name, size in most.items()}


def text(value, most):
    """Return text of bounded length without the characters that move a terminal's cursor or turn
    its text around.
    """
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in value[:most])


NAMES = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and kind not in (Exception, *NEVER)
}


@functools.cache
def _class(name):
    return type(f"Student{name}", (StudentError, NAMES[name]), {})
