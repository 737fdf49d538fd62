"""Random numbers that Python and the page share to the last digits; mulberry.mjs is the twin.

mulberry32, by Tommy Ettinger: small, quick, and good enough to draw clouds with; not for anything
that must be secret. Number n of a stream is a function of seed and n, so that any part of it can be
had at once.
"""

import numpy as np

_MASK = np.uint64(0xFFFFFFFF)
_STRIDE = np.uint64(0x6D2B79F5)
_SPREAD = np.uint64(0x9E3779B1)


def uniforms(seed, start, count):
    """Numbers start, …, start + count - 1 of a seed's stream, (count,), in [0, 1); seed: 0 to 2³² -
    1.
    """
    n = np.arange(start + 1, start + count + 1, dtype=np.uint64)
    a = (np.uint64(seed) * _SPREAD + n * _STRIDE) & _MASK
    t = (a ^ (a >> np.uint64(15))) * (a | np.uint64(1)) & _MASK
    t = (t + (t ^ (t >> np.uint64(7))) * (t | np.uint64(61)) & _MASK) ^ t
    return (t ^ (t >> np.uint64(14))) / 2.0**32


def normals(seed, start, count):
    """Pairs start, …, start + count - 1 of standard normal numbers, (count, 2) (Box and Muller,
    1958).
    """
    u = uniforms(seed, 2 * start, 2 * count).reshape(-1, 2)
    radius = np.sqrt(-2 * np.log(1 - u[:, 0]))
    angle = 2 * np.pi * u[:, 1]
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
