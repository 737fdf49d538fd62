"""How a cut is written: nblib/data/NAME.npz, and NAME.json with its provenance and checksum."""

import hashlib
import io
import json

import numpy as np

from nblib.files import write
from tools.paths import NBLIB


def embed(name, arrays, provenance, *, license_text=None):
    """Write arrays, a dict, and what is to be said of them; print how many bytes it takes."""
    archive = io.BytesIO()
    np.savez_compressed(archive, **arrays)
    content = archive.getvalue()
    out = NBLIB / "data" / f"{name}.npz"
    write(out, content)
    provenance = provenance | {
        "sha256": hashlib.sha256(content).hexdigest(),
        "made by": f"python -m tools.data.cut_{name}",
    }
    if license_text is not None:
        provenance["license text"] = license_text
    write(out.with_suffix(".json"), json.dumps(provenance, indent=2) + "\n")
    print(f"{out.name}: {provenance['rows']:,} rows, {len(content):,} bytes")
