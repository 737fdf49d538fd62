"""What is generated: it is fresh, it runs, and a student gets no solution and no hidden test."""

import json
import re

import nbformat
import pytest
from exercise_sets import SECRET, each_set, each_variant, made

from tools import exercises
from tools.exercises import markers, variant
from tools.exercises.source import cells_of


@each_variant
def test_nothing_that_a_student_gets_holds_a_solution_or_a_hidden_test(path, number):
    exercise = made(path, number)
    book = exercises.student(exercise)
    text = "\n".join(cell.source for cell in book.cells)
    for question in exercise.questions.values():
        for test in question.tests:
            assert (test.name in text) != test.hidden
        wrong = [code for _, code in question.wrong]
        for code in [exercises.reference(question), *question.right, *wrong]:
            body = [line.strip() for line in code.splitlines()[1:] if len(line.strip()) > 12]
            assert not any(line in text for line in body), "a line of an answer"
    assert "SOLUTION" not in text and "BEGIN " not in text and "{{" not in text


@each_variant
def test_a_student_s_notebook_runs_and_its_checks_answer(path, number):
    exercise = made(path, number)
    names = {}
    for cell in exercises.student(exercise).cells:
        if cell.cell_type == "code" and not cell.source.startswith("check("):
            exec(re.sub(r"(?m)^( *)%pip", r"\1pass  # ", cell.source), names)
    for question in exercise.questions:
        names["_name"] = question
        result = eval("check(_name)", names)
        assert not result.passed and "Traceback" not in repr(result)


@each_set
def test_the_committed_files_are_what_the_source_generates(path):
    assert not exercises.stale(path), "run `make exercises`"
    for notebook in [*path.parent.glob("student/*.ipynb"), *path.parent.glob("key/*.ipynb")]:
        nbformat.validate(nbformat.read(notebook, 4))


@each_set
def test_variants_differ_and_follow_from_the_secret_alone(path):
    (cell,) = [cell for cell in cells_of(path) if markers.is_marker(cell, "BEGIN VARIANT")]

    def values(number, secret):
        return json.dumps(variant.draw(cell, path.parent.name[:2], number, secret)[0])

    issued = [values(number, SECRET) for number in (1, 2, 3)]
    assert len(set(issued)) == 3
    assert json.dumps(made(path, 1).values) == values(1, SECRET) == issued[0]
    assert values(1, SECRET + b"!") != issued[0]
    with pytest.raises(exercises.SourceError, match="at least 16 bytes"):
        exercises.read(path, 1, b"short")
