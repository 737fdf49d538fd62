"""What the student is shown: texts that stand in a notebook as they are."""

import html
from dataclasses import dataclass, field

from nblib.terminal import printable

PASSES = "passes"
NOT_YET = "not yet"
UNWRITTEN = "not written yet"
NOT_RUN = "not run yet"
BEFORE = "passed before a restart"


class Shown:
    """Shows itself in a notebook as what repr() gives."""

    def _repr_html_(self):
        return f"<pre>{html.escape(repr(self))}</pre>"


@dataclass
class Result(Shown):
    """What the check of a question found; shows itself as text and as HTML."""

    question: str
    lines: list = field(default_factory=list)  # (passed, what was looked at, why not)
    hint: str | None = None  # for a known misconception
    notes: list = field(default_factory=list)
    unwritten: str = ""  # the name that still is `...`
    tolerance: str = ""  # how close a number has to be, where one was not

    @property
    def passed(self):
        """Whether every test passed."""
        if self.unwritten:
            return False
        return bool(self.lines) and all(ok for ok, _, _ in self.lines)

    def __repr__(self):
        if self.unwritten:
            return (
                f"{self.question}: `{self.unwritten}` is not written yet: put your code in the "
                "place of `...` and run its cell."
            )
        text = [f"{self.question}: {'the checks here pass' if self.passed else 'not yet'}"]
        for ok, title, reason in self.lines:
            text.append(f"  {'✓' if ok else '✗'} {title}")
            text += [f"      {line}" for line in (reason or "").splitlines()]
        if self.tolerance:
            text.append(f"  {self.tolerance}")
        if self.hint:
            looks = "And yet it looks like a known mistake" if self.passed else "It looks like this"
            text.append(f"  {looks}: {self.hint}")
        return printable("\n".join([*text, *(f"  {note}" for note in self.notes)]))


class Sentence(Shown):
    """An answer to a question that the set does not have; nothing passed."""

    passed = False

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return printable(self.text)


class Asleep(Sentence):
    """The answer of a check in the grader, to which nothing has to come."""

    passed = True


@dataclass
class Overview(Shown):
    """Where a student stands in a set."""

    title: str
    rows: list  # (question, its points, where it stands: one of the words above)

    def points(self, *stages):
        """Return the sum of the points of the questions that stand so."""
        return sum(points for _, points, stage in self.rows if stage in stages)

    def __repr__(self):
        total = sum(points for _, points, _ in self.rows)
        reached = f"{self.points(PASSES):g} of {total:g} points"
        text = [f"{self.title}: {reached}, as far as the checks here see"]
        for question, points, stage in self.rows:
            text.append(f"  {question:4} {_counted(points):9}  {stage}")
        if before := self.points(BEFORE):
            text.append(f"{_counted(before)} more once the cells that passed before are run again.")
        return printable("\n".join([*text, "The grader looks at more than the checks do."]))


def _counted(points):
    return f"{points:g} point{'' if points == 1 else 's'}"
