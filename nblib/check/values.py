"""Comparing what came with what was expected, and knowing a wrong answer again."""

import hashlib

import numpy as np

from nblib.check.plain import NUMBERS, Mismatch, held, is_data, plain
from nblib.check.shown import named


class Differs(Mismatch):
    """A number is not the one expected: .tolerance says in words how close it had to be."""

    def __init__(self, message, rtol, atol):
        super().__init__(message)
        self.tolerance = f"A number is right if it is off by at most {_part(rtol)} of what is "
        self.tolerance += f"expected, or by {np.format_float_positional(atol)}."


def close(got, expected, *, rtol=1e-6, atol=1e-9, what="the result"):
    """Raise Mismatch unless got, a number or an array, has expected's shape and is close to it."""
    if got is None:
        raise Mismatch(f"{what} is None: does the function end with `return`?")
    expected = np.asarray(expected)
    array = _as_array(got, what)
    if array.shape != expected.shape:
        raise Mismatch(f"{what} {_shapes(array.shape, expected.shape)}")
    if array.dtype.kind not in NUMBERS:
        raise Mismatch(f"{what} holds {held(array.dtype)}, expected numbers")
    bad = ~np.isclose(array, expected, rtol=rtol, atol=atol, equal_nan=True)
    if bad.any():
        index = tuple(map(int, np.argwhere(np.atleast_1d(bad))[0])) if expected.ndim else ()
        where = f" at {list(index)}" if index else ""
        many = f" ({np.count_nonzero(bad)} of {bad.size} elements differ)" if bad.size > 1 else ""
        actual, wished = _apart(array[index], expected[index])
        raise Differs(f"{what}{where} is {actual}, expected {wished}{many}", rtol, atol)


def same(got, expected, *, what="the result"):
    """Raise Mismatch unless got is expected, of its type: for words, counts, truth values.

    A NumPy scalar and an array without axes count as the number in them.
    """
    value = plain(got)
    if isinstance(value, np.generic) or type(value) is np.ndarray and not value.ndim:
        value = value.item()
    if type(value) is not type(expected):
        raise Mismatch(f"{what} is {named(value)}, expected {named(expected)}")
    if not is_data(value):
        raise Mismatch(f"{what} is {named(value)} with something in it that cannot be compared")
    if value != expected:
        raise Mismatch(f"{what} is {value!r}, expected {expected!r}")


def raises(kind, function, *arguments, what="it"):
    """Raise Mismatch unless function(*arguments) raises an exception of this kind."""
    try:
        value = function(*arguments)
    except Exception as error:
        if not isinstance(error, kind):
            # In the grader the student's own type is a text.
            name = getattr(error, "type", type(error).__name__)
            raise Mismatch(f"{what} raises {name}, expected {kind.__name__}") from None
        return
    raise Mismatch(f"{what} returns {value!r:.60}, expected it to raise {kind.__name__}")


def holds(condition, message):
    """Raise Mismatch with the message unless the condition, a bool, holds."""
    if not isinstance(condition, bool | np.bool_):
        raise TypeError(f"a condition is True or False, not {type(condition).__name__}")
    if not condition:
        raise Mismatch(message)


def fingerprint(value):
    """Return a short hash of a value, numbers rounded to five digits, to know wrong answers."""
    return hashlib.sha256(_canonical(value).encode()).hexdigest()[:12]


def _canonical(value):
    value = plain(value)
    if isinstance(value, list | tuple):
        return "(" + ",".join(map(_canonical, value)) + ")"
    if value is None or isinstance(value, str | bool | np.bool_):
        return repr(value if not isinstance(value, np.bool_) else bool(value))
    array = np.asarray(value)
    if array.dtype.kind not in NUMBERS:
        return type(value).__name__
    numbers = (f"{x:.4e}" for x in (array.astype(complex).ravel() + 0.0))  # + 0.0: no negative zero
    return f"{array.shape}[{','.join(numbers)}]"


def _as_array(got, what):
    wrong = Mismatch(f"{what} is {named(got)}, expected a number or an array")
    if isinstance(got, str | bytes | dict | set):
        raise wrong
    try:
        value = plain(got.data if type(got).__name__ == "Tensor" else got)
        if is_data(value):
            return np.asarray(value)
    except Exception:
        pass
    if type(value) in (list, tuple):
        raise Mismatch(
            f"{what} is {named(value)} whose parts make up no array: are they numbers, and its "
            "rows equally long?"
        )
    raise wrong


def _shapes(got, expected):
    """Return in words that a shape is not the one expected."""
    if not got:
        return f"is a single number, expected shape {expected}"
    return f"has shape {got}, expected {expected or 'a single number'}"


def _part(share):
    """Return a tolerance in words: "1 part in 1,000,000"."""
    return f"1 part in {1 / share:,.0f}" if share else "no part"


def _apart(got, expected):
    """Return two numbers as texts, with so many digits that one sees that they differ."""
    for digits in (6, 9, 12, 17):
        texts = [_number(x, digits) for x in (got, expected)]
        if texts[0] != texts[1]:
            break
    return texts


def _number(x, digits):
    return f"{x.item():.{digits}g}" if x.dtype.kind == "f" else str(x.item())


HELPERS = {"close": close, "same": same, "raises": raises, "holds": holds, "np": np}
