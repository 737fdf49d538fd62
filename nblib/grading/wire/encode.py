"""Values to bytes: data only. decode.py reads them.

Lists, dicts, sets, arrays and Generators are numbered in the order in which they are complete. Both
ends number them alike, so that a reply can say "your second array, changed" or "the very list that
you sent".
"""

import struct

import numpy as np

from nblib.grading.errors import Unsendable
from nblib.grading.wire import chance
from nblib.grading.wire.handles import Handle, Marked

DTYPES = [
    np.dtype(t)
    for t in ("?", "<i1", "<i2", "<i4", "<i8", "<u1", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8")
]
DTYPES += [np.dtype(t) for t in ("<c8", "<c16")]
NUMBERS = {(d.kind, d.itemsize): i for i, d in enumerate(DTYPES)}
MUTABLE = (list, dict, set, np.ndarray, np.random.Generator)
KEYS = (str, bool, int, float, complex, bytes)  # and None, and tuples of these
MARGIN = 64  # of a frame, for what stands around the value
U32 = struct.Struct("<I")
U64 = struct.Struct("<Q")
F64 = struct.Struct("<d")
C128 = struct.Struct("<dd")


def no_handle(value):
    """Refuse an object that is not data (the default where no handles are wanted)."""
    raise Unsendable(
        "the wire carries numbers, text, lists, dicts and numeric arrays, "
        f"not a {type(value).__name__}"
    )


class Encoder:
    """Writes one value. For what is not data, handle(object) gives a Handle, a Marked array or data
    to send instead.
    """

    def __init__(self, caps, table=(), handle=no_handle):
        self.caps = caps
        self.handle = handle
        self.out = []  # pieces of the frame
        self.size = 0  # bytes of them
        self.count = 0  # values written
        self.table = list(table)  # lists, dicts, sets, arrays and Generators, numbered
        self.known = {id(item): number for number, item in enumerate(self.table)}
        self.open = set()  # ids of the containers that are being written

    def encode(self, value):
        """Return the bytes of value, after those of the values before it; raises Unsendable."""
        self._value(value, 0)
        return b"".join(self.out)

    def _put(self, *pieces):
        self.size += sum(map(len, pieces))
        if self.size > self.caps.frame_b - MARGIN:
            raise Unsendable(
                f"the value is larger than the {self.caps.frame_b:,} bytes that the wire carries"
            )
        self.out.extend(pieces)

    def _value(self, value, depth):
        self.count += 1
        if depth > self.caps.depth or self.count > self.caps.elements:
            raise Unsendable("the value is nested too deeply or has too many parts for the wire")
        cls = type(value)
        if cls in MUTABLE and id(value) in self.known:
            self._put(b"R", U32.pack(self.known[id(value)]))
        elif isinstance(value, np.generic) and (value.dtype.kind, value.dtype.itemsize) in NUMBERS:
            number = NUMBERS[value.dtype.kind, value.dtype.itemsize]
            self._put(b"n", bytes([number]), value.astype(DTYPES[number]).tobytes())
        elif cls is np.random.Generator and not chance.sendable(value):
            self._foreign(self.handle(value), depth)
        elif cls in self.WRITERS:
            self.WRITERS[cls](self, value, depth)
        else:
            self._foreign(self.handle(value), depth)

    def _int(self, value, depth):
        size = value.bit_length() // 8 + 1
        if size > self.caps.integer_b:
            raise Unsendable("the integer is too large for the wire")
        self._put(b"i", U32.pack(size), value.to_bytes(size, "little", signed=True))

    def _str(self, value, depth=0):
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
            # A key or a member of a set is plain data.
            self._value(item if tag == b"l" else _key(item), depth + 1)
            if tag == b"d":
                self._value(value[item], depth + 1)
        self.open.discard(id(value))
        self._remember(value)

    def _array(self, value, depth=0):
        number = NUMBERS.get((value.dtype.kind, value.dtype.itemsize))
        if number is None or value.ndim > 32:
            raise Unsendable(
                f"an array of dtype {value.dtype} cannot be sent: only numbers and booleans travel"
            )
        if value.nbytes > self.caps.frame_b:
            raise Unsendable(
                f"the array is larger than the {self.caps.frame_b:,} bytes that the wire carries"
            )
        head = bytes([number, value.ndim, value.flags.writeable])
        self._put(
            b"a",
            head,
            *(U64.pack(n) for n in value.shape),
            value.astype(DTYPES[number], copy=False).tobytes(),
        )
        self._remember(value)

    def _generator(self, value, depth):
        self._put(b"g")
        self._tuple(chance.told(value), depth + 1)
        self._remember(value)

    def _foreign(self, substitute, depth):
        """Write what stands for a value that is not data: a Handle, a Marked array, or data."""
        if type(substitute) is Handle:
            self._put(b"h", substitute.side.encode(), U64.pack(substitute.id))
            self._str(substitute.abilities)
            self._str(substitute.type)
        elif type(substitute) is Marked:
            self._put(b"m")
            self._str(substitute.type)
            self._array(substitute.array)
        else:
            self._value(substitute, depth + 1)

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


def _key(key):
    """Return a dict key or a member of a set as it is sent. Raises Unsendable."""
    if type(key) is tuple:
        return tuple(map(_key, key))
    if isinstance(key, np.generic):
        key = key.item()
    if key is not None and type(key) not in KEYS:
        raise Unsendable(
            f"a {type(key).__name__} as a dict key or a member of a set cannot be sent"
        )
    return key
