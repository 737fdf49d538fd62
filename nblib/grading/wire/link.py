"""The trusted end of the wire: one question at a time to one worker, whose every byte is
doubted.
"""

import enum
import math
import secrets
import weakref

import numpy as np

from nblib.grading.deadline import Deadline
from nblib.grading.errors import GradingError, TimeLimit, Unsendable, WireError
from nblib.grading.limits import TEXTS
from nblib.grading.wire.callbacks import Callbacks, substitute
from nblib.grading.wire.changes import weigh
from nblib.grading.wire.channel import Channel
from nblib.grading.wire.decode import Decoder
from nblib.grading.wire.proxy import METHODS, Proxy, proxy_class
from nblib.grading.wire.shared import Shared
from nblib.grading.wire.student import StudentError, account, place, student_error, text

SMALL_OBJECT = 64  # bytes that Python takes for each value in an answer, at least
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


class State(enum.Enum):
    """What a worker does."""

    READY = enum.auto()  # it waits for a question
    ASKED = enum.auto()  # it answers one, or more: a callback's inside the one that called it
    TORN = enum.auto()  # it owes the answer to one that was given up, and has to be ended
    LOST = enum.auto()  # it has ended


class Link:
    """Questions to one worker. .era tells the objects of this worker from those of one before
    it; .state is the worker's.
    """

    def __init__(self, session, socket, era):
        self.session = session
        self.caps = session.limits.caps
        self.era = era
        self.channel = Channel(socket, self.caps)

        self.callbacks = Callbacks()  # what the worker was given
        self.shared = Shared()  # what the tests and the student's code both hold
        self.proxies = weakref.WeakValueDictionary()  # number of a student's object -> its Proxy

        self.state = State.READY
        self.number = 0  # of the question
        self.depth = 0  # of questions inside callbacks inside questions
        self.deadline = Deadline(math.inf)  # for all of them
        self.frames = 0  # for one question
        self.bytes = 0  # for one question

    def ask(self, act, arguments, seconds, within):
        """Return the worker's answer; it has so many seconds, and then a moment of grace, all of it
        within a Deadline.

        Raises StudentError, TimeLimit (gentle: the worker goes on), Unsendable, WireError, Closed,
        TimeoutError.
        """
        if self.depth >= self.caps.nesting:
            self.state = State.TORN  # the questions around this one will not be answered
            raise WireError(f"calls and callbacks are nested more than {self.caps.nesting} deep")
        self.number += 1
        asked = (self.number, secrets.token_hex(8))
        grace_s = self.session.limits.grace_s
        around = self.deadline
        deadline = Deadline(seconds + grace_s, Deadline(around.left(), within))
        gentle_s = None
        if self.depth == 0:
            remaining = deadline.left()
            gentle_s = max(min(seconds, remaining - min(grace_s, remaining / 4)), 0.01)
            self._begin_question()
        self.shared.everything = self.session.in_place
        message = (*asked, act, tuple(arguments), gentle_s, self.session.in_place)
        draft = self._own(self.shared.draft(self.caps, message, self.remote))

        self.deadline = deadline
        self.depth += 1
        self.state = State.ASKED
        whole = False
        try:
            local = self.shared.sent(draft, question=True)
            frame = self._exchange(b"Q" + draft.data)
            whole = True
        finally:
            self.depth -= 1
            self.deadline = around
            self._asked(whole)
        return self._told(*self._open(frame, asked, local))

    def _asked(self, whole):
        """A question is over; whole: it was answered."""
        if self.state is not State.ASKED:
            return  # it came to an end inside a callback
        if not whole:
            self.state = State.TORN
        elif self.depth == 0:
            self.state = State.READY

    def hand_over(self, descriptor, deadline):
        """Give the worker a socket, on which a branch of it will answer. Raises Closed,
        TimeoutError, WireError.
        """
        self.channel.send(b"B", deadline.at)
        if self.channel.receive(deadline.at) != b"B":  # it waits for the socket now
            raise WireError("it sent something that nobody had asked for")
        self.channel.send_descriptor(descriptor, deadline.at)

    def _begin_question(self):
        self.frames = 0
        self.bytes = 0
        self.callbacks.forget_raised()

    def _own(self, draft):
        """Return a question with the things that an answer may change or refer to: those of the
        test, or copies.
        """
        if self.session.in_place:
            return draft
        # Random generators move on all the same, as they do in the student's own check.
        copies = self._decode(b"Q" + draft.data, 6)[0][-1]
        handed = [
            item if isinstance(item, np.random.Generator) else copy
            for item, copy in zip(draft.handed, copies, strict=True)
        ]
        return draft._replace(handed=handed)

    def _exchange(self, data):
        """Send a question and return the frame that answers it; meanwhile serve callbacks."""
        if not self.channel.idle():
            self.channel.receive(self.deadline.at)  # raises Closed where it is only that
            raise WireError("it sent something that nobody had asked for")
        self.channel.send(data, self.deadline.at)
        while (frame := self._receive())[:1] == b"C":
            self._call_back(frame)
        if frame[:1] != b"A":
            raise WireError("it sent a frame of an unknown kind")
        return frame

    def _receive(self):
        frame = self.channel.receive(self.deadline.at)
        self.frames += 1
        self.bytes += len(frame)
        if self.frames > self.caps.call_frames:
            raise WireError(f"it sent more than {self.caps.call_frames:,} frames for one question")
        if self.bytes > self.caps.call_b:
            raise WireError(f"it sent more than {self.caps.call_b:,} bytes for one question")
        return frame

    def _decode(self, frame, size, local=()):
        """Return (news, message, decoder) of a frame. Raises WireError."""
        table = [*self.shared.items, *local]
        decoder = Decoder(memoryview(frame)[1:], self.caps, table, self.local, self.marked)
        news, value = self.shared.read(decoder, len(local))
        if decoder.tangled:
            weigh([value], self.caps)
        if type(value) is not tuple or len(value) != size:
            raise WireError("a message has not the parts that it should have")
        return news, value, decoder

    def _open(self, frame, asked, local):
        """Return (status, value) of an answer, what it changed being changed. Raises WireError."""
        news, (number, token, status, value), decoder = self._decode(frame, 4, local)
        self.session.hold(len(frame) + SMALL_OBJECT * decoder.count)
        if type(number) is not int or type(token) is not str or (number, token) != asked:
            raise WireError("it sent an answer to another question")
        self._take(news, decoder, value, *local)
        if status == "value":
            return status, value
        return status, account(value)

    def _take(self, news, decoder, *values):
        """Change what the notebook changed. Raises WireError, Unsendable."""
        try:
            self.shared.take(news)
        finally:
            if decoder.tangled:
                weigh([*self.shared.items, *values], self.caps)

    def _told(self, status, value):
        """Return the value of an answer, or raise what it tells of."""
        if status == "value":
            return value
        if status == "too long":
            line = place(value["cell"], value["line"], value["source"])
            raise TimeLimit(f"The notebook did not finish: {value['message']}{line}.")
        error = self.callbacks.raised(value["callback"])
        if error is not None:
            raise error
        raise student_error(value)

    def _call_back(self, frame):
        """Do what student code asks of a test's function or iterator, and send what came of it."""
        news, message, decoder = self._decode(frame, 4)
        self._take(news, decoder)
        try:
            draft = self._reply(True, self.callbacks.use(message))
        except Exception as error:
            if isinstance(error, GradingError) and not isinstance(error, StudentError | Unsendable):
                raise
            draft = self._reply(False, self.callbacks.failure(error))
        self.shared.sent(draft)
        self.channel.send(b"R" + draft.data, self.deadline.at)

    def _reply(self, ok, value):
        return self.shared.draft(self.caps, (ok, value), self.remote, roots=())

    def remote(self, value):
        """Return what stands on the wire for something in a test that is not data. Raises
        Unsendable.
        """
        if isinstance(value, Proxy):
            return self.session.current(value)
        if (data := substitute(value)) is not None:
            return data
        return self.callbacks.handle(value)

    def local(self, handle):
        """Return what stands in a test for a handle that came. Raises WireError."""
        if handle.side == "T":
            return self.callbacks.back(handle.id)
        if not set(handle.abilities) <= set(METHODS):
            raise WireError("an object has abilities that there are not")
        if (known := self.proxies.get(handle.id)) is None:
            clean = handle._replace(
                abilities="".join(sorted(set(handle.abilities))),
                type=text(handle.type, TEXTS["type"]),
            )
            cls = proxy_class(clean.abilities, clean.type)
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
