"""Exercise sets: what students and teachers get is generated from one source for each set.

A source, exercises/NN_topic/source.md, is a notebook in MyST with the markers of Otter Assign, and
with things of our own, which Otter never sees (tools/otter.py makes its zips): cells BEGIN VARIANT
(what {{name}} stands for) and BEGIN ANSWERS (right and wrong answers, with the misconception of
each, and changes to the reference that change nothing, see tools/mutants), and in a question's
head `hints` and `uncovered`.

markers.py    the marker cells: which there are, and whether each stands in its place
solution.py   the markers inside a solution's code: what a student gets for it
variant.py    numbers and names that follow from a teacher's secret
model.py      what a set consists of
source.py     reading a source
heads.py      the head of a question, and how its text begins
answers.py    what a question's tests and its probe say of an answer
notebooks.py  the student's notebook, the teacher's, and the grader's file
prove.py      whether each question tells right answers from wrong ones
__main__.py   the command
"""

from tools.exercises.model import SourceError, reference
from tools.exercises.notebooks import assignment, files, stale, student
from tools.exercises.solution import stub
from tools.exercises.source import read, sources

__all__ = [
    "SourceError",
    "assignment",
    "files",
    "read",
    "reference",
    "sources",
    "stale",
    "student",
    "stub",
]
