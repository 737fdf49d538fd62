"""The key under which a notebook's execution stands. When it changes, the notebook runs again.

It covers the code cells, the modules of nblib that they reach with their data and records
(nblib/reach), what runs and harvests a notebook, the lock, and the Python. A file whose text the
last run read, since a cell lists its source, counts to its last byte; of others the syntax tree
does.
"""

import ast
import json
import platform
import re

from nblib.reach import content_hash, digest, reach, source_hash
from tools import source_text
from tools.execute import kept
from tools.paths import ROOT
from tools.setup import TORCH

# What decides how a notebook runs, and what is kept of its run.
MACHINERY = [
    ROOT / "tools" / "environment.py",
    *(ROOT / "tools" / "execute" / f"{name}.py" for name in ("environment", "harvest", "inside")),
]
# A cell with one of these names may show docstrings, which count nowhere else.
DOCSTRINGS = re.compile(r"\b(__doc__|getdoc|help)\b")
MAGIC = re.compile(r"^(\s*)[%!].*", flags=re.M)  # %pip, !ls


def code_of(notebook):
    """Return the code of a notebook's cells as one Python text; IPython's own lines do nothing."""
    cells = (cell.source for cell in notebook.cells if cell.cell_type == "code")
    return "\n".join(_python(cell) for cell in cells) + "\n"


def _python(cell):
    if not MAGIC.search(cell):
        return cell
    try:
        ast.parse(cell)  # a line of a sum or a text may begin so too
        return cell
    except SyntaxError:
        return MAGIC.sub(r"\1pass", cell)


def key(source):
    """Return the key of a chapter's source, in view of its last run. Raises ReachError."""
    notebook = source_text.notebook(source)
    lines = {ROOT / name for name in kept.record_of(source).get("read_as_text", ())}
    return _key(notebook, lines)


def key_of_every_byte(source):
    """Return a key in which every file counts to its last byte: has one changed during a run?"""
    notebook = source_text.notebook(source)
    return _key(notebook, reach(code_of(notebook)))


def _key(notebook, lines):
    code = code_of(notebook)
    cells = [[c.source, c.metadata] for c in notebook.cells if c.cell_type == "code"]
    if DOCSTRINGS.search(code):
        lines = reach(code)
    texts = [
        json.dumps(cells, sort_keys=True),
        source_hash(code, as_text=lines),
        *map(content_hash, MACHINERY),
        (ROOT / "requirements.txt").read_text(encoding="utf-8"),
        f"{platform.python_version()} {platform.machine()} {TORCH}",
    ]
    return digest("\0".join(texts).encode())
