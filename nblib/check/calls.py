"""The call that failed, with its input, in short: `one_step([1, -2], [3, 0.5], 0.33)`."""

import functools
import linecache
import types

import numpy as np

from nblib.check.plain import plain

FEW = 9  # numbers of an array, elements of a list: with more it is shown by its shape or length
LONGEST = 160  # characters of a text, a list or a dict


class Calls:
    """Notes what a test calls of the student's functions, before they can change what they get, and
    gives the test plain data, as the grader does.
    """

    def __init__(self):
        self._count = 0  # of the calls in this test
        self._text = ""  # of the last one
        self._depth = 0  # a function that was handed another one may call it: that is not noted

    def begin(self, names):
        """Begin a new test; return a function from a name to the object that it shall see.

        A function comes back as one that notes its calls, answers with plain data and is the same
        for the test in name, signature and attributes; data comes back as plain data, everything
        else, classes too, as it is.
        """
        self._count = 0
        self._text = ""
        self._depth = 0
        return lambda name: self._watched(name, names[name])

    def last(self):
        """Return the last call as a text, "" where there was none."""
        if self._count < 2:
            return self._text
        return f"{self._text}, the last of {self._count} calls"

    def _watched(self, name, function):
        if type(function) is not types.FunctionType:
            return plain(function)

        @functools.wraps(function)
        def call(*arguments, **named):
            if not self._depth:
                self._count += 1
                self._text = call_text(name, arguments, named)
            self._depth += 1
            try:
                return _plain_answer(function(*arguments, **named))
            finally:
                self._depth -= 1
                call.__dict__.update(vars(function))  # a function may keep something in itself

        return call


def _plain_answer(answer):
    """Return what a function answers as plain data; of a generator, all that it yields."""
    if type(answer) is types.GeneratorType:
        return (plain(item) for item in answer)
    return plain(answer)


def call_text(name, arguments, named):
    """Return a call as a text. Runs none of the student's code, and raises nothing."""
    try:
        parts = [shown(value) for value in arguments]
        parts += [f"{key}={shown(value)}" for key, value in named.items()]
    except Exception:
        parts = ["…"]
    return f"{name}({', '.join(parts)})"


def shown(value):
    """Return a value as a short text: a few numbers as they are, more by their shape."""
    if isinstance(value, np.generic):
        value = value.item()
    kind = type(value)
    if kind is np.ndarray:
        return _array(value)
    if kind is float:
        return f"{value:.6g}"
    if kind in (list, tuple, dict):
        return _collection(value, kind)
    if kind in (bool, int, complex, str, type(None)):
        text = repr(value)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    if kind is types.FunctionType:
        return _function(value)
    return "rng" if kind is np.random.Generator else f"<{kind.__name__}>"


def _array(array):
    if array.size > FEW or (array.size == 0 and array.ndim > 1):
        return f"array of shape {array.shape}"
    return shown(array.tolist())


def _collection(value, kind):
    """Return a list, a tuple or a dict as a text."""
    if len(value) > FEW:
        return f"{kind.__name__} of {len(value)}"
    if kind is dict:
        text = ", ".join(f"{shown(key)}: {shown(part)}" for key, part in value.items())
        text = f"{{{text}}}"
    else:
        text = ", ".join(map(shown, value))
        text = f"[{text}]" if kind is list else f"({text})"
    return text if len(text) <= LONGEST else f"{kind.__name__} of {len(value)}"


def _function(function):
    """Return a function's name; of a lambda what it says, where its line can be had."""
    code = vars(function).get("__wrapped__", function).__code__  # one that is watched itself
    if code.co_name != "<lambda>":
        return code.co_name
    spans = [span for span in code.co_positions() if span[3]]  # line, last line, column, end
    if not spans or any(first != code.co_firstlineno != last for first, last, _, _ in spans):
        return "<function>"
    line = linecache.getline(code.co_filename, code.co_firstlineno).encode()
    start = min(span[2] for span in spans)
    end = max(span[3] for span in spans)
    body = line[start:end].decode()
    names = ", ".join(code.co_varnames[: code.co_argcount])
    return f"lambda {names}: {body}" if body else "<function>"
