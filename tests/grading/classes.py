"""What the tests of grading a class share: notebooks, small assignments, a class as files."""

import csv
import json

from nblib.grading import classroom
from nblib.grading.limits import Limits
from tools import exercises

QUICK = Limits(call_s=1.0, cell_s=1.0, notebook_s=5.0, total_s=20.0)
SOURCE = exercises.sources(["02"])[0]
EXERCISE = exercises.read(SOURCE)
NAMES = EXERCISE.values  # of the functions that set 2 asks for, in variant 0
FUNCTIONS = [NAMES[key] for key in ("step", "descend", "limit", "standardize", "growth")]
ASSIGNMENT_FILE = SOURCE.parent / "key" / "assignment.json"
ASSIGNMENT = json.loads(ASSIGNMENT_FILE.read_text(encoding="utf-8"))
KEY = (SOURCE.parent / "key" / f"{SOURCE.parent.name}.ipynb").read_bytes()
BLANK = (SOURCE.parent / "student" / f"{SOURCE.parent.name}.ipynb").read_bytes()
EVERY = "\n".join(f"{name} = f" for name in FUNCTIONS)  # what f is, every answer is

# An assignment that is graded in a moment: f doubles its argument.
TINY = {
    "set": "99",
    "title": "One function",
    "variant": 0,
    "questions": [
        {
            "name": "q1",
            "points": 2,
            "tests": [
                {
                    "name": name,
                    "title": name,
                    "hidden": name == "test_second",
                    "in_place": False,
                    "source": f"def {name}(f):\n    same(f({x}), {2 * x})",
                    "again": "",
                    "points": 1,
                }
                for name, x in (("test_first", 1), ("test_second", 2))
            ],
        }
    ],
}
RIGHT = "def f(x): return 2 * x"


def notebook(*cells, **metadata):
    """Return a notebook of these code cells, as bytes."""
    parts = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    book = {
        "cells": [parts | {"id": f"cell{n}", "source": cell} for n, cell in enumerate(cells)],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book).encode()


def write_class(folder, notebooks, assignment=ASSIGNMENT):
    """Write a class into a folder: {student: notebook as bytes, or one cell}; return the folder."""
    (folder / "in").mkdir(parents=True)
    for student, content in notebooks.items():
        content = content if isinstance(content, bytes) else notebook(content)
        (folder / "in" / f"{student}.ipynb").write_bytes(content)
    (folder / "roster.csv").write_text("id\n" + "".join(f"{student}\n" for student in notebooks))
    (folder / "assignment.json").write_text(json.dumps(assignment))
    return folder


def grade(folder, out="out", **options):
    """Grade the class in a folder; return {student: row}."""
    paths = [folder / name for name in ("in", "assignment.json", "roster.csv", out)]
    rows = classroom.grade_class(*paths, **{"progress": False, **options})
    return {row["student"]: row for row in rows}


def table(folder):
    """Return {student: line of grades.csv}."""
    with open(folder / "out" / "grades.csv", newline="", encoding="utf-8") as file:
        return {line["student"]: line for line in csv.DictReader(file)}


def command_of(folder):
    """Return the words of the command that grades the class in a folder."""
    paths = {"--assignment": "assignment.json", "--roster": "roster.csv", "--out": "out"}
    options = [word for option, name in paths.items() for word in (option, str(folder / name))]
    return ["grade", str(folder / "in"), *options]


def reasons(verdict):
    """Return all that the report says of a verdict, as one text."""
    tests = [test["why"] for question in verdict["questions"] for test in question["tests"]]
    cells = [cell["error"] for cell in verdict["cells"]]
    return "\n".join([*tests, *verdict["incidents"], *cells])
