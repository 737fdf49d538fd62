"""What the teacher gives: the roster of a class, and the assignment to be graded."""

import csv
import json
from pathlib import Path

from nblib.grading.errors import SetupError


def read_roster(path):
    """Return {id: name} of a CSV with a column `id`, and maybe `name`; ids may be pseudonyms.

    Raises SetupError.
    """
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            # Strict: else an open quote swallows the lines after it.
            lines = list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SetupError(f"The roster {path} cannot be read: {error}") from None
    if not lines or "id" not in lines[0]:
        raise SetupError(
            f"The roster {path} needs a first line with the column id (and name, if you like)."
        )
    ids = [(line["id"] or "").strip() for line in lines]
    if repeated := {i for i in ids if ids.count(i) > 1}:
        raise SetupError(
            f"The roster names {', '.join(sorted(repeated)) or 'an empty id'} more than once."
        )
    if "" in ids:
        raise SetupError("A line of the roster has no id.")
    return {i: (line.get("name") or "").strip() for i, line in zip(ids, lines, strict=True)}


def read_assignment(path):
    """Return an assignment, as tools.exercises writes it. Raises SetupError."""
    try:
        assignment = json.loads(Path(path).read_text(encoding="utf-8"))
        complete = {"set", "variant", "questions", "title"} <= set(assignment) and all(
            {"name", "points", "tests"} <= set(question) for question in assignment["questions"]
        )
    except (OSError, ValueError, TypeError) as error:
        raise SetupError(f"The assignment {path} is missing or damaged ({error}).") from None
    if not complete:
        raise SetupError(
            f"{path} is no assignment: it is a file key/assignment.json, "
            "which tools.exercises writes."
        )
    return assignment
