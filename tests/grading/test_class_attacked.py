"""A class in which many want points that they did not earn: none gains any, each is named, and
nobody else suffers.
"""

import csv
import dataclasses
import hashlib
import json
import os
import re
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from classes import (
    ASSIGNMENT,
    EVERY,
    EXERCISE,
    FUNCTIONS,
    KEY,
    NAMES,
    QUICK,
    command_of,
    grade,
    notebook,
    reasons,
    write_class,
)

from nblib.grading.grade import grade_notebook
from nblib.grading.limits import Limits, flat
from nblib.grading.store import HERE
from tools import attacks, exercises
from tools.paths import ROOT

pytestmark = pytest.mark.sandbox
POINTS = attacks.load("points")


def only(*names):
    """Set 2 with these questions only."""
    return ASSIGNMENT | {"questions": [q for q in ASSIGNMENT["questions"] if q["name"] in names]}


# They hand over arrays, functions and numbers, and look at what became of them.
SOME = only("q1", "q2", "q4")
PATIENT = Limits(memory_b=300 << 20)
BRIEF = dataclasses.replace(
    PATIENT,
    **{"call_s": 0.4, "grace_s": 0.4, "cell_s": 1.0, "question_s": 1.0, "total_s": 10.0},
)


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """All attackers and one honest student: {student: row}, two folders, and the machine before.
    Each is asked some questions of set 2.

    Those who wait for a limit on time form a class of their own, which is graded at the same time,
    by the command.
    """
    folder = tmp_path_factory.mktemp("school")
    waiting = tmp_path_factory.mktemp("waiting")
    books = {name: notebook(attack.code, EVERY) for name, attack in POINTS.items()}
    waits = {name for name, attack in POINTS.items() if "waits" in attack.head}
    write_class(folder, {"honest": KEY} | {n: books[n] for n in books.keys() - waits}, SOME)
    write_class(waiting, {name: books[name] for name in sorted(waits)}, SOME)
    before = fingerprint(folder, waiting)

    limits = flat(BRIEF).items() - flat(Limits()).items()
    words = [word for name, value in limits for word in ("--limit", f"{name}={value}")]
    command = [sys.executable, "-m", "nblib.grading", *command_of(waiting), *words, "--jobs", "4"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        rows = grade(folder, jobs=2, limits=PATIENT)
    assert process.returncode == 0
    rows |= grade(waiting, limits=BRIEF)  # the verdicts are there
    return rows, (folder, waiting), before


def fingerprint(*folders):
    """What hostile code would like to change: the submissions, the tests, the library, the user's
    files.
    """
    paths = [*HERE.rglob("*.py")]
    for folder in folders:
        paths += [*(folder / "in").iterdir(), folder / "assignment.json"]
    hashes = {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    return hashes, sorted(os.listdir(Path.home()))


@pytest.mark.parametrize("name", POINTS)
def test_nobody_gains_a_point_and_every_reason_is_named(school, name):
    rows, _, _ = school
    verdict = rows[name]["verdict"]
    assert verdict["status"] == "graded" and rows[name]["points"] == 0, verdict["questions"]
    assert re.search(POINTS[name].head["reason"], reasons(verdict))


def test_the_others_and_the_machine_are_untouched(school):
    rows, folders, before = school
    assert rows["honest"]["points"] == sum(q["points"] for q in SOME["questions"])
    assert fingerprint(*folders) == before
    workers = [
        command
        for command in map(read, Path("/proc").glob("[0-9]*/cmdline"))
        if b"/nb/nblib/grading/inside/worker.py" in command
    ]
    mine = [str(folder).encode() for folder in folders]
    assert not [command for command in workers if any(folder in command for folder in mine)]


def read(path):
    try:
        return path.read_bytes()
    except OSError:  # it ended meanwhile
        return b""


@pytest.mark.browser
def test_the_pages_of_hostile_students_do_nothing_in_a_browser(school, chromium):
    folder = school[1][0] / "out" / "feedback"
    requests = []
    alerts = []

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(folder))

        def log_message(self, *arguments):
            requests.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page()
    try:
        page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
        pages = sorted(path.name for path in folder.iterdir())
        for name in pages:
            page.goto(f"http://127.0.0.1:{server.server_port}/{name}")
            assert page.title() == "Set 02: Gradient descent"
            active = "document.querySelectorAll('script, img, iframe, a, form, b').length"
            assert page.evaluate(active) == 0
        page.goto(f"http://127.0.0.1:{server.server_port}/text_that_is_html.html")
        assert "<script>" in page.inner_text("main")  # shown as what it is: text
    finally:
        page.close()
        server.shutdown()
    assert not alerts and {path.strip("/") for path in requests} - {"favicon.ico"} == set(pages)


def test_a_table_for_spreadsheets_holds_no_formula_and_one_line_a_student(school):
    lines = []
    for folder in school[1]:
        with open(folder / "out" / "grades.csv", newline="", encoding="utf-8") as file:
            lines += csv.reader(file)
    assert len(lines) == len(POINTS) + 3  # the honest one and two heads
    cells = [cell for line in lines for cell in line]
    assert not any(cell[:1] in ("=", "+", "-", "@") or "\n" in cell for cell in cells)


def test_a_notebook_that_looks_for_the_grader_gets_the_verdict_that_it_gets_elsewhere():
    """Right where it takes itself to be watched and wrong elsewhere, or the other way: it is graded
    as it behaves.
    """
    looks = (
        "import os, sys\n"
        "WATCHED = 'nblib.grading' in sys.modules or os.environ.get('USER') == 'student'\n"
    )
    answers = "\n\n".join(exercises.reference(q) for q in EXERCISE.questions.values())
    spoil = "\n".join(f"{n} = (lambda *a: 0.0) if WATCHED else {n}" for n in FUNCTIONS)
    content = notebook("import numpy as np\n" + looks, answers, spoil)
    verdicts = [grade_notebook(content, SOME, QUICK) for _ in range(2)]
    assert len({json.dumps(verdict["questions"]) for verdict in verdicts}) == 1


def test_two_runs_cannot_be_told_apart_by_seed_time_or_memory_of_the_first():
    probe = f"""
import os, random, time, numpy as np
def first(*a):
    mark = os.path.exists('/tmp/seen') or os.path.exists('/dev/shm/seen')
    open('/tmp/seen', 'w').write('x')
    return float(mark), hash('a'), os.getpid(), sorted(os.environ)
def {NAMES["step"]}(w, grad, lr):
    return [float(first()[0])] * 2
"""
    one = only("q1")
    first, second = (grade_notebook(notebook(probe), one, QUICK)["questions"] for _ in range(2))
    assert first == second
