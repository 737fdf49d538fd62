"""The checks of a set as one line of text, so that no machinery stands before question 1.

Packed is not secret: who wants to read the tests and hints can. No solution and no hidden test is
in it.
"""

import base64
import bz2
import json


def pack(content):
    """Return plain data as one line without quotes or backslashes."""
    # bz2 packs the same data to the same bytes everywhere, as zlib and lzma need not: the tests
    # compare what is generated with what is committed.
    data = json.dumps(content, ensure_ascii=False).encode()
    return base64.b85encode(bz2.compress(data)).decode("ascii")


def unpack(text):
    """Return what was packed. Raises ValueError, with a sentence, for a text that was damaged."""
    try:
        return json.loads(bz2.decompress(base64.b85decode(text)))
    except (ValueError, OSError, EOFError):
        raise ValueError(
            "the checks in this cell are damaged: get the notebook anew and copy your code into it"
        ) from None
