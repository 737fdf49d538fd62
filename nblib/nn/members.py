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
    pairs = []
    for name, value in vars(module).items():
        if type(value) in PLAIN:  # most are, and each step may ask
            continue
        if isinstance(value, CONTAINERS):
            _look_into(value, name, kinds, pairs)
        elif isinstance(value, kinds):
            pairs.append((name, value))
    return pairs


def _look_into(container, prefix, kinds, pairs):
    """Append to pairs what lies in a container, however deep."""
    items = container.items() if isinstance(container, dict) else enumerate(container)
    for key, value in items:
        if isinstance(value, kinds):
            pairs.append((f"{prefix}.{key}", value))
        elif isinstance(value, CONTAINERS):
            _look_into(value, f"{prefix}.{key}", kinds, pairs)


def check_members(module, module_class):
    """Raise for what looks like a parameter or a module, of module_class, and would not be
    trained.
    """
    owner = type(module).__name__
    trained = (Tensor, module_class)
    names = set()
    for name, value in members(module, (*trained, *OTHER_CONTAINERS, np.ndarray)):
        # Where nobody looks for parameters.
        if _holds(value, trained):
            raise TypeError(
                f"{owner}.{name}: what lies in a {type(value).__name__} would not be trained; make "
                "it a list or a dict"
            )
        if not isinstance(value, trained):
            continue
        # What is found, but is no leaf, or has the name of another.
        if isinstance(value, Tensor) and value.edges != ():
            raise ValueError(
                f"{owner}.{name} was computed from other tensors and would not be trained: compute "
                "with arrays, then Tensor(array, requires_grad=True)"
            )
        if name in names:
            raise ValueError(f"{owner} has two members that are called {name}")
        names.add(name)


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
