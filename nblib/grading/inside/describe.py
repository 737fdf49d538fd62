"""What the trusted side may know of an exception in student code."""

import linecache
import re
import traceback

from nblib.grading.inside.output import clean
from nblib.grading.limits import INSTALLED, TEXTS

CELL = re.compile(r"<cell (\d{1,6})>")


def describe(error):
    """Return what the trusted side may know of an exception: type, message, and the cell's line it
    came from.
    """
    try:
        message = str(error)[: TEXTS["message"]]
    except Exception:
        message = "(the exception's own text could not be made)"
    if isinstance(error, ModuleNotFoundError):
        message += f". The grader has {INSTALLED}"
    # The last line of a cell on the way to where it was raised.
    lines = [
        (frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    if isinstance(error, SyntaxError):
        lines.append((error.filename, error.lineno))
    cell = line = None
    for name, number in lines:
        if type(name) is str and type(number) is int and (match := CELL.fullmatch(name)):
            cell = int(match[1])
            line = number
    source = linecache.getline(f"<cell {cell}>", line).strip() if line else ""
    return {
        "type": type(error).__name__,
        "bases": [base.__name__ for base in type(error).__mro__[:20]],
        "message": clean(message),
        "cell": cell,
        "line": line,
        "source": clean(source[: TEXTS["source"]]),
    }
