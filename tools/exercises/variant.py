"""Variants of a set: numbers and names that follow from a teacher's secret."""

import hashlib
import hmac
import re

import numpy as np

from tools.exercises.model import SourceError

OTHER_DRAWS = 5  # of a variant's numbers, for asking its public tests again
SECRET_BYTES = 16  # at least


def seed_of(number, variant, secret=b""):
    """Return the seed of a variant: 0 for variant 0, else not to be guessed without the secret."""
    if variant == 0:
        return 0
    if len(secret) < SECRET_BYTES:
        raise SourceError(
            f"a graded variant needs a secret of at least {SECRET_BYTES} bytes, "
            f"got {len(secret)}: make one with `head -c 32 /dev/urandom > FILE`"
        )
    message = f"exercise set {number}, variant {variant}".encode()
    digest = hmac.new(secret, message, hashlib.sha256).digest()
    return int.from_bytes(digest[:16], "big")


def draw(cell, number, variant, secret):
    """Run a cell VARIANT with the variant's generator; return its values and other draws of them.

    In another draw only the numbers differ; words, the names of functions above all, are those of
    the variant. Raises SourceError where the cell fails.
    """
    rng = np.random.default_rng(seed_of(number, variant, secret))
    names = {}
    try:
        exec(cell.source, names)
        values = names["variant"](rng)
        draws = [names["variant"](rng) for _ in range(OTHER_DRAWS)]
    except Exception as error:
        raise cell.error(f"the cell VARIANT fails: {type(error).__name__}: {error}") from None
    return values, [_numbers_of(other, values) for other in draws]


def _numbers_of(other, values):
    """Return the values with the numbers of another draw."""
    return {
        name: other[name] if isinstance(value, int | float) else value
        for name, value in values.items()
    }


def fill(cell, values):
    """Return a cell's text with each {{name}} replaced by its value.

    Raises SourceError for a name that has none.
    """

    def value(match):
        if match[1] not in values:
            line = cell.template[: match.start()].count("\n")
            known = ", ".join(values)
            raise cell.error(f"{match[0]} is not among the values of variant(): {known}", line)
        return str(values[match[1]])

    return re.sub(r"\{\{(\w+)\}\}", value, cell.template)
