"""The notebooks of the class: honest ones and hostile ones, in the form that each grader wants."""

import random

import nbformat

from tools import attacks, exercises
from tools.exercises.notebooks import METADATA

RIGHT = 0.7  # of an honest student's answers
# Answers of set 2 with the shapes that are asked for, none of them right.
WRONG = {
    "step": "(w, grad, lr):\n    {}\n    return w",
    "descend": "(gradient, w, lr, tol, max_steps):\n    {}\n    return w, -1",
    "limit": "(H):\n    {}\n    return -1.0",
    "standardize": "(train, test):\n    {}\n    return train + 1, test + 1",
    "growth": "(H, lr):\n    {}\n    return np.zeros(len(H)) - 1, -1",
}
IMPORTS = "from nblib.check import close, holds, raises, same\nimport numpy as np\n"


def honest_answers(exercise, number):
    """Return {question: code} of a student; no two students write the same file."""
    rng = random.Random(number)
    answers = {}
    for question in exercise.questions.values():
        right = [exercises.reference(question), *question.right]
        if rng.random() < RIGHT:
            code = rng.choice(right)
        else:
            _, code = rng.choice(question.wrong)
        answers[question.name] = f"# student {number}\n{code}"
    return answers


def hostile_answers(exercise):
    """Return {what a notebook does: {question: code}} for each attack on graders."""
    answers = {}
    for attack in attacks.load("graders").values():
        at_once = attack.cells[0]
        in_each_answer = attack.cells[1] if len(attack.cells) > 1 else "pass"
        codes = []
        for name, body in WRONG.items():
            codes.append(f"def {exercise.values[name]}{body.format(in_each_answer)}")
        codes[0] = f"import numpy as np\n{at_once}\n{codes[0]}"
        what = f"tries {attack.head['tries']}"
        answers[what] = dict(zip(exercise.questions, codes, strict=True))
    return answers


def student_file(exercise, codes):
    """Return the student's notebook with answers filled in, as text."""
    book = exercises.student(exercise)
    for question in exercise.questions.values():
        (stub,) = [exercises.stub(cell.source) for solves, cell in question.cells if solves]
        (cell,) = [cell for cell in book.cells if cell.source == stub]
        cell.source = codes[question.name]
    book.metadata["otter"] = {"assignment_name": exercise.number}
    return nbformat.writes(book)


def bare_file(exercise, codes):
    """Return a notebook of nothing but answers, as text."""
    cells = [nbformat.v4.new_code_cell(code) for code in codes.values()]
    book = nbformat.v4.new_notebook(cells=cells, metadata=dict(METADATA))
    book.metadata["otter"] = {"assignment_name": exercise.number}
    return nbformat.writes(book)


def nbgrader_file(exercise, codes):
    """Return the same answers between nbgrader's test cells, as text."""
    book = nbformat.v4.new_notebook(metadata=dict(METADATA))
    book.cells.append(nbformat.v4.new_code_cell("import numpy as np"))
    for question in exercise.questions.values():
        code = codes[question.name]
        book.cells.append(_nbgrader_cell(code, f"{question.name}-answer", solution=True))
        for test in question.tests:
            names = test.source[test.source.index("(") : test.source.index(")") + 1]
            source = f"{IMPORTS}{test.source}\n\n{test.name}{names}"
            points = float(question.points_of(test))
            cell = _nbgrader_cell(source, test.name, grade=True, locked=True, points=points)
            book.cells.append(cell)
    return nbformat.writes(book)


def _nbgrader_cell(source, name, **settings):
    cell = nbformat.v4.new_code_cell(source)
    cell.metadata["nbgrader"] = {
        "grade": False,
        "grade_id": name,
        "locked": False,
        "schema_version": 3,
        "solution": False,
        "task": False,
        **settings,
    }
    return cell
