"""Comparing what came with what was expected, and knowing a wrong answer again."""

import hashlib

import numpy as np

from nblib.check.plain import Mismatch, is_data, plain


def close(got, expected, *, rtol=1e-6, atol=1e-9, what="the result"):
    """Raise Mismatch unless got, a number or an array, has expected's shape and is close to it."""
    if got is None:
        raise Mismatch(f"{what} is None: does the function end with `return`?")
    expected = np.asarray(expected)
    array = _as_array(got, what)
    if array.shape != expected.shape:
        raise Mismatch(f"{what} has shape {array.shape}, expected {expected.shape}")
    if array.dtype.kind not in "biufc":
        raise Mismatch(f"{what} holds {array.dtype}, expected numbers")
    bad = ~np.isclose(array, expected, rtol=rtol, atol=atol, equal_nan=True)
    if bad.any():
        index = tuple(map(int, np.argwhere(np.atleast_1d(bad))[0])) if expected.ndim else ()
        where = f" at {list(index)}" if index else ""
        many = f" ({np.count_nonzero(bad)} of {bad.size} elements differ)" if bad.size > 1 else ""
        raise Mismatch(
            f"{what}{where} is {_number(array[index])}, expected {_number(expected[index])} "
            f"to {rtol:g} relative or {atol:g} absolute{many}"
        )


def same(got, expected, *, what="the result"):
    """Raise Mismatch unless got is expected, of its type: for words, counts, truth values."""
    value = plain(got)
    if isinstance(value, np.generic):
        value = value.item()
    if type(value) is not type(expected) or not is_data(value):
        name = type(expected).__name__
        raise Mismatch(f"{what} is of type {type(got).__name__}, expected {name}")
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
    if array.dtype.kind not in "biufc":
        return type(value).__name__
    numbers = (f"{x:.4e}" for x in (array.astype(complex).ravel() + 0.0))  # + 0.0: no negative zero
    return f"{array.shape}[{','.join(numbers)}]"


def _as_array(got, what):
    if isinstance(got, str | bytes | dict | set):
        raise Mismatch(f"{what} is of type {type(got).__name__}, expected a number or an array")
    try:
        value = plain(got.data if type(got).__name__ == "Tensor" else got)
        if is_data(value):
            return np.asarray(value)
        raise TypeError("what it holds could answer anything")
    except Exception:
        raise Mismatch(
            f"{what} is of type {type(got).__name__}, expected a number or an array"
        ) from None


def _number(x):
    return f"{x.item():.6g}" if x.dtype.kind == "f" else str(x.item())


HELPERS = {"close": close, "same": same, "raises": raises, "holds": holds, "np": np}
