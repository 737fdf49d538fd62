"""Bytes to values: only builtin types and arrays proper, never more memory than the bytes justify,
nothing executed.
"""

import math

import numpy as np

from nblib.grading.errors import WireError
from nblib.grading.wire import chance
from nblib.grading.wire.encode import C128, DTYPES, F64, KEYS, U32, U64
from nblib.grading.wire.handles import Handle


class Decoder:
    """Reads one value; handle(Handle) and marked(name, array) say what stands for such things on
    this side.
    """

    def __init__(self, data, caps, table=(), handle=None, marked=None):
        self.data = memoryview(data)
        self.position = 0  # bytes read
        self.caps = caps
        self.handle = handle
        self.marked = marked
        self.table = list(table)  # lists, dicts, sets, arrays and Generators, numbered
        self.count = 0  # values read
        self.tangled = False  # whether a container was referred to

    def decode(self):
        """Return the value; raises WireError for anything but one whole value within the caps."""
        value = self._value(0)
        if self.position != len(self.data):
            raise WireError("a frame holds more than its value")
        return value

    def part(self):
        """Return a value after which another one comes; raises WireError."""
        return self._value(0)

    def _take(self, size):
        if size > len(self.data) - self.position:
            raise WireError("a frame ends too early")
        self.position += size
        return self.data[self.position - size : self.position]

    def _number(self, form=U32):
        return form.unpack(self._take(form.size))[0]

    def _value(self, depth):
        self.count += 1
        if depth > self.caps.depth:
            raise WireError(f"a value is nested more than {self.caps.depth} deep")
        if self.count > self.caps.elements:
            raise WireError(f"a frame has more than {self.caps.elements:,} parts")
        reader = self.READERS.get(bytes(self._take(1)))
        if reader is None:
            raise WireError("a frame holds a kind of value that the wire does not know")
        return reader(self, depth)

    def _length(self):
        # Each part takes a byte at least, so a count can never announce more than the frame holds.
        if (size := self._number()) > len(self.data) - self.position:
            raise WireError("a frame announces more than it holds")
        return size

    def _int(self, depth):
        if (size := self._number()) > self.caps.integer_b:
            raise WireError("an integer is too large")
        return int.from_bytes(self._take(size), "little", signed=True)

    def _str(self, depth=0):
        try:
            return str(self._take(self._number()), "utf-8")
        except UnicodeDecodeError:
            raise WireError("a text is not UTF-8") from None

    def _items(self, depth):
        return [self._value(depth + 1) for _ in range(self._length())]

    def _list(self, depth):
        return self._remember(self._items(depth))

    def _key(self, depth, hashes):
        key = self._value(depth)
        _check_key(key)
        # Where hashes agree, each look goes through all of them: they can be made to.
        mark = hash(key)
        hashes[mark] = hashes.get(mark, 0) + 1
        if hashes[mark] > self.caps.alike:
            raise WireError(
                f"more than {self.caps.alike:,} dict keys or set members have one and the same hash"
            )
        return key

    def _dict(self, depth):
        size = self._length()
        hashes = {}  # hash of a key -> how many keys have it
        value = {}
        for _ in range(size):
            key = self._key(depth + 1, hashes)
            value[key] = self._value(depth + 1)
        return self._whole(value, size)

    def _set(self, depth):
        size = self._length()
        hashes = {}
        return self._whole({self._key(depth + 1, hashes) for _ in range(size)}, size)

    def _whole(self, value, size):
        if len(value) != size:
            raise WireError("a dict key or set member appears twice")
        return self._remember(value)

    def _dtype(self):
        if (number := self._take(1)[0]) >= len(DTYPES):
            raise WireError("an array or scalar is of a dtype that the wire does not carry")
        return DTYPES[number]

    def _array(self, depth=0):
        dtype = self._dtype()
        ndim, writeable = self._take(2)
        shape = [self._number(U64) for _ in range(ndim)] if ndim <= 32 else None
        if (
            shape is None
            or math.prod(max(n, 1) for n in shape) * dtype.itemsize > self.caps.frame_b
        ):
            raise WireError("an array has an impossible shape")
        value = self._elements(dtype, math.prod(shape)).reshape(shape)
        value.flags.writeable = bool(writeable)
        return self._remember(value)

    def _elements(self, dtype, count):
        data = self._take(count * dtype.itemsize)
        # A boolean of value 2 is neither True nor False to NumPy, and equal to both in places.
        if dtype.kind == "b" and np.any(np.frombuffer(data, np.uint8) > 1):
            raise WireError("an array of booleans holds something else")
        return np.frombuffer(data, dtype).astype(dtype.type)  # the very dtype that NumPy has here

    def _generator(self, depth):
        return self._remember(chance.made(self._value(depth + 1)))

    def _ref(self, depth):
        if (number := self._number()) >= len(self.table):
            raise WireError("a frame refers to a value that is not there")
        self.tangled = self.tangled or type(self.table[number]) in (list, dict, set)
        return self.table[number]

    def _handle(self, depth):
        side = chr(self._take(1)[0])
        number = self._number(U64)
        abilities = self._value(depth + 1)
        name = self._value(depth + 1)
        sound = side in "WT" and type(abilities) is str and type(name) is str
        if self.handle is None or not sound:
            raise WireError("a frame holds a handle where none can be")
        return self.handle(Handle(side, number, abilities, name))

    def _marked(self, depth):
        name = self._value(depth + 1)
        value = self._value(depth + 1)
        if self.marked is None or type(name) is not str or type(value) is not np.ndarray:
            raise WireError("a frame marks an array where none can be marked")
        return self.marked(name, value)

    def _remember(self, value):
        self.table.append(value)
        return value

    READERS = {
        b"N": lambda self, depth: None,
        b"T": lambda self, depth: True,
        b"F": lambda self, depth: False,
        b"i": _int,
        b"f": lambda self, depth: self._number(F64),
        b"c": lambda self, depth: complex(*C128.unpack(self._take(16))),
        b"s": _str,
        b"b": lambda self, depth: bytes(self._take(self._number())),
        b"t": lambda self, depth: tuple(self._items(depth)),
        b"l": _list,
        b"d": _dict,
        b"e": _set,
        b"a": _array,
        b"n": lambda self, depth: self._elements(self._dtype(), 1)[0],
        b"g": _generator,
        b"R": _ref,
        b"h": _handle,
        b"m": _marked,
    }


def _check_key(key):
    """Raise WireError for a dict key or a member of a set that is not plain data."""
    if type(key) is tuple:
        for item in key:
            _check_key(item)
    elif key is not None and type(key) not in KEYS:
        raise WireError("a dict key or set member is not plain data")
