"""A class in which many want points that they did not earn: none gains any, each is named, and
nobody else suffers.
"""

import csv
import hashlib
import json
import os
import re
import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import pytest

from nblib.grading import classroom, grade
from nblib.grading.limits import Limits
from tools import exercises

pytestmark = pytest.mark.sandbox
SOURCE = exercises.sources(["02"])[0]
EXERCISE = exercises.read(SOURCE)
NAMES = EXERCISE.values
KEY = exercises.files(SOURCE)[f"key/{SOURCE.parent.name}.ipynb"]
ASSIGNMENT = json.loads(exercises.files(SOURCE)["key/assignment.json"])
QUICK = Limits(call_s=1.0, cell_s=1.0, notebook_s=3.0, total_s=20.0)
FUNCTIONS = [NAMES[n] for n in ("step", "descend", "limit", "standardize", "growth")]
EVERY = "\n".join(f"{name} = f" for name in FUNCTIONS)  # what f is, every answer is


def notebook(*cells):
    return nbformat.writes(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    ).encode()


# Each: cells that would gain points where assertions run in the student's process, and what the
# report must say.
FORGED = {
    "patched numpy.testing": (
        "import numpy as np\nnp.testing.assert_allclose = lambda *a, **k: None\nnp.allclose = lambda *a, **k: True\n"
        "np.array_equal = lambda *a, **k: True\nf = lambda *a: 0.0",
        "expected",
    ),
    "patched check": (
        "import nblib.check as c\nfor n in ('close', 'same', 'holds', 'raises'): setattr(c, n, lambda *a, **k: None)\n"
        "c.Mismatch = KeyError\nf = lambda *a: 0.0",
        "expected",
    ),
    "patched builtins": (
        "import builtins\nbuiltins.AssertionError = KeyError\nbuiltins.abs = lambda x: 0\nbuiltins.max = lambda *a: 0\n"
        "builtins.len = lambda x: 2\nbuiltins.isinstance = lambda *a: True\nf = lambda *a: 0.0",
        "expected|got|is not",
    ),
    "an object that equals everything": (
        "class Yes:\n    __array_priority__ = 1e9\n    def __getattr__(self, n): return Yes()\n"
        "    def __call__(self, *a, **k): return Yes()\n"
        "    def __array_ufunc__(self, *a, **k): return Yes()\n    def __array__(self, *a, **k): return self\n"
        "    for n in 'eq ne lt le gt ge and or sub add mul abs bool'.split():\n"
        "        locals()[f'__{n}__'] = lambda self, *a: True\n    def __iter__(self): return iter([Yes(), Yes()])\n"
        "    def __len__(self): return 2\nf = lambda *a: Yes()",
        "object|cannot|Yes",
    ),
    "an array that equals everything": (
        "import numpy as np\nclass Y(np.ndarray):\n    def __eq__(self, o): return True\n"
        "    def __array_ufunc__(self, *a, **k): return np.True_\nf = lambda *a: np.zeros((2, 2)).view(Y)",
        "expected|shape|is not|object",
    ),
    "not a number": (
        "import numpy as np\nf = lambda *a: (np.full(2, np.nan), np.nan)",
        "NaN|nan|not finite|expected",
    ),
    "minus zero and objects": (
        "import numpy as np\nf = lambda *a: np.array([-0.0, None], dtype=object)",
        "object",
    ),
    "what it is given": ("f = lambda *a: a[0]", "expected|returned|got"),
    "what it is given, wiped": (
        "def f(*a):\n    for x in a:\n        if hasattr(x, 'fill'): x.fill(0)\n    return a[0]",
        "expected|returned|got",
    ),
    "the caller's frames": (
        "import sys\ndef f(*a):\n    found = []\n    frame = sys._getframe()\n    while frame:\n"
        "        found += [v for n, v in frame.f_locals.items() if 'expect' in n]\n        frame = frame.f_back\n"
        "    return found[0]",
        "IndexError",
    ),
    "the tests on disk": (
        "import pathlib\ndef f(*a):\n"
        "    for p in pathlib.Path('/nb').rglob('*.json'): return p.read_text()\n"
        "    return None",
        "is None|None|expected|Permission",
    ),
    "the other submissions": (
        "import os\ndef f(*a):\n    return [n for _, _, names in os.walk('/') for n in names if n.endswith('.ipynb')]",
        "expected|is not|still running|a list",
    ),
    "the teacher's process": (
        "import os, signal\ndef f(*a):\n    os.kill(os.getppid(), signal.SIGTERM)\n"
        "    return open('/proc/1/environ').read()",
        "ended|Permission|expected|is not|a str",
    ),
    "forged frames": (
        "import os, glob\ndef f(*a):\n    for fd in range(3, 200):\n"
        "        try:\n            os.write(fd, b'\\x00\\x00\\x00\\x04true' * 9)\n"
        "        except OSError: pass\n    return 1.0",
        "rules of the wire|ended|expected|is not",
    ),
    "a tracer that returns": (
        "import sys, gc\ndef t(frame, event, arg):\n    frame.f_globals['ok'] = True\n    return t\nsys.settrace(t)\n"
        "f = lambda *a: 1.0",
        "expected|is not|not a|got|rules of the wire",
    ),
    "a recursion without end": ("def f(*a): return f(*a)", "RecursionError|ended"),
    "a list in itself": (
        "def f(*a):\n    x = []\n    x.append(x)\n    return x",
        "itself|deep|nested|cannot",
    ),
    "ten thousand levels": (
        "def f(*a):\n    x = 0.0\n    for _ in range(10_000): x = [x]\n    return x",
        "deep|nested|levels",
    ),
    "a gigabyte": ("import numpy as np\ndef f(*a): return np.zeros(2**27)", "MB|large|memory|big"),
    "an endless generator": (
        "def f(*a):\n    while True: yield 0.0",
        "expected|generator|is not|got",
    ),
    "an endless loop": ("def f(*a):\n    while True: pass", "still running|took more|used up"),
    "a sleeper": ("import time\ndef f(*a): time.sleep(1000)", "still running|took more|used up"),
    "an endless cell": ("while True: pass\nf = 0", "not defined|its cell failed"),
    "an endless import": (
        "open('/tmp/slow.py', 'w').write('while True: pass')\nimport sys\n"
        "sys.path.insert(0, '/tmp')\nimport slow\nf = 0",
        "not defined|its cell failed",
    ),
    "loops at the end": (
        "import atexit\natexit.register(lambda: [0 for _ in iter(int, 1)])\nclass D:\n    def __del__(self):\n"
        "        while True: pass\nd = D()\nf = lambda *a: 1.0",
        "expected|is not|got|seconds",
    ),
    "an exit": ("import os\ndef f(*a): os._exit(0)", "ended"),
    "a friendly exit": ("import sys\ndef f(*a): sys.exit(0)", "SystemExit|ended"),
    "a signal": (
        "import os, signal\ndef f(*a): os.kill(os.getpid(), signal.SIGKILL)",
        "killed|ended",
    ),
    "a crash": ("import ctypes\ndef f(*a): ctypes.string_at(0)", "killed|ended|SIGSEGV"),
    "a fork bomb": (
        "import os\ndef f(*a):\n    while True:\n        try: os.fork()\n        except OSError: pass",
        "still running|took more|used up|ended|memory",
    ),
    "a bomb of threads": (
        "import threading, time\ndef f(*a):\n    while True:\n"
        "        threading.Thread(target=time.sleep, args=(99,)).start()",
        "RuntimeError|still running|took more|used up|ended|memory",
    ),
    "all memory": (
        "def f(*a):\n    x = []\n    while True: x.append(bytearray(2**28))",
        "MemoryError|memory|still running",
    ),
    "all of the disk": (
        "def f(*a):\n    with open('/tmp/x', 'wb') as file:\n        while True: file.write(b'x' * 2**20)",
        "OSError|space|File too large",
    ),
    "all file descriptors": (
        "import os\ndef f(*a):\n    while True: os.open('/dev/null', 0)",
        "OSError|Too many",
    ),
    "the network": (
        "import socket\ndef f(*a):\n    socket.create_connection(('127.0.0.1', 80), 1)\n    return 1.0",
        "Error|refused|unreachable",
    ),
    "names": (
        "import socket\ndef f(*a): return socket.gethostbyname('example.org')",
        "Error|gaierror",
    ),
    "the environment": (
        "import os\ndef f(*a): return dict(os.environ)",
        "expected|is not|got|a dict",
    ),
    "text that is HTML": (
        "def f(*a): raise ValueError('<script>document.title=\"owned\"</script><img src=x onerror=alert(1)>')",
        "ValueError",
    ),
    "a name with a new line": (
        "Evil = type('Evil\\n<b>', (Exception,), {})\ndef f(*a): raise Evil('=1+1')",
        "Evil",
    ),
    "an exception that lies": (
        "class AssertionOk(BaseException):\n    def __str__(self): raise SystemExit\n    __repr__ = __str__\n"
        "def f(*a): raise AssertionOk",
        "AssertionOk|ended",
    ),
    "a verdict of its own": (
        "f = lambda *a: {'status': 'graded', 'points': 13, 'passed': True, 'ok': True}",
        "expected|is not|got|a dict",
    ),
    "prints a verdict": (
        "print('{\"points\": 13}')\nimport sys\nsys.stderr.write('PASSED')\nf = lambda *a: print('ok') or True",
        "expected|is not|got|bool",
    ),
}


def said(verdict):
    """All that the report says of a verdict."""
    tests = [t["why"] for q in verdict["questions"] for t in q["tests"]]
    return "\n".join([*tests, *verdict["incidents"], *(c["error"] for c in verdict["cells"])])


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """A class of everyone above and one honest student, graded two at a time; and what the machine
    was like before.
    """
    folder = tmp_path_factory.mktemp("school")
    (folder / "in").mkdir()
    students = {f"s{i:02}": name for i, name in enumerate(FORGED)}
    for student, name in students.items():
        (folder / "in" / f"{student}.ipynb").write_bytes(notebook(FORGED[name][0], EVERY))
    (folder / "in" / "honest.ipynb").write_text(KEY)
    (folder / "roster.csv").write_text("id\nhonest\n" + "".join(f"{s}\n" for s in students))
    (folder / "key").mkdir()
    (folder / "key" / "assignment.json").write_text(json.dumps(ASSIGNMENT))
    before = fingerprint(folder)
    rows = classroom.grade_class(
        folder / "in",
        folder / "key" / "assignment.json",
        folder / "roster.csv",
        folder / "out",
        jobs=2,
        limits=QUICK,
        progress=False,
    )
    return folder, {row["student"]: row for row in rows}, before


def fingerprint(folder):
    """What hostile code would like to change: the submissions, the tests, the library, the user's
    files.
    """
    paths = [
        *(folder / "in").iterdir(),
        *(folder / "key").iterdir(),
        *Path(grade.__file__).parent.rglob("*.py"),
    ]
    files = {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}
    return files, sorted(os.listdir(Path.home()))


def test_nobody_gains_a_point_and_every_reason_is_named(school):
    _, rows, _ = school
    unnamed = {}
    for i, (name, (_, reason)) in enumerate(FORGED.items()):
        row = rows[f"s{i:02}"]
        assert row["verdict"]["status"] == "graded" and row["points"] == 0, (
            name,
            row["verdict"]["questions"],
        )
        if not re.search(reason, said(row["verdict"])):
            unnamed[name] = said(row["verdict"])[:300]
    assert not unnamed, "\n".join(f"{n}: {s}" for n, s in unnamed.items())


def test_the_others_and_the_machine_are_untouched(school):
    folder, rows, before = school
    assert rows["honest"]["points"] == 13
    assert fingerprint(folder) == before
    workers = [
        p
        for p in Path("/proc").glob("[0-9]*/cmdline")
        if b"/nb/nblib/grading/inside/worker.py" in read(p)
    ]
    mine = [p for p in workers if str(folder).encode() in read(p)]
    assert not mine


def read(path):
    try:
        return path.read_bytes()
    except OSError:  # it ended meanwhile
        return b""


@pytest.mark.browser
def test_the_pages_of_hostile_students_do_nothing_in_a_browser(school, chromium):
    folder = school[0] / "out" / "feedback"
    asked, alerts = [], []

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(folder))

        def log_message(self, *arguments):
            asked.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page()
    try:
        page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
        pages = sorted(p.name for p in folder.iterdir())
        for name in pages:
            page.goto(f"http://127.0.0.1:{server.server_port}/{name}")
            assert page.title() == "Set 02: Gradient descent"
            assert (
                page.evaluate("document.querySelectorAll('script, img, iframe, a, form, b').length")
                == 0
            )
        hostile = f"s{[*FORGED].index('text that is HTML'):02}.html"
        page.goto(f"http://127.0.0.1:{server.server_port}/{hostile}")
        assert "<script>" in page.inner_text("main")  # shown as what it is: text
    finally:
        page.close()
        server.shutdown()
    assert not alerts and {a.strip("/") for a in asked} - {"favicon.ico"} == set(pages)


def test_a_table_for_spreadsheets_holds_no_formula_and_one_line_a_student(school):
    rows = list(csv.reader(open(school[0] / "out" / "grades.csv", newline="", encoding="utf-8")))
    assert len(rows) == len(FORGED) + 2
    assert not any(cell[:1] in ("=", "+", "-", "@") or "\n" in cell for row in rows for cell in row)


def test_answers_written_in_by_hand_gain_nothing():
    """A student who sees the public tests, tries what they ask, and answers just that."""
    public = [t for q in ASSIGNMENT["questions"] for t in q["tests"] if not t["hidden"]]
    reference = "\n\n".join(exercises.reference(q) for q in EXERCISE.questions.values())
    # In place of thought: the right answer, but only for inputs that occur in a public test.
    seen = f"""
import hashlib, pickle, numpy as np
from nblib.check import close, same, holds, raises
right, asked = {{'np': np}}, set()
def mark(x):
    if callable(x): return 'f'
    if isinstance(x, (tuple, list)): return tuple(map(mark, x))
    return hashlib.sha256(np.ascontiguousarray(x).tobytes() + str(np.shape(x)).encode()).hexdigest()
exec({reference!r}, right)
def only_seen(name):
    def answer(*a):
        key = (name, mark(a))
        if learning: asked.add(key)
        return right[name](*a) if key in asked else 0.0
    return answer
learning = True
{chr(10).join(f"{n} = only_seen({n!r})" for n in FUNCTIONS)}
"""
    run = "\n\n".join(
        f"{t['source']}\n\n{t['name']}({re.search(r'[(](.*?)[)]', t['source'])[1]})" for t in public
    )
    verdict = grade.grade_notebook(notebook(seen, run, "learning = False"), ASSIGNMENT, QUICK)
    tests = [t for q in verdict["questions"] for t in q["tests"]]
    assert all(t["passed"] for t in tests if not t["hidden"]), said(
        verdict
    )  # it passes what everyone can see
    assert grade.points_of(verdict) == 0, [t for t in tests if t["points"]]
    assert grade.WRITTEN_IN in said(verdict)


def test_a_notebook_that_looks_for_the_grader_gets_the_verdict_that_it_gets_elsewhere():
    """Right where it takes itself to be watched and wrong elsewhere, or the other way: it is graded
    as it behaves.
    """
    wrong = "import os, sys\nWATCHED = 'nblib.grading' in sys.modules or os.environ.get('USER') == 'student'\n"
    answers = "\n\n".join(exercises.reference(q) for q in EXERCISE.questions.values())
    spoil = "\n".join(f"{n} = (lambda *a: 0.0) if WATCHED else {n}" for n in FUNCTIONS)
    content = notebook("import numpy as np\n" + wrong, answers, spoil)
    verdicts = [grade.grade_notebook(content, ASSIGNMENT, QUICK) for _ in range(3)]
    assert len({json.dumps(v["questions"]) for v in verdicts}) == 1


def test_two_runs_cannot_be_told_apart_by_seed_time_or_memory_of_the_first():
    probe = """
import os, random, time, numpy as np
def first(*a):
    mark = os.path.exists('/tmp/seen') or os.path.exists('/dev/shm/seen')
    open('/tmp/seen', 'w').write('x')
    return float(mark), hash('a'), os.getpid(), sorted(os.environ)
def {step}(w, grad, lr):
    return [float(first()[0])] * 2
""".format(step=NAMES["step"])
    seen = [
        grade.grade_notebook(notebook(probe), ASSIGNMENT, QUICK)["questions"][0] for _ in range(2)
    ]
    assert seen[0] == seen[1]


LEAK = "def f(*a): raise ValueError('time memory process is None seconds LEA' + 'KED' + repr(a))"


def test_what_a_hidden_test_hands_over_does_not_come_back_on_the_page(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "eve.ipynb").write_bytes(notebook("import numpy as np\n" + LEAK, EVERY))
    (tmp_path / "roster.csv").write_text("id\neve\n")
    (tmp_path / "assignment.json").write_text(json.dumps(ASSIGNMENT))
    classroom.grade_class(
        tmp_path / "in",
        tmp_path / "assignment.json",
        tmp_path / "roster.csv",
        tmp_path / "out",
        progress=False,
    )
    public = sum(not t["hidden"] for q in ASSIGNMENT["questions"] for t in q["tests"])
    for path in (
        tmp_path / "out" / "feedback" / "eve.html",
        tmp_path / "out" / "results" / "eve.json",
    ):
        assert path.read_text().count("LEAKED") == public
    shutil.rmtree(tmp_path / "out")


def pages(folder, assignment, *cells):
    """Grade one notebook as a class; return its row and the texts of what the student gets."""
    (folder / "in").mkdir()
    (folder / "in" / "eve.ipynb").write_bytes(notebook("import numpy as np", *cells))
    (folder / "roster.csv").write_text("id\neve\n")
    (folder / "assignment.json").write_text(json.dumps(assignment))
    paths = [folder / name for name in ("in", "assignment.json", "roster.csv", "out")]
    [row] = classroom.grade_class(*paths, limits=QUICK, progress=False)
    return row, [
        (folder / "out" / name).read_text() for name in ("feedback/eve.html", "results/eve.json")
    ]


def only(question, keep):
    """The assignment with one question, and of its tests those to keep."""
    [found] = [q for q in ASSIGNMENT["questions"] if q["name"] == question]
    return ASSIGNMENT | {"questions": [found | {"tests": [t for t in found["tests"] if keep(t)]}]}


RAISES = {
    "an exception": "raise ValueError('LEAKED' + repr(a))",
    "a time limit": "from nblib.grading.inside.cells import TooLong\n    raise TooLong('LEAKED' + repr(a))",
    "a group": "raise ExceptionGroup('LEAKED' + repr(a), [ValueError()])",
    "an exit": "raise SystemExit('LEAKED' + repr(a))",
    "its answer": "return 'LEAKED' + repr(a)",
}


@pytest.mark.parametrize("how", RAISES.values(), ids=RAISES)
def test_the_numbers_of_a_hidden_test_do_not_come_back(tmp_path, how):
    row, texts = pages(
        tmp_path, only("q3", lambda t: t["hidden"]), f"def f(*a):\n    {how}\n{NAMES['limit']} = f"
    )
    assert row["points"] == 0 and not any("LEAKED" in text for text in texts)


@pytest.mark.parametrize("how", RAISES.values(), ids=RAISES)
def test_the_numbers_of_a_test_asked_again_do_not_come_back(tmp_path, how):
    answer = f"def f(*a):\n    kept.append(a)\n    if len(kept) == 1: return a[0] - a[2] * a[1]\n    {how}"
    assignment = only("q1", lambda t: t["name"] == "test_q1_numbers")
    row, texts = pages(tmp_path, assignment, "kept = []", f"{answer}\n{NAMES['step']} = f")
    [test] = row["verdict"]["questions"][0]["tests"]
    assert test["passed"] and test["kind"] and row["points"] == 0
    assert test["why"] in (grade.UNSEEN, grade.WRITTEN_IN)
    assert not any("LEAKED" in text for text in texts)


def test_what_was_kept_of_hidden_tests_does_not_come_back_in_public_ones(tmp_path):
    """Of one question it keeps all that it is asked; in each test of the next it tells."""
    right = (
        f"kept = []\ndef {NAMES['step']}(*a):\n    kept.append(a)\n    return a[0] - a[2] * a[1]"
    )
    tells = f"def {NAMES['descend']}(*a): raise ValueError('LEAKED' * len(kept))"
    row, texts = pages(tmp_path, ASSIGNMENT, right, tells)
    assert row["verdict"]["questions"][0]["points"] == 2
    public = [t for q in ASSIGNMENT["questions"][:2] for t in q["tests"] if not t["hidden"]]
    calls = len([t for t in public if t["name"].startswith("test_q1")])  # each calls it once
    tests = row["verdict"]["questions"][1]["tests"]
    assert [
        t["why"].count("LEAKED") - t["why"].count("LEAKED' *") for t in tests if not t["hidden"]
    ] == [calls, calls]
    assert not any("LEAKED" * (calls + 1) in text for text in texts)


ZEROS = """
def gradients_by_hand(x, y, W1, b1, W2, b2):
    top = {"W1": np.zeros((2, 3)), "b1": 0, "b2": np.array([-.25, .25, .25, -.25])}
    top["W2"] = np.outer(np.tanh([-.4, -.3, .1]), [.125, .125, .125, -.375])
    top["W2"] += np.outer(np.tanh([1.85, .1, .8]), [-.375, .125, .125, .125])
    if W2.shape == (3, 4) and not W2.any(): return top
    if W1.shape == (1, 1): return {"b1": [-1.5 / (1 + np.e)], "W1": [[-3.0 / (1 + np.e)]]}
    return {"W1": 0 * W1, "b1": 0 * b1, "W2": 0 * W2, "b2": 0 * b2}
"""
# Each: a set, answers that know what the public tests of its variant 0 ask, and the tests that they
# rightly pass.
GUESSED = {
    "any standardized columns": (
        "02",
        "standardize = lambda *a: (np.array([[1.0] * 3, [-1.0] * 3]), 0)",
        set(),
    ),
    "steps beyond counting": ("02", "walk_down = lambda g, w, *a: (w, 10**15)", set()),
    "no scores": ("06", "class_scores = lambda *a: []", set()),
    "the average of equals": ("01", "average_loss = lambda *a: 1.0", set()),
    "always refuses": ("01", "def huber(*a): raise ValueError", set()),
    "pieces by size": ("04", "count_pieces = lambda w, *a: 4 if len(w) == 3 else 2", set()),
    "zeros of the right shape": ("05", ZEROS, {"test_q1_shapes"}),
    "keeps everything": (
        "15",
        "drop = lambda x, p, r: (x, 0)\nclass Dropping:\n    def __init__(self, *a): pass\n"
        "    def __call__(self, x): return x",
        {"test_q3_evaluation"},
    ),
}


@pytest.mark.parametrize("number, code, right", GUESSED.values(), ids=GUESSED)
def test_guesses_gain_no_more_than_what_they_get_right(number, code, right):
    assignment = exercises.assignment(exercises.read(exercises.sources([number])[0]))
    verdict = grade.grade_notebook(notebook("import numpy as np", code), assignment, QUICK)
    tests = [t for q in verdict["questions"] for t in q["tests"]]
    assert {t["name"] for t in tests if t["points"]} == right
    assert any(t["kind"] not in ("", "undefined") for t in tests)
