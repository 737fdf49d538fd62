"""A class graded from files: what was handed in and how, what comes out, and that it comes out the
same again.
"""

import csv
import datetime
import json
import os
import re
import zipfile

import nbformat
import pytest

from nblib.grading import __main__ as command
from nblib.grading import classroom, files, grade, inputs, pool
from nblib.grading.errors import SetupError
from nblib.grading.limits import Limits
from nblib.grading.submission import Unreadable, collect, read_notebook
from tools import exercises

SOURCE = exercises.sources(["02"])[0]
FOLDER = SOURCE.parent
KEY = (FOLDER / "key" / f"{FOLDER.name}.ipynb").read_bytes()
BLANK = (FOLDER / "student" / f"{FOLDER.name}.ipynb").read_bytes()
ASSIGNMENT = FOLDER / "key" / "assignment.json"
pytestmark = pytest.mark.sandbox
QUICK = Limits(call_s=1.0, cell_s=1.0, notebook_s=5.0)


def notebook(*cells, **metadata):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    book.metadata.update(metadata)
    return nbformat.writes(book).encode()


def test_the_key_gets_everything_and_the_blank_notebook_nothing():
    assignment = json.loads(ASSIGNMENT.read_text())
    assert grade.points_of(grade.grade_notebook(KEY, assignment)) == 13
    blank = grade.grade_notebook(BLANK, assignment)
    assert grade.points_of(blank) == 0 and blank["status"] == "graded"


@pytest.mark.parametrize("path", exercises.sources(), ids=lambda path: path.parent.name)
@pytest.mark.parametrize("variant", [0, 1])
def test_grader_and_reference_agree_on_every_set_and_variant(path, variant):
    exercise = exercises.read(path, variant, b"sixteen bytes and more")
    assignment = exercises.assignment(exercise)
    right = notebook(
        "import numpy as np", *(exercises.reference(q) for q in exercise.questions.values())
    )
    verdict = grade.grade_notebook(right, assignment)
    assert grade.points_of(verdict) == sum(q.points for q in exercise.questions.values()), verdict
    wrong = notebook("import numpy as np", *(q.wrong[0][1] for q in exercise.questions.values()))
    assert all(q["points"] < q["max"] for q in grade.grade_notebook(wrong, assignment)["questions"])


def test_another_variant_and_another_set_are_told_and_get_nothing():
    assignment = exercises.assignment(exercises.read(SOURCE, 3, b"sixteen bytes and more"))
    verdict = grade.grade_notebook(KEY, assignment)
    assert (
        verdict["status"] == "wrong variant"
        and "variant 0" in verdict["reason"]
        and grade.points_of(verdict) == 0
    )
    other = json.loads(ASSIGNMENT.read_text()) | {"set": "03"}
    assert grade.grade_notebook(KEY, other)["status"] == "wrong set"
    assert len(grade.grade_notebook(KEY, other)["questions"]) == 5


def test_an_endless_loop_costs_its_own_question_only():
    right = exercises.read(SOURCE).questions
    cells = [exercises.reference(q) for name, q in right.items() if name != "q2"]
    name = exercises.read(SOURCE).values["descend"]
    endless = f"def {name}(gradient, w, lr, tol, max_steps):\n    while True:\n        pass"
    content = notebook("import numpy as np", endless, *cells)
    verdict = grade.grade_notebook(content, json.loads(ASSIGNMENT.read_text()), QUICK)
    points = {q["name"]: q["points"] for q in verdict["questions"]}
    assert points == {"q1": 2, "q2": 0, "q3": 2, "q4": 3, "q5": 3}


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "the file is empty"),
        (b"   ", "empty"),
        (KEY[: len(KEY) // 2], "cut off"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"[1, 2]", "no list of cells"),
        (b"{}", "no list of cells"),
        (b'{"cells": [], "nbformat": 99}', "format 99"),
        (b'{"cells": [{"cell_type": "code", "source": 7}], "nbformat": 4}', "holds no text"),
        (b"[" * 100_000, "cut off, or no notebook"),
        (
            json.dumps(
                {"nbformat": 4, "cells": [{"cell_type": "code", "source": "x" * 3 * 2**20}]}
            ).encode(),
            "MB of code",
        ),
    ],
)
def test_a_broken_notebook_is_explained(content, message):
    with pytest.raises(Unreadable, match=message):
        read_notebook(content, Limits())


def test_fifty_megabytes_of_output_are_not_looked_at():
    book = json.loads(KEY)
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 50 * 2**20}
    next(c for c in book["cells"] if c["cell_type"] == "code")["outputs"] = [output]
    cells, _ = read_notebook(json.dumps(book).encode(), Limits())
    assert sum(map(len, cells)) < 2**16


@pytest.fixture
def room(tmp_path):
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def test_submissions_are_found_in_files_folders_and_archives(room):
    (room / "ann.ipynb").write_bytes(KEY)
    (room / "bob").mkdir()
    (room / "bob" / "work.ipynb").write_bytes(KEY)
    (room / "bob" / ".ipynb_checkpoints").mkdir()
    (room / "bob" / ".ipynb_checkpoints" / "old.ipynb").write_bytes(BLANK)
    with zipfile.ZipFile(room / "cy - homework.zip", "w") as archive:
        archive.writestr("../../evil.ipynb", BLANK)
    (room / "dee_late.ipynb").write_bytes(KEY)
    (room / "dee_first.ipynb").write_bytes(BLANK)
    os.utime(room / "dee_first.ipynb", (1, 1))
    (room / "eve.ipynb").symlink_to("/etc/passwd")
    (room / "fay.pdf").write_bytes(b"x")
    (room / "anna.ipynb").write_bytes(BLANK)
    (room / "who\nis=this.ipynb").write_bytes(BLANK)
    found, strangers = collect(room, ["ann", "bob", "cy", "dee", "eve", "fay", "gus"], Limits())
    assert (
        found["ann"].content == found["bob"].content == found["dee"].content == KEY
        and found["cy"].content == BLANK
    )
    assert not list(room.parent.rglob("evil.ipynb"))
    assert (
        "2 notebooks" in found["dee"].remarks[0] and "the newest counts" in found["dee"].remarks[0]
    )
    assert found["eve"].content is None and "a link" in found["eve"].remarks[0]
    assert found["fay"].content is None and "not a notebook" in found["fay"].remarks[0]
    assert found["gus"].remarks == ["nothing was handed in"]
    assert len(strangers) == 2 and all("\n" not in s for s in strangers)


def test_archives_that_lie_are_refused(room):
    (room / "ann.zip").write_bytes(b"PK\x03\x04 no archive")
    with zipfile.ZipFile(room / "bob.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.ipynb", b" " * 150 * 2**20)
    with zipfile.ZipFile(room / "cy.zip", "w") as archive:
        archive.writestr("readme.txt", b"x")
    found, _ = collect(room, ["ann", "bob", "cy"], Limits())
    reasons = [found[s].remarks[0] for s in ("ann", "bob", "cy")]
    assert (
        "cannot be read" in reasons[0]
        and "more than a notebook" in reasons[1]
        and "no notebook" in reasons[2]
    )


ROSTER = 'id,name\nann,Ann\nbob,"=HYPERLINK(""http://evil"")"\ncy,<script>alert(1)</script>\ndee,Dee\ngus,Gus\n'


@pytest.fixture
def school(room):
    (room.parent / "roster.csv").write_text(ROSTER)
    (room / "ann.ipynb").write_bytes(KEY)
    (room / "bob.ipynb").write_bytes(KEY)
    mark = "def nothing():\n    raise ValueError('<img src=x onerror=alert(1)>')\nnothing()"
    (room / "cy.ipynb").write_bytes(notebook(mark))
    (room / "dee.ipynb").write_bytes(b"{}")
    return room.parent


def run(school, **options):
    options = {"progress": False, **options}
    return classroom.grade_class(
        school / "in", ASSIGNMENT, school / "roster.csv", school / "out", **options
    )


def test_a_class_gets_its_grades_pages_results_and_a_receipt(school):
    os.utime(school / "in" / "bob.ipynb", (2e9, 2e9))
    run(school, jobs=2, deadline=datetime.datetime(2033, 5, 18, tzinfo=datetime.UTC))
    table = list(csv.DictReader(open(school / "out" / "grades.csv", newline="", encoding="utf-8")))
    assert [row["points"] for row in table] == ["13.0", "13.0", "0.0", "0.0", "0.0"]
    assert [row["status"] for row in table] == [
        "graded",
        "graded",
        "graded",
        "unreadable",
        "missing",
    ]
    assert table[1]["late"] and not table[0]["late"] and table[1]["name"].startswith("'=")
    page = (school / "out" / "feedback" / "cy.html").read_text()
    assert (
        "<script" not in page
        and "<img" not in page
        and "&lt;script&gt;" in page
        and "Content-Security-Policy" in page
    )
    result = json.loads((school / "out" / "results" / "ann.json").read_text())
    assert result["score"] == 13 and sum(t["max_score"] for t in result["tests"]) == 13
    receipt = json.loads((school / "out" / "receipt.json").read_text())
    assert (
        receipt["the same file from"] == [["ann", "bob"]]
        and receipt["sandbox"]["sandbox"] == "bubblewrap"
    )


def test_no_page_shows_a_hidden_test_or_another_student(school):
    run(school)
    assignment = json.loads(ASSIGNMENT.read_text())
    hidden = [t["source"] for q in assignment["questions"] for t in q["tests"] if t["hidden"]]
    for folder in ("feedback", "results"):
        for path in (school / "out" / folder).iterdir():
            text = path.read_text()
            for source in hidden:
                assert not any(
                    line.strip() in text
                    for line in source.splitlines()[2:]
                    if len(line.strip()) > 20
                )
            others = {"ann", "bob", "gus"} - {path.stem}
            assert not any(f">{other}" in text.lower() for other in others)


def test_a_second_run_grades_nothing_again_and_says_the_same(school, monkeypatch):
    first = run(school)
    monkeypatch.setattr(pool, "grade_notebook", None)  # would fail if it were called
    assert run(school) == first


def test_a_run_that_was_interrupted_is_resumed(school):
    whole = run(school)
    work = sorted((school / "out" / "work").iterdir())
    work[0].unlink()
    work[1].write_text("cut o")
    assert run(school) == whole and sorted((school / "out" / "work").iterdir()) == work


def fails(*arguments):
    raise OSError("disk full")


def test_a_fault_of_the_grader_is_never_a_zero(school, monkeypatch, capsys):
    monkeypatch.setattr(pool, "grade_notebook", fails)
    rows = run(school)
    assert [row["status"] for row in rows[:4]] == ["grader error"] * 4 and rows[0]["points"] == ""
    assert not list((school / "out" / "work").iterdir())
    arguments = ["grade", str(school / "in"), "--set", "02", "--roster", str(school / "roster.csv")]
    with pytest.raises(SystemExit, match="The grader itself failed for ann, bob, cy, dee"):
        command.main([*arguments, "--out", str(school / "out2")])


def test_without_a_sandbox_nothing_is_graded(school, monkeypatch):
    monkeypatch.setenv("PATH", str(school))
    arguments = ["grade", str(school / "in"), "--set", "02", "--roster", str(school / "roster.csv")]
    with pytest.raises(SystemExit, match="bubblewrap"):
        command.main([*arguments, "--out", str(school / "out")])
    assert not (school / "out" / "grades.csv").exists()


def test_what_was_kept_is_forgotten_by_one_command(school, capsys):
    run(school)
    (school / "out" / "notes.txt").write_text("mine")
    command.main(["forget", str(school / "out")])
    assert [p.name for p in (school / "out").iterdir()] == ["notes.txt"]
    with pytest.raises(SystemExit, match="nothing was deleted"):
        command.main(["forget", str(school / "in")])


@pytest.mark.parametrize(
    "change, message",
    [
        (lambda a, s: a + ["--set", "77"], "no set 77"),
        (lambda a, s: a, "Say which assignment"),
        (lambda a, s: a + ["--assignment", str(s / "none.json")], "missing or damaged"),
        (lambda a, s: a + ["--set", "02", "--jobs", "0"], "--jobs"),
        (lambda a, s: a + ["--set", "02", "--deadline", "tomorrow"], "no date"),
        (lambda a, s: [*a, "--set", "02", "--out", str(s / "in" / "out")], "among the submissions"),
        (lambda a, s: [*a, "--set", "02", "--roster", str(s / "none.csv")], "cannot be read"),
    ],
)
def test_a_teacher_s_mistake_is_explained(school, change, message):
    arguments = [
        "grade",
        str(school / "in"),
        "--roster",
        str(school / "roster.csv"),
        "--out",
        str(school / "out"),
    ]
    with pytest.raises(SystemExit, match=message):
        command.main(change(arguments, school))


@pytest.mark.parametrize(
    "text, message",
    [
        ("name\nAnn\n", "column id"),
        ("id\nann\nann\n", "more than once"),
        ("id,name\n,Ann\n", "no id"),
    ],
)
def test_a_roster_that_is_not_sound_is_refused(tmp_path, text, message):
    (tmp_path / "r.csv").write_text(text)
    with pytest.raises(SetupError, match=message):
        inputs.read_roster(tmp_path / "r.csv")


def test_names_of_files_are_safe_and_never_those_of_another():
    names = ["ann", "../ann", "a/b", "a_b", "ann\n", "=1", "x" * 200]
    made = [files.file_name(name) for name in names]
    assert made[0] == "ann" and len(set(made)) == len(made)
    assert all("/" not in name and "\n" not in name and len(name) < 80 for name in made)


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
    names = [
        v
        for k, v in exercise.values.items()
        if k in re.findall(r"\{\{(\w+)\}\}\(", path.read_text())
    ]
    wipe = "\n".join(f"{name} = zero" for name in names if str(name).isidentifier())
    assert len(wipe.splitlines()) >= 3
    verdict = grade.grade_notebook(notebook(ZERO, wipe), exercises.assignment(exercise), QUICK)
    assert grade.points_of(verdict) == 0, [
        t for q in verdict["questions"] for t in q["tests"] if t["passed"]
    ]
