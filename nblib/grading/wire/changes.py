"""What student code changes in place in its arguments, noted on one side and done again on the
other.
"""

import copy
import warnings

import numpy as np

from nblib.grading.errors import Unsendable, WireError
from nblib.grading.wire import chance


def content(item):
    """Return what a list, dict, set, array or Generator holds now, apart from the thing itself."""
    if type(item) is list:
        return tuple(item)
    return copy.deepcopy(item) if isinstance(item, np.random.Generator) else item.copy()


def differs(now, before):
    """Return whether two contents of one thing differ; objects in them are compared by identity,
    never by ==.
    """
    if isinstance(now, np.ndarray):
        return (
            now.dtype != before.dtype
            or now.shape != before.shape
            or now.tobytes() != before.tobytes()
        )
    if isinstance(now, np.random.Generator):
        return chance.moved(now, before)
    if type(now) is dict:
        now = [*now, *now.values()]
        before = [*before, *before.values()]
    if type(now) is set:
        return {id(item) for item in now} != {id(item) for item in before}
    return len(now) != len(before) or any(a is not b for a, b in zip(now, before, strict=True))


def restore(item, new):
    """Make item hold new, a content as it came over the wire.

    Raises WireError where it cannot be of this item, Unsendable where it could be in the notebook,
    but cannot be done to this item here.
    """
    if (tuple if type(item) is list else type(item)) is not type(new):
        raise WireError("a changed argument came back as something else")
    if type(item) is list:
        item[:] = new
    elif isinstance(item, np.ndarray):
        _restore_array(item, new)
    elif isinstance(item, np.random.Generator):
        chance.move(item, new)
    else:
        item.clear()
        item.update(new)


def _restore_array(item, new):
    """Make an array hold what another one holds, and have its shape and dtype: x.shape = … and
    x.dtype = … are changes in place too.
    """
    if not item.flags.writeable:
        raise WireError("an array that may only be read came back changed")
    if item.shape != new.shape or item.dtype.newbyteorder("=") != new.dtype:
        if item.nbytes != new.nbytes:
            raise Unsendable("an array that a test handed over cannot be resized in place")
        if not item.flags.c_contiguous:
            raise Unsendable("the array that a test handed over cannot take this shape in place")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # NumPy would rather have a view
            item.shape = (-1,)
            if item.dtype != new.dtype:
                item.dtype = new.dtype
            item.shape = new.shape
    item[...] = new


def weigh(roots, caps):
    """Raise WireError if values contain themselves or, written out, are beyond the caps.

    Things that refer to one another take few bytes: thirty lists, each holding the one before it
    twice, are a billion.
    """
    weights = {}  # id of a container -> (values in it, containers in containers)
    path = set()  # ids of the containers around the one that is looked at
    stack = [(root, False) for root in roots]
    while stack:
        item, leaving = stack.pop()
        if type(item) not in (list, tuple, dict, set) or id(item) in weights:
            continue
        children = [*item, *item.values()] if type(item) is dict else item
        if leaving:
            # All inside is weighed: now the container itself.
            path.discard(id(item))
            below = [weights.get(id(child), (1, 0)) for child in children]
            size = 1 + sum(elements for elements, _ in below)
            depth = 1 + max((levels for _, levels in below), default=0)
            if size > caps.elements or depth > caps.depth:
                raise WireError(
                    "values that refer to one another are too large or too deep when written out"
                )
            weights[id(item)] = (size, depth)
        elif id(item) in path:
            raise WireError("a value contains itself")
        else:
            path.add(id(item))
            stack.append((item, True))
            stack.extend((child, False) for child in children)
