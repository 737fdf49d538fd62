"""What a value is as plain data: the tests see an answer in this form, in the student's check and
in the grader alike, so that both give one verdict on it.
"""

import array
import collections
import decimal
import fractions
import sys

import numpy as np

ATOMS = {type(None), bool, int, float, complex, str, bytes}
KEYS = ATOMS | {tuple}  # what a dict key or the member of a set may be
# A number or text of a class of its own is what it inherits from; `bool` cannot be inherited from.
BASES = ((int, int.__pos__), (float, float.__pos__), (complex, complex.__pos__), (str, str.__str__))
DICTS = (collections.OrderedDict, collections.defaultdict, collections.Counter)
VIEWS = (type({}.keys()), type({}.values()), type({}.items()))
NUMBERS = "biufc"  # kinds of dtypes
# What an array of another kind holds, in words.
OTHERS = {"U": "texts", "T": "texts", "S": "bytes", "M": "dates", "m": "spans of time"}
OTHERS |= {"V": "records", "O": "objects"}
LONGEST_RANGE = 1_000_000  # one that is longer is handed on as it is


class Mismatch(AssertionError):
    """A value is not the one expected; the message is for the student."""


def plain(value, tensors=True):
    """Return the data that a value is; what is no data comes back as it is, also inside containers.

    Containers in which nothing changes are the very same ones. tensors: whether those of PyTorch
    become arrays; the grader sends them in its own way. Raises Mismatch for data of a kind that
    cannot be compared.
    """
    if type(value) in (tuple, list, dict) and not value:
        return value
    if type(value) in ATOMS or type(value) is tuple and ATOMS.issuperset(map(type, value)):
        return value  # what most calls are about
    return _Walk(tensors).plain(value)


class _Walk:
    """One walk through a value, which may hold things twice, or itself."""

    def __init__(self, tensors):
        self.tensors = tensors
        self.done = {}  # id of a container -> what it is as plain data
        self.kept = []  # what was made on the way, so that no id is given twice

    def plain(self, value):
        """Return what a value is as plain data."""
        if type(value) in ATOMS:
            return value
        value = array_of(value) if self.tensors and is_tensor(value) else data(value)
        if type(value) not in (list, tuple, dict, set):
            return value
        if id(value) not in self.done:
            self.done[id(value)] = value  # where it holds itself, it stays what it is
            self.kept.append(value)
            self.done[id(value)] = self._container(value)
        return self.done[id(value)]

    def _container(self, value):
        """Return a list, tuple, dict or set of plain data: the same one if nothing changes."""
        items = [*value, *value.values()] if type(value) is dict else list(value)
        if ATOMS.issuperset(map(type, items)):
            return value
        try:
            new = [self.plain(item) for item in items]
        except RecursionError:  # nested so deep that nothing can compare it
            return value
        if type(value) in (dict, set):
            for key in new[: len(value)]:
                _check_key(key)
        if all(after is before for after, before in zip(new, items, strict=True)):
            return value
        if type(value) is dict:
            return dict(zip(new[: len(value)], new[len(value) :], strict=True))
        return type(value)(new)


def data(value):
    """Return what one value is as data, looking at none that it holds; else the value itself."""
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        return _scalar(value)
    for base, plainly in BASES:
        if isinstance(value, base) and type(value) not in (base, bool):
            return plainly(value)
    if isinstance(value, bytearray):
        return bytes(value)
    if isinstance(value, fractions.Fraction | decimal.Decimal):
        return float(value)
    if isinstance(value, array.array | memoryview):
        return _array(np.array(value))
    if isinstance(value, DICTS):
        return dict(value)
    if isinstance(value, tuple) and (hasattr(value, "_fields") or _is_size(value)):
        return tuple(value)
    if isinstance(value, frozenset):
        return set(value)
    short_range = isinstance(value, range) and len(value) <= LONGEST_RANGE
    if short_range or isinstance(value, (collections.deque, *VIEWS)):
        return list(value)
    return value


def _array(value):
    """Return an array proper of numbers; one with masked elements stays what it is."""
    if isinstance(value, np.ma.MaskedArray):
        if np.ma.is_masked(value):
            return value
        value = value.data
    if type(value) is not np.ndarray:
        value = np.ndarray.view(value, np.ndarray)
    if value.dtype.char in "gG":  # as long as the machine likes
        value = value.astype(complex if value.dtype.kind == "c" else float)
    if value.dtype.kind not in NUMBERS:
        raise Mismatch(
            f"an array of {held(value.dtype)} cannot be compared: expected numbers; give a list of "
            "what is in it"
        )
    return value


def held(dtype):
    """Return in words what an array of a dtype holds."""
    return "numbers" if dtype.kind in NUMBERS else OTHERS.get(dtype.kind, "objects")


def is_tensor(value):
    """Return whether a value is a tensor of PyTorch, a Parameter and the like among them."""
    torch = sys.modules.get("torch")  # without it there is none
    return isinstance(value, getattr(torch, "Tensor", ()))


def _is_size(value):
    """Return whether a value is the shape of a tensor of PyTorch."""
    torch = sys.modules.get("torch")
    return isinstance(value, getattr(torch, "Size", ()))


def array_of(tensor):
    """Return what a tensor of PyTorch holds, wherever it lies and whatever gradient it wants."""
    return tensor.numpy(force=True)


def _scalar(value):
    """Return a NumPy scalar of a kind that is the same on every machine."""
    if isinstance(value, np.longdouble):
        return np.float64(value)
    if isinstance(value, np.clongdouble):
        return np.complex128(value)
    if isinstance(value, np.str_):
        return str.__str__(value)
    if isinstance(value, np.bytes_):
        return bytes(value)
    if value.dtype.kind not in NUMBERS:
        raise Mismatch(
            f"a {type(value).__name__} of NumPy cannot be compared: expected a number, a text or a "
            "truth value"
        )
    return value


def _check_key(key):
    """Raise Mismatch for a dict key or a member of a set that cannot be compared."""
    items = key if type(key) is tuple else ()
    for item in items:
        _check_key(item)
    if type(key) not in KEYS and not isinstance(key, np.number | np.bool_):
        type_name = type(key).__name__
        raise Mismatch(f"a {type_name} as a key of a dict or a member of a set cannot be compared")


def is_data(value):
    """Return whether a value and all that it holds is plain data."""
    visited = set()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if type(item) in (list, tuple, dict, set):
            if id(item) not in visited:
                visited.add(id(item))
                members = [*item, *item.values()] if type(item) is dict else item
                waiting += [member for member in members if type(member) not in ATOMS]
        elif type(item) is not np.ndarray and not isinstance(item, np.generic):
            if type(item) not in ATOMS:
                return False
    return True
