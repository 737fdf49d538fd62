"""The worker's end of the wire: answers one question at a time, and asks back when student code
calls a callback.
"""

import builtins
import collections
import copy
import importlib
import operator
import threading
import types

import numpy as np

from nblib.grading.errors import Unsendable
from nblib.grading.inside.cells import Alarm, Notebook, TooLong, describe
from nblib.grading.wire.changes import content, differs, restore
from nblib.grading.wire.channel import Closed
from nblib.grading.wire.decode import Decoder
from nblib.grading.wire.encode import Encoder
from nblib.grading.wire.handles import Handle, Marked

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
    """Serves a Channel until it closes."""

    def __init__(self, channel, output):
        self.channel = channel
        self.notebook = Notebook(output)
        self.alarm = Alarm()
        self.objects = []  # those that the trusted side has handles for; the number is the handle's
        self.numbers = {}  # id of such an object -> its number

    def serve(self):
        """Answer questions until the other end is gone."""
        try:
            while True:
                self.answer(self.channel.receive()[1:])
        except Closed:
            pass

    def answer(self, frame):
        """Do what one frame asks and send what came of it, with the arguments that it changed."""
        question = Decoder(frame, self.channel.caps, handle=self.local, marked=unmarked)
        number, nonce, act, arguments, seconds = question.decode()
        before = [content(item) for item in question.table]
        try:
            with self.alarm.set(seconds):
                data = self.encode(
                    (number, nonce, "value", self.do(act, arguments)), question.table, before
                )
        except Closed:
            raise
        except BaseException as error:
            data = self.failed(number, nonce, act, error, question.table, before)
        self.channel.send(b"A" + data)

    def failed(self, number, nonce, act, error, table, before):
        """Return the bytes of a reply that tells of an exception."""
        report = describe(error)
        callback = getattr(error, "nblib_number", None)
        report["callback"] = callback if type(callback) is int else None
        report["output"] = self.notebook.output.take() if act == "run" else ""
        status = "too long" if isinstance(error, TooLong) else "error"
        try:
            return self.encode((number, nonce, status, report), table, before)
        except Unsendable:
            return self.encode((number, nonce, status, report), (), ())

    def encode(self, reply, table, before):
        """Return the bytes of a reply and of what changed in the table of the question. Raises
        Unsendable.
        """
        changes = [
            (n, now) for n, item in enumerate(table) if differs(now := content(item), before[n])
        ]
        return Encoder(self.channel.caps, table, self.remote).encode((*reply, changes))

    def do(self, act, arguments):
        """Return the value of one operation on student objects."""
        if act == "run":
            notes = self.notebook.run(*arguments)
            return {"notes": notes, "output": self.notebook.output.take()}
        if act == "names":
            return self.notebook.public()
        if act == "get":
            return self.notebook.names[arguments[0]]
        if act == "call":
            function, positional, named = arguments
            return function(*positional, **named)
        if act == "next":
            return self.next(*arguments)
        return PLAIN[act](*arguments)

    def next(self, iterator):
        """Return ("item", what comes next), or ("stop", None)."""
        try:
            return ("item", next(iterator))
        except StopIteration:
            return ("stop", None)

    def remote(self, value):
        """Return what stands for an object on the wire: plain data where nothing is lost, else a
        handle.
        """
        if isinstance(
            value, collections.OrderedDict | collections.defaultdict | collections.Counter
        ):
            return dict(value)
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return tuple(value)
        if type(value) is np.str_:
            return str.__str__(value)
        cls = type(value)
        tensor = cls.__module__ == "torch" and cls.__name__ == "Tensor"
        if tensor or cls.__module__ == "torch.nn.parameter":
            return Marked(f"torch.{cls.__name__}", np.asarray(value.detach().cpu()))
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
        return self.callback(handle.id) if handle.abilities == "c" else self.items(handle.id)

    def callback(self, number):
        """Return a function that calls the trusted side's function of that number."""

        def function(*arguments, **named):
            return self.ask(number, "call", arguments, named)

        function.nblib_callback = number
        return function

    def items(self, number):
        """Yield what the trusted side's iterator of that number yields."""
        while (answer := self.ask(number, "next", (), {}))[0] == "item":
            yield answer[1]

    def ask(self, number, act, arguments, named):
        """Have the trusted side call back; meanwhile answer what it asks in turn."""
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError(
                "a function that was passed in can be called from the main thread only"
            )
        with self.alarm.held():
            encoder = Encoder(self.channel.caps, (), self.remote)
            self.channel.send(b"C" + encoder.encode((number, act, arguments, named)))
            while (frame := self.channel.receive())[:1] == b"Q":
                self.answer(frame[1:])
        reply = Decoder(frame[1:], self.channel.caps, encoder.table, self.local, unmarked)
        ok, value, changes = reply.decode()
        for place, new in changes:
            restore(encoder.table[place], new)
        if ok:
            return value

        # The test's function raised: so does the student's call of it.
        cls = getattr(builtins, value["type"], RuntimeError)
        if not (isinstance(cls, type) and issubclass(cls, Exception)):
            cls = RuntimeError
        error = cls(value["message"])
        error.nblib_number = value["number"]
        raise error


def unmarked(name, array):
    """Return the thing that a marked array was: a tensor that shares its memory."""
    if not name.startswith("torch."):
        return array
    return importlib.import_module("torch").from_numpy(array)
