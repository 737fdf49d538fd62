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

from nblib.grading.cells import Alarm, Notebook, TooLong, describe
from nblib.grading.changes import content, differs, restore
from nblib.grading.decode import Decoder
from nblib.grading.encode import Encoder
from nblib.grading.wire import Closed, Handle, Marked, Unsendable

OBJECTS = 200_000
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
        self.channel, self.notebook = channel, Notebook(output)
        self.objects, self.numbers, self.alarm = [], {}, Alarm()

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
        what = describe(error)
        callback = getattr(error, "nblib_number", None)
        what |= {"callback": callback if type(callback) is int else None, "output": ""}
        if act == "run":
            what["output"] = self.notebook.output.take()
        status = "too long" if isinstance(error, TooLong) else "error"
        try:
            return self.encode((number, nonce, status, what), table, before)
        except Unsendable:
            return self.encode((number, nonce, status, what), (), ())

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
        kind = type(value)
        if (
            kind.__module__ == "torch"
            and kind.__name__ == "Tensor"
            or kind.__module__ == "torch.nn.parameter"
        ):
            return Marked(f"torch.{kind.__name__}", np.asarray(value.detach().cpu()))
        if (
            isinstance(value, types.FunctionType)
            and type(number := vars(value).get("nblib_callback")) is int
        ):
            return Handle("T", number, "c", "function")
        return self.handle(value)

    def handle(self, value):
        """Return a handle, always the same one for the same object; raises Unsendable for too
        many.
        """
        if (number := self.numbers.get(id(value))) is None:
            if len(self.objects) >= OBJECTS:
                raise Unsendable(f"the notebook handed out more than {OBJECTS:,} objects")
            number = self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        kind = type(value)
        abilities = "".join(letter for letter, method in ABILITIES.items() if hasattr(kind, method))
        name = (
            kind.__name__
            if kind.__module__ in ("builtins", "__main__")
            else f"{kind.__module__}.{kind.__name__}"
        )
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
        while (found := self.ask(number, "next", (), {}))[0] == "item":
            yield found[1]

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
        kind = getattr(builtins, value["type"], RuntimeError)
        error = (kind if isinstance(kind, type) and issubclass(kind, Exception) else RuntimeError)(
            value["message"]
        )
        error.nblib_number = value["number"]
        raise error


def unmarked(name, array):
    """Return the thing that a marked array was: a tensor that shares its memory."""
    if not name.startswith("torch."):
        return array
    return importlib.import_module("torch").from_numpy(array)
