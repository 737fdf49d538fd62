"""Whether a student has begun with what a question asks for: a stub says `...` and no more."""

import dis
import types

# What a function's code consists of that does nothing: it returns None, or the dots themselves.
IDLE = {"RESUME", "NOP", "CACHE", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}
# What every class has, also an empty one.
OF_EVERY_CLASS = {
    *("__module__", "__qualname__", "__doc__", "__dict__", "__weakref__", "__annotations__"),
    *("__static_attributes__", "__firstlineno__"),
}


def unwritten(value):
    """Return whether an object is as the student found it: `...`, or all its body is."""
    if isinstance(value, types.FunctionType):
        return _idle(value.__code__)
    if isinstance(value, type):
        content = [vars(value)[name] for name in vars(value) if name not in OF_EVERY_CLASS]
        return all(isinstance(item, types.FunctionType) and unwritten(item) for item in content)
    return holds_dots(value)


def holds_dots(value):
    """Return whether a value is `...`, or is a list, tuple or dict with `...` in it."""
    if type(value) is dict:
        value = list(value.values())
    if type(value) in (list, tuple):
        return any(item is Ellipsis for item in value)
    return value is Ellipsis


def stumbles_over_dots(error):
    """Return whether an exception says that code computes with `...`."""
    return type(error) in (TypeError, AttributeError) and "ellipsis" in str(error)


def _idle(code):
    """Return whether a function's code does nothing and returns nothing."""
    for step in dis.get_instructions(code):
        if step.opname not in IDLE:
            return False
        if step.opname.endswith("_CONST") and step.argval not in (None, Ellipsis):
            return False
    return True
