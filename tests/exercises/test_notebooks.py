"""What is generated: it is fresh, it runs, and a student gets no solution and no hidden test."""

import json
import re

import nbformat
import pytest
from exercise_sets import SECRET, each_set, each_variant, made

from tools import exercises


@each_variant
def test_nothing_that_a_student_gets_holds_a_solution_or_a_hidden_test(path, variant):
    exercise = made(path, variant)
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
def test_a_student_s_notebook_runs_and_its_checks_answer(path, variant):
    exercise = made(path, variant)
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
    values = [json.dumps(exercises.read(path, k, SECRET).values) for k in (1, 2, 3)]
    assert len(set(values)) == 3
    assert values[0] == json.dumps(exercises.read(path, 1, SECRET).values)
    assert values[0] != json.dumps(exercises.read(path, 1, SECRET + b"!").values)
    with pytest.raises(exercises.SourceError, match="at least 16 bytes"):
        exercises.read(path, 1, b"short")
