"""A test's functions, as student code sees them: a call of one is a question back.

They may be called from any thread, one at a time, while the question that brought them, or a later
one, is being answered.
"""

import builtins
import contextlib
import importlib
import inspect
import json
import os
import threading

from nblib.check.clock import held
from nblib.check.plain import plain
from nblib.grading.wire.changes import content, differs, restore
from nblib.grading.wire.decode import Decoder
from nblib.grading.wire.encode import Encoder


class Callbacks:
    """Asks the trusted side back, over a Worker's channel."""

    def __init__(self, worker):
        self.worker = worker
        self.lock = threading.RLock()  # whoever holds it uses the channel
        self.questions = 0  # that are being answered, one inside the other

    def open(self):
        """A question has come: from now on there may be questions back."""
        self.questions += 1

    def close(self, answer):
        """Send the answer to the question; where it is the outermost one, nobody may ask back any
        more.
        """
        with self.lock:  # a thread may be asking back
            self.questions -= 1
            self.worker.channel.send(answer)

    def function(self, number, parameters):
        """Return a function that calls the trusted side's function of that number."""

        def function(*arguments, **named):
            return self.ask(number, "call", arguments, named)

        function.nblib_callback = number
        with contextlib.suppress(ValueError, TypeError):
            function.__signature__ = inspect.Signature(
                [_parameter(*part) for part in json.loads(parameters)]
            )
        return function

    def items(self, number):
        """Yield what the trusted side's iterator of that number yields."""
        while (answer := self.ask(number, "next", (), {}))[0] == "item":
            yield answer[1]

    def ask(self, number, act, arguments, named):
        """Have the trusted side call back; meanwhile answer what it asks in turn."""
        worker = self.worker
        if os.getpid() != worker.branches.pid:
            raise RuntimeError("a function that was passed in cannot be called from a new process")
        with self.lock, held():
            if not self.questions:
                raise RuntimeError("a function that was passed in was called too late")
            caps = worker.channel.caps
            encoder = Encoder(caps, (), worker.remote)
            message = (number, act, plain(arguments, tensors=False), plain(named, tensors=False))
            worker.channel.send(b"C" + encoder.encode(message))
            while (frame := worker.channel.receive())[:1] == b"Q":
                worker.answer(frame[1:])
        reply = Decoder(frame[1:], caps, encoder.table, worker.local, unmarked)
        ok, value, changes = reply.decode()
        for place, new in changes:
            restore(encoder.table[place], new)
        if ok:
            return value
        raise _error(value)


def _error(report):
    """Return the exception that the test's function raised, as the student's call raises it."""
    cls = getattr(builtins, report["type"], RuntimeError)
    if not (isinstance(cls, type) and issubclass(cls, Exception)):
        cls = RuntimeError
    error = cls(report["message"])
    error.nblib_number = report["number"]
    return error


def _parameter(name, kind, has_default):
    default = ... if has_default else inspect.Parameter.empty
    return inspect.Parameter(name, inspect._ParameterKind(kind), default=default)


def encoded_changes(table, before):
    """Return [(number, content)] of what changed in the arguments of a question."""
    now = [content(item) for item in table]
    changed = [n for n, item in enumerate(now) if differs(item, before[n])]
    return [(n, plain(now[n], tensors=False)) for n in changed]


def unmarked(name, array):
    """Return the thing that a marked array was: a tensor that shares its memory."""
    if not name.startswith("torch."):
        return array
    return importlib.import_module("torch").from_numpy(array)
