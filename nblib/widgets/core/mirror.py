"""Constants that Python and the page share stand once, in a folder's constants.py; beside it lies
constants.mjs, which `make sync` makes from it.
"""

import importlib
import json
from pathlib import Path

_FOLDERS = Path(__file__).resolve().parents[1]


def mirrors():
    """Return {path of a constants.mjs: the text that it should have} of all folders."""
    found = sorted(_FOLDERS.glob("*/constants.py"))
    return {path.with_suffix(".mjs"): _as_module(path.parent.name) for path in found}


def _as_module(folder):
    """Return the constants of a folder, those with a name in capitals, as an ES module."""
    module = importlib.import_module(f"nblib.widgets.{folder}.constants")
    lines = ["// Made from constants.py by make sync: change it there."]
    for name, value in vars(module).items():
        if name.isupper() and not name.startswith("_"):
            lines.append(f"export const {name} = {_literal(value)};")
    return "\n".join(lines) + "\n"


def _literal(value):
    """Return a constant as JavaScript writes it; numbers short where that loses nothing."""
    if isinstance(value, float) and float(f"{value:g}") == value:
        return f"{value:g}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_literal, value))}]"
    return json.dumps(value, ensure_ascii=False)
