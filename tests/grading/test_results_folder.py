"""The folder of results: nothing of another's is overwritten, nothing stale is left, and what
stands in the way is said in a sentence, before anything is graded.
"""

import json
import os
import resource
import subprocess
import sys

import pytest
from classes import RIGHT, TINY, command_of, grade, table, write_class

from nblib.grading import __main__ as command
from nblib.grading import classroom, pool, results
from nblib.grading.errors import SetupError
from nblib.grading.limits import Limits
from nblib.grading.options import deadline_of
from nblib.grading.results import forget, opened
from nblib.grading.shell import check_shell
from nblib.grading.store import Store
from tools.paths import ROOT

pytestmark = pytest.mark.sandbox
VERDICT = {
    "status": "graded",
    "reason": "",
    "questions": [{"name": "q1", "points": 2, "max": 2, "tests": []}],
    "cells": [],
    "incidents": [],
}


def full_points(todo, **task):
    """Stands for the pool of processes: it reads each notebook, and gives it everything."""
    for key, read in todo.items():
        try:
            read()
            yield key, VERDICT
        except Exception as error:
            yield key, error


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A class of two that is graded in a moment, without a sandbox."""
    monkeypatch.setattr(pool, "grade", full_points)
    monkeypatch.setattr(classroom, "probe", lambda *arguments: {})
    return write_class(tmp_path, {"ann": RIGHT, "bob": RIGHT + " "}, TINY)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def refused(small, message, *words):
    """See that the command stops with one sentence, and that no table is there."""
    with pytest.raises(SystemExit, match=message) as stopped:
        command.main([*command_of(small), *map(str, words)])
    assert "\n" not in str(stopped.value) and "Traceback" not in str(stopped.value)


# ---- whose the folder is


def test_a_second_set_does_not_take_the_place_of_the_first(small):
    grade(small)
    before = (small / "out" / "grades.csv").read_bytes()
    (small / "assignment.json").write_text(json.dumps(TINY | {"set": "98"}))
    refused(small, "holds the results of set 99, variant 0: choose another --out for set 98")
    (small / "out" / results.MARK).write_text("")  # of an earlier version
    refused(small, "holds the results of set 99, variant 0")
    (small / "assignment.json").write_text(json.dumps(TINY | {"variant": 4}))
    refused(small, "choose another --out for set 99, variant 4")
    assert (small / "out" / "grades.csv").read_bytes() == before
    (small / "assignment.json").write_text(json.dumps(TINY | {"title": "Mended"}))
    assert grade(small)["ann"]["points"] == 2


@pytest.mark.parametrize("name", ["grades.csv", "receipt.json", "work/", "feedback/", "results/"])
def test_what_somebody_else_wrote_is_not_overwritten(small, name):
    path = small / "out" / name
    path.parent.mkdir(exist_ok=True)
    path.mkdir(parents=True) if name.endswith("/") else path.write_text("mine")
    refused(small, f"holds {name.strip('/')}, which this grader did not write")
    assert names(small / "out") == [path.name]


def test_inputs_where_results_are_written_are_refused(small):
    (small / "out" / "results").mkdir(parents=True)
    (small / "roster.csv").rename(small / "out" / "results" / "roster.csv")
    refused(small, "roster.csv lies where", "--roster", small / "out" / "results" / "roster.csv")


def test_a_link_to_itself_is_a_sentence(small):
    (small / "loop").symlink_to(small / "loop")
    said = "loop is no place that can be used: its links|cannot be|missing"
    for option in ("--out", "--roster", "--assignment"):
        refused(small, said, option, small / "loop")


def test_results_where_notebooks_could_read_them_are_refused_before_anything_is_graded(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(pool, "grade", None)
    folder = write_class(tmp_path, {"ann": RIGHT}, TINY)
    inside = f"{sys.prefix}/lib/results-of-a-test"
    refused(folder, "which notebooks can read. Move it", "--out", inside)


# ---- nothing stale


def test_who_left_the_roster_leaves_the_results(small):
    grade(small)
    (small / "out" / "feedback" / "notes.pdf").write_text("mine")
    for name in ("feedback/ann.html.7.partial", "work/key.json.7.partial"):
        (small / "out" / name).write_text("cut o")
        os.utime(small / "out" / name, (1, 1))
    (small / "out" / "results" / "ann.json.8.partial").write_text("another run's")
    (small / "roster.csv").write_text("id\nann\n")
    command.main(command_of(small))
    assert names(small / "out" / "results") == ["ann.json", "ann.json.8.partial"]
    assert names(small / "out" / "feedback") == ["ann.html", "notes.pdf"]
    assert not list(small.glob("out/work/*.partial"))
    receipt = json.loads((small / "out" / "receipt.json").read_text())
    assert receipt["belongs to nobody"] == ["bob.ipynb: belongs to nobody in the roster"]


def test_files_of_nobody_are_said_at_the_end(small, capsys):
    (small / "in" / "zed.ipynb").write_bytes(b"{}")
    command.main(command_of(small))
    assert "zed.ipynb: belongs to nobody" in capsys.readouterr().out


def test_a_class_of_which_nothing_is_found_is_a_mistake_and_no_row_of_zeros(small):
    (small / "roster.csv").write_text("id\ns1\ns2\n")
    refused(small, "belongs to anybody on the roster. A name must begin .* such as s1.ipynb")
    for path in (small / "in").iterdir():
        path.unlink()
    refused(small, "There is nothing in")
    assert not (small / "out").exists()


def test_a_doubtful_name_and_a_file_that_cannot_be_read_are_no_zero(small, monkeypatch):
    (small / "roster.csv").write_text("id\nann\nbob\nCy\ncY\n")
    (small / "in" / "cy.ipynb").write_bytes(b"{}")
    read_bytes = classroom.collect.__globals__["_bytes"]

    def stubborn(path, limits):
        if path.stem == "bob":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path, limits)

    monkeypatch.setitem(classroom.collect.__globals__, "_bytes", stubborn)
    rows = grade(small)
    assert [row["status"] for row in rows.values()] == ["", *["grader error"] * 3]
    assert [row["points"] for row in rows.values()] == [2, "", "", ""]
    assert "Permission denied" in rows["bob"]["remarks"][0] and len(rows["bob"]["remarks"]) == 1
    assert names(small / "out" / "results") == ["ann.json"]
    assert table(small)["Cy"]["q1"] == ""


def test_half_a_character_in_a_name_stops_no_class(small, monkeypatch):
    odd = small / "in" / "bob_\udcff.ipynb"
    (small / "in" / "bob.ipynb").rename(odd)
    (small / "in" / "zed_\udcff.ipynb").write_bytes(b"{}")

    def fails(todo, **task):
        for key in todo:
            yield key, OSError(5, "Input/output error", str(odd))

    monkeypatch.setattr(pool, "grade", fails)
    assert [row["status"] for row in grade(small).values()] == ["grader error"] * 2
    assert "no verdict yet" in (small / "out" / "feedback" / "bob.html").read_text()


def test_a_notebook_that_changes_while_it_waits_is_no_verdict(small, monkeypatch):
    def changes(todo, **task):
        (small / "in" / "ann.ipynb").write_bytes(b"{}")
        yield from full_points(todo)

    monkeypatch.setattr(pool, "grade", changes)
    rows = grade(small)
    assert "was changed while it was graded" in rows["ann"]["remarks"][0]
    assert rows["ann"]["points"] == "" and rows["bob"]["points"] == 2


def test_an_engine_that_forgets_a_notebook_gives_nobody_a_zero(small, monkeypatch):
    monkeypatch.setattr(pool, "grade", lambda todo, **task: (outcome for outcome in ()))
    assert grade(small)["ann"]["points"] == ""


DAMAGE = {
    "an empty list": lambda entry: entry["verdict"].update(questions=[]),
    "another number": lambda entry: entry["verdict"]["questions"][0].update(points=0),
    "other limits": lambda entry: entry["limits"].update(cell_s=1.0),
    "no seal": lambda entry: entry.pop("seal"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_verdict_is_reached_again_and_never_a_silent_zero(small, damage):
    grade(small)
    for path in (small / "out" / "work").iterdir():
        entry = json.loads(path.read_text())
        damage(entry)
        path.write_text(json.dumps(entry))
    assert grade(small)["ann"]["points"] == 2
    assert json.loads((small / "out" / "results" / "ann.json").read_text())["score"] == 2


def test_a_verdict_of_lists_in_lists_is_none(tmp_path):
    (tmp_path / "key.json").write_text("[" * 100_000)
    assert Store(tmp_path, Limits()).load("key") is None


# ---- forgetting


def test_what_is_being_graded_into_is_not_forgotten(small, monkeypatch):
    def meanwhile(todo, **task):
        with pytest.raises(SetupError, match="is being graded into right now"):
            forget(small / "out")
        with opened(small / "out", TINY):  # another run may grade beside this one
            pass
        yield from full_points(todo)

    monkeypatch.setattr(pool, "grade", meanwhile)
    grade(small)
    assert len(names(small / "out" / "work")) == 2
    with opened(small / "out", TINY), pytest.raises(SetupError, match="right now"):
        forget(small / "out")
    forget(small / "out")
    assert not names(small / "out")


# ---- the command


@pytest.mark.parametrize("day", ["2026-12-01", "20261201", "2026-W49-2"])
def test_a_deadline_given_as_a_day_is_asked_for_its_time(day):
    with pytest.raises(SetupError, match="until when on that day, such as 2026-12-01T23:59"):
        deadline_of(day)


@pytest.mark.parametrize("time", ["2026-12-01T00:00", "2026-12-01 12:00+01:00", "20261201T1200Z"])
def test_a_deadline_with_a_time_is_one(time):
    assert deadline_of(time).tzinfo


def test_the_receipt_says_the_deadline(small):
    grade(small, deadline=deadline_of("2026-12-01T12:00+01:00"))
    receipt = json.loads((small / "out" / "receipt.json").read_text())
    assert receipt["deadline"] == "2026-12-01T12:00:00+01:00"


@pytest.mark.parametrize("name, option", [("NOFILE", "n"), ("CPU", "t"), ("AS", "v")])
def test_a_shell_that_allows_too_little_is_told_what_to_say(monkeypatch, name, option):
    number = getattr(resource, f"RLIMIT_{name}")
    limit = resource.getrlimit
    monkeypatch.setattr(resource, "getrlimit", lambda n: (20, 20) if n == number else limit(n))
    with pytest.raises(SetupError, match=rf"The shell allows .*`ulimit -{option} \d+`"):
        check_shell(Limits())


def test_the_command_says_it_too(small):
    words = " ".join([sys.executable, "-m", "nblib.grading", *command_of(small)])
    done = subprocess.run(
        ["bash", "-c", f"ulimit -n 40; exec {words}"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert "The shell allows 40 open files" in done.stderr
    assert not (small / "out").exists()


def test_a_zip_in_place_of_the_folder_is_to_be_unpacked(small):
    (small / "in.zip").write_bytes(b"PK")
    words = command_of(small)
    words[1] += ".zip"
    with pytest.raises(SystemExit, match="is a file: unpack it"):
        command.main(words)


def test_the_page_of_a_student_says_which_file_was_graded(small):
    grade(small)
    assert "what was graded: ann.ipynb" in (small / "out" / "feedback" / "ann.html").read_text()
