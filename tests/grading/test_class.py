"""A class graded from files: what comes out, and that it comes out the same again."""

import csv
import datetime
import json
import os
import re
import shutil

import pytest
from classes import ASSIGNMENT, ASSIGNMENT_FILE, BLANK, EXERCISE, KEY, QUICK, SOURCE, notebook

from nblib.grading import __main__ as command
from nblib.grading import alone, classroom
from nblib.grading.grade import grade_notebook, points_of
from tools import exercises

pytestmark = pytest.mark.sandbox


def test_the_key_gets_everything_and_the_blank_notebook_nothing():
    assert points_of(grade_notebook(KEY, ASSIGNMENT)) == 13
    blank = grade_notebook(BLANK, ASSIGNMENT)
    assert points_of(blank) == 0 and blank["status"] == "graded"


@pytest.mark.parametrize("path", exercises.sources(), ids=lambda path: path.parent.name)
@pytest.mark.parametrize("variant", [0, 1])
def test_grader_and_reference_agree_on_every_set_and_variant(path, variant):
    exercise = exercises.read(path, variant, b"sixteen bytes and more")
    assignment = exercises.assignment(exercise)
    questions = exercise.questions.values()
    right = notebook("import numpy as np", *(exercises.reference(q) for q in questions))
    verdict = grade_notebook(right, assignment)
    assert points_of(verdict) == sum(q.points for q in questions), verdict
    if variant == 0:
        return  # the student's check has tried what is wrong there: see tests/exercises
    wrong = notebook("import numpy as np", *(q.wrong[0][1] for q in questions))
    assert all(q["points"] < q["max"] for q in grade_notebook(wrong, assignment)["questions"])


def test_another_variant_and_another_set_are_told_and_get_nothing():
    assignment = exercises.assignment(exercises.read(SOURCE, 3, b"sixteen bytes and more"))
    verdict = grade_notebook(KEY, assignment)
    assert verdict["status"] == "wrong variant" and "variant 0" in verdict["reason"]
    assert points_of(verdict) == 0
    verdict = grade_notebook(KEY, ASSIGNMENT | {"set": "03"})
    assert verdict["status"] == "wrong set" and len(verdict["questions"]) == 5


def test_an_endless_loop_costs_its_own_question_only():
    cells = [exercises.reference(q) for name, q in EXERCISE.questions.items() if name != "q2"]
    name = EXERCISE.values["descend"]
    endless = f"def {name}(gradient, w, lr, tol, max_steps):\n    while True:\n        pass"
    verdict = grade_notebook(notebook("import numpy as np", endless, *cells), ASSIGNMENT, QUICK)
    points = {q["name"]: q["points"] for q in verdict["questions"]}
    assert points == {"q1": 2, "q2": 0, "q3": 2, "q4": 3, "q5": 3}


ROSTER = """id,name
ann,Ann
bob,"=HYPERLINK(""http://evil"")"
cy,<script>alert(1)</script>
dee,Dee
gus,Gus
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class whose results stand; a test gets a copy."""
    folder = tmp_path_factory.mktemp("graded")
    (folder / "in").mkdir()
    (folder / "roster.csv").write_text(ROSTER)
    (folder / "in" / "ann.ipynb").write_bytes(KEY)
    (folder / "in" / "bob.ipynb").write_bytes(KEY)
    mark = "def nothing():\n    raise ValueError('<img src=x onerror=alert(1)>')\nnothing()"
    (folder / "in" / "cy.ipynb").write_bytes(notebook(mark))
    (folder / "in" / "dee.ipynb").write_bytes(b"{}")
    os.utime(folder / "in" / "bob.ipynb", (2e9, 2e9))
    return folder, run(folder, jobs=2)


def run(school, **options):
    deadline = datetime.datetime(2033, 5, 18, tzinfo=datetime.UTC)
    options = {"progress": False, "deadline": deadline, **options}
    paths = (school / "in", ASSIGNMENT_FILE, school / "roster.csv", school / "out")
    return classroom.grade_class(*paths, **options)


@pytest.fixture
def school(graded, tmp_path):
    shutil.copytree(graded[0], tmp_path / "school")
    return tmp_path / "school"


@pytest.fixture
def ungraded(school):
    shutil.rmtree(school / "out")
    return school


def test_a_class_gets_its_grades_pages_results_and_a_receipt(school):
    with open(school / "out" / "grades.csv", newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    assert [row["points"] for row in table] == ["13.0", "13.0", "0.0", "0.0", "0.0"]
    statuses = ["graded", "graded", "graded", "unreadable", "missing"]
    assert [row["status"] for row in table] == statuses
    assert table[1]["late"] and not table[0]["late"] and table[1]["name"].startswith("'=")
    page = (school / "out" / "feedback" / "cy.html").read_text()
    assert "<script" not in page and "<img" not in page
    assert "&lt;script&gt;" in page and "Content-Security-Policy" in page
    result = json.loads((school / "out" / "results" / "ann.json").read_text())
    assert result["score"] == 13
    assert sum(test["max_score"] for test in result["tests"]) == pytest.approx(13)
    receipt = json.loads((school / "out" / "receipt.json").read_text())
    assert receipt["the same file from"] == [["ann", "bob"]]
    assert receipt["sandbox"]["sandbox"] == "bubblewrap"


def test_no_page_shows_a_hidden_test_or_another_student(school):
    tests = [test for question in ASSIGNMENT["questions"] for test in question["tests"]]
    sources = [test["source"].splitlines()[2:] for test in tests if test["hidden"]]
    lines = [line.strip() for source in sources for line in source]
    for folder in ("feedback", "results"):
        for path in (school / "out" / folder).iterdir():
            text = path.read_text()
            assert not any(line in text for line in lines if len(line) > 20)
            others = {"ann", "bob", "gus"} - {path.stem}
            assert not any(f">{other}" in text.lower() for other in others)


def test_a_second_run_grades_nothing_again_and_says_the_same(graded, school, monkeypatch):
    monkeypatch.setattr(alone, "grade_notebook", None)  # would fail if it were called
    assert run(school) == graded[1]


def test_a_run_that_was_interrupted_is_resumed(graded, school):
    work = sorted((school / "out" / "work").iterdir())
    work[0].unlink()
    work[1].write_text("cut o")
    assert run(school) == graded[1] and sorted((school / "out" / "work").iterdir()) == work


def fails(*arguments):
    raise OSError("disk full")


def test_a_fault_of_the_grader_is_never_a_zero(ungraded, monkeypatch, capsys):
    monkeypatch.setattr(alone, "grade_notebook", fails)
    rows = run(ungraded)
    assert [row["status"] for row in rows[:4]] == ["grader error"] * 4 and rows[0]["points"] == ""
    assert not list((ungraded / "out" / "work").iterdir())
    with pytest.raises(SystemExit, match="The grader itself failed for ann, bob, cy, dee"):
        command.main([*arguments(ungraded), "--set", "02", "--out", str(ungraded / "out2")])


def arguments(school):
    return ["grade", str(school / "in"), "--roster", str(school / "roster.csv")]


def test_without_a_sandbox_nothing_is_graded(ungraded, monkeypatch):
    monkeypatch.setenv("PATH", str(ungraded))
    with pytest.raises(SystemExit, match="bubblewrap"):
        command.main([*arguments(ungraded), "--set", "02", "--out", str(ungraded / "out")])
    assert not (ungraded / "out" / "grades.csv").exists()


def test_what_was_kept_is_forgotten_by_one_command(school, capsys):
    (school / "out" / "notes.txt").write_text("mine")
    command.main(["forget", str(school / "out")])
    assert [p.name for p in (school / "out").iterdir()] == ["notes.txt"]
    with pytest.raises(SystemExit, match="nothing was deleted"):
        command.main(["forget", str(school / "in")])


ZERO = """
import numpy as np

def zero(*arguments):
    for a in arguments:
        if isinstance(a, np.ndarray) and a.flags.writeable:
            a[...] = 0
    return arguments[0] if isinstance(arguments[0], np.ndarray) else next(
        (a for a in arguments if isinstance(a, np.ndarray)), 0.0)
"""


@pytest.mark.parametrize("path", exercises.sources(), ids=lambda path: path.parent.name)
def test_to_wipe_out_what_an_answer_is_compared_with_gains_nothing(path):
    exercise = exercises.read(path)
    called = re.findall(r"\{\{(\w+)\}\}\(", path.read_text())
    names = [value for key, value in exercise.values.items() if key in called]
    wipe = "\n".join(f"{name} = zero" for name in names if str(name).isidentifier())
    assert len(wipe.splitlines()) >= 3
    verdict = grade_notebook(notebook(ZERO, wipe), exercises.assignment(exercise), QUICK)
    tests = [test for question in verdict["questions"] for test in question["tests"]]
    assert points_of(verdict) == 0, [test for test in tests if test["passed"]]
