"""What is generated: it is fresh, it runs, and a student gets no solution and no hidden test."""

import copy
import json
import os
import platform
import re
import subprocess
import sys

import nbformat
import pytest
from exercise_sets import SECRET, SETS, each_set, each_variant, made, student_notebook
from handed_out import carried, clear, given_away, laid_open, with_packed
from IPython.core.inputtransformer2 import TransformerManager

from nblib.grading.limits import INSTALLED, Limits
from tools import exercises
from tools.exercises import markers, variant
from tools.exercises.source import cells_of
from tools.paths import EXERCISES
from tools.processor import OLD_PROCESSOR

FIRST_SCREEN = 25  # lines of source, in which question 1 begins


@each_variant
def test_nothing_that_a_student_gets_holds_a_solution_or_a_hidden_test(path, number):
    exercise = made(path, number)
    book = student_notebook(path, number)
    assert not given_away(exercise, book)
    text = laid_open(book)
    for question in exercise.questions.values():
        assert all(test.hidden or f"def {test.name}(" in text for test in question.tests)


@each_set
def test_what_is_given_away_in_the_packed_text_is_seen(path):
    exercise = made(path, 0)
    sound = student_notebook(path, 0)
    for question in exercise.questions.values():
        (hidden, *_) = [test for test in question.tests if test.hidden]
        for leak in (hidden.source, exercises.reference(question), question.wrong[0][1]):
            for place in ("source", "hint"):
                book = copy.deepcopy(sound)
                content = carried(book)
                if place == "source":
                    content["source"] += leak
                else:
                    content["questions"][question.name]["hints"] += leak.splitlines()
                with_packed(book, content)
                assert given_away(exercise, book), (question.name, place, leak)
                assert leak not in clear(book)


@each_variant
def test_question_1_begins_on_the_first_screen_and_the_machinery_is_out_of_sight(path, number):
    book = student_notebook(path, number)
    lines = clear(book).splitlines()
    (place,) = [i for i, line in enumerate(lines) if line.startswith("## Question 1 (")]
    assert place < FIRST_SCREEN
    setup = book.cells[1]
    assert setup.source.startswith("#@title ") and len(setup.source.splitlines()) <= 8
    assert setup.metadata == {"jupyter": {"source_hidden": True}, "cellView": "form"}
    for question in made(path, number).questions.values():
        misconceptions = [misconception for misconception, _ in question.wrong]
        for text in [*question.hints, *misconceptions, question.uncovered]:
            assert text not in clear(book) and text not in str(book)
        assert not any(f"def {test.name}" in clear(book) for test in question.tests)


@each_variant
def test_jupyter_reads_the_packed_text_as_it_stands(path, number):
    setup = student_notebook(path, number).cells[1].source
    (line,) = [line for line in setup.splitlines() if line.startswith("check = ")]
    assert line in TransformerManager().transform_cell(setup)


@each_variant
def test_each_question_says_its_points_and_minutes_and_the_introduction_their_sums(path, number):
    exercise = made(path, number)
    text = clear(student_notebook(path, number))
    for place, question in enumerate(exercise.questions.values(), 1):
        head = f"## Question {place} ({question.points:g} points, about {question.minutes:g} min"
        assert text.count(head) == 1
    points = sum(question.points for question in exercise.questions.values())
    minutes = sum(question.minutes for question in exercise.questions.values())
    assert f"{points:g} points, about {minutes:g} minutes in all" in text
    words = {4: "Four", 5: "Five", 6: "Six", 7: "Seven"}
    assert f"{words[len(exercise.questions)]} questions on chapter {int(exercise.number)}." in text


@each_variant
def test_the_introduction_says_what_to_do_and_where_the_solutions_of_variant_0_are(path, number):
    book = student_notebook(path, number)
    introduction = book.cells[0].source
    assert "`check()` gives an overview" in introduction and "To hand in, " in introduction
    key = f"exercises/{path.parent.name}/key/"
    assert (key in introduction) == (number == 0)
    if number == 0:
        assert (EXERCISES.parent / key / f"{path.parent.name}.ipynb").exists()
    else:
        assert "key/" not in laid_open(book)


def test_the_last_cell_says_what_counts_where_points_are_missing_and_all_limits():
    text = student_notebook(*SETS[0]).cells[-1].source
    usual = Limits()
    for phrase in (
        "the code in the file as it was saved",
        "the last file counts",
        "without a network",
        "all checks can pass, and points can be missing",
        f"Python has {INSTALLED};",
        f"{usual.cell_s:g} seconds for a cell and {usual.notebook_s:g} for all cells",
        f"{usual.call_s:g} for a call",
        f"{usual.question_s:g} for all tests of a question",
        f"{usual.memory_b >> 30} GB for all that runs, and {usual.disk_b >> 20} MB for the files",
        f"{usual.file_b >> 20} MB for the file that you hand in",
        f"{usual.cells:,} cells of code and {usual.code >> 20} million characters",
    ):
        assert phrase in text, phrase


@each_variant
def test_a_student_s_notebook_runs_and_its_checks_answer(path, number, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exercise = made(path, number)
    names = {}
    for cell in student_notebook(path, number).cells:
        if cell.cell_type == "code" and not cell.source.startswith("check("):
            exec(re.sub(r"(?m)^( *)%pip", r"\1pass  # ", cell.source), names)
    for question in exercise.questions:
        names["_name"] = question
        result = eval("check(_name)", names)
        assert not result.passed
        assert re.fullmatch(rf"{question}: `\w+` is not written yet: [^\n]*", repr(result))
    overview = eval("check()", names)
    assert {stage for _, _, stage in overview.rows} == {"not written yet"}

    # The answers, and the same after a restart.
    for question in exercise.questions.values():
        exec(exercises.reference(question), names)
    total = sum(question.points for question in exercise.questions.values())
    assert f"{exercise.title}: {total:g} of {total:g} points" in repr(eval("check()", names))
    (kept,) = tmp_path.iterdir()
    issue = f"_variant_{number}" if number else ""
    assert kept.name == f".{path.parent.name}{issue}.checks.json"


@each_set
def test_the_committed_files_are_what_the_source_generates(path):
    assert not exercises.stale(path), "run `make exercises`"
    for notebook in [*path.parent.glob("student/*.ipynb"), *path.parent.glob("key/*.ipynb")]:
        nbformat.validate(nbformat.read(notebook, 4))


@pytest.mark.skipif(platform.machine() != "x86_64", reason="asks for old kernels of x86")
def test_on_a_processor_that_rounds_otherwise_the_same_is_generated():
    # A wrong answer is known by the hash of its numbers: a number that is rounding alone would be
    # another on each machine.
    command = [sys.executable, "-m", "tools.exercises", "--check"]
    old = os.environ | OLD_PROCESSOR
    done = subprocess.run(command, env=old, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


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
