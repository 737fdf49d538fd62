"""Whether a student has begun with what a question asks for: a stub says `...` and no more."""

import dis
import types

# What a function's code consists of that does nothing: it returns None, or the dots themselves.
IDLE = {"RESUME", "NOP", "CACHE", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}


def unwritten(value):
    """Return whether an object is as the student found it: `...`, or all its body is."""
    if value is Ellipsis:
        return True
    if isinstance(value, types.FunctionType):
        return _idle(value.__code__)
    if isinstance(value, type):
        return not [name for name in vars(value) if not name.startswith("__")]
    return False


def _idle(code):
    """Return whether a function's code does nothing and returns nothing."""
    for step in dis.get_instructions(code):
        if step.opname not in IDLE:
            return False
        if step.opname.endswith("_CONST") and step.argval not in (None, Ellipsis):
            return False
    return True
