"""Copies of data, so that what one side changes in place is not changed on the other, as between
the tests and the notebook in the grader.
"""

import numpy as np


class Copies:
    """One round of copying: what occurs twice in it is one thing in the copy too.

    kept: data that stays the very same, also where it occurs inside other data.
    """

    def __init__(self, kept=()):
        self._made = {}  # id of a list, dict, set or array -> its copy
        self._alive = []  # what was copied, so that no id is given twice
        for value in kept:
            self._keep(value)

    def of(self, value):
        """Return a copy of data; what is no data, a random generator too, comes back as it is."""
        cls = type(value)
        if cls is tuple:
            return tuple(self.of(item) for item in value)
        if cls not in (list, dict, set, np.ndarray):
            return value
        if id(value) not in self._made:
            self._alive.append(value)
            self._copy(value, cls)
        return self._made[id(value)]

    def keeps(self, value):
        """Return whether of() gives for a list, dict, set or array the very same one."""
        return self._made.get(id(value)) is value

    def _copy(self, value, cls):
        """Copy a list, dict, set or array, which may hold itself."""
        if cls is np.ndarray:
            new = value.copy()
            new.flags.writeable = value.flags.writeable
            self._made[id(value)] = new
            return
        new = cls()
        self._made[id(value)] = new
        if cls is list:
            new.extend(self.of(item) for item in value)
        elif cls is dict:
            new.update((key, self.of(item)) for key, item in value.items())
        else:
            new.update(value)

    def _keep(self, value):
        """Let data, and all that it holds, be its own copy."""
        cls = type(value)
        if id(value) in self._made:
            return
        if cls in (list, dict, set, np.ndarray):
            self._made[id(value)] = value
            self._alive.append(value)
        if cls in (list, tuple, dict):
            for item in value.values() if cls is dict else value:
                self._keep(item)
