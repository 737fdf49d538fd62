"""Whatever a student's code does, only its own question or cell loses."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from classes import notebook

from nblib.grading.grade import grade_notebook
from nblib.grading.limits import Limits
from tools.paths import ROOT

pytestmark = pytest.mark.sandbox
HEAD = """
import ctypes, os, signal, socket, stat, sys, threading, time
import numpy as np
"""
# name: the body of a function; each is called with an array, and gives no answer that counts.
DEEDS = {
    "hangs in C": "ctypes.CDLL(None).pause(); ctypes.PyDLL(None).pause()",
    "ignores signals": "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65)); time.sleep(99)",
    "leaves": "os._exit(3)",
    "crashes": "ctypes.string_at(0)",
    "stops itself": "os.kill(os.getpid(), signal.SIGSTOP)",
    "eats memory": "kept = [np.ones(1 << 24) for _ in range(30)]; return kept",
    "eats memory in children": (
        "[os.fork() for _ in range(3)]; kept = np.ones(1 << 25); time.sleep(99)"
    ),
    "starts what stays": "os.fork() or os.setsid() or time.sleep(99); time.sleep(99)",
    "fills the disk": "open('/tmp/full', 'wb').write(bytes(63 << 20)); return os.listdir('/tmp')",
    "makes files": "[open(f'/tmp/{n}', 'w') for n in range(3000)]; return 0",
    "makes folders in folders": "[os.mkdir('d') or os.chdir('d') for _ in range(2200)]; return 0",
    "locks a folder": "os.makedirs('/tmp/a/b'); os.chmod('/tmp/a/b', 0); return 0",
    "opens files": "globals().update(kept=[open('/dev/null') for _ in range(200)])",
    "breaks the wire": "[os.write(n, b'rubbish' * 9) for n in range(3, 128) if _socket(n)]",
    "closes the wire": "os.closerange(3, 128); time.sleep(99)",
    "answers without end": "yield from iter(int, 1)",
    "answers with too much": "return [bytes(60 << 20)] * 20",
    "yields itself": "return Itself()",
    "changes the process": "np.asarray = np.isclose = None; os.environ.clear(); return 0",
    "changes the alarm": "signal.signal(signal.SIGALRM, signal.SIG_IGN); return 0",
}
HELP = """
def _socket(number):
    try:
        return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError:
        return False
class Itself:
    def __iter__(self): return self
    def __next__(self): return self
    def __len__(self): return 2
    def __getitem__(self, i): return self
"""
LIMITS = Limits(
    # Long enough for good answers where the machine is busy.
    **{"call_s": 2, "question_s": 5, "grace_s": 0.5, "total_s": 600},
    **{"memory_b": 400 << 20, "files": 2_000},
)
AT_ONCE = 5  # notebooks: most of what is bad in them waits for a limit
WITHOUT_BRANCHES = ["hangs in C", "ignores signals", "leaves", "crashes"]


def question(name, body, kinds=("seen", "unseen")):
    """A question with two tests, or one; each walks through what it gets."""
    source = "def test_{}({}):\n    import numpy as np\n    " + body
    tests = [
        {"name": f"test_{kind}", "title": kind, "hidden": kind == "unseen", "points": 1}
        | {"source": source.format(kind, name)}
        for kind in kinds
    ]
    return {"name": name, "points": len(tests), "tests": tests}


def assignment(questions):
    return {"set": "99", "variant": 0, "title": "Own questions", "questions": questions}


def grade_deeds(names, *first):
    """Return {deed: the verdicts on its question, and on a good one after it}, in one notebook.

    first: cells before all others. What is bad is asked for where it is seen, or where it is not:
    good questions are asked for in both.
    """
    cells = [HEAD + HELP, *first]
    questions = []
    for number, name in enumerate(names):
        cells.append(f"def bad{number}(x):\n    {DEEDS[name]}")
        cells.append(f"def good{number}(x):\n    return 2 * x")
        walks = f"x = np.asarray(list(map(list, bad{number}(np.ones(2)))))\n    close(x, [1, 2])"
        questions.append(question(f"bad{number}", walks, ["seen", "unseen"][number % 2 :][:1]))
        questions.append(question(f"good{number}", f"close(good{number}(np.ones(2)), [2, 2])"))
    verdict = grade_notebook(notebook(*cells), assignment(questions), LIMITS)
    made = verdict["questions"]
    return {name: (made[2 * n], made[2 * n + 1]) for n, name in enumerate(names)}


@pytest.fixture(scope="module")
def graded():
    """{how questions are answered: {deed: the verdicts on its question and on a good one}}."""
    thread = "threading.Thread(target=time.sleep, args=(999,), daemon=True).start()"
    names = list(DEEDS)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        parts = [pool.submit(grade_deeds, names[n::AT_ONCE]) for n in range(AT_ONCE)]
        alone = pool.submit(grade_deeds, WITHOUT_BRANCHES, thread)
    branches = {name: verdicts for part in parts for name, verdicts in part.result().items()}
    return {"a branch": branches, "threads": alone.result()}


@pytest.mark.parametrize(
    "way, name",
    [*(("a branch", name) for name in DEEDS), *(("threads", name) for name in WITHOUT_BRANCHES)],
)
def test_one_question_costs_no_other(graded, way, name):
    bad, good = graded[way][name]
    assert (bad["points"], good["points"]) == (0, 2), good["tests"]


def test_one_cell_costs_no_other():
    """More cells end their process than restarts were ever allowed."""
    ends = ["os._exit(1)", "ctypes.string_at(0)", "os.kill(0, 9)", "np.ones(1 << 26)"]
    cells = [HEAD]
    ends += ends[:1]
    for number, end in enumerate(ends):
        cells.append(f"before{number} = {number}\n{end}")
        cells.append(f"def f{number}(): return {number}")
    tests = [question(f"f{n}", f"same(f{n}(), {n})") for n in range(len(ends))]
    verdict = grade_notebook(notebook(*cells), assignment(tests), LIMITS)
    assert [made["points"] for made in verdict["questions"]] == [2] * 5
    assert len([cell for cell in verdict["cells"] if cell["error"]]) == 5


def test_what_the_cells_hold_counts_once():
    cells = ["import numpy as np\nkept = np.ones(30 << 20)", "def total(): return kept.sum()"]
    tests = [question("total", f"same(float(total()), {30 << 20}.0)")]
    verdict = grade_notebook(notebook(*cells), assignment(tests), LIMITS)
    assert verdict["questions"][0]["points"] == 2 and not verdict["incidents"]


def test_what_a_question_changes_no_other_sees():
    cells = [
        "state = {'calls': 0}",
        "def first(): state['calls'] += 1; open('/tmp/seen', 'w'); return state['calls']",
        "import os\ndef second(): return state['calls'] + os.path.exists('/tmp/seen')",
    ]
    tests = [question("first", "same(first(), 1)"), question("second", "same(second(), 0)")]
    verdict = grade_notebook(notebook(*cells), assignment(tests), LIMITS)
    assert [made["points"] for made in verdict["questions"]] == [2, 2]


NESTED = """
import os
there = set(os.listdir('/tmp'))  # Python too, where it is installed there
os.makedirs('/tmp/kept/twice')
os.mkdir('/tmp/n.0')
def nest():
    os.makedirs('/tmp/n/b/c/d')
    os.makedirs('/tmp/n/c')
    os.makedirs('/tmp/kept/left')
    open('/tmp/kept/twice/file', 'w')
    open('/tmp/n/b/file', 'w')
    os.symlink('/tmp/kept', '/tmp/n/link')
    os.chmod('/tmp/n/b', 0)
    return 0
def seen():
    left = sorted(set(os.listdir('/tmp')) - there)
    return [left, os.listdir('/tmp/kept'), os.listdir('/tmp/kept/twice')]
"""


def test_of_what_a_question_leaves_on_the_disk_nothing_stays():
    tests = [question("nest", "same(nest(), 0)")]
    tests += [question("seen", "assert seen() == [['kept', 'n.0'], ['twice'], []], seen()")]
    verdict = grade_notebook(notebook(NESTED), assignment(tests), LIMITS)
    made = verdict["questions"]
    assert [m["points"] for m in made] == [2, 2], made[1]["tests"]


def test_a_python_that_is_shown_under_tmp_is_not_walked():
    """With it each question waited until thousands of files were listed."""
    binds = ["--ro-bind", "/", "/", "--tmpfs", "/tmp", "--dir", "/tmp/own"]
    binds += ["--ro-bind", str(ROOT), str(ROOT), "--ro-bind", str(ROOT / "tests"), "/tmp/shown"]
    code = "from nblib.grading.inside import branch; print(*branch._paths(), sep='\\n')"
    command = ["bwrap", *binds, "--setenv", "PYTHONPATH", str(ROOT), sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    paths = run.stdout.split()
    assert {"/tmp/own", "/tmp/shown"} <= set(paths)
    assert not [path for path in paths if path.startswith("/tmp/shown/")]
