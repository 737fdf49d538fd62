"""Draws by chance one after the other, the same here and in the browser: the twin of
nblib/widgets/core/chance.mjs.
"""

import math

from nblib.widgets.core.constants import APART
from nblib.widgets.core.mulberry import uniforms

_AHEAD = 256  # numbers made at once


class Chance:
    """A source of random numbers, which gives those of mulberry in turn.

    seed: a whole number. stream: another number gives independent draws for the same seed, say for
    data and weights.
    """

    def __init__(self, seed, stream=0):
        self._seed = seed
        self._next = stream * APART
        self._made = iter(())

    def uniform(self):
        """A number in [0, 1)."""
        for value in self._made:
            return value
        self._made = iter(uniforms(self._seed, self._next, _AHEAD).tolist())
        self._next += _AHEAD
        return next(self._made)

    def normal(self):
        """A standard normal number (Box and Muller, 1958)."""
        radius = math.sqrt(-2 * math.log(1 - self.uniform()))
        return radius * math.cos(2 * math.pi * self.uniform())

    def shuffled(self, n):
        """The numbers 0 … n - 1 in random order."""
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            j = math.floor(self.uniform() * (i + 1))
            order[i], order[j] = order[j], order[i]
        return order
