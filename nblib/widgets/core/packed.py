"""Small whole numbers as text, in base64, so that a page can carry them. packed.mjs, which reads
them, is the twin.
"""

import base64

import numpy as np


def pack(numbers, dtype):
    """Return an array as text; dtype: np.uint8, or np.int8.

    >>> unpack(pack([1, -2], np.int8), np.int8)
    array([ 1, -2], dtype=int8)
    """
    return base64.b64encode(np.ascontiguousarray(numbers, dtype=dtype).tobytes()).decode()


def unpack(text, dtype):
    """Return the numbers of a text, (n,), not to be written to."""
    return np.frombuffer(base64.b64decode(text), dtype)
