"""What is generated from a set: the student's notebook, the teacher's, and the grader's file."""

import hashlib
import json
import pprint
import re

import nbformat

from tools.exercises import answers, solution
from tools.exercises.model import Question
from tools.exercises.source import read

METADATA = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
HANDING_IN = """## Handing in

Run all cells once more from the top (*Run all*): the grader does the same, in a fresh environment, and sees only what the notebook itself defines. Then hand in this file under your name, as your teacher says. You may hand in again until the deadline; the last one counts.

On Colab the notebook lives in the browser until you save it: *File → Save a copy in Drive* keeps your work, *File → Download → Download .ipynb* gives you the file to hand in. Locally, save the notebook and hand in the `.ipynb`."""  # noqa: E501 - a paragraph of a notebook is one line
SETUP = """# The checks of this set; nothing here needs a change.
import importlib.util

if importlib.util.find_spec("nblib") is None:  # on Colab
    %pip install -q "nblib @ NBLIB_REPOSITORY"
from nblib.check import Checks

check = Checks(
    {source},
    {questions},
    title={title!r},
)"""


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
    for part in exercise.parts:
        if isinstance(part, Question):
            for solves, cell in part.cells:
                _add(book, cell.cell_type, solution.stub(cell.source) if solves else cell.source)
            _add(book, "code", f'check("{part.name}")')
        else:
            _add(book, part.cell_type, part.source)
            if len(book.cells) == 1:  # below the title
                _add(book, "code", _setup(exercise), "setup")
    _add(book, "markdown", HANDING_IN)
    return book


def _setup(exercise):
    """Return the code of the cell that carries the checks."""
    source, questions = checks(exercise)
    return SETUP.format(
        source=_literal(source),
        questions=pprint.pformat(questions, width=110, sort_dicts=False).replace("\n", "\n    "),
        title=exercise.title,
    )


def _literal(text):
    """Return a text as Python that can be read, where it can be written so."""
    if "'''" in text or text.endswith("\\"):
        return repr(text)
    return f"r'''\n{text}'''"


def checks(exercise):
    """Return what nblib.check.Checks takes: the public tests and, by name, the questions.

    Wrong answers are in it by their fingerprint only.
    """
    sources = []
    questions = {}
    for question in exercise.questions.values():
        public = [test for test in question.tests if not test.hidden]
        sources += [test.source for test in public]
        sources.append(question.probe)
        questions[question.name] = {
            "tests": [test.name for test in public],
            "probe": answers.probe_of(question).name,
            "known": answers.fingerprints(question),
            "hints": list(question.hints),
            "uncovered": question.uncovered,
        }
    return "\n\n".join(source.strip() for source in sources) + "\n", questions


def key(exercise):
    """Return the teacher's notebook: the reference solutions, every test run below them."""
    book = _empty(exercise)
    _add(book, "code", "from nblib.check import close, holds, raises, same\n\nimport numpy as np")
    for part in exercise.parts:
        if not isinstance(part, Question):
            _add(book, part.cell_type, part.source)
            continue
        for solves, cell in part.cells:
            _add(book, cell.cell_type, solution.solved(cell.source) if solves else cell.source)
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
