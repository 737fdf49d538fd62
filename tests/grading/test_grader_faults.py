"""A class whose grader fails: a process dies, a disk is full, a write is cut off. No other student
suffers, and no fault is a number.
"""

import json
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from classes import RIGHT, TINY, command_of, grade, notebook, table, write_class

from nblib.grading import __main__ as command
from nblib.grading import alone, files, store
from nblib.grading.grade import grade_notebook
from tools.paths import ROOT

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    notebooks = {"ann": RIGHT, "bob": "def f(x): return 2"}
    folder = write_class(tmp_path_factory.mktemp("graded"), notebooks, TINY)
    grade(folder)
    return folder


@pytest.fixture
def small(graded, tmp_path):
    """A class of two, whose results stand."""
    shutil.copytree(graded, tmp_path / "small")
    return tmp_path / "small"


# ---- what comes back


@pytest.mark.parametrize(
    "code, error",
    [
        (r'b"\xff".decode()', "UnicodeDecodeError"),
        (r'"\xe9".encode("ascii")', "UnicodeEncodeError"),
        ('raise ExceptionGroup("x", [ValueError()])', "ExceptionGroup"),
    ],
    ids=["decode", "encode", "group"],
)
def test_exceptions_that_are_made_in_their_own_way_are_ordinary_answers(code, error):
    verdict = grade_notebook(notebook(f"def f(x):\n    {code}", code), TINY)
    assert verdict["status"] == "graded" and error in verdict["cells"][0]["error"]
    tests = verdict["questions"][0]["tests"]
    assert all(test["kind"] == "error" and error in test["why"] for test in tests)


def test_a_reason_is_never_longer_than_a_page(small):
    (small / "in" / "bob.ipynb").write_bytes(notebook("def f(x): return '\\u0001' * 1_000_000"))
    assignment = json.loads(json.dumps(TINY))
    for test in assignment["questions"][0]["tests"]:
        test["source"] = f"def {test['name']}(f):\n    holds(f(1) == 2, f'{{f(1)!r}} is wrong')"
    (small / "assignment.json").write_text(json.dumps(assignment))
    verdict = grade(small)["bob"]["verdict"]
    reasons = [test["why"] for test in verdict["questions"][0]["tests"]]
    assert all(reasons) and max(map(len, reasons)) <= 2_000
    results = [path for path in (small / "out").rglob("*") if path.is_file()]
    assert max(path.stat().st_size for path in results) < 50_000


# ---- processes that die


def grade_or_fail(content, *rest):
    """Stands for a grader that a notebook brings down."""
    if b"DIE" in content:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"EAT" in content:
        bytearray(resource.getrlimit(resource.RLIMIT_DATA)[0] + 1)
    return grade_notebook(content, *rest)


TRAPS = {"die": "exit code -9", "eat": "MemoryError"}  # test_alone.py has more


@pytest.fixture(scope="module")
def trapped(tmp_path_factory):
    """A class in which two bring the process that grades them down; graded two at a time."""
    folder = write_class(
        tmp_path_factory.mktemp("trapped"),
        {student: f"{RIGHT}\n# {student.upper()}" for student in TRAPS}
        | {f"s{i}": f"{RIGHT}\n# {i}" for i in range(3)},
        TINY,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alone, "grade_notebook", grade_or_fail)
        return folder, grade(folder, jobs=2)


def test_a_process_that_dies_or_eats_memory_is_one_grader_error_each(trapped):
    folder, rows = trapped
    assert [rows[f"s{i}"]["points"] for i in range(3)] == [2, 2, 2]
    for student, reason in TRAPS.items():
        assert rows[student]["status"] == "grader error" and reason in rows[student]["remarks"][-1]
    assert len(list((folder / "out" / "work").iterdir())) == 3


def test_a_grader_error_is_nowhere_a_number(trapped):
    folder, _ = trapped
    assert {p.stem for p in (folder / "out" / "results").iterdir()} == {"s0", "s1", "s2"}
    lines = table(folder)
    assert all(lines[student]["points"] == lines[student]["q1"] == "" for student in TRAPS)
    assert "no verdict yet" in (folder / "out" / "feedback" / "die.html").read_text()
    assert json.loads((folder / "out" / "receipt.json").read_text())["points"]["die"] == ""


def fails(*arguments):
    raise OSError("disk full")


def test_an_old_result_goes_when_the_grader_fails(small, monkeypatch):
    assert (small / "out" / "results" / "ann.json").exists()
    shutil.rmtree(small / "out" / "work")
    monkeypatch.setattr(alone, "grade_notebook", fails)
    grade(small)
    assert not list((small / "out" / "results").iterdir()) and table(small)["ann"]["q1"] == ""


# ---- disks that are full


def test_a_verdict_that_could_not_be_kept_is_none(small, monkeypatch):
    shutil.rmtree(small / "out")

    def full(path, text):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write_whole", full)  # there it writes verdicts only
    row = grade(small)["ann"]
    assert row["status"] == "grader error" and row["points"] == "" and row["verdict"] is None
    assert table(small)["ann"]["q1"] == "" and not list((small / "out" / "results").iterdir())


def half(path, content):
    with open(path, "wb") as file:
        file.write(content[: len(content) // 2])
    raise OSError(28, "No space left on device", str(path))


def no_replace(source, target):
    raise OSError(28, "No space left on device", str(source), None, str(target))


@pytest.mark.parametrize(
    "place, name, fault", [(Path, "write_bytes", half), (os, "replace", no_replace)]
)
def test_a_full_disk_leaves_the_old_table_whole_and_is_said_in_a_sentence(
    small, monkeypatch, place, name, fault
):
    before = (small / "out" / "grades.csv").read_bytes()
    write = getattr(place, name)
    (small / "roster.csv").write_text("id\nann\nbob\ncy\n")

    def full(path, *arguments, **options):
        return (fault if "grades.csv" in str(path) else write)(path, *arguments, **options)

    monkeypatch.setattr(place, name, full)
    message = "No space left on device.*run the same command again"
    with pytest.raises(SystemExit, match=message) as stopped:
        command.main(command_of(small))
    assert "\n" not in str(stopped.value) and (small / "out" / "grades.csv").read_bytes() == before


def test_two_who_write_one_file_do_not_disturb_each_other(tmp_path, monkeypatch):
    replace = os.replace
    path = tmp_path / "verdict.json"

    def meanwhile(*paths):
        monkeypatch.setattr(os, "replace", replace)
        other = multiprocessing.get_context("fork").Process(
            target=files.write_whole, args=(path, "theirs")
        )
        other.start()
        other.join()
        assert other.exitcode == 0 and path.read_text() == "theirs"
        replace(*paths)

    monkeypatch.setattr(os, "replace", meanwhile)
    files.write_whole(path, "ours")
    assert path.read_text() == "ours" and list(tmp_path.iterdir()) == [path]


def test_an_interrupted_run_says_so_in_a_sentence_and_keeps_its_verdicts(tmp_path):
    write_class(tmp_path, {"ann": RIGHT, "bob": "import time\ntime.sleep(25)"}, TINY)
    process = subprocess.Popen(
        [sys.executable, "-m", "nblib.grading", *command_of(tmp_path)],
        cwd=ROOT,
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
    output = process.communicate(timeout=20)[1]  # bob's notebook is not waited for
    assert process.returncode == 1, output
    assert "Traceback" not in output and "Interrupted. Verdicts" in output
    assert len(list((tmp_path / "out" / "work").glob("*.json"))) == 1


# ---- forgetting


def test_a_folder_of_somebody_else_is_not_forgotten(tmp_path):
    for name in ("work", "feedback", "results"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "thesis.txt").write_text("mine")
    (tmp_path / "receipt.json").write_text("{}")
    with pytest.raises(SystemExit, match="nothing was deleted"):
        command.main(["forget", str(tmp_path)])
    assert len(list(tmp_path.rglob("thesis.txt"))) == 3 and (tmp_path / "receipt.json").exists()


def test_what_an_interrupted_write_left_is_forgotten_too(small):
    for name in ("receipt.json.7.partial", "grades.csv.7.partial", "feedback/ann.html.7.partial"):
        (small / "out" / name).write_text("cut o")
    command.main(["forget", str(small / "out")])
    assert not list((small / "out").iterdir())


def test_what_could_not_be_deleted_is_said(small, monkeypatch, capsys):
    unlink = os.unlink

    def stubborn(path, **options):
        if str(path).endswith("ann.html"):
            raise PermissionError(1, "Operation not permitted", str(path))
        unlink(path, **options)

    monkeypatch.setattr(os, "unlink", stubborn)
    with pytest.raises(SystemExit, match="could be deleted.*ann.html"):
        command.main(["forget", str(small / "out")])
    assert "forgotten" not in capsys.readouterr().out
    monkeypatch.undo()
    command.main(["forget", str(small / "out")])
    assert not list((small / "out").iterdir())
