"""attempt(): a function that the learner writes is called, and what came stands beside what was
expected. It never stops a run.
"""

import html
import traceback

import numpy as np

from nblib.page.output import show, style_of

STYLE = style_of(".nb-attempt", ("panel", "ink", "purple", "green"), "attempts.css")
MIME = "application/vnd.nblib.attempt+json"


def attempt(function, *arguments, expected, wrong=()):
    """Call the learner's function; show ✓, or ○ with what came, what was expected and why.

    function: what the learner writes in the same cell; while it returns nothing the answer is "not
    yet". arguments: what it is called with; arrays are copied first. expected: a number, a string,
    an array, or a tuple or list of them; numbers are compared to 1 part in a million. wrong: pairs
    (answer, why) of mistakes that are often made; `why` is shown to whoever makes it.

    Returns nothing, raises nothing: an error in the function is shown as an answer that is not
    right yet.

    >>> attempt(lambda x: x + x, 3, expected=9, wrong=[(6, "This doubles. A square is x * x.")])
    ○ Not yet: (3) gave 6, expected 9. This doubles. A square is x * x.
    """
    name = getattr(function, "__name__", "")
    name = "" if name == "<lambda>" else name
    call = f"{name}({', '.join(_written(argument) for argument in arguments)})"
    show(_judged(function, arguments, expected, wrong, call))


class Attempt:
    """What attempt() shows. right: bool; call, came, why: texts, the last two "" where there is
    none; expected: a text.
    """

    def __init__(self, call, expected, *, right=False, came="", why=""):
        self.call = call
        self.expected = _written(expected)
        self.right = right
        self.came = came
        self.why = why

    @property
    def first(self):
        """The first words of the answer."""
        return "✓ Right" if self.right else "○ Not yet"

    def _words(self, plain, code):
        """Return the rest of the answer; plain() writes words, code() what is code."""
        if self.right:
            return f"{code(self.call)} is {code(self.expected)}."
        came = f" {plain(self.came)}," if self.came else ""
        sentence = f"{code(self.call)}{came} expected {code(self.expected)}."
        return f"{sentence} {plain(self.why)}" if self.why else sentence

    def __repr__(self):
        return f"{self.first}: {self._words(str, str)}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        answer = self._words(html.escape, lambda text: f"<code>{html.escape(text)}</code>")
        classes = "nb-attempt nb-right" if self.right else "nb-attempt"
        markup = f'<div class="{classes}"><b>{self.first}:</b> {answer}</div>'
        data = {"call": self.call, "right": self.right}
        return {"text/plain": repr(self), "text/html": STYLE + markup, MIME: data}


def _judged(function, arguments, expected, wrong, call):
    """Call the function and return the Attempt."""
    if not callable(function):
        reason = f"It must be a function; here it is {type(function).__name__}."
        return Attempt(call, expected, why=reason)
    copies = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
    try:
        answer = function(*copies)
    except Exception as error:  # whatever the learner's code raises is an answer too
        return Attempt(call, expected, came=f"raised {type(error).__name__}", why=_place(error))
    if answer is None or answer is Ellipsis:
        return Attempt(call, expected, came="gave nothing")
    if _equal(answer, expected):
        return Attempt(call, expected, right=True)
    came = f"gave {_written(answer)}"
    for mistake, hint in wrong:
        if _equal(answer, mistake):
            return Attempt(call, expected, came=came, why=hint)
    return Attempt(call, expected, came=came, why=_difference(answer, expected))


def _equal(answer, expected):
    """True where two values are the same kind of thing and, for numbers, equal to 1e-6."""
    if isinstance(expected, (tuple, list)):
        if not isinstance(answer, (tuple, list)) or len(answer) != len(expected):
            return False
        return all(_equal(a, e) for a, e in zip(answer, expected, strict=True))
    if isinstance(expected, (str, bool)):
        return type(answer) is type(expected) and answer == expected
    numbers = _numbers(answer)
    wanted = np.asarray(expected)
    if numbers is None or numbers.shape != wanted.shape:
        return False
    return bool(np.allclose(numbers, wanted, rtol=1e-6, atol=1e-9, equal_nan=True))


def _numbers(value):
    """Return a value as an array of numbers, or None where it is not one."""
    if hasattr(value, "detach"):  # a torch tensor that still knows its graph
        value = value.detach()
    try:
        array = np.asarray(value)
    except Exception:  # a ragged list, or an object with ideas of its own
        return None
    return array if array.dtype.kind in "biufc" else None


def _difference(answer, expected):
    """Return what can be said of a wrong answer that nobody foresaw, or ""."""
    if isinstance(expected, (tuple, list, str, bool)):
        return ""
    numbers = _numbers(answer)
    wanted = np.asarray(expected)
    if numbers is None:
        return f"This is a {type(answer).__name__}, not numbers."
    if numbers.shape != wanted.shape:
        return f"The shape is {numbers.shape}, expected {wanted.shape}."
    if _equal(-numbers, expected):
        return "The sign is turned round."
    return ""


def _place(error):
    """Return what an error says and the line of the learner's that raised it."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.line]
    frames = [frame for frame in frames if frame.filename != __file__]
    line = f" In the line `{frames[0].line}`." if frames else ""
    return f"{error}.{line}" if str(error) else line.strip()


def _written(value):
    """Return a value in a few characters."""
    if isinstance(value, (tuple, list)):
        inner = ", ".join(_written(v) for v in value)
        return f"({inner})" if isinstance(value, tuple) else f"[{inner}]"
    if isinstance(value, (bool, np.bool_)):
        return str(value)  # the repr of NumPy's own is np.True_
    if isinstance(value, str):
        return repr(value)
    if callable(value):
        name = getattr(value, "__name__", "<lambda>")
        return "a function" if name == "<lambda>" else name
    numbers = _numbers(value)
    if numbers is None:
        return f"a {type(value).__name__}"
    if numbers.size > 12:
        return f"an array of shape {numbers.shape}"
    if numbers.ndim:
        return "[" + ", ".join(_written(row) for row in numbers) + "]"
    number = numbers.item()
    return f"{number:.7g}" if isinstance(number, float) else str(number)
