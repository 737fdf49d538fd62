"""The student's functions as a test sees them: each call is noted, and data goes in and comes out
as copies, as between the grader and a notebook.
"""

import functools
import inspect
import types

from nblib.check.copies import Copies
from nblib.check.plain import plain
from nblib.check.shown import call_text
from nblib.check.unwritten import holds_dots, stumbles_over_dots

# How a call of a method is shown that is called by no name.
OWN = {"__init__": "{}", "__call__": "{}(…)"}


class Unfit(TypeError):
    """A function does not take what the question says that it takes; the message is a sentence."""


class Calls:
    """Notes what a test calls of the student's functions, before they can change what they get, and
    gives the test plain data, as the grader does.
    """

    def __init__(self):
        self.begin({})

    def begin(self, names, in_place=False):
        """Begin a new test; return a function from a name to the object that it shall see.

        A function comes back as one that notes its calls, answers with plain data and is the same
        for the test in name, signature and attributes; a class as one whose methods do so; data
        comes back as plain data, everything else as it is. in_place: whether the test sees what
        becomes of the arrays that it hands over; else the functions get copies of them.
        """
        self.unwritten = ""  # the name of a function that still has `...` where it matters
        self.answer = None  # what the last call gave, in a list; None if it gave nothing
        self._in_place = in_place
        self._count = 0  # of the calls in this test
        self._text = ""  # of the last one
        self._depth = 0  # a function that was handed another one may call it: that is not noted
        self._watched = []  # the functions that a test sees in place of the student's own
        return lambda name: self._seen(name, names[name])

    def last(self):
        """Return the last call as a text, "" where there was none."""
        if self._count < 2:
            return self._text
        return f"{self._text}, the last of {self._count} calls"

    def _seen(self, name, value):
        """Return what a test sees of a value of the notebook."""
        if isinstance(value, type):
            return self._class(name, value)
        if type(value) is types.FunctionType:
            return self._function(name, value)
        return Copies().of(plain(value))

    def _class(self, name, cls):
        """Return a class that is a student's one, with methods that are watched."""
        methods = {}
        for base in reversed(cls.__mro__):
            if base.__module__ == cls.__module__:
                methods |= vars(base)
        watched = {}
        for key, method in methods.items():
            if type(method) is types.FunctionType and (key in OWN or not key.startswith("__")):
                shown_name = OWN.get(key, "{}(…)." + key).format(name)
                watched[key] = self._function(shown_name, method, bound=True)
        watched["__module__"] = cls.__module__
        try:
            return type(cls)(cls.__name__, (cls,), watched)
        except TypeError:  # one that cannot be inherited from, such as bool
            return cls

    def _function(self, name, function, bound=False):
        """Return a function that notes its calls. bound: whether its first argument is an object
        that it belongs to.
        """

        @functools.wraps(function)
        def call(*arguments, **named):
            if self._depth:  # not a test calls, but the student's own code
                return function(*arguments, **named)
            self._count += 1
            self._text = call_text(name, arguments[bound:], named)
            self._depth += 1
            try:
                return self._call(name, function, arguments, named)
            finally:
                self._depth -= 1
                call.__dict__.update(vars(function))  # a function may keep something in itself

        self._watched.append(call)
        return call

    def _call(self, name, function, arguments, named):
        """Call a function of the student's for a test; return its answer."""
        _check_parameters(name, function, arguments, named)
        self.answer = None
        handed = Copies((*arguments, *named.values()) if self._in_place else ())
        arguments = [self._handed(value, handed) for value in arguments]
        named = {key: self._handed(value, handed) for key, value in named.items()}
        try:
            answer = function(*arguments, **named)
        except Exception as error:
            if stumbles_over_dots(error):
                self.unwritten = name
            raise
        if type(answer) is types.GeneratorType:
            return (Copies().of(plain(item)) for item in answer)
        if holds_dots(answer):
            self.unwritten = name
        if function.__name__ == "__init__":
            return answer
        self.answer = [answer]  # also where it is of no form that plain() knows
        answer = plain(answer)
        self.answer = [answer]
        return Copies((*arguments, *named.values()) if self._in_place else ()).of(answer)

    def _handed(self, value, handed):
        """Return what a student's function gets of an argument of a test."""
        if type(value) is not types.FunctionType:
            return handed.of(value)
        if any(value is function for function in self._watched):
            return value.__wrapped__
        return _callback(value)


def _callback(function):
    """Return a function of a test's that gets copies from the student's code, and gives it some."""

    @functools.wraps(function)
    def callback(*arguments, **named):
        copies = Copies()
        arguments = [copies.of(plain(value)) for value in arguments]
        named = {key: copies.of(plain(value)) for key, value in named.items()}
        return Copies().of(function(*arguments, **named))

    return callback


def _check_parameters(name, function, arguments, named):
    """Raise Unfit where a function cannot be called like this."""
    try:
        inspect.signature(function).bind(*arguments, **named)
    except TypeError as error:
        raise Unfit(
            f"`{name}` cannot be called like this ({error}): "
            "keep the parameters that the question gives it"
        ) from None
