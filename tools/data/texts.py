"""Write an embedded file of texts with its provenance."""

import hashlib
import io
import json

import numpy as np

from nblib.data.texts import pack_texts
from nblib.files import write
from tools.paths import NBLIB


def save_texts(name, texts, titles, provenance):
    """Write nblib/data/name.npz with the texts and their titles, and name.json, the provenance with
    counts and checksum.
    """
    arrays = pack_texts(texts)
    arrays |= {f"title_{key}": array for key, array in pack_texts(titles).items()}
    archive = io.BytesIO()
    np.savez_compressed(archive, **arrays)
    content = archive.getvalue()
    out = NBLIB / "data" / f"{name}.npz"
    write(out, content)
    counts = {
        "rows": len(texts),
        "characters": sum(map(len, texts)),
        "bytes": len(arrays["bytes"]),
        "sha256": hashlib.sha256(content).hexdigest(),
        "made by": f"python -m tools.data.cut_{name}",
    }
    write(out.with_suffix(".json"), json.dumps(provenance | counts, indent=2) + "\n")
    print(
        f"{out.name}: {len(texts):,} texts, {counts['characters']:,} characters, "
        f"{out.stat().st_size:,} bytes"
    )
