"""How texts lie in an embedded file: their UTF-8 bytes one after another, and where each ends."""

import numpy as np


def pack_texts(texts):
    """Return the arrays that hold a list of strings: {"bytes": uint8, "ends": int64 (n,)}.

    >>> pack_texts(["ab", "", "é"])["ends"]
    array([2, 2, 4])
    """
    encoded = [text.encode("utf-8") for text in texts]
    lengths = [len(text) for text in encoded]
    return {
        "bytes": np.frombuffer(b"".join(encoded), np.uint8),
        "ends": np.cumsum(lengths, dtype=np.int64),
    }


def unpack_texts(arrays):
    """Return the strings that pack_texts() laid into arrays, as an array of objects (n,), so that
    it can be indexed by a list of positions as well.

    >>> unpack_texts(pack_texts(["ab", "", "é"]))
    array(['ab', '', 'é'], dtype=object)
    """
    content = arrays["bytes"].tobytes()
    texts = np.empty(len(arrays["ends"]), dtype=object)  # (n,)
    start = 0
    for i, end in enumerate(arrays["ends"]):
        texts[i] = content[start:end].decode("utf-8")
        start = end
    return texts
