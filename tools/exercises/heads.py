"""The head of a question: what the YAML below BEGIN QUESTION says, and how its text begins."""

import re

from tools.exercises import markers
from tools.exercises.model import Question

NEEDED = ("name", "points", "minutes", "uncovered")
# What a check prints as it stands: a learner would read the source of a formula.
LATEX = re.compile(r"\$|\\[A-Za-z]+")


def question(cell):
    """Return the Question that a cell BEGIN QUESTION opens. Raises SourceError."""
    head = markers.head(cell)
    missing = [key for key in NEEDED if key not in head]
    if missing:
        raise cell.error(f"a question lacks {', '.join(missing)}")
    made = Question(
        head["name"],
        head["points"],
        head.get("hints", []),
        head["uncovered"],
        minutes=head["minutes"],
    )
    if not isinstance(made.name, str):
        raise cell.error(f"the name of a question is a word, not {made.name!r}")
    if not _is_number(made.points):
        raise cell.error(f"the points of {made.name} are a number, not {made.points!r}")
    if not _is_number(made.minutes) or made.minutes <= 0:
        raise cell.error(
            f"the minutes of {made.name} are a number above 0, about how long a student takes, "
            f"not {made.minutes!r}"
        )
    if not isinstance(made.hints, list):
        raise cell.error(f"the hints of {made.name} are lines that begin with a dash")
    for text in (*made.hints, made.uncovered):
        if not isinstance(text, str):
            raise cell.error(f"{made.name}: {text!r:.60} is no text: put it in quotes")
    if not made.uncovered.strip():
        raise cell.error(
            f"what {made.name} leaves uncovered is empty: a check that passes says what it did not "
            "look at"
        )
    for number, text in enumerate(made.hints, 1):
        check_plain(text, f"hint {number} of {made.name}", cell)
    check_plain(made.uncovered, f"what {made.name} leaves uncovered", cell)
    return made


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def check_plain(text, what, cell):
    """Raise SourceError for a text with the source of a formula in it."""
    if found := LATEX.search(text):
        raise cell.error(
            f"{what} holds {found[0]!r}: it is printed as it stands, not as a formula; "
            "say it in plain words"
        )


def opening(number):
    """Return how the text of a question begins in its source."""
    return f"**Question {number}.** "


def check_text(made, number, cell):
    """Raise SourceError unless the text of a question begins with its number."""
    first = made.cells[0][1] if made.cells else cell
    if first.cell_type != "markdown" or not first.source.startswith(opening(number)):
        raise first.error(f"the text of {made.name} begins with `{opening(number).strip()}`")


def with_heading(text, made, number):
    """Return the text of a question as a notebook has it: below a heading with points and minutes.

    A text that does not begin with the question's number is none of these and stays as it is.
    """
    if not text.startswith(opening(number)):
        return text
    points = f"{made.points:g} point{'' if made.points == 1 else 's'}"
    heading = f"## Question {number} ({points}, about {made.minutes:g} minutes)"
    return f"{heading}\n\n{text.removeprefix(opening(number))}"
