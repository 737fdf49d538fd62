"""What is generated from a set: the student's notebook, the teacher's, and the grader's file."""

import hashlib
import json
import re

import nbformat

from nblib.check import packed
from nblib.grading.limits import INSTALLED, Limits
from tools.exercises import answers, heads, solution
from tools.exercises.model import Question
from tools.exercises.source import read

METADATA = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
HANDING_IN = """## Handing in

Run all cells once more from the top (*Run all*), save, and hand in this `.ipynb` file under your name, as your teacher says. What counts is the code in the file as it was saved. The grader looks at no outputs: it runs all cells from the top, in a fresh environment without a network, and asks the functions that are defined after the last cell. You may hand in again until the deadline; the last file counts.

The checks above look at a few cases, the grader at more: all checks can pass, and points can be missing. Most of the points are for the cases that are not shown.

In the grader, Python has {installed}; an import of anything else is left out. Magics and shell lines are left out, but for `%%writefile`; checks are not run again. Unless your teacher sets other limits, these hold:

- time: {cell:g} seconds for a cell and {notebook:g} for all cells together, {call:g} for a call of one of your functions and {question:g} for all tests of a question;
- memory: {memory:g} GB for all that runs, and {disk:g} MB for the files that it writes;
- size: {file:g} MB for the file that you hand in, with at most {cells:,} cells of code and {code:g} million characters in them.

What takes longer, or ends its process, costs its own cell or question; a file that is too large is not graded.

On Colab the notebook lives in the browser until you save it: *File → Save a copy in Drive* keeps your work, *File → Download → Download .ipynb* gives you the file to hand in."""  # noqa: E501 - a paragraph of a notebook is one line
INTRODUCTION = """{text} {points:g} points, about {minutes:g} minutes in all.

Run the folded cell below first. `check()` gives an overview, `check.hint()` a hint for the first question that does not pass. A number may be off by one part in a million, unless a question says otherwise. To hand in, *Run all* and give this file to your teacher: the last cell says more."""  # noqa: E501
ALONE = """

You learn alone? The solutions of this practice set lie in the course's repository, in `exercises/{name}/key/`: try first, then compare."""  # noqa: E501
# Folded in JupyterLab, VS Code and Colab: nobody has to look at it.
FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}
SETUP = """#@title The checks of this set: run this cell first, nothing in it needs a change
import importlib.util
if importlib.util.find_spec("nblib") is None:  # on Colab
    %pip install -q "nblib @ NBLIB_REPOSITORY"
from nblib.check import Checks
check = Checks.unpack("{packed}")"""


def files(path, variant=0, secret=b""):
    """Return {name: text} of all that is generated from a source."""
    exercise = read(path, variant, secret)
    name = path.parent.name
    return {
        f"student/{name}.ipynb": nbformat.writes(student(exercise)) + "\n",
        f"key/{name}.ipynb": nbformat.writes(key(exercise)) + "\n",
        "key/assignment.json": json.dumps(assignment(exercise), indent=1, ensure_ascii=False)
        + "\n",
    }


def stale(path):
    """Return the generated files of variant 0 that are not what the source generates."""
    old = []
    for name, text in files(path).items():
        file = path.parent / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            old.append(name)
    return old


def student(exercise):
    """Return the student's notebook."""
    book = _empty(exercise)
    number = 0  # of the question
    for part in exercise.parts:
        if isinstance(part, Question):
            number += 1
            for solves, cell in part.cells:
                text = heads.with_heading(cell.source, part, number)
                _add(book, cell.cell_type, solution.stub(text) if solves else text)
            _add(book, "code", f'check("{part.name}")')
        elif not book.cells:
            _add(book, part.cell_type, _introduction(exercise, part.source))
            _add(book, "code", SETUP.format(packed=packed.pack(checks(exercise))), "setup")
            book.cells[-1].metadata.update(FOLDED)
        else:
            _add(book, part.cell_type, part.source)
    _add(book, "markdown", _handing_in())
    return book


def _handing_in():
    """Return the last cell of the student's notebook: what the grader has and how long it waits."""
    usual = Limits()
    return HANDING_IN.format(
        installed=INSTALLED,
        cell=usual.cell_s,
        notebook=usual.notebook_s,
        call=usual.call_s,
        question=usual.question_s,
        memory=usual.memory_b / (1 << 30),
        disk=usual.disk_b / (1 << 20),
        file=usual.file_b / (1 << 20),
        cells=usual.cells,
        code=usual.code / (1 << 20),
    )


def _introduction(exercise, text):
    """Return the first cell of the student's notebook.

    Where solutions lie is said for variant 0 alone: those of a teacher's variant are nowhere.
    """
    questions = exercise.questions.values()
    text = INTRODUCTION.format(
        text=text,
        points=sum(question.points for question in questions),
        minutes=sum(question.minutes for question in questions),
    )
    return text if exercise.variant else text + ALONE.format(name=exercise.name)


def checks(exercise):
    """Return what nblib.check.Checks takes, by name: the public tests, the questions, and who is
    asked.

    Wrong answers are in it by their fingerprint only.
    """
    sources = []
    questions = {}
    for question in exercise.questions.values():
        public = [test for test in question.tests if not test.hidden]
        sources += [test.source for test in public]
        sources.append(question.probe)
        questions[question.name] = {
            "points": question.points,
            "tests": [test.name for test in public],
            "probe": answers.probe_of(question).name,
            "known": answers.fingerprints(question),
            "hints": list(question.hints),
            "uncovered": question.uncovered,
            "in_place": [test.name for test in public if test.in_place],
        }
    variant = f"_variant_{exercise.variant}" if exercise.variant else ""
    return {
        "source": "\n\n".join(source.strip() for source in sources) + "\n",
        "questions": questions,
        "title": exercise.title,
        "name": f"{exercise.name}{variant}",
    }


def key(exercise):
    """Return the teacher's notebook: the reference solutions, every test run below them."""
    book = _empty(exercise)
    _add(book, "code", "from nblib.check import close, holds, raises, same\n\nimport numpy as np")
    number = 0  # of the question
    for part in exercise.parts:
        if not isinstance(part, Question):
            _add(book, part.cell_type, part.source)
            continue
        number += 1
        for solves, cell in part.cells:
            text = heads.with_heading(cell.source, part, number)
            _add(book, cell.cell_type, solution.solved(text) if solves else text)
        for test in part.tests:
            arguments = re.search(r"\((.*?)\)", test.source)[1]
            _add(book, "code", f"{test.source.strip()}\n\n\n{test.name}({arguments})")
    return book


def assignment(exercise):
    """Return what the grader needs, as plain data: questions with their points and all tests."""
    questions = []
    for question in exercise.questions.values():
        tests = [
            {
                "name": test.name,
                "title": test.title,
                "hidden": test.hidden,
                "in_place": test.in_place,
                "source": test.source,
                "again": test.again,
                "points": question.points_of(test),
            }
            for test in question.tests
        ]
        questions.append({"name": question.name, "points": question.points, "tests": tests})
    return {
        "set": exercise.number,
        "title": exercise.title,
        "variant": exercise.variant,
        "questions": questions,
    }


def _empty(exercise):
    book = nbformat.v4.new_notebook()
    book.metadata.update(METADATA)
    book.metadata["nblib"] = {"set": exercise.number, "variant": exercise.variant}
    return book


def _add(book, cell_type, source, name=None):
    """Append a cell, with an id that does not change from one generation to the next."""
    cell = getattr(nbformat.v4, f"new_{cell_type}_cell")(source)
    cell.id = name or hashlib.sha256(f"{len(book.cells)} {source}".encode()).hexdigest()[:12]
    book.cells.append(cell)
