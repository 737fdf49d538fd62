"""Where layers have their random numbers from."""

import numpy as np


def generator(rng):
    """Return a NumPy Generator: rng itself, or one made of a seed; None gives other numbers each
    time.

    rng: a Generator, a seed (an integer of at least 0, or several), or what NumPy makes a Generator
    of, a SeedSequence or a BitGenerator. Raises TypeError for anything else, such as the older
    RandomState, and ValueError for a negative seed.
    """
    if isinstance(rng, np.random.Generator):
        return rng
    try:
        # No seeds, whatever NumPy makes of them.
        if isinstance(rng, bool | str | np.random.RandomState):
            raise TypeError
        return np.random.default_rng(rng)
    except TypeError:
        raise TypeError(
            f"rng is a NumPy Generator or a seed, not {type(rng).__name__}: give "
            "np.random.default_rng(0), say, or 0"
        ) from None
    except ValueError:
        raise ValueError(f"rng: a seed is an integer of at least 0, got {rng!r}") from None


def split_off(rng):
    """Return a Generator of its own for a layer that goes on drawing; errors as in generator(), and
    TypeError for a Generator that cannot be split.
    """
    rng = generator(rng)
    try:
        (own,) = rng.spawn(1)
    except TypeError:
        raise TypeError(
            "no Generator can be split off from this rng, which was not made of a seed: give "
            "np.random.default_rng(0), say, or 0"
        ) from None
    return own
