"""What the teacher gives: the roster of a class, and the assignment to be graded."""

import codecs
import csv
import io
import json
import unicodedata
from pathlib import Path

from nblib.grading.errors import SetupError
from nblib.grading.notebook import MARKS

SEPARATORS = ",;\t|"
ID = "id"
WHOLE = ("name", "full name", "student")  # columns that hold a name
HALVES = (("first name", "firstname"), ("last name", "lastname", "surname"))


def read_roster(path):
    """Return {id: name} of a table with a column `id`, and maybe `name`; ids may be pseudonyms.

    It may be separated by commas, semicolons, tabs or bars, in UTF-8 or UTF-16, with the line
    sep=… that some spreadsheets write. No line and no part of a name is left out in silence.
    Raises SetupError.
    """
    head, lines = _table(path)
    names = [_column(field) for field in head]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if ID in twice or any(name in twice for name in WHOLE):
        raise SetupError(f"The roster {path} has two columns {' and two '.join(twice)}.")
    if ID not in names:
        raise SetupError(
            f"The roster {path} needs a first line with the column id (and name, if you like); "
            f"it has {', '.join(map(repr, head[:10])) or 'nothing'}."
        )

    roster = {}
    spellings = {}  # an id in one normal form -> as it was written
    for number, line in lines:
        if len(line) > len(head):
            raise SetupError(
                f"Line {number} of the roster {path} has more fields than its first line: put a "
                "name that holds the separator in quotes."
            )
        fields = dict(zip(names, line, strict=False))
        student = fields[ID]
        if not student:
            raise SetupError(f"Line {number} of the roster {path} has no id.")
        form = unicodedata.normalize("NFC", student)
        if form in spellings:
            raise SetupError(f"The roster names {student} more than once.")
        spellings[form] = student
        roster[student] = _name(fields)
    if not roster:
        raise SetupError(f"The roster {path} names nobody below its first line.")
    return roster


def _table(path):
    """Return (fields of the first line, [(line number, fields)] of all others that hold something).
    Raises SetupError.
    """
    text = _text(path)
    first, _, body = text.partition("\n")
    separator = ""
    begin = 0
    if first.strip().strip('"').lower().startswith("sep="):
        separator = first.strip().strip('"')[4:5] or "\t"
        text = body
        begin = 1
    separator = separator or _separator(text)
    try:
        # Strict: else an open quote swallows the lines after it.
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True
        )
        lines = [(begin + reader.line_num, [field.strip() for field in line]) for line in reader]
    except csv.Error as error:
        raise SetupError(f"The roster {path} cannot be read: {error}") from None
    lines = [(number, line) for number, line in lines if any(line)]
    return (lines[0][1], lines[1:]) if lines else ([], [])


def _text(path):
    """Return the text of a roster. Raises SetupError."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise SetupError(f"The roster {path} cannot be read: {error}") from None
    encoding = next((name for mark, name in MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    # Which of the old code tables it was cannot be told, and a wrong guess would change names.
    if "\0" in text:
        raise SetupError(
            f"The roster {path} cannot be read: it is no text in UTF-8. In the spreadsheet, save "
            "it once more as “CSV UTF-8”."
        )
    return text.lstrip(codecs.BOM_UTF8.decode())


def _separator(text):
    """Return what separates the fields of a table: what makes a column id of its first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    for separator in SEPARATORS:
        if ID in [_column(field) for field in first.split(separator)]:
            return separator
    return max(SEPARATORS, key=first.count)


def _column(field):
    """Return the name of a column without case, quotes and underscores."""
    return field.strip().strip('"').strip().casefold().replace("_", " ")


def _name(fields):
    """Return a student's name from their line, {column: text}."""
    for column in WHOLE:
        if fields.get(column):
            return fields[column]
    halves = [next((fields[c] for c in half if fields.get(c)), "") for half in HALVES]
    return " ".join(filter(None, halves))


def read_assignment(path):
    """Return an assignment, as tools.exercises writes it. Raises SetupError."""
    try:
        assignment = json.loads(Path(path).read_text(encoding="utf-8"))
        complete = {"set", "variant", "questions", "title"} <= set(assignment) and all(
            {"name", "points", "tests"} <= set(question) for question in assignment["questions"]
        )
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise SetupError(f"The assignment {path} is missing or damaged ({error}).") from None
    if not complete:
        raise SetupError(
            f"{path} is no assignment: it is a file key/assignment.json, "
            "which tools.exercises writes."
        )
    return assignment
