"""Chance with a seed, the same numbers here and in the browser: the twin of js/math/chance.mjs."""

import math

_WORD = 0xFFFFFFFF  # 32 bits


class Chance:
    """A source of random numbers: xorshift on 32 bits (Marsaglia, 2003); good enough for pictures, not for statistics.

    seed: a whole number. stream: another number gives independent draws for the same seed, say for data and weights.
    """

    def __init__(self, seed, stream=0):
        self._state = ((seed * 0x9E3779B1) ^ ((stream + 1) * 0x85EBCA6B)) & _WORD or 1
        for _ in range(8):
            self._bits()

    def _bits(self):
        s = self._state
        s ^= (s << 13) & _WORD
        s ^= s >> 17
        s ^= (s << 5) & _WORD
        self._state = s
        return s

    def uniform(self):
        """A number between 0 and 1, both left out."""
        return (self._bits() + 0.5) / 2**32

    def normal(self):
        """A standard normal number (Box and Muller, 1958)."""
        radius = math.sqrt(-2 * math.log(self.uniform()))
        return radius * math.cos(2 * math.pi * self.uniform())

    def shuffled(self, n):
        """The numbers 0 … n - 1 in random order."""
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            j = math.floor(self.uniform() * (i + 1))
            order[i], order[j] = order[j], order[i]
        return order
