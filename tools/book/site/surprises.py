"""What nobody guesses of the libraries, found in the chapters' prose.

A chapter says it in one paragraph: **LIBRARY VERSION: what it does.** Then why, and at the end
**So:** what to do.
"""

import re
from typing import NamedTuple

from tools.book.site.tables import table

PATTERN = re.compile(
    r"\*\*(?P<library>[A-Z][\w. -]*?) (?P<version>\d[\w.]*): (?P<does>[^\n]+?)\.\*\*"
    r"[^\n]*?\*\*So:\*\* (?P<advice>[^\n]+)",
    flags=re.I,
)


class Surprise(NamedTuple):
    """A behavior of a library: its name and version, what it does, and what to do."""

    library: str
    version: str
    does: str
    advice: str


def surprises_of(text):
    """Return what a chapter's source says, in its order."""
    return [Surprise(**match.groupdict()) for match in PATTERN.finditer(text)]


def unguessed(course, page):
    """All of them in one table, by library; above it a field that keeps what holds a word."""
    surprises = []
    for chapter in course.written:
        text = chapter.source.read_text(encoding="utf-8")
        surprises += [(surprise, chapter) for surprise in surprises_of(text)]
    surprises.sort(key=lambda pair: pair[0].library.lower())
    rows = []
    for surprise, chapter in surprises:
        cells = [_sentence(surprise.does), _sentence(surprise.advice)]
        cells = [cell.replace("|", "\\|") for cell in cells]
        library = f"{surprise.library} {surprise.version}"
        rows.append([library, *cells, page.link(chapter)])
    head = ["library", "what it does", "what to do", "chapter"]
    label = "Show only rows with"
    field = f'<label class="nb-sift">{label} <input type="search" data-sift></label>'
    return f"{field}\n\n{table(head, rows)}"


def _sentence(text):
    start = text if text.startswith("`") else text[0].upper() + text[1:]
    return start if start.endswith(".") else start + "."
