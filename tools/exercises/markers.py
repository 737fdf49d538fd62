"""The marker cells of a source: raw cells, `# BEGIN …` and `# END …` and what YAML lies below them.

A marker that nobody reads would put what lies below it into the student's notebook, so each must be
one that is known, and each BEGIN must have its END in its place.
"""

import re

import yaml

from tools.exercises import solution
from tools.exercises.model import SourceError

PLACES = ("SOLUTION", "TESTS", "ANSWERS")  # what a question has between its BEGIN and its END
CONFIG = "ASSIGNMENT CONFIG"
KNOWN = f"{CONFIG}, and BEGIN and END of {', '.join(('VARIANT', 'QUESTION', *PLACES))}"


def word(cell, side):
    """Return the word after BEGIN or END (side) in a marker cell, None for another cell."""
    match = re.match(rf"# {side} (\w+)", cell.source) if cell.cell_type == "raw" else None
    return match[1] if match else None


def is_marker(cell, marker):
    """Return whether a cell begins with a marker."""
    return cell.cell_type == "raw" and cell.source.startswith(f"# {marker}")


def head(cell):
    """Return the YAML below the first line of a marker cell as a dict. Raises SourceError."""
    return mapping(cell, cell.source.partition("\n")[2], 1)


def mapping(cell, text, line):
    """Return the YAML that begins at a line of a cell as a dict. Raises SourceError."""
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        raise cell.error(
            f"this is not YAML ({reason}): a text with a colon or a quote in it stands in quotes",
            line + (mark.line if mark else 0),
        ) from None
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise cell.error(f"here stand lines `name: value`, not {values!r:.60}", line)
    return values


def check(cells, path):
    """Raise SourceError unless each marker is known and each BEGIN has its END in its place."""
    if not any(is_marker(cell, CONFIG) for cell in cells):
        raise SourceError(f"{path}: there is no cell {CONFIG}")
    question = ""  # the name of the question that is open
    place = ""  # what is open in it: one of PLACES
    opened = None  # the marker cell that opened it
    for cell in cells:
        if cell.cell_type == "code":
            _check_code(cell, place)
        if cell.cell_type != "raw":
            continue
        if is_marker(cell, "BEGIN VARIANT"):
            _check_variant(cell)
            continue
        _check_marker(cell, question, place, opened)
        begin = word(cell, "BEGIN")
        end = word(cell, "END")
        if begin == "QUESTION":
            question = str(head(cell).get("name", "without a name"))
        elif end == "QUESTION":
            question = ""
        else:
            place = begin or ""
        if begin:
            opened = cell
    if question:
        raise opened.error(f"question {question} has no END {place or 'QUESTION'}")


def _check_marker(cell, question, place, opened):
    """Raise SourceError unless a marker is known and may stand here."""
    marker = cell.source.split("\n", 1)[0].rstrip()
    begin = word(cell, "BEGIN")
    end = word(cell, "END")
    owner = f"of question {question}" if question else "outside the questions"
    if marker != f"# {CONFIG}" and (begin or end) not in ("QUESTION", *PLACES):
        raise cell.error(f"there is no marker {marker!r} ({owner}): there are {KNOWN}")
    if place and end != place:
        raise opened.error(f"BEGIN {place} {owner} has no END {place} before {marker!r}")
    if begin == "QUESTION" and question:
        raise cell.error(f"question {question} has no END QUESTION before the next one begins")
    if begin != "QUESTION" and (begin or end) and not question:
        raise cell.error(f"{marker!r} stands in no question: there is no BEGIN QUESTION before it")
    if end and end not in (place, "QUESTION"):
        raise cell.error(f"{marker!r} {owner} has no BEGIN {end} before it")


def _check_variant(cell):
    if cell.source.rstrip().rsplit("\n", 1)[-1] != "# END VARIANT":
        raise cell.error(
            "BEGIN VARIANT has no END VARIANT: it is the last line of the same cell",
        )


def _check_code(cell, place):
    """Raise SourceError unless the code of a solution, and no other, holds markers of one."""
    if place == "SOLUTION":
        if problem := solution.problem(cell.template):
            line, sentence = problem
            raise cell.error(sentence, line)
    elif not place:
        for line, text in enumerate(cell.template.splitlines()):
            if solution.looks_like_a_marker(text):
                raise cell.error(f"`{text.strip()}` stands outside BEGIN SOLUTION", line)
