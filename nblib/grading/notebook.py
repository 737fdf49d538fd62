"""From the bytes of a notebook file, which nobody vouches for, to its cells."""

import codecs
import json
import math

from nblib.grading.files import shown

MB = 1 << 20
LONG = 4_000  # digits of an integer: Python refuses to read longer ones, and no notebook needs them
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class Unreadable(Exception):
    """A file is no notebook that can be graded; the message is for student and teacher."""


def read_notebook(content, limits):
    """Return (code cells as strings, metadata) of a notebook given as bytes; raises Unreadable."""
    refuse_large(len(content), limits)
    book = _parsed(content, limits)
    if not isinstance(book, dict):
        raise Unreadable("the file is JSON, but no notebook: it has no list of cells")

    # Format 3 kept its cells in worksheets, so the format is looked at first.
    version = book.get("nbformat")
    if not isinstance(version, int | float):
        version = None
    if version != 4 and version is not None:
        raise Unreadable(
            f"the notebook has format {_word(version)}: open it in Jupyter, save it, which makes "
            "it format 4, and hand it in again"
        )
    if not isinstance(book.get("cells"), list):
        raise Unreadable("the file is JSON, but no notebook: it has no list of cells")
    if version is None:
        raise Unreadable("the notebook names no format: save it in Jupyter and hand it in again")

    cells = [
        _source(cell)
        for cell in book["cells"]
        if isinstance(cell, dict) and cell.get("cell_type") == "code"
    ]
    if len(cells) > limits.cells:
        raise Unreadable(f"the notebook has more than {limits.cells:,} code cells")
    size = sum(map(len, cells))
    if size > limits.code:
        raise Unreadable(f"the notebook holds {size / MB:.0f} MB of code")
    metadata = book.get("metadata")
    return cells, metadata if isinstance(metadata, dict) else {}


def mismatch(metadata, assignment):
    """Return (status, reason) for a notebook of another set or variant, by what it says of itself;
    else None.
    """
    claims = metadata.get("nblib")
    if not isinstance(claims, dict):
        return None  # a copy by other means loses this; the tests decide
    for name in ("set", "variant"):
        if claims.get(name) != assignment[name]:
            claimed = _word(claims.get(name))
            expected = assignment[name]
            return f"wrong {name}", f"this is {name} {claimed}, and {name} {expected} is graded"
    return None


def refuse_large(size, limits):
    """Raise Unreadable for a file of more bytes than a notebook may have."""
    if size > limits.file_b:
        raise Unreadable(f"the file has {size / MB:.0f} MB; clear the outputs and hand it in again")


def _parsed(content, limits):
    """Return what a file of JSON holds. Raises Unreadable."""
    if not content.strip():
        raise Unreadable("the file is empty")
    encoding = next((name for mark, name in MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("the file is not text in UTF-8, so it is no notebook") from None

    # Each value costs memory many times that of its characters: count them before they are made.
    if encoding == "utf-16":
        content = text.encode("utf-8")
    if _values(content) > limits.values:
        raise Unreadable(
            f"the notebook holds more than {limits.values:,} numbers, texts and lists; clear the "
            "outputs and hand it in again"
        )
    try:
        return json.loads(text, parse_int=_integer)
    except (ValueError, RecursionError):
        raise Unreadable(
            "the file is cut off, or no notebook: save the notebook, or download it, once more "
            "and hand it in again"
        ) from None


def _values(content):
    """Return about how many values the JSON in these bytes makes, and never much too few."""
    plain = content.replace(b"\\\\", b"").replace(b'\\"', b"")
    texts = plain.count(b'"') // 2
    between = b"".join(plain.split(b'"')[::2]) if texts < len(plain) // 8 else plain
    return texts + sum(between.count(mark) for mark in (b"[", b"{", b","))


def _integer(digits):
    return int(digits) if len(digits) < LONG else math.inf


def _source(cell):
    """Return the code of a cell, which notebooks keep as a text or as a list of lines."""
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise Unreadable("a code cell holds no text")
    return source


def _word(value):
    """A value that a notebook gives for a number or a name, as it may be shown."""
    if not isinstance(value, str | int | float | None):
        return "unknown"
    return shown(str(value), 20)
