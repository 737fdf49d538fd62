"""A test's functions, as student code sees them: a call of one is a question back.

They may be called from any thread, one at a time, while the question that brought them, or a later
one, is being answered. A call costs about 0.3 ms, a hundred times what it would if the function
itself were here; but what is here can be read and changed by student code, and a function of a test
counts its calls and knows what it is compared with.
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
from nblib.grading.wire.decode import Decoder


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
        """Send the answer, a Draft, to the question; where it is the outermost one, nobody may ask
        back any more.
        """
        with self.lock:  # a thread may be asking back
            self.questions -= 1
            self.worker.channel.send(b"A" + answer.data)
            self.worker.shared.sent(answer)

    def function(self, number, parameters):
        """Return a function that calls the trusted side's function of that number."""

        def function(*arguments, **named):
            return self.ask(number, "call", arguments, named)

        function.nblib_callback = number
        with contextlib.suppress(ValueError, TypeError):
            function.__signature__ = inspect.Signature(
                [_parameter(*fields) for fields in json.loads(parameters)]
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
            message = (number, act, plain(arguments, tensors=False), plain(named, tensors=False))
            draft = worker.shared.draft(caps, message, worker.remote, roots=(), ready=as_data)
            worker.channel.send(b"C" + draft.data)
            worker.shared.sent(draft)
            while (frame := worker.channel.receive())[:1] == b"Q":
                worker.answer(frame[1:])
            reply = Decoder(frame[1:], caps, worker.shared.items, worker.local, unmarked)
            news, (ok, value) = worker.shared.read(reply)
            worker.shared.take(news, keep_own=True)
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


def as_data(changed):
    """Return what a changed argument holds as data that travels."""
    return plain(changed, tensors=False)


def unmarked(name, array):
    """Return the thing that a marked array was: a tensor that shares its memory."""
    if not name.startswith("torch."):
        return array
    return importlib.import_module("torch").from_numpy(array)
