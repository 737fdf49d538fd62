"""Records: results that take longer than a chapter may, made by `make record`, read by the page.

A record is `records/NAME.json`, with a chapter's number or a word for its name. It carries the hash
of the code and data that made it, the machine, the versions and the date. The script that makes it
is `records/NAME.py`; it has a function `measure()` that returns the results.
"""

import ast
import hashlib
import json
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
_beside = PACKAGE / "_records"  # where a wheel carries them
RECORDS = _beside if _beside.exists() else PACKAGE.parent / "records"


class RecordError(RuntimeError):
    """A record is missing, broken or stale."""


def load(number):
    """Return a record as a dict: "results", "made", "command", "machine", "versions", "source".

    number: a chapter's prefix, such as "02", or another record's name.
    Raises RecordError where there is none or it cannot be read.
    """
    path = RECORDS / f"{number}.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RecordError(
            f"there is no record {path.name}: make it with `make record ONLY={number}`"
        ) from None
    except ValueError as error:
        raise RecordError(
            f"{path.name} is not JSON ({error}): make it anew with `make record ONLY={number}`"
        ) from None


def source_hash(script):
    """Return the hash of a script and of what it reaches by import: nblib's modules, their data,
    scripts beside it.
    """
    digest = hashlib.sha256()
    for path in sorted({Path(script), *_reached(Path(script))}):
        name = (
            path.relative_to(PACKAGE.parent) if path.is_relative_to(PACKAGE.parent) else path.name
        )
        digest.update(f"{name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _reached(script, seen=None):
    seen = set() if seen is None else seen
    for module in _imports(script):
        base = (PACKAGE.parent if module.startswith("nblib") else script.parent).joinpath(
            *module.split(".")
        )
        for path in (base.with_suffix(".py"), base / "__init__.py"):
            if path.exists() and path not in seen:
                seen.add(path)
                # A loader's data lie beside it under its name.
                seen.update(
                    p for p in path.parent.glob(f"{path.stem}.*") if p.suffix in (".npz", ".json")
                )
                _reached(path, seen)
    return seen


def _imports(path):
    """The modules of nblib that a file imports, and those without a dot, which may lie beside
    it.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
            yield from (name for name in names if name.split(".")[0] == "nblib" or "." not in name)
        elif (
            isinstance(node, ast.ImportFrom)
            and not node.level
            and (node.module or "").split(".")[0] == "nblib"
        ):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
