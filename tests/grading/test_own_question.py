"""Whatever a student's code does, only its own question or cell loses."""

import pytest
from classes import notebook

from nblib.grading.grade import grade_notebook
from nblib.grading.limits import Limits

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
    **{"call_s": 2, "question_s": 6, "grace_s": 0.5, "total_s": 600},
    **{"memory_b": 400 << 20, "files": 2_000},
)


def question(name, body):
    """A question with two tests; each walks through what it gets."""
    source = "def test_{}({}):\n    import numpy as np\n    " + body
    tests = [
        {"name": f"test_{kind}", "title": kind, "hidden": hidden, "points": 1}
        | {"source": source.format(kind, name)}
        for kind, hidden in (("seen", False), ("unseen", True))
    ]
    return {"name": name, "points": 2, "tests": tests}


def assignment(questions):
    return {"set": "99", "variant": 0, "title": "Own questions", "questions": questions}


@pytest.fixture(scope="module", params=["a branch", "threads"])
def graded(request):
    """{question: its verdict}: bad ones, and a good one after each."""
    cells = [HEAD + HELP]
    if request.param == "threads":  # then there are no branches
        cells.append("threading.Thread(target=time.sleep, args=(999,), daemon=True).start()")
    questions = []
    deeds = dict(list(DEEDS.items())[:4]) if request.param == "threads" else DEEDS
    for number, body in enumerate(deeds.values()):
        cells.append(f"def bad{number}(x):\n    {body}")
        cells.append(f"def good{number}(x):\n    return 2 * x")
        walks = f"x = np.asarray(list(map(list, bad{number}(np.ones(2)))))\n    close(x, [1, 2])"
        questions.append(question(f"bad{number}", walks))
        questions.append(question(f"good{number}", f"close(good{number}(np.ones(2)), [2, 2])"))
    verdict = grade_notebook(notebook(*cells), assignment(questions), LIMITS)
    return {made["name"]: made for made in verdict["questions"]}


@pytest.mark.parametrize("number", range(len(DEEDS)), ids=list(DEEDS))
def test_one_question_costs_no_other(graded, number):
    if f"bad{number}" in graded:
        bad = graded[f"bad{number}"]
        good = graded[f"good{number}"]
        assert (bad["points"], good["points"]) == (0, 2), good["tests"]


def test_one_cell_costs_no_other():
    """More cells end their process than restarts were ever allowed."""
    ends = ["os._exit(1)", "ctypes.string_at(0)", "os.kill(0, 9)", "np.ones(1 << 26)"]
    cells = [HEAD]
    for number, end in enumerate(ends * 2):
        cells.append(f"before{number} = {number}\n{end}")
        cells.append(f"def f{number}(): return {number}")
    tests = [question(f"f{n}", f"same(f{n}(), {n})") for n in range(len(ends) * 2)]
    verdict = grade_notebook(notebook(*cells), assignment(tests), LIMITS)
    assert [made["points"] for made in verdict["questions"]] == [2] * 8
    assert len([cell for cell in verdict["cells"] if cell["error"]]) == 8


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
