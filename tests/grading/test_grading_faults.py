"""A class in which files are damaged, a disk is full, a process of the grader dies: nobody else
suffers.
"""

import csv
import json
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import nbformat
import pytest

from nblib.grading import __main__ as command
from nblib.grading import classroom, files, grade, pool, store, submission
from nblib.grading.limits import Limits
from nblib.grading.submission import Unreadable, collect, read_notebook

pytestmark = pytest.mark.sandbox
TESTS = {
    "test_first": "def test_first(f):\n    same(f(1), 2)",
    "test_second": "def test_second(f):\n    same(f(2), 4)",
}
ASSIGNMENT = {
    "set": "99",
    "title": "One function",
    "variant": 0,
    "questions": [
        {
            "name": "q1",
            "points": 2,
            "tests": [
                dict(
                    name=name,
                    title=name,
                    hidden=name == "test_second",
                    in_place=False,
                    source=source,
                )
                | {"again": "", "points": 1}
                for name, source in TESTS.items()
            ],
        }
    ],
}
RIGHT = "def f(x): return 2 * x"


def notebook(*cells):
    return nbformat.writes(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    ).encode()


def school(folder, **cells):
    """Write a class into a folder: each student hands in one cell."""
    (folder / "in").mkdir()
    for student, cell in cells.items():
        (folder / "in" / f"{student}.ipynb").write_bytes(notebook(cell))
    (folder / "roster.csv").write_text("id\n" + "".join(f"{student}\n" for student in cells))
    (folder / "assignment.json").write_text(json.dumps(ASSIGNMENT))
    return folder


@pytest.fixture
def small(tmp_path):
    return school(tmp_path, ann=RIGHT, bob="def f(x): return 2")


def arguments(folder):
    paths = {"--assignment": "assignment.json", "--roster": "roster.csv", "--out": "out"}
    options = [word for option, name in paths.items() for word in (option, str(folder / name))]
    return ["grade", str(folder / "in"), *options]


def run(folder, **options):
    paths = [folder / name for name in ("in", "assignment.json", "roster.csv", "out")]
    return {row["student"]: row for row in classroom.grade_class(*paths, progress=False, **options)}


def table(folder):
    with open(folder / "out" / "grades.csv", newline="", encoding="utf-8") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


# ---- what was handed in
# -----------------------------------------------------------------------------------------


def packed(path, method, name="a.ipynb"):
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(name, b'{"cells": []}' * 500)
    return bytearray(path.read_bytes())


def scratched(path, method):
    data = packed(path, method)
    data[37:49] = b"\xff" * 12  # the first bytes of what is packed
    path.write_bytes(data)


def misnamed(path):
    path.write_bytes(
        packed(path, zipfile.ZIP_DEFLATED, "ä.ipynb").replace("ä".encode(), b"\xff\xfe")
    )


def packed_in_an_unknown_way(path):
    data = packed(path, zipfile.ZIP_DEFLATED)
    at = data.find(b"PK\x01\x02") + 10
    data[at : at + 2] = (97).to_bytes(2, "little")
    path.write_bytes(data)


DAMAGE = {
    "deflate": lambda path: scratched(path, zipfile.ZIP_DEFLATED),
    "bzip2": lambda path: scratched(path, zipfile.ZIP_BZIP2),
    "lzma": lambda path: scratched(path, zipfile.ZIP_LZMA),
    "name": misnamed,
    "method": packed_in_an_unknown_way,
    "end": lambda path: path.write_bytes(packed(path, zipfile.ZIP_DEFLATED)[:-30]),
}


def test_an_archive_damaged_in_any_way_cannot_be_read_and_the_others_are_graded(small):
    for student, damage in DAMAGE.items():
        damage(small / "in" / f"{student}.zip")
    (small / "roster.csv").write_text("id\nann\n" + "\n".join(DAMAGE))
    rows = run(small)
    assert rows["ann"]["points"] == 2
    for student in DAMAGE:
        assert (
            rows[student]["status"] == "missing" and "cannot be read" in rows[student]["remarks"][0]
        )


def test_a_file_that_cannot_be_read_and_folders_too_deep_are_their_owner_s_only(small, monkeypatch):
    deep = os.open(small / "in", os.O_RDONLY)
    for name in ["cy", *["x" * 250] * 20]:
        os.mkdir(name, dir_fd=deep)
        inner = os.open(name, os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = inner
    os.close(deep)
    real = submission._bytes

    def refused(path, limits):
        if path.stem == "bob":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, limits)

    monkeypatch.setattr(submission, "_bytes", refused)
    found, _ = collect(small / "in", ["ann", "bob", "cy"], Limits())
    shutil.rmtree(small / "in" / "cy")
    assert found["ann"].content and "cannot be read (Permission denied)" in found["bob"].remarks[0]
    assert "cannot be read (File name too long)" in found["cy"].remarks[0]


def test_all_that_is_in_an_archive_counts_towards_its_most(tmp_path):
    with zipfile.ZipFile(tmp_path / "ann.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for i in range(3):
            archive.writestr(f"{i}.ipynb", b" " * 4_000)
    found, _ = collect(tmp_path, ["ann"], Limits(file_b=10_000))
    assert "more than a notebook" in found["ann"].remarks[0]


def test_thousands_of_empty_cells_are_refused():
    cells = [{"cell_type": "code", "source": ""}] * (2_001)
    with pytest.raises(Unreadable, match="more than 2,000 code cells"):
        read_notebook(json.dumps({"nbformat": 4, "cells": cells}).encode(), Limits())
    assert (
        len(read_notebook(json.dumps({"nbformat": 4, "cells": cells[:-1]}).encode(), Limits())[0])
        == 2_000
    )


# ---- what comes back
# --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [r'b"\xff".decode()', r'"\xe9".encode("ascii")', 'raise ExceptionGroup("x", [ValueError()])'],
    ids=["decode", "encode", "group"],
)
def test_exceptions_that_are_made_in_their_own_way_are_ordinary_answers(code):
    kind = {"b": "UnicodeDecodeError", '"': "UnicodeEncodeError", "r": "ExceptionGroup"}[code[0]]
    verdict = grade.grade_notebook(notebook(f"def f(x):\n    {code}", code), ASSIGNMENT)
    assert verdict["status"] == "graded" and kind in verdict["cells"][0]["error"]
    assert all(t["kind"] == "error" and kind in t["why"] for t in verdict["questions"][0]["tests"])


def test_a_reason_is_never_longer_than_a_page(small):
    (small / "in" / "bob.ipynb").write_bytes(notebook("def f(x): return '\\u0001' * 1_000_000"))
    assignment = json.loads(json.dumps(ASSIGNMENT))
    for test in assignment["questions"][0]["tests"]:
        test["source"] = f"def {test['name']}(f):\n    holds(f(1) == 2, f'{{f(1)!r}} is wrong')"
    (small / "assignment.json").write_text(json.dumps(assignment))
    verdict = run(small)["bob"]["verdict"]
    reasons = [t["why"] for t in verdict["questions"][0]["tests"]]
    assert all(reasons) and max(map(len, reasons)) <= 2_000
    assert max(p.stat().st_size for p in (small / "out").rglob("*") if p.is_file()) < 50_000


# ---- faults of the grader
# ---------------------------------------------------------------------------------------


def grade_or_fail(content, *rest):
    """Stands for a grader that a notebook brings down."""
    if b"DIE" in content:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"HANG" in content:
        time.sleep(60)
    if b"EAT" in content:
        bytearray(resource.getrlimit(resource.RLIMIT_DATA)[0] + 1)
    return grade.grade_notebook(content, *rest)


TRAPS = {"die": "exit code -9", "hang": "more than", "eat": "MemoryError"}


@pytest.fixture(scope="module")
def trapped(tmp_path_factory):
    """A class in which three bring the process that grades them down; graded two at a time."""
    folder = school(
        tmp_path_factory.mktemp("trapped"),
        **{student: f"{RIGHT}\n# {student.upper()}" for student in TRAPS},
        **{f"s{i}": f"{RIGHT}\n# {i}" for i in range(3)},
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "grade_notebook", grade_or_fail)
        return folder, run(folder, jobs=2, limits=Limits(total_s=8, tests_s=2))


def test_a_process_that_dies_hangs_or_eats_memory_is_one_grader_error_each(trapped):
    folder, rows = trapped
    assert [rows[f"s{i}"]["points"] for i in range(3)] == [2, 2, 2]
    for student, reason in TRAPS.items():
        assert rows[student]["status"] == "grader error" and reason in rows[student]["remarks"][-1]
    assert len(list((folder / "out" / "work").iterdir())) == 3


def test_a_grader_error_is_nowhere_a_number(trapped):
    folder, _ = trapped
    assert {p.stem for p in (folder / "out" / "results").iterdir()} == {"s0", "s1", "s2"}
    rows = table(folder)
    assert all(rows[student]["points"] == rows[student]["q1"] == "" for student in TRAPS)
    assert "no verdict yet" in (folder / "out" / "feedback" / "die.html").read_text()
    assert json.loads((folder / "out" / "receipt.json").read_text())["points"]["die"] == ""


def fails(*arguments):
    raise OSError("disk full")


def test_an_old_result_goes_when_the_grader_fails(small, monkeypatch):
    run(small)
    assert (small / "out" / "results" / "ann.json").exists()
    shutil.rmtree(small / "out" / "work")
    monkeypatch.setattr(pool, "grade_notebook", fails)
    run(small)
    assert not list((small / "out" / "results").iterdir()) and table(small)["ann"]["q1"] == ""


def test_a_verdict_that_could_not_be_kept_is_none(small, monkeypatch):
    real = store.write_whole

    def full(path, text):
        if path.parent.name == "work":
            raise OSError(28, "No space left on device")
        real(path, text)

    monkeypatch.setattr(store, "write_whole", full)
    row = run(small)["ann"]
    assert row["status"] == "grader error" and row["points"] == "" and row["verdict"] is None
    assert table(small)["ann"]["q1"] == "" and not list((small / "out" / "results").iterdir())


def half(path, text, **options):
    with open(path, "w", **options) as file:
        file.write(text[: len(text) // 2])
    raise OSError(28, "No space left on device", str(path))


def no_replace(source, target):
    raise OSError(28, "No space left on device", str(source), None, str(target))


@pytest.mark.parametrize(
    "place, name, fault", [(Path, "write_text", half), (os, "replace", no_replace)]
)
def test_a_full_disk_leaves_the_old_table_whole_and_is_said_in_a_sentence(
    small, monkeypatch, place, name, fault
):
    command.main(arguments(small))
    before, real = (small / "out" / "grades.csv").read_bytes(), getattr(place, name)
    (small / "roster.csv").write_text("id\nann\nbob\ncy\n")

    def full(path, *arguments, **options):
        return (fault if "grades.csv" in str(path) else real)(path, *arguments, **options)

    monkeypatch.setattr(place, name, full)
    with pytest.raises(
        SystemExit, match="No space left on device.*run the same command again"
    ) as stopped:
        command.main(arguments(small))
    assert "\n" not in str(stopped.value) and (small / "out" / "grades.csv").read_bytes() == before


def test_two_who_write_one_file_do_not_disturb_each_other(tmp_path, monkeypatch):
    real, path = os.replace, tmp_path / "verdict.json"

    def meanwhile(*paths):
        monkeypatch.setattr(os, "replace", real)
        other = multiprocessing.get_context("fork").Process(
            target=files.write_whole, args=(path, "theirs")
        )
        other.start()
        other.join()
        assert other.exitcode == 0 and path.read_text() == "theirs"
        real(*paths)

    monkeypatch.setattr(os, "replace", meanwhile)
    files.write_whole(path, "ours")
    assert path.read_text() == "ours" and list(tmp_path.iterdir()) == [path]


def test_an_interrupted_run_says_so_in_a_sentence_and_keeps_its_verdicts(tmp_path):
    school(tmp_path, ann=RIGHT, bob="import time\ntime.sleep(25)")
    process = subprocess.Popen(
        [sys.executable, "-m", "nblib.grading", *arguments(tmp_path)],
        cwd=Path(grade.__file__).parents[2],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell without a terminal starts what runs in the background with interrupts ignored, and
        # that is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while process.poll() is None and not list((tmp_path / "out").glob("work/*.json")):
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    said = process.communicate()[1]
    assert process.returncode == 1 and "Traceback" not in said and "Interrupted. Verdicts" in said
    assert len(list((tmp_path / "out" / "work").glob("*.json"))) == 1


# ---- forgetting
# -------------------------------------------------------------------------------------------------


def test_a_folder_of_somebody_else_is_not_forgotten(tmp_path):
    for name in ("work", "feedback", "results"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "thesis.txt").write_text("mine")
    (tmp_path / "receipt.json").write_text("{}")
    with pytest.raises(SystemExit, match="nothing was deleted"):
        command.main(["forget", str(tmp_path)])
    assert len(list(tmp_path.rglob("thesis.txt"))) == 3 and (tmp_path / "receipt.json").exists()


def test_what_an_interrupted_write_left_is_forgotten_too(small):
    run(small)
    for name in ("receipt.json.7.partial", "grades.csv.7.partial", "feedback/ann.html.7.partial"):
        (small / "out" / name).write_text("cut o")
    command.main(["forget", str(small / "out")])
    assert not list((small / "out").iterdir())


def test_what_could_not_be_deleted_is_said(small, monkeypatch, capsys):
    run(small)
    real = os.unlink

    def stubborn(path, **options):
        if str(path).endswith("ann.html"):
            raise PermissionError(1, "Operation not permitted", str(path))
        real(path, **options)

    monkeypatch.setattr(os, "unlink", stubborn)
    with pytest.raises(SystemExit, match="could be deleted.*ann.html"):
        command.main(["forget", str(small / "out")])
    assert "forgotten" not in capsys.readouterr().out
    monkeypatch.undo()
    command.main(["forget", str(small / "out")])
    assert not list((small / "out").iterdir())


# ---- the command line
# -------------------------------------------------------------------------------------------


def damaged(folder, **changes):
    (folder / "damaged.json").write_text(json.dumps(ASSIGNMENT | changes))
    return ["--assignment", str(folder / "damaged.json")]


def as_out(folder):
    (folder / "file").write_text("mine")
    return ["--out", str(folder / "file")]


def open_quote(folder):
    (folder / "open.csv").write_text('id,name\nann,"Ann\nbob,Bob\n')
    return ["--roster", str(folder / "open.csv")]


MISTAKES = {
    "a file for results": (as_out, "Nothing can be written to"),
    "a path for a set": (lambda f: ["--set", "/"], "named by its number"),
    "every set": (lambda f: ["--set", "*"], "named by its number"),
    "no list of questions": (lambda f: damaged(f, questions=7), "missing or damaged"),
    "questions of another kind": (
        lambda f: damaged(f, questions=[{"name": "q1"}]),
        "is no assignment",
    ),
    "a notebook": (lambda f: ["--assignment", str(f / "in" / "ann.ipynb")], "is no assignment"),
    "the first day": (lambda f: ["--deadline", "0001-01-01"], "is no date"),
    "an open quote": (open_quote, "cannot be read"),
}


@pytest.mark.parametrize("change, message", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_on_the_command_line_is_explained_in_one_line(
    small, monkeypatch, change, message
):
    monkeypatch.setenv(
        "TZ", "UTC-1"
    )  # east of Greenwich the first day begins before there was a date
    time.tzset()
    try:
        with pytest.raises(SystemExit, match=message) as stopped:
            changed = [*arguments(small), *change(small)]
            command.main(changed[:2] + changed[4:] if "--set" in changed else changed)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "\n" not in str(stopped.value)
    assert not (small / "out" / "grades.csv").exists()
