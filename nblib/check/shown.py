"""Values and calls as short texts, for a student to read: `one_step([1, -2], [3, 0.5], 0.33)`."""

import linecache
import types

import numpy as np

FEW = 9  # elements of a list, tuple or dict: one with more is shown by its length
FEW_NUMBERS = 24  # of an array: one with more is shown by its shape
LONGEST = 160  # characters of what is shown
CONTAINERS = (list, tuple, dict, set, frozenset)


def call_text(name, arguments, named):
    """Return a call as a text. Runs none of the student's code, and raises nothing."""
    try:
        texts = [shown(value) for value in arguments]
        texts += [f"{key}={shown(value)}" for key, value in named.items()]
    except Exception:
        texts = ["…"]
    return f"{name}({', '.join(texts)})"


def shown(value):
    """Return a value as a short text: a few numbers as they are, more by their shape."""
    if isinstance(value, np.generic):
        value = value.item()
    cls = type(value)
    if cls is np.ndarray:
        return _array(value)
    if cls is float:
        return f"{value:.6g}"
    if cls in (list, tuple, dict):
        return _collection(value, cls)
    if cls in (bool, int, complex, str, type(None)):
        text = repr(value)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    if cls is types.FunctionType:
        return _function(value)
    return "rng" if cls is np.random.Generator else f"<{cls.__name__}>"


def named(value):
    """Return what a value is, in words: "the whole number 2", "a list of 3", "a text"."""
    if isinstance(value, np.generic):
        value = value.item()
    cls = type(value)
    if value is None or cls is bool:
        return repr(value)
    if value is Ellipsis or cls.__name__ == "ellipsis":  # or what stands for it in the grader
        return "`...`"
    if cls is int:
        return f"the whole number {shown(value)}"
    if cls in (float, complex):
        return f"the number {value!r}"
    if cls is str:
        return f"the text {shown(value)}"
    if cls is np.ndarray:
        return f"an array of shape {value.shape}" if value.ndim else "an array of a single number"
    if cls in CONTAINERS:
        return f"a {cls.__name__} of {len(value)}"
    if isinstance(value, types.FunctionType | types.BuiltinFunctionType | types.MethodType):
        return "a function"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    for container in CONTAINERS:
        if isinstance(value, container):
            return f"a {cls.__name__}, which is no plain {container.__name__}"
    return f"an object of the class {cls.__name__}"


def _array(array):
    if array.size <= FEW_NUMBERS and (array.size or array.ndim == 1):
        text = _nested(array.tolist())
        if len(text) <= LONGEST:
            return text
    return f"array of shape {array.shape}"


def _nested(value):
    """Return numbers in lists in lists as a text."""
    return f"[{', '.join(map(_nested, value))}]" if type(value) is list else shown(value)


def _collection(value, cls):
    """Return a list, a tuple or a dict as a text."""
    if len(value) > FEW:
        return f"{cls.__name__} of {len(value)}"
    if cls is dict:
        text = ", ".join(f"{shown(key)}: {shown(item)}" for key, item in value.items())
        text = f"{{{text}}}"
    else:
        text = ", ".join(map(shown, value))
        text = f"[{text}]" if cls is list else f"({text})"
    return text if len(text) <= LONGEST else f"{cls.__name__} of {len(value)}"


def _function(function):
    """Return a function's name; of a lambda what it says, where its line can be had."""
    code = vars(function).get("__wrapped__", function).__code__  # one that is watched itself
    if code.co_name != "<lambda>":
        return code.co_name
    spans = [span for span in code.co_positions() if span[3]]  # line, last line, column, end
    if not spans or any(first != code.co_firstlineno != last for first, last, _, _ in spans):
        return "<function>"
    line = linecache.getline(code.co_filename, code.co_firstlineno).encode()
    start = min(span[2] for span in spans)
    end = max(span[3] for span in spans)
    body = line[start:end].decode()
    names = ", ".join(code.co_varnames[: code.co_argcount])
    return f"lambda {names}: {body}" if body else "<function>"
