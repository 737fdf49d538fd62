"""What stands, in a test, for an object of the student's: each use of it is a question to the
sandbox.
"""

import functools
import inspect

from nblib.grading.errors import GradingError

KINDS = 1_000  # of proxies that are kept: a notebook may have as many types as it likes


class NotData(GradingError, TypeError):
    """A test used an object of the student's where only data will do, for instance compared it."""


class Proxy:
    """An object of the student's that is not data. It has the abilities that the worker says the
    object has.
    """

    __slots__ = ("_nb_session", "_nb_handle", "_nb_era", "_nb_name", "__weakref__")
    __array_ufunc__ = None  # NumPy then leaves array * proxy to the proxy

    def __init__(self, session, handle, era, name=None):
        # Past __setattr__, which asks the sandbox.
        object.__setattr__(self, "_nb_session", session)
        object.__setattr__(self, "_nb_handle", handle)
        object.__setattr__(self, "_nb_era", era)
        object.__setattr__(self, "_nb_name", name)

    def __getattr__(self, name):
        # NumPy and others look for names like __array_interface__, whose value they would trust as
        # an address.
        if name.startswith("__") and name not in ("__name__", "__doc__", "__qualname__"):
            raise AttributeError(f"{name} of a student's object is not to be had in a test")
        return self._nb_session.ask("getattr", self, name)

    def __setattr__(self, name, value):
        self._nb_session.ask("setattr", self, name, value)

    def __repr__(self):
        named = f" {self._nb_name}" if self._nb_name else ""
        return f"<the student's {self._nb_handle.type}{named}>"

    def _nb_refuse(self, *operands, **named):
        """Refuse to answer for an object that could answer anything."""
        raise NotData(
            f"Here a number, a text, a list or an array is needed, and the notebook gave an object "
            f"of type {self._nb_handle.type}."
        )

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __index__ = __array__ = (
        _nb_refuse
    )
    __reduce_ex__ = __format__ = _nb_refuse
    __hash__ = object.__hash__

    def _nb_number(self, cls):
        value = self._nb_session.ask(cls.__name__, self)
        return value if type(value) is cls else self._nb_refuse()

    def __float__(self):
        return self._nb_number(float)

    def __int__(self):
        return self._nb_number(int)

    def __complex__(self):
        return self._nb_number(complex)

    def __copy__(self):
        return self._nb_session.ask("copy", self)

    def __deepcopy__(self, memo):
        return self._nb_session.ask("deepcopy", self)


def _signature(self):
    """Return what inspect.signature() gives for the function in the notebook."""
    descriptions = self._nb_session.ask("signature", self)
    try:
        return inspect.Signature([_parameter(*fields) for fields in descriptions])
    except (TypeError, ValueError):
        raise AttributeError("the signature of a student's function is damaged") from None


def _parameter(name, kind, has_default, default):
    if type(name) is not str or type(kind) is not int:
        raise TypeError
    kind = inspect._ParameterKind(kind)
    default = default if has_default is True else inspect.Parameter.empty
    return inspect.Parameter(name, kind, default=default)


def _doc(self):
    """Return the docstring in the notebook."""
    return self._nb_session.ask("getattr", self, "__doc__")


def _call(self, /, *arguments, **named):
    return self._nb_session.ask("call", self, arguments, named)


def _next(self):
    answer = self._nb_session.ask("next", self)
    if type(answer) is not tuple or len(answer) != 2 or answer[0] not in ("item", "stop"):
        self._nb_session.refuse("an iterator's answer is damaged")
    if answer[0] == "stop":
        raise StopIteration
    return answer[1]


def _iter(self):
    return self if "n" in self._nb_handle.abilities else iterate(self._nb_session.ask("iter", self))


def iterate(iterator):
    """Return what a student's __iter__ gave; raises NotData if it is no iterator."""
    if isinstance(iterator, Proxy) and "n" in iterator._nb_handle.abilities:
        return iterator
    raise NotData("The notebook's object has an __iter__ that gives no iterator.")


def _len(self):
    size = self._nb_session.ask("len", self)
    return size if type(size) is int else self._nb_refuse()


def _getitem(self, key):
    return self._nb_session.ask("getitem", self, key)


def _setitem(self, key, value):
    self._nb_session.ask("setitem", self, key, value)


def _delitem(self, key):
    self._nb_session.ask("delitem", self, key)


def _contains(self, item):
    contained = self._nb_session.ask("contains", self, item)
    return contained if type(contained) is bool else self._nb_refuse()


METHODS = {
    "c": {"__call__": _call, "__signature__": property(_signature)},
    "n": {"__next__": _next},
    "i": {"__iter__": _iter},
    "l": {"__len__": _len},
    "g": {
        "__getitem__": _getitem,
        "__setitem__": _setitem,
        "__delitem__": _delitem,
        "__contains__": _contains,
    },
}


def _operators():
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"):
        yield f"__{name}__", lambda self, other, name=name: self._nb_session.ask(name, self, other)
        yield f"__r{name}__", lambda self, other, name=name: self._nb_session.ask(name, other, self)
    for name in ("neg", "pos", "abs"):
        yield f"__{name}__", lambda self, name=name: self._nb_session.ask(name, self)


for _name, _method in _operators():
    setattr(Proxy, _name, _method)


@functools.lru_cache(KINDS)
def _class(abilities, name):
    methods = {name: method for letter in abilities for name, method in METHODS[letter].items()}
    return type(name, (Proxy,), {"__slots__": (), "__doc__": property(_doc), **methods})


def proxy_class(abilities, kind=""):
    """Return the class of proxies with these abilities, a text of letters from METHODS.

    kind: the name of the object's type, such as nblib.tensor.Tensor. The class bears its last word:
    a check says of what type an answer is, and takes the values of a tensor of nblib from .data.
    """
    return _class(abilities, kind.rpartition(".")[2])
