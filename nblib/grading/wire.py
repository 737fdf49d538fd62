"""The wire between the grader and a sandboxed notebook: framed, capped, data only; nothing on it is ever executed.

Lists, dicts, sets, arrays and Generators are numbered in the order in which they are complete. Both ends number them
alike, so that a reply can say "your second array, changed" or "the very list that you sent".
"""

import math
import struct
import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class GradingError(Exception):
    """Base of everything that goes wrong between a test and a student's notebook."""


class WireError(GradingError):
    """What came over the wire breaks its rules; the session that sent it is over."""


class Unsendable(GradingError, TypeError):
    """A value is of a kind, or of a size, that the wire does not carry."""


@dataclass(frozen=True)
class Caps:
    """What the wire carries at most."""

    frame: int = 64 << 20  # bytes in one frame
    depth: int = 64  # containers inside containers
    elements: int = 1_000_000  # values in one frame; an array is one
    keys: int = 4_096  # dict keys and set members in one frame that are not strings: their hashes can be forced to agree
    digits: int = 1 << 14  # bytes of an integer
    frames: int = 20_000  # frames that one call may cost
    total: int = 256 << 20  # bytes that one call may cost


class Handle(NamedTuple):
    """Stands for an object that stays where it is: W in the worker, T on the trusted side."""

    side: str
    id: int
    abilities: str
    type: str


DTYPES = [np.dtype(t) for t in ("?", "<i1", "<i2", "<i4", "<i8", "<u1", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8")]
DTYPES += [np.dtype(t) for t in ("<c8", "<c16")]
NUMBERS = {(d.kind, d.itemsize): i for i, d in enumerate(DTYPES)}
# The state of the other bit generators holds positions in C arrays that NumPy does not check.
GENERATORS = {"PCG64": np.random.PCG64, "PCG64DXSM": np.random.PCG64DXSM}
MUTABLE = (list, dict, set, np.ndarray, np.random.Generator)
U32, U64, F64, C128 = struct.Struct("<I"), struct.Struct("<Q"), struct.Struct("<d"), struct.Struct("<dd")


def no_handle(value):
    """Refuse an object that is not data (the default where no handles are wanted)."""
    raise Unsendable(f"the wire carries numbers, text, lists, dicts and numeric arrays, not a {type(value).__name__}")


class Encoder:
    """Writes one value. handle(object) gives a Handle for what is not data, (name, array) for a marked array."""

    def __init__(self, caps, table=(), handle=no_handle):
        self.caps, self.handle, self.out, self.size, self.count = caps, handle, [], 0, 0
        self.table, self.open = list(table), set()
        self.known = {id(item): number for number, item in enumerate(self.table)}

    def encode(self, value):
        """Return the bytes of value; raises Unsendable."""
        self._value(value, 0)
        return b"".join(self.out)

    def _put(self, *parts):
        for part in parts:
            self.size += len(part)
        if self.size > self.caps.frame:
            raise Unsendable(f"the value is larger than the {self.caps.frame:,} bytes that the wire carries")
        self.out.extend(parts)

    def _value(self, value, depth):
        self.count += 1
        if depth > self.caps.depth or self.count > self.caps.elements:
            raise Unsendable("the value is nested too deeply or has too many parts for the wire")
        kind = type(value)
        writer = self.WRITERS.get(kind)
        if kind in MUTABLE and id(value) in self.known:
            self._put(b"R", U32.pack(self.known[id(value)]))
        elif isinstance(value, np.generic) and (value.dtype.kind, value.dtype.itemsize) in NUMBERS:
            number = NUMBERS[value.dtype.kind, value.dtype.itemsize]
            self._put(b"n", bytes([number]), value.astype(DTYPES[number]).tobytes())
        elif writer is None or (kind is np.random.Generator and type(value.bit_generator).__name__ not in GENERATORS):
            self._other(self.handle(value), value)
        else:
            writer(self, value, depth)

    def _int(self, value, depth):
        size = value.bit_length() // 8 + 1
        if size > self.caps.digits:
            raise Unsendable("the integer is too large for the wire")
        self._put(b"i", U32.pack(size), value.to_bytes(size, "little", signed=True))

    def _str(self, value, depth):
        try:
            data = value.encode()
        except UnicodeEncodeError:
            raise Unsendable("the text holds half of a surrogate pair") from None
        self._put(b"s", U32.pack(len(data)), data)

    def _tuple(self, value, depth):
        self._put(b"t", U32.pack(len(value)))
        for item in value:
            self._value(item, depth + 1)

    def _container(self, value, depth):
        if id(value) in self.open:
            raise Unsendable(f"a {type(value).__name__} that contains itself cannot be sent")
        self.open.add(id(value))
        tag = {list: b"l", dict: b"d", set: b"e"}[type(value)]
        self._put(tag, U32.pack(len(value)))
        for item in list(value):
            self._value(item, depth + 1)
            if tag == b"d":
                self._value(value[item], depth + 1)
        self.open.discard(id(value))
        self._remember(value)

    def _array(self, value, depth):
        number = NUMBERS.get((value.dtype.kind, value.dtype.itemsize))
        if number is None:
            raise Unsendable(f"an array of dtype {value.dtype} cannot be sent: only numbers and booleans travel")
        if value.nbytes > self.caps.frame:
            raise Unsendable(f"the array is larger than the {self.caps.frame:,} bytes that the wire carries")
        head = bytes([number, value.ndim, value.flags.writeable])
        self._put(b"a", head, *(U64.pack(n) for n in value.shape), value.astype(DTYPES[number], copy=False).tobytes())
        self._remember(value)

    def _generator(self, value, depth):
        state = value.bit_generator.state
        self._put(b"g")
        inner = state["state"]
        self._tuple((state["bit_generator"], inner["state"], inner["inc"], state["has_uint32"], state["uinteger"]), depth)
        self._remember(value)

    def _other(self, found, value):
        if isinstance(found, Handle):
            side, number, abilities, name = found
            self._put(b"h", side.encode(), U64.pack(number))
            self._str(abilities, 0)
            self._str(name[:100].encode("ascii", "replace").decode(), 0)
        else:
            self._put(b"m")
            self._str(found[0], 0)
            self._array(found[1], 0)

    def _remember(self, value):
        self.known[id(value)] = len(self.table)
        self.table.append(value)

    WRITERS = {
        type(None): lambda self, value, depth: self._put(b"N"),
        bool: lambda self, value, depth: self._put(b"T" if value else b"F"),
        float: lambda self, value, depth: self._put(b"f", F64.pack(value)),
        complex: lambda self, value, depth: self._put(b"c", C128.pack(value.real, value.imag)),
        bytes: lambda self, value, depth: self._put(b"b", U32.pack(len(value)), value),
        int: _int,
        str: _str,
        tuple: _tuple,
        list: _container,
        dict: _container,
        set: _container,
        np.ndarray: _array,
        np.random.Generator: _generator,
    }


class Decoder:
    """Reads one value; handle(Handle) and marked(name, array) say what stands for such things on this side."""

    def __init__(self, data, caps, table=(), handle=None, marked=None):
        self.data, self.at, self.caps, self.handle, self.marked = memoryview(data), 0, caps, handle, marked
        self.table, self.count, self.keys = list(table), 0, 0

    def decode(self):
        """Return the value; raises WireError for anything but one whole value within the caps."""
        value = self._value(0)
        if self.at != len(self.data):
            raise WireError("a frame holds more than its value")
        return value

    def _take(self, size):
        if size > len(self.data) - self.at:
            raise WireError("a frame ends too early")
        self.at += size
        return self.data[self.at - size : self.at]

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
        if (size := self._number()) > len(self.data) - self.at:
            raise WireError("a frame announces more than it holds")
        return size

    def _int(self, depth):
        if (size := self._number()) > self.caps.digits:
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

    def _key(self, depth):
        key = self._value(depth)
        self.keys += type(key) is not str
        if self.keys > self.caps.keys:
            raise WireError(f"a frame has more than {self.caps.keys:,} dict keys or set members that are no strings")
        if not _plain(key):
            raise WireError("a dict key or set member is not plain data")
        return key

    def _dict(self, depth):
        size, value = self._length(), {}
        for _ in range(size):
            key = self._key(depth + 1)
            value[key] = self._value(depth + 1)
        return self._whole(value, size)

    def _set(self, depth):
        size = self._length()
        return self._whole({self._key(depth + 1) for _ in range(size)}, size)

    def _whole(self, value, size):
        if len(value) != size:
            raise WireError("a dict key or set member appears twice")
        return self._remember(value)

    def _dtype(self):
        if (number := self._take(1)[0]) >= len(DTYPES):
            raise WireError("an array or scalar is of a dtype that the wire does not carry")
        return DTYPES[number]

    def _array(self, depth=0):
        dtype, (ndim, writeable) = self._dtype(), self._take(2)
        shape = [self._number(U64) for _ in range(ndim)] if ndim <= 32 else None
        if shape is None or math.prod(max(n, 1) for n in shape) * dtype.itemsize > self.caps.frame:
            raise WireError("an array has an impossible shape")
        value = self._elements(dtype, math.prod(shape)).reshape(shape)
        value.flags.writeable = bool(writeable)
        return self._remember(value)

    def _elements(self, dtype, count):
        data = self._take(count * dtype.itemsize)
        # A boolean of value 2 is neither True nor False to NumPy, and equal to both in places.
        if dtype.kind == "b" and np.any(np.frombuffer(data, np.uint8) > 1):
            raise WireError("an array of booleans holds something else")
        return np.frombuffer(data, dtype).astype(dtype.newbyteorder("="))

    def _generator(self, depth):
        state = self._value(depth + 1)
        if not (type(state) is tuple and len(state) == 5 and all(type(n) is int for n in state[1:])):
            raise WireError("the state of a random generator is damaged")
        name, inner, inc, has, rest = state
        whole = type(name) is str and name in GENERATORS and 0 <= has <= 1 and 0 <= rest < 2**32
        if not (whole and 0 <= inner < 2**128 and 0 <= inc < 2**128):
            raise WireError("the state of a random generator is damaged")
        bits = GENERATORS[name](0)
        bits.state = dict(
            bit_generator=name, state={"state": inner, "inc": inc}, has_uint32=has, uinteger=rest
        )
        return self._remember(np.random.Generator(bits))

    def _ref(self, depth):
        if (number := self._number()) >= len(self.table):
            raise WireError("a frame refers to a value that is not there")
        return self.table[number]

    def _handle(self, depth):
        found = Handle(chr(self._take(1)[0]), self._number(U64), self._str(), self._str())
        if self.handle is None or found.side not in "WT" or len(found.abilities) > 10 or len(found.type) > 100:
            raise WireError("a frame holds a handle where none can be")
        return self.handle(found)

    def _marked(self, depth):
        name, value = self._str(), self._array()
        if self.marked is None or len(name) > 100:
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
        b"n": lambda self, depth: self._elements(self._dtype(), 1)[0] if False else self._scalar(),
        b"g": _generator,
        b"R": _ref,
        b"h": _handle,
        b"m": _marked,
    }

    def _scalar(self):
        return self._elements(self._dtype(), 1)[0]
