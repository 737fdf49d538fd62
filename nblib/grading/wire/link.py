"""The trusted end of the wire: one question at a time to one worker, whose every byte is
doubted.
"""

import math
import secrets
import time
import weakref

import numpy as np

from nblib.grading.errors import GradingError, TimeLimit, Unsendable, WireError
from nblib.grading.limits import TEXTS
from nblib.grading.wire.changes import content, differs, restore, weigh
from nblib.grading.wire.channel import Channel
from nblib.grading.wire.decode import Decoder
from nblib.grading.wire.encode import Encoder
from nblib.grading.wire.handles import Handle, Marked
from nblib.grading.wire.proxy import METHODS, Proxy, proxy_class
from nblib.grading.wire.student import StudentError, account, place, student_error, text

_TYPES = {}  # id of an array that came marked -> (weak reference to it, name of its type there)


def type_name(value):
    """Return the name of a value's type in the notebook: "torch.Tensor" for an array that was a
    tensor there.
    """
    if isinstance(value, Proxy):
        return value._nb_handle.type
    reference, name = _TYPES.get(id(value), (None, None))
    if reference and reference() is value:
        return name
    cls = type(value)
    return cls.__name__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__name__}"


class Link:
    """Questions to one worker. .era tells the objects of this worker from those of one before
    it.
    """

    def __init__(self, session, socket, era):
        self.session = session
        self.caps = session.limits.caps
        self.era = era
        self.channel = Channel(socket, self.caps)

        self.callbacks = []  # (function or iterator of a test, its abilities); handles number them
        self.numbers = {}  # id of such a function -> its number
        self.proxies = weakref.WeakValueDictionary()  # number of a student's object -> its Proxy
        self.raised = {}  # number -> exception of a test's function, within one question

        self.number = 0  # of the question
        self.depth = 0  # of questions inside callbacks inside questions
        self.deadline = math.inf
        self.frames = 0  # for one question
        self.bytes = 0  # for one question
        self.answers = 0  # bytes of answers that the test of the moment holds

    def ask(self, act, arguments, seconds, deadline):
        """Return the worker's answer; it has so many seconds, but not beyond deadline, and then a
        moment of grace.

        Raises StudentError, TimeLimit (gentle: the worker goes on), Unsendable, WireError, Closed,
        TimeoutError.
        """
        if self.depth >= self.caps.nesting:
            raise WireError(f"calls and callbacks are nested more than {self.caps.nesting} deep")
        before = self.deadline
        self.number += 1
        number = self.number
        nonce = secrets.token_hex(8)
        encoder = Encoder(self.caps, (), self.remote)
        end = min(before, deadline, time.monotonic() + seconds)
        gentle = max(end - time.monotonic(), 0.01) if self.depth == 0 else None
        data = b"Q" + encoder.encode((number, nonce, act, tuple(arguments), gentle))
        table = encoder.table
        if (
            not self.session.in_place
        ):  # random generators move on all the same, as they do in the student's own check
            copies = self._decode(data, 5)[1].table
            table = [
                t if isinstance(t, np.random.Generator) else c
                for t, c in zip(table, copies, strict=True)
            ]
        if self.depth == 0:
            self.frames = 0
            self.bytes = 0
            self.raised.clear()
        self.deadline = min(before, end + self.session.limits.grace_s)
        self.depth += 1
        try:
            return self._exchange(data, number, nonce, table)
        finally:
            self.depth -= 1
            self.deadline = before

    def _exchange(self, data, number, nonce, table):
        if not self.channel.idle():
            self.channel.receive(self.deadline)  # raises Closed where it is only that
            raise WireError("it sent something that nobody had asked for")
        self.channel.send(data, self.deadline)
        while (frame := self._receive())[:1] == b"C":
            self._call_back(frame)
        if frame[:1] != b"A":
            raise WireError("it sent a frame of an unknown kind")
        return self._answer(frame, number, nonce, table)

    def _receive(self):
        frame = self.channel.receive(self.deadline)
        self.frames += 1
        self.bytes += len(frame)
        if self.frames > self.caps.call_frames:
            raise WireError(f"it sent more than {self.caps.call_frames:,} frames for one question")
        if self.bytes > self.caps.call_b:
            raise WireError(f"it sent more than {self.caps.call_b:,} bytes for one question")
        return frame

    def _decode(self, frame, size, table=()):
        decoder = Decoder(memoryview(frame)[1:], self.caps, table, self.local, self.marked)
        value = decoder.decode()
        if decoder.tangled:
            weigh([value], self.caps)
        if type(value) is not tuple or len(value) != size:
            raise WireError("a message has not the parts that it should have")
        return value, decoder

    def _answer(self, frame, number, nonce, table):
        (came, token, status, value, changes), decoder = self._decode(frame, 5, table)
        # What an answer makes the tests' process keep, small objects at the size that Python gives
        # them.
        self.answers += len(frame) + 64 * decoder.count
        if self.answers > self.session.limits.answers_b:
            raise WireError(
                f"its answers together hold more than {self.session.limits.answers_b:,} bytes"
            )
        if type(came) is not int or came != number or type(token) is not str or token != nonce:
            raise WireError("it sent an answer to another question")
        self._change(table, changes)
        if decoder.tangled:
            weigh([value, *table], self.caps)
        if status == "value":
            return value
        report = account(value)
        if status == "too long":
            line = place(report["cell"], report["line"], report["source"])
            raise TimeLimit(f"The notebook did not finish: {report['message']}{line}.")
        if report["callback"] in self.raised:
            raise self.raised[report["callback"]]
        raise student_error(report)

    def _change(self, table, changes):
        if type(changes) is not list or len(changes) > len(table):
            raise WireError("the list of changed arguments is damaged")
        for change in changes:
            if type(change) is not tuple or len(change) != 2 or type(change[0]) is not int:
                raise WireError("the list of changed arguments is damaged")
            if not 0 <= change[0] < len(table):
                raise WireError("an argument that is not there came back changed")
            restore(table[change[0]], change[1])

    def _call_back(self, frame):
        """Do what student code asks of a test's function or iterator, and send what came of it."""
        (number, act, arguments, named), decoder = self._decode(frame, 4)
        if (
            type(number) is not int
            or not 0 <= number < len(self.callbacks)
            or type(named) is not dict
        ):
            raise WireError("it called a function that it was not given")
        if type(arguments) is not tuple or any(type(name) is not str for name in named):
            raise WireError("it called a function in a way that there is not")
        target, abilities = self.callbacks[number]
        if act != {"c": "call", "n": "next"}[abilities]:
            raise WireError("it used a function as an iterator, or an iterator as a function")
        before = [content(item) for item in decoder.table]
        try:
            value = target(*arguments, **named) if act == "call" else _next(target)
            reply = self._reply(True, value, decoder.table, before)
        except Exception as error:
            if isinstance(error, GradingError) and not isinstance(error, StudentError | Unsendable):
                raise
            reply = self._reply(False, self._failure(error), decoder.table, before)
        self.channel.send(b"R" + reply, self.deadline)

    def _reply(self, ok, value, table, before):
        changes = [
            (n, now) for n, item in enumerate(table) if differs(now := content(item), before[n])
        ]
        return Encoder(self.caps, table, self.remote).encode((ok, value, changes))

    def _failure(self, error):
        """Return what student code may know of an exception in a test's function, and remember the
        exception.
        """
        number = len(self.raised)
        self.raised[number] = error
        # The text of a failed assertion often holds the right answer.
        known = "" if isinstance(error, AssertionError | StudentError) else text(str(error), 500)
        return {"type": type(error).__name__, "message": known, "number": number}

    def remote(self, value):
        """Return what stands on the wire for something in a test that is not data. Raises
        Unsendable.
        """
        if isinstance(value, Proxy):
            return self.session.current(value)
        if isinstance(value, range):
            return list(value)
        if isinstance(value, dict):
            return dict(value)
        if type(value).__module__ == "torch" and type(value).__name__ == "Tensor":
            return Marked("torch.Tensor", value.detach().cpu().numpy())
        abilities = "n" if hasattr(type(value), "__next__") else "c"
        if abilities == "c" and not callable(value):
            raise Unsendable(
                f"a test cannot hand a {type(value).__name__} to a notebook: "
                "data and functions travel"
            )
        if (number := self.numbers.get(id(value))) is None:
            number = self.numbers[id(value)] = len(self.callbacks)
            self.callbacks.append((value, abilities))
        return Handle("T", number, abilities, "function" if abilities == "c" else "iterator")

    def local(self, handle):
        """Return what stands in a test for a handle that came. Raises WireError."""
        if handle.side == "T":
            if handle.id >= len(self.callbacks):
                raise WireError("it returned a function that it was not given")
            return self.callbacks[handle.id][0]
        if not set(handle.abilities) <= set(METHODS):
            raise WireError("an object has abilities that there are not")
        if (known := self.proxies.get(handle.id)) is None:
            clean = handle._replace(
                abilities="".join(sorted(set(handle.abilities))),
                type=text(handle.type, TEXTS["type"]),
            )
            cls = proxy_class(clean.abilities)
            known = self.proxies[handle.id] = cls(self.session, clean, self.era)
        return known

    def marked(self, name, array):
        """Return an array that was of another type in the notebook, and remember the type's
        name.
        """
        key = id(array)
        _TYPES[key] = (
            weakref.ref(array, lambda _: _TYPES.pop(key, None)),
            text(name, TEXTS["type"]),
        )
        return array


def _next(iterator):
    try:
        return ("item", next(iterator))
    except StopIteration:
        return ("stop", None)
