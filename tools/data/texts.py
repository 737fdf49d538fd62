"""Write an embedded file of texts with its provenance."""

from nblib.data.texts import pack_texts
from tools.data.embedded import embed


def save_texts(name, texts, titles, provenance):
    """Write nblib/data/name.npz with the texts and their titles, and name.json, the provenance with
    counts and checksum.
    """
    arrays = pack_texts(texts)
    arrays |= {f"title_{key}": array for key, array in pack_texts(titles).items()}
    counts = {
        "rows": len(texts),
        "characters": sum(map(len, texts)),
        "bytes": len(arrays["bytes"]),
    }
    embed(name, arrays, provenance | counts)
