"""The functions and iterators of a test that a notebook was given, and what it may know of them."""

import inspect
import json

from nblib.check.plain import is_tensor
from nblib.grading.errors import Unsendable, WireError
from nblib.grading.limits import TEXTS
from nblib.grading.wire.handles import Handle, marked
from nblib.grading.wire.student import StudentError, text

ACTS = {"c": "call", "n": "next"}


class Callbacks:
    """What one worker was given, by number: it can ask for nothing else."""

    def __init__(self):
        self._given = []  # (function or iterator, its abilities); handles number them
        self._numbers = {}  # id of such a function -> its number
        self._raised = {}  # number -> exception of a test's function, within one question

    def handle(self, value):
        """Return the Handle of something in a test that is not data. Raises Unsendable."""
        abilities = "n" if hasattr(type(value), "__next__") else "c"
        if abilities == "c" and not callable(value):
            raise Unsendable(
                f"a test cannot hand a {type(value).__name__} to a notebook: "
                "data and functions travel"
            )
        if (number := self._numbers.get(id(value))) is None:
            number = self._numbers[id(value)] = len(self._given)
            self._given.append((value, abilities))
        known = parameters(value) if abilities == "c" else ""
        return Handle("T", number, abilities, known)

    def back(self, number):
        """Return what came back: the test's own function. Raises WireError."""
        if number >= len(self._given):
            raise WireError("it returned a function that it was not given")
        return self._given[number][0]

    def use(self, message):
        """Return what comes of (number, act, arguments, named), as the notebook asks for it.

        Raises WireError where that cannot be, and whatever the test's function raises.
        """
        number, act, arguments, named = message
        if type(number) is not int or not 0 <= number < len(self._given):
            raise WireError("it called a function that it was not given")
        if type(named) is not dict or any(type(name) is not str for name in named):
            raise WireError("it called a function in a way that there is not")
        if type(arguments) is not tuple:
            raise WireError("it called a function in a way that there is not")
        target, abilities = self._given[number]
        if act != ACTS[abilities]:
            raise WireError("it used a function as an iterator, or an iterator as a function")
        return target(*arguments, **named) if act == "call" else _next(target)

    def failure(self, error):
        """Return what student code may know of an exception in a test's function, and remember the
        exception.
        """
        number = len(self._raised)
        self._raised[number] = error
        # The text of a failed assertion often holds the right answer.
        known = "" if isinstance(error, AssertionError | StudentError) else text(str(error), 500)
        return {"type": type(error).__name__, "message": known, "number": number}

    def raised(self, number):
        """Return the exception that the test's own function raised under this number, or None."""
        return self._raised.get(number)

    def forget_raised(self):
        """Begin a new question: exceptions of the one before mean nothing any more."""
        self._raised.clear()


def parameters(function):
    """Return the parameters of a test's function as a text of JSON: name, kind, whether there is a
    default; never the default itself, which could be an answer. "" where they cannot be had.
    """
    try:
        params = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return ""
    descriptions = [[p.name, int(p.kind), p.default is not p.empty] for p in params]
    encoded = json.dumps(descriptions)
    return encoded if len(encoded) <= TEXTS["parameters"] else ""


def substitute(value):
    """Return the data or the Marked array that stands for something in a test, or None."""
    if isinstance(value, range):
        return list(value)
    if isinstance(value, dict):
        return dict(value)
    return marked(value) if is_tensor(value) else None


def _next(iterator):
    try:
        return ("item", next(iterator))
    except StopIteration:
        return ("stop", None)
