"""What a module holds: its attributes, and what lies in lists, tuples and dicts among them."""

from collections import UserDict, UserList, deque

import numpy as np

from nblib.tensor import Tensor

CONTAINERS = (dict, list, tuple)
PLAIN = frozenset({bool, float, int, str, type(None)})
OTHER_CONTAINERS = (set, frozenset, deque, UserList, UserDict)


def members(module, kinds):
    """Return [(name, value)] of the attributes of these kinds; of one that is a list, tuple or
    dict, what lies in it, however deep, as "name.0" or "name.key".
    """
    found = []
    for name, value in vars(module).items():
        if type(value) in PLAIN:  # most are, and each step may ask
            continue
        if isinstance(value, CONTAINERS):
            _look_into(value, name, kinds, found)
        elif isinstance(value, kinds):
            found.append((name, value))
    return found


def _look_into(container, name, kinds, found):
    pairs = container.items() if isinstance(container, dict) else enumerate(container)
    for key, value in pairs:
        if isinstance(value, kinds):
            found.append((f"{name}.{key}", value))
        elif isinstance(value, CONTAINERS):
            _look_into(value, f"{name}.{key}", kinds, found)


def check_members(module, kind):
    """Raise for what looks like a parameter or a module (of this kind) and would not be trained."""
    where = type(module).__name__
    seen = set()
    for name, value in members(module, (Tensor, kind, *OTHER_CONTAINERS, np.ndarray)):
        if _holds(value, (Tensor, kind)):
            raise TypeError(
                f"{where}.{name}: what lies in a {type(value).__name__} would not be trained; make "
                "it a list or a dict"
            )
        if not isinstance(value, Tensor | kind):
            continue
        if isinstance(value, Tensor) and value.edges != ():
            raise ValueError(
                f"{where}.{name} was computed from other tensors and would not be trained: compute "
                "with arrays, then Tensor(array, requires_grad=True)"
            )
        if name in seen:
            raise ValueError(f"{where} has two members that are called {name}")
        seen.add(name)


def _holds(value, kinds):
    """Whether a container that members() does not look into holds something of these kinds."""
    if isinstance(value, UserDict):
        items = value.values()
    elif isinstance(value, OTHER_CONTAINERS):
        items = value
    elif isinstance(value, np.ndarray) and value.dtype == object:
        items = value.flat
    else:
        return False
    return any(isinstance(item, kinds) for item in items)
