"""Constants that Python and the page share stand once, in a folder's constants.py; beside it lies
constants.mjs, which `make sync` makes from it.
"""

import importlib
import json
from pathlib import Path

_WIDTH = 100  # characters of a line
_FOLDERS = Path(__file__).resolve().parents[1]


def mirrors():
    """Return {path of a constants.mjs: the text that it should have} of all folders."""
    paths = sorted(_FOLDERS.glob("*/constants.py"))
    return {path.with_suffix(".mjs"): _as_module(path.parent.name) for path in paths}


def _as_module(folder):
    """Return the constants of a folder, those with a name in capitals, as an ES module."""
    module = importlib.import_module(f"nblib.widgets.{folder}.constants")
    lines = ["// Made from constants.py by make sync: change it there."]
    for name, value in vars(module).items():
        if name.isupper() and not name.startswith("_"):
            lines += _statement(name, value)
    return "\n".join(lines) + "\n"


def _statement(name, value):
    """Return the lines of one constant, broken where the formatter of scripts would break them."""
    line = f"export const {name} = {_literal(value)};"
    if len(line) <= _WIDTH:
        return [line]
    if isinstance(value, tuple):
        return [f"export const {name} = [", *(f"  {_literal(item)}," for item in value), "];"]
    return [f"export const {name} =", f"  {_literal(value)};"]


def _literal(value):
    """Return a constant as JavaScript writes it; numbers short where that loses nothing."""
    if isinstance(value, float) and float(f"{value:g}") == value:
        return f"{value:g}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_literal, value))}]"
    return json.dumps(value, ensure_ascii=False)
