"""The worker's end of the wire: answers one question at a time, and asks back when student code
calls a callback.
"""

import contextlib
import copy
import inspect
import operator
import os
import types

from nblib.check import Checks
from nblib.check.clock import held
from nblib.check.plain import Mismatch, is_tensor, plain
from nblib.grading.errors import Unsendable
from nblib.grading.inside.alarm import TooLong, alarm
from nblib.grading.inside.branch import Branches
from nblib.grading.inside.callbacks import Callbacks, as_data, unmarked
from nblib.grading.inside.cells import Notebook
from nblib.grading.inside.describe import describe
from nblib.grading.wire.changes import content
from nblib.grading.wire.channel import Channel, Closed
from nblib.grading.wire.decode import Decoder
from nblib.grading.wire.handles import Handle, marked
from nblib.grading.wire.shared import Shared

OPERATORS = (
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "neg",
    "pos",
    "abs",
)
PLAIN = {
    "float": float,
    "int": int,
    "complex": complex,
    "len": len,
    "iter": iter,
    "copy": copy.copy,
}
PLAIN |= {"deepcopy": copy.deepcopy, **{name: getattr(operator, name) for name in OPERATORS}}
PLAIN |= {
    "getattr": getattr,
    "setattr": setattr,
    "getitem": operator.getitem,
    "setitem": operator.setitem,
}
PLAIN |= {"contains": operator.contains, "delitem": operator.delitem}
ABILITIES = {"c": "__call__", "n": "__next__", "i": "__iter__", "l": "__len__", "g": "__getitem__"}


class Worker:
    """Serves a Channel until it closes. Asked for a branch, it becomes two: the branch serves a
    channel of its own.
    """

    def __init__(self, channel, output):
        Checks.asleep = True
        self.channel = channel
        self.notebook = Notebook(output)
        self.branches = Branches()
        self.callbacks = Callbacks(self)
        self.shared = Shared()  # what the student's code and the tests both hold
        self.objects = []  # those that the trusted side has handles for; the number is the handle's
        self.numbers = {}  # id of such an object -> its number

    def serve(self):
        """Answer questions until the other end is gone."""
        try:
            while True:
                frame = self.channel.receive()
                if frame[:1] == b"B":
                    self.channel.send(frame)
                    self.branch(self.channel.receive_descriptor())
                else:
                    self.answer(frame[1:])
        except Closed:
            if self.branches.inside:
                os._exit(0)

    def branch(self, descriptor):
        """Become two processes; in the new one, serve the socket that came."""
        sock = self.branches.begin(self.channel.sock, descriptor)
        if sock is not None:
            self.channel = Channel(sock, self.channel.caps)
            self.shared = Shared()

    def answer(self, frame):
        """Do what one frame asks and send what came of it, with the arguments that it changed."""
        (number, nonce, act, arguments, seconds), local = self.opened(frame)
        before = [content(item) for item in local]
        self.callbacks.open()
        with contextlib.ExitStack() as stack:
            try:
                with alarm(seconds):
                    value = plain(self.do(act, arguments), tensors=False)
                    with held():
                        # From here until it is sent no thread may ask back.
                        stack.enter_context(self.callbacks.lock)
                    # As in the student's own check, an answer is a copy but for what was handed in.
                    roots = arguments if act in ("call", "next") else None
                    draft = self.draft((number, nonce, "value", value), local, before, roots)
            except Closed:
                raise
            except BaseException as error:
                with held():
                    stack.enter_context(self.callbacks.lock)
                draft = self.failed(number, nonce, act, error, local, before)
            self.callbacks.close(draft)

    def opened(self, frame):
        """Return (the parts of a question, the arguments that are not shared)."""
        # Apart from answer(): a decoder that lives on holds all that is shared.
        question = Decoder(frame, self.channel.caps, self.shared.items, self.local, unmarked)
        news, (*fields, everything) = self.shared.read(question)
        self.shared.everything = everything
        return fields, self.shared.take(news, question=True, keep_own=True)

    def failed(self, number, nonce, act, error, local, before):
        """Return the Draft of a reply that tells of an exception."""
        report = describe(error)
        callback = getattr(error, "nblib_number", None)
        report["callback"] = callback if type(callback) is int else None
        report["output"] = self.notebook.output.take() if act == "run" else ""
        status = "too long" if isinstance(error, TooLong) else "error"
        try:
            return self.draft((number, nonce, status, report), local, before)
        except (Unsendable, Mismatch):
            reply = (number, nonce, status, report)
            return self.shared.parting(self.channel.caps, reply, self.remote)

    def draft(self, reply, local, before, roots=None):
        """Return the Draft of a reply, with what changed in the arguments. Raises Unsendable."""
        caps = self.channel.caps
        return self.shared.draft(
            caps, reply, self.remote, roots=roots, local=local, before=before, ready=as_data
        )

    def do(self, act, arguments):
        """Return the value of one operation on student objects."""
        if act == "run":
            notes = self.notebook.run(*arguments)
            return {"notes": notes, "output": self.notebook.output.take()}
        if act == "names":
            return self.notebook.public()
        if act == "rest":
            return self.notebook.public(), self.branches.possible()
        if act == "ended":
            return self.branches.ended()
        if act == "get":
            return self.notebook.names[arguments[0]]
        if act == "call":
            function, positional, named = arguments
            return function(*positional, **named)
        if act == "next":
            return self.next(*arguments)
        if act == "signature":
            return signature(*arguments)
        return PLAIN[act](*arguments)

    def next(self, iterator):
        """Return ("item", what comes next), or ("stop", None)."""
        try:
            return ("item", next(iterator))
        except StopIteration:
            return ("stop", None)

    def remote(self, value):
        """Return what stands on the wire for an object that is no plain data: an array that was a
        tensor, or a handle.
        """
        if is_tensor(value):
            return marked(value)
        if isinstance(value, types.FunctionType):
            number = vars(value).get("nblib_callback")
            if type(number) is int:  # a test's own function comes back
                return Handle("T", number, "c", "function")
        return self.handle(value)

    def handle(self, value):
        """Return a handle, always the same one for the same object; raises Unsendable for too
        many.
        """
        if (number := self.numbers.get(id(value))) is None:
            limit = self.channel.caps.objects
            if len(self.objects) >= limit:
                raise Unsendable(f"the notebook handed out more than {limit:,} objects")
            number = self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        cls = type(value)
        abilities = "".join(letter for letter, method in ABILITIES.items() if hasattr(cls, method))
        name = cls.__name__
        if cls.__module__ not in ("builtins", "__main__"):
            name = f"{cls.__module__}.{name}"
        return Handle("W", number, abilities, name[:100].encode("ascii", "replace").decode())

    def local(self, handle):
        """Return what a handle that came stands for here."""
        if handle.side == "W":
            return self.objects[handle.id]
        if handle.abilities == "c":
            return self.callbacks.function(handle.id, handle.type)
        return self.callbacks.items(handle.id)


def signature(function):
    """Return the parameters of a student's function as plain data."""
    parameters = inspect.signature(function).parameters.values()
    return [
        (p.name, int(p.kind), p.default is not p.empty, None if p.default is p.empty else p.default)
        for p in parameters
    ]
