"""What a set consists of: cells, questions, tests, answers."""

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path

from tools.exercises import solution


class SourceError(ValueError):
    """A source is not as it should be; the message is a sentence with the file and the line."""


@dataclass(frozen=True)
class Cell:
    """A cell of a source and where it stands there."""

    cell_type: str  # "markdown", "code" or "raw"
    source: str  # its text, in a variant
    template: str  # its text as the author wrote it, with {{name}}
    path: Path
    line: int  # of the file, where the text begins

    def error(self, message, line=0):
        """Return a SourceError about a line of this cell, counted from 0."""
        return SourceError(f"{self.path}:{self.line + line}: {message}")

    def with_source(self, source):
        """Return this cell with another text."""
        return dataclasses.replace(self, source=source)


@dataclass
class Test:
    """A test of a question: a function of names in the student's notebook, in Python."""

    name: str
    source: str
    title: str
    hidden: bool = False
    in_place: bool = False  # whether it looks at what became of the arrays that it handed over
    points: float | None = None
    # Of a public test: the same with other numbers, if it holds some; False where its numbers
    # belong to the question.
    again: str | bool = ""


@dataclass
class Question:
    """A question with all that belongs to it."""

    name: str
    points: float
    hints: list
    uncovered: str
    cells: list = field(default_factory=list)  # (whether it is of the solution, Cell)
    tests: list = field(default_factory=list)
    right: list = field(default_factory=list)  # code of other right answers
    wrong: list = field(default_factory=list)  # (misconception, code)
    probe: str = ""  # code: what a wrong answer is known by
    # Changes to the reference that no test can notice, each with the reason.
    equivalent: dict = field(default_factory=dict)
    minutes: float = 0  # that it takes about

    def points_of(self, test):
        """Return what a test is worth: its own points, or an even part of what the others leave."""
        if test.points is not None:
            return test.points
        fixed = sum(t.points for t in self.tests if t.points is not None)
        sharing = sum(1 for t in self.tests if t.points is None)
        return (self.points - fixed) / sharing


@dataclass
class ExerciseSet:
    """A set, in one variant."""

    number: str
    title: str
    variant: int
    values: dict  # what {{name}} stands for
    parts: list  # Cells and Questions, in their order
    name: str = ""  # of its folder, 02_gradient_descent

    @property
    def questions(self):
        """The questions by name."""
        return {part.name: part for part in self.parts if isinstance(part, Question)}


def reference(question):
    """Return the code of the reference solution."""
    cells = [cell for solves, cell in question.cells if solves and cell.cell_type == "code"]
    return "\n\n".join(solution.solved(cell.source) for cell in cells)
