"""What a number among the arguments may be, and the sentence for one that it may not be."""

import math
from numbers import Real

import numpy as np


def number(name, value, *, least=None, above=None, most=None, below=None, finite=True):
    """Return value if it is a number within these limits; raises ValueError, naming it, if not.

    least, most: limits that it may be; above, below: limits that it may not be. finite=False allows
    infinity; nan is never a number.

    >>> number("p", 0.5, least=0, most=1)
    0.5
    """
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    fits = (
        is_number
        and (math.isfinite(value) or (not finite and not math.isnan(value)))
        and (least is None or value >= least)
        and (above is None or value > above)
        and (most is None or value <= most)
        and (below is None or value < below)
    )
    if not fits:
        limits = {"at least": least, "above": above, "at most": most, "below": below}
        words = [f"{word} {limit}" for word, limit in limits.items() if limit is not None]
        sentence = f"must be {' and '.join(words) or 'a finite number'}"
        if least is not None and most is not None:
            sentence = f"must lie in [{least}, {most}]"
        kind = "" if is_number else ", which is no number"
        raise ValueError(f"{name} {sentence}, got {value!r}{kind}")
    return value


def whole(name, value, least=0, most=None):
    """Return value if it is a whole number from least (None: any) to most; raises ValueError,
    naming it, if not.

    >>> whole("padding", 1)
    1
    """
    is_whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not is_whole or (least is not None and value < least) or (most is not None and value > most):
        end = "up" if most is None else f"to {most}"
        limits = "" if least is None else f" from {least} {end}"
        raise ValueError(f"{name} must be a whole number{limits}, got {value!r}")
    return value
