"""Notebooks in the sandbox: honest ones are answered for as if they ran here, hostile ones gain
nothing.
"""

import contextlib
import dataclasses
import importlib.util
import math
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from nblib.grading import session as session_module
from nblib.grading.cage import bubblewrap, cgroup, places, sandbox, seccomp
from nblib.grading.errors import (
    Died,
    GradingError,
    MemoryLimit,
    SandboxError,
    TimeLimit,
    UndefinedName,
    Unsendable,
    WireError,
)
from nblib.grading.limits import Caps, Limits
from nblib.grading.session import Session, probe
from nblib.grading.wire.link import type_name
from nblib.grading.wire.proxy import NotData
from nblib.grading.wire.student import StudentError

pytestmark = pytest.mark.sandbox
MB = 1 << 20
TIGHT = Limits(
    call_s=1,
    cell_s=1.5,
    notebook_s=5,
    total_s=15,
    memory_b=300 * MB,
    address_b=3 << 30,
    disk_b=8 * MB,
    files=2_000,
    open_files=80,
    processes=20,
    restarts=1,
    caps=Caps(frame_b=8 * MB, call_b=32 * MB, call_frames=2_000),
)


@pytest.fixture(scope="module", autouse=True)
def needs_bubblewrap():
    if not shutil.which("bwrap"):
        pytest.fail(
            "these tests need bubblewrap: sudo apt install bubblewrap (or dnf install bubblewrap)"
        )


def processes(namespace):
    """The ids of all processes in a pid namespace."""
    found = []
    for path in Path("/proc").glob("[0-9]*/ns/pid"):
        with contextlib.suppress(OSError):
            state = Path("/proc", path.parts[2], "stat").read_text().rpartition(")")[2].split()[0]
            if (
                path.stat().st_ino == namespace and state != "Z"
            ):  # what is dead waits for the host's init
                found.append(int(path.parts[2]))
    return found


@pytest.fixture
def run(monkeypatch, tmp_path):
    """A function that opens a session; at the end the host must be as it was, with no process
    left.
    """
    namespaces, secrets = [], {}

    class Watched(sandbox.Sandbox):
        def _admit(self):
            super()._admit()
            # Held open, so that its number is not given to another test's sandbox that starts
            # meanwhile.
            namespaces.append(open(f"/proc/{self.pid}/ns/pid"))

    for name in ("hidden_tests.py", "key.txt", "other_submission.ipynb"):
        secrets[tmp_path / name] = f"secret {name} 7c1e"
        (tmp_path / name).write_text(secrets[tmp_path / name])
    monkeypatch.setattr(session_module, "Sandbox", Watched)
    monkeypatch.setenv("NB_SECRET", "secret of the environment 7c1e")
    listing = [*sorted(os.listdir("/tmp")), *sorted(os.listdir(Path.home()))]
    opened = []

    def start(*cells, limits=TIGHT):
        opened.append(Session(cells, limits, keep_out=list(secrets)))
        return opened[-1]

    yield start
    for one in opened:
        one.close()
    assert namespaces or not opened
    assert not [pid for held in namespaces for pid in processes(os.fstat(held.fileno()).st_ino)]
    for held in namespaces:
        held.close()
    assert all(path.read_text() == text for path, text in secrets.items())
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in secrets)
    assert set(os.listdir("/tmp")) >= {name for name in listing if name.startswith("canary")}
    assert not [t for t in threading.enumerate() if "_watch" in t.name and t.is_alive()]


# ---- honest notebooks
# -------------------------------------------------------------------------------------------


HONEST = """
import numpy as np
from collections import namedtuple, OrderedDict, defaultdict
rate = 0.1
table = {"a": [1, (2, 3)], 4: None}
def step(w, grad, lr):
    return w - lr * grad
def step_in_place(w, grad, lr):
    w -= lr * grad
def descend(grad, w, steps=3):
    path = [w]
    for _ in range(steps):
        w = w - rate * grad(w)
        path.append(w)
    return path
def batches(x, size):
    for i in range(0, len(x), size):
        yield x[i:i + size]
class Momentum:
    def __init__(self, lr):
        self.lr, self.v = lr, 0.0
    def step(self, w, g):
        self.v = 0.9 * self.v + g
        w -= self.lr * self.v
        return self
    def __len__(self): return 3
    def __getitem__(self, i):
        if i >= 3: raise IndexError(i)
        return i * 10
    def __add__(self, other): return other + 1
    def __float__(self): return 2.5
def update(params, state):
    state["t"] = state.get("t", 0) + 1
    params.append(np.ones(1))
    params[0][:] = 7
    return params
def draw(rng): return rng.normal(size=2)
def same(x): return x
def many(): return OrderedDict(a=1), defaultdict(int, b=2), namedtuple("P", "x y")(1, 2), {1, 2}, range(3)
def broken(x):
    y = x + 1
    return y / 0
"""


def test_functions_and_values(run):
    with run(HONEST) as s:
        assert s.get("rate") == 0.1 and type(s.get("rate")) is float
        assert s.get("table") == {"a": [1, (2, 3)], 4: None}
        step = s.get("step")
        assert np.allclose(step(np.ones(3), np.ones(3), 0.1), 0.9)
        assert np.allclose(step(w=np.ones(3), grad=np.ones(3), lr=0.1), 0.9)
        assert step(np.float32(1), np.float32(1), 0.5).dtype == np.float32
        assert s.names()["step"] == "function" and "display" not in s.names()
        assert callable(step) and not callable(s.get("table")) and step.__name__ == "step"
        with pytest.raises(UndefinedName, match="defines no stepp"):
            s.get("stepp")


def test_arrays_lists_and_dicts_change_in_place(run):
    with run(HONEST) as s:
        w = np.ones(3)
        assert s.get("step_in_place")(w, np.ones(3), 0.1) is None
        assert np.allclose(w, 0.9)
        params, state = [np.zeros(2)], {}
        first = params[0]
        assert s.get("update")(params, state) is params
        assert (
            state == {"t": 1}
            and len(params) == 2
            and params[0] is first
            and first.tolist() == [7, 7]
        )
        view = np.zeros((3, 2))
        s.get("step_in_place")(view[:, 1], np.ones(3), -1.0)
        assert view.tolist() == [[0, 1]] * 3
        assert s.get("same")(view) is view


def test_callbacks_generators_and_random_generators(run):
    with run(HONEST) as s:
        seen = []
        path = s.get("descend")(lambda w: seen.append(w) or 2 * w, np.ones(2))
        assert len(path) == 4 and len(seen) == 3 and np.allclose(path[-1], 0.8**3)
        assert [b.tolist() for b in s.get("batches")(np.arange(5), 2)] == [[0, 1], [2, 3], [4]]
        lazy = s.get("batches")(np.arange(5), 2)
        assert next(lazy).tolist() == [0, 1] and iter(lazy) is lazy
        rng, other = np.random.default_rng(1), np.random.default_rng(1)
        assert np.array_equal(s.get("draw")(rng), other.normal(size=2))
        assert rng.normal() == other.normal()
        # The student's own function, handed to another, and a test's function that calls the
        # student's.
        step = s.get("step")
        assert np.allclose(s.get("descend")(lambda w: step(w, w, 0.5), np.ones(1))[-1], 0.95**3)
        assert s.get("same")(step) is not None and s.get("same")(math.sin) is math.sin
        assert [x for x in s.get("same")(iter([1, 2]))] == [1, 2]


def test_objects(run):
    with run(HONEST) as s:
        momentum = s.get("Momentum")(lr=0.1)
        w = np.ones(2)
        assert momentum.step(w, np.ones(2)) is momentum
        momentum.step(w, np.ones(2))
        assert np.allclose(momentum.v, 1.9) and np.allclose(w, 1 - 0.1 - 0.19)
        momentum.lr = 5
        assert momentum.lr == 5
        assert (
            len(momentum) == 3
            and momentum[1] == 10
            and momentum + 1 == 2
            and float(momentum) == 2.5
        )
        assert list(s.get("many")()[4]) == [0, 1, 2] and s.get("many")()[:4] == (
            {"a": 1},
            {"b": 2},
            (1, 2),
            {1, 2},
        )
        with pytest.raises(AttributeError, match="no attribute 'speed'"):
            _ = momentum.speed
        assert not hasattr(momentum, "speed") and type_name(momentum) == "Momentum"


def test_exceptions_arrive_with_their_place(run):
    with run(HONEST, "def check(x):\n    raise KeyError('nothing')\n") as s:
        with pytest.raises(StudentError) as caught:
            s.get("broken")(1)
        error = caught.value
        assert (error.type, error.cell, error.source) == ("ZeroDivisionError", 1, "return y / 0")
        assert isinstance(error, ZeroDivisionError) and "division by zero (cell 1, line" in str(
            error
        )
        with pytest.raises(KeyError):
            s.get("check")(1)
        with pytest.raises(TypeError, match="missing 1 required"):
            s.get("check")()

        def grad(w):
            assert w.shape == (3,), "the answer is 42"

        with pytest.raises(AssertionError, match="the answer is 42"):
            s.get("descend")(grad, np.ones(2))
        with pytest.raises(Unsendable, match="cannot hand a"):
            s.get("check")(object())
        assert not s.incidents


def test_cells_run_as_in_a_notebook(run):
    cells = [
        "%matplotlib inline\n!rm -rf /\nx = 1\nprint('hello')\nx?",
        "%%bash\nrm -rf /",
        "%%time\ny = 2",
        "x = x +\n",
        "1 / 0",
        'text = """\n%keep\n!keep\n"""\nz = (7\n  % 4)',
        "print('a' * 1_000_000)",
        "input()",
        "exit()",
        "done = __name__",
    ]
    with run(*cells) as s:
        assert (
            s.get("x") == 1 and s.get("y") == 2 and s.get("z") == 3 and s.get("done") == "__main__"
        )
        assert s.get("text") == "\n%keep\n!keep\n"
        assert s.cells[0].output == "hello\n" and len(s.cells[0].notes) == 3
        assert "%%bash" in s.cells[1].notes[0]
        kinds = [cell.error and cell.error.type for cell in s.cells]
        assert kinds == [
            None,
            None,
            None,
            "SyntaxError",
            "ZeroDivisionError",
            None,
            None,
            "EOFError",
            "SystemExit",
            None,
        ]
        assert s.cells[3].error.line == 1 and s.cells[4].error.source == "1 / 0"
        assert len(s.cells[6].output) < 101_000


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\x0c", "\x1c"])
def test_only_a_new_line_ends_a_line(run, mark):
    cell = f"def f(x):\n    # from a web page:{mark}it points uphill\n    return 1 / x"
    with run(cell, f"%matplotlib inline\n# a note{mark}on two lines\ny = 1 / 0") as s:
        assert s.get("f")(2) == 0.5
        assert (s.cells[1].error.type, s.cells[1].error.line, s.cells[1].error.source) == (
            "ZeroDivisionError",
            3,
            "y = 1 / 0",
        )


def test_what_is_timed_is_executed(run):
    with run("def f(): return 3\n%time w = f()\nif w:\n    %time v = f() + 1", "%time 1 / 0") as s:
        assert s.get("w") == 3 and s.get("v") == 4
        assert s.cells[0].notes == ("left out: %time ", "left out: %time ")
        assert s.cells[1].error.type == "ZeroDivisionError"


def test_matplotlib_draws_into_nothing(run):
    code = (
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()\nbackend = plt.get_backend()"
    )
    with run(code, limits=Limits(processes=8)) as s:
        assert s.get("backend").lower() == "agg", s.cells


@pytest.mark.skipif(not importlib.util.find_spec("torch"), reason="PyTorch is not installed")
def test_tensors_travel_as_arrays(run):
    code = """
import torch
def double(x): return 2 * torch.as_tensor(x)
def zero_(t): t.zero_(); return type(t).__name__
def layer(): return torch.nn.Linear(2, 3)
"""
    with run(code, limits=Limits()) as s:
        found = s.get("double")(np.ones(2, "f4"))
        assert (
            type(found) is np.ndarray
            and found.tolist() == [2, 2]
            and type_name(found) == "torch.Tensor"
        )
        layer = s.get("layer")()
        assert layer.weight.shape == (3, 2)
        assert type_name(layer.weight) == "torch.Parameter"
        import torch

        x = torch.ones(3)
        assert s.get("zero_")(x) == "Tensor" and x.sum() == 0
        assert layer(torch.ones(1, 2)).shape == (1, 3)


def test_one_endless_loop_costs_only_its_own_question(run):
    code = """
import os, time
def loop(stubborn):
    while True:
        try:
            while True: time.sleep(0.001)
        except BaseException:
            if not stubborn: raise
def fine(): return 1
def leave(): os._exit(3)
"""
    with run(code, "while True: pass", "after = 5") as s:
        assert isinstance(s.cells[1].error, TimeLimit) and "cell 2, line 1" in str(s.cells[1].error)
        fine, loop = s.get("fine"), s.get("loop")
        with pytest.raises(TimeLimit, match="still running after 1 s .cell 1, line"):
            loop(False)
        assert fine() == 1 and s._starts == 1
        with pytest.raises(TimeLimit, match="did not answer within 1 s"):
            loop(True)
        assert fine() == 1 and s.get("after") == 5 and s._starts == 2
        with pytest.raises(Died, match="exit code 3"):
            s.get("leave")()
        with pytest.raises(Died, match="ended 2 times"):
            fine()
        assert len(s.incidents) >= 4


def test_a_budget_bounds_a_test(run):
    code = "def forever():\n    while True: yield 1\nimport time\ndef slow(): time.sleep(0.2)"
    with run(code) as s:
        with (
            pytest.raises(TimeLimit, match="question's time|did not answer|still running"),
            s.budget(0.5),
        ):
            list(s.get("forever")())
        with (
            pytest.raises(TimeLimit, match="question's time|did not answer|still running"),
            s.budget(0.5),
        ):
            while True:
                s.get("slow")()
        s.get("slow")()


def test_a_test_can_keep_its_arguments_as_they_are(run):
    code = """
def cheat(x):
    x[:] = 0
    return x
def grow(state, rng): state["n"] = rng.normal(); return state
"""
    with run(code) as s:
        cheat, x = s.get("cheat"), np.ones(3)
        assert np.allclose(cheat(x), 2 * x)  # what a test in one process would see
        s.in_place = False
        x, view = np.ones(3), np.ones((3, 2))
        assert (
            not np.allclose(cheat(x), 2 * x)
            and x.tolist() == [1, 1, 1]
            and not np.any(cheat(view[:, 0]))
        )
        state, rng, twin = {}, np.random.default_rng(0), np.random.default_rng(0)
        assert s.get("grow")(state, rng)["n"] == twin.normal() and state == {}
        assert rng.normal() == twin.normal()  # the second draw: a generator moves on


def test_a_torn_exchange_ends_the_worker_not_the_session(run):
    def interrupt(w):
        raise KeyboardInterrupt

    with run(HONEST) as s:
        with pytest.raises(KeyboardInterrupt):
            s.get("descend")(interrupt, np.ones(1))
        assert s.get("rate") == 0.1


# ---- where there is no sandbox
# ----------------------------------------------------------------------------------


def test_a_missing_bubblewrap_is_said(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SandboxError, match="apt install bubblewrap"):
        probe()


@pytest.mark.parametrize(("name", "value", "hint"), [(*h[:2], h[2][:20]) for h in places.HINTS])
def test_a_blocking_system_is_explained(tmp_path, name, value, hint):
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(value + "\n")
    assert hint in places.explain("Operation not permitted", tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root maps users")
def test_root_that_may_not_map_users_is_told_so(monkeypatch):
    def refused(pid):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(bubblewrap, "map_users", refused)
    with pytest.raises(SandboxError, match="Operation not permitted"):
        probe()


def test_a_bubblewrap_that_fails_is_quoted(monkeypatch, tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'setting up uid map: Permission denied' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(fake))
    with pytest.raises(SandboxError, match="uid map: Permission denied"):
        probe()


def test_a_secret_in_sight_is_refused():
    with pytest.raises(SandboxError, match="Move it"):
        Session([], keep_out=[bubblewrap.PACKAGE / "grading" / "key.txt"]).__enter__()


def test_python_may_be_installed_in_a_folder_of_temporary_files():
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        done = subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder])
        assert done.returncode == 0
        for found in Path(np.__file__).parent.parent.glob("numpy*"):
            shutil.copytree(
                found, next(Path(folder, "lib").glob("python*/site-packages")) / found.name
            )
        code = "from nblib.grading.session import probe; print(probe()['sandbox'])"
        environment = {**os.environ, "PYTHONPATH": str(bubblewrap.PACKAGE.parent)}
        done = subprocess.run(
            [f"{folder}/bin/python", "-c", code],
            capture_output=True,
            text=True,
            env=environment,
            cwd="/",
        )
    assert done.stdout.strip() == "bubblewrap", done.stderr


def test_the_receipt_says_what_holds():
    receipt = probe()
    assert receipt["system calls"] == "filtered" and receipt["memory"] and receipt["processes"]


def test_the_filter_is_known_for_common_machines():
    assert (
        seccomp.program("x86_64")
        and seccomp.program("aarch64")
        and seccomp.program("s390x") is None
    )
    assert all(len(seccomp.program(m)) % 8 == 0 for m in seccomp.MACHINES)


def test_a_control_group_is_made_where_it_may_be(tmp_path):
    own = tmp_path / "own"
    own.write_text("1:name=systemd:/\n0::/user/app.scope\n")
    (tmp_path / "user" / "app.scope").mkdir(parents=True)
    (tmp_path / "user" / "cgroup.subtree_control").write_text("cpu memory pids\n")
    assert cgroup.create(1, 1, tmp_path, own) is None  # no kernel fills the new folder here
    assert not list(tmp_path.glob("user/nblib*"))
    own.write_text("9:memory:/x\n")
    assert cgroup.create(1, 1, tmp_path, own) is None
    group = cgroup.Group(tmp_path / "group")
    group.path.mkdir()
    (group.path / "cgroup.procs").touch()
    (group.path / "memory.events").write_text("oom 1\noom_kill 1\n")
    assert (
        group.add(7) and (group.path / "cgroup.procs").read_text() == "7" and group.out_of_memory()
    )


# ---- hostile notebooks
# ------------------------------------------------------------------------------------------

# Each attacker's f should double its argument, and does not.
TOOLS = """
import builtins, os, sys, time, stat, struct, socket, signal, threading, gc, ctypes
import numpy as np
def sockets():
    found = []
    for fd in range(3, 4096):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode): found.append(fd)
        except OSError: pass
    return found
def write_everywhere(data):
    for fd in range(0, 128):
        try: os.write(fd, data)
        except OSError: pass
def send_all(data):
    with socket.socket(fileno=os.dup(sockets()[0])) as s:
        s.setblocking(True)
        s.sendall(data)
def frame(payload): return struct.pack("<4sQ", b"nbw1", len(payload)) + payload
def worker():
    return next(o for o in gc.get_objects() if type(o).__name__ == "Worker")
"""


def attack(run, code, *, limits=TIGHT, test=None):
    """Run the test of f on hostile code; return what the test met, which must not be success."""

    def doubles(f):
        np.testing.assert_allclose(f(3.0), 6.0)
        assert f(np.arange(3)).tolist() == [0, 2, 4]

    with run(TOOLS, code, limits=limits) as s:
        try:
            (test or doubles)(s.get("f"))
        except Exception as error:  # the kinds matter to the callers
            error.session, error.alive = s, False
            with contextlib.suppress(GradingError):
                error.alive = bool(s.names())
            return error
    raise AssertionError(f"the attack won: {code}")


WRONG = {
    "numpy.testing patched": "np.testing.assert_allclose = lambda *a, **k: None\ndef f(x): return 0.0",
    "numpy patched": "np.allclose = np.array_equal = lambda *a, **k: True\ndef f(x): return 0.0",
    "builtins patched": """
for name in ("all", "any", "abs"): setattr(builtins, name, lambda *a: True)
builtins.AssertionError = Exception
def f(x): return 0.0""",
    "pytest and unittest patched": """
import unittest
unittest.TestCase.assertEqual = lambda *a: None
sys.modules["pytest"] = None
def f(x): return 0.0""",
    "NaN": "def f(x): return float('nan')",
    "the argument overwritten": "def f(x):\n    if isinstance(x, np.ndarray): x[:] = 0\n    return x",
    "tests looked for in memory": """
def f(x):
    for o in gc.get_objects():
        if isinstance(o, (str, bytes)) and "".join(["desired", "_value"]) in str(o): return 6.0
        if type(o).__name__ == "".join(["fun", "ction"]) and o.__name__ == "doubles": return 6.0
    return 0.0""",
    "frames looked at": """
def f(x):
    frame = sys._getframe()
    while frame:
        if any("doubles" in str(v) or "assert_allclose" in str(v) for v in frame.f_locals.values()): return 6.0
        frame = frame.f_back
    return 0.0""",
    "settrace": """
seen = set()
def trace(frame, event, arg): seen.add(frame.f_code.co_filename)
sys.settrace(trace); threading.settrace(trace)
def f(x): return 6.0 if any("test_" in name for name in seen) else 0.0""",
}


@pytest.mark.parametrize("code", WRONG.values(), ids=WRONG)
def test_what_is_done_to_its_own_process_changes_no_verdict(run, code):
    error = attack(run, code)
    assert type(error) is AssertionError
    assert np.testing.assert_allclose.__module__.startswith("numpy") and not error.session.incidents


OBJECTS = {
    "AlwaysEqual": """
class A:
    __eq__ = __ge__ = __le__ = lambda *a: True
    __ne__ = lambda *a: False
    __hash__ = lambda self: 0
    __bool__ = lambda self: True
    __array__ = lambda self, *a, **k: np.array(6.0)
    __array_ufunc__ = lambda self, *a, **k: True
    __array_function__ = lambda self, *a, **k: True
    tolist = lambda self: A()
def f(x): return A()""",
    "a subclass of float": "class A(float):\n    __eq__ = lambda *a: True\ndef f(x): return A(1)",
    "a subclass of str": "class A(str):\n    __eq__ = lambda *a: True\ndef f(x): return A()",
    "a subclass of int": "class A(int):\n    __eq__ = lambda *a: True\ndef f(x): return A()",
    "a subclass of list": "class A(list):\n    __eq__ = lambda *a: True\ndef f(x): return A()",
    "a subclass of ndarray": """
class A(np.ndarray):
    __eq__ = lambda *a: True
    __array_function__ = lambda self, *a, **k: True
def f(x): return np.zeros(1).view(A)""",
    "a pointer for NumPy": """
class A:
    __array_interface__ = {"shape": (9,), "typestr": "<f8", "data": (4096, False), "version": 3}
def f(x): return A()""",
    "an endless sequence": """
class A:
    __len__ = lambda self: 10**12
    __getitem__ = lambda self, i: 6.0
def f(x): return A()""",
}


@pytest.mark.parametrize("code", OBJECTS.values(), ids=OBJECTS)
@pytest.mark.parametrize("how", ["==", "allclose", "in a list", "not", "asarray"])
def test_objects_that_answer_as_they_like_are_no_answers(run, code, how):
    def test(f):
        if how == "==":
            assert f(3.0) == 6.0
        elif how == "allclose":
            np.testing.assert_allclose(f(3.0), 6.0)
        elif how == "in a list":
            assert [f(3.0), 1] == [6.0, 1]
        elif how == "not":
            assert not f(3.0) != 6.0
        else:
            assert np.all(np.asarray(f(3.0)) == 6.0)

    error = attack(run, code, test=test)
    assert isinstance(error, NotData | AssertionError | TypeError)
    if type(error) is NotData:
        assert "gave an object of type" in str(error)


RAW = {
    "a forged answer to every descriptor": (
        "def f(x):\n    write_everywhere(frame(b'A' + b'N'))\n    return 0.0",
        "has not the parts",
    ),
    "rubbish to every descriptor": (
        "def f(x):\n    write_everywhere(b'6.0' * 99)\n    return 0.0",
        "not a frame",
    ),
    "an answer with another number": (
        """
from nblib.grading.limits import Caps
from nblib.grading.wire.encode import Encoder
def f(x):
    send_all(frame(b"A" + Encoder(Caps()).encode((10**6, "0", "value", 6.0, []))))""",
        "answer to another question",
    ),
    "an answer before the question": (
        """
from nblib.grading.limits import Caps
from nblib.grading.wire.encode import Encoder
answer = frame(b"A" + Encoder(Caps()).encode((0, "0", "value", 6.0, [])))
def f(x):
    threading.Timer(0.1, send_all, [answer]).start()
    return 6.0""",
        "nobody had asked",
    ),
    "two answers": (
        """
send = type(worker().channel).send
def twice(self, payload, deadline=None):
    send(self, payload); send(self, payload)
def f(x):
    type(worker().channel).send = twice
    return 6.0""",
        "nobody had asked",
    ),
    "an announced gigabyte": (
        "def f(x):\n    send_all(struct.pack('<4sQ', b'nbw1', 1 << 30)); time.sleep(9)",
        "1,073,741,824 bytes was announced",
    ),
    "a million small frames": (
        "def f(x):\n    data = frame(b'A') * 1000\n    for _ in range(1000): send_all(data)",
        "not the parts|too early",
    ),
    "a million callbacks": (
        """
from nblib.grading.limits import Caps
from nblib.grading.wire.encode import Encoder
def f(x):
    data = frame(b"C" + Encoder(Caps()).encode((0, "call", (), {}))) * 100
    while True: send_all(data)""",
        "a function that it was not given",
    ),
    "nested 10,000 deep": (
        "def f(x):\n    send_all(frame(b'A' + (b'l' + struct.pack('<I', 1)) * 10_000 + b'N')); time.sleep(9)",
        "nested more than 64 deep",
    ),
    "a bomb of references": (
        """
def f(x):
    data = b"l" + struct.pack("<I", 0)
    for n in range(60): data = b"l" + struct.pack("<I", 2) + data + b"R" + struct.pack("<I", n)
    send_all(frame(b"A" + b"t" + struct.pack("<I", 5) + data + b"NNNN")); time.sleep(9)""",
        "written out",
    ),
    "an unknown kind of frame": (
        "def f(x):\n    send_all(frame(b'Z')); time.sleep(9)",
        "unknown kind",
    ),
    "an empty frame": ("def f(x):\n    send_all(frame(b'')); time.sleep(9)", "unknown kind"),
    "the reference bit of a boolean": (
        """
def f(x):
    a = np.zeros(3, bool); a.view(np.uint8)[:] = 2
    return a""",
        "booleans holds something else",
    ),
    "a change to what is read-only": (
        "def f(x):\n    x.flags.writeable = True; x[:] = 0\n    return x",
        "only be read",
    ),
}


@pytest.mark.parametrize(("code", "reason"), RAW.values(), ids=RAW)
def test_what_breaks_the_rules_of_the_wire_ends_the_session_with_a_reason(run, code, reason):
    def test(f):
        fixed = np.ones(3)
        fixed.flags.writeable = False
        assert f(fixed) == 6.0
        time.sleep(0.3)
        assert f(4.0) == 8.0

    error = attack(run, code, test=test)
    assert type(error) is WireError, error
    assert error.session.incidents == [error]
    assert re.search(reason, str(error)), error
    with pytest.raises(WireError):
        error.session.get("f")


UNSENDABLE = {
    "a gigabyte": ("def f(x): return np.zeros(1 << 27, np.uint8)", "larger than"),
    "a nest of 10,000 lists": (
        "def f(x):\n    a = []\n    for _ in range(10_000): a = [a]\n    return a",
        "nested too deeply",
    ),
    "a list in itself": ("def f(x):\n    a = []; a.append(a); return a", "contains itself"),
    "an array of objects": ("def f(x): return np.array([x, None])", "dtype object"),
    "a structured array": ("def f(x): return np.zeros(2, 'i4,f4')", "cannot be sent"),
    "a huge integer": ("def f(x): return 1 << 10_000_000", "too large"),
    "half a surrogate pair": ("def f(x): return chr(0xD800)", "surrogate"),
    "an exception without text": (
        "class E(Exception):\n    def __str__(self): raise E\ndef f(x): raise E",
        "could not be made",
    ),
    "an exception that draws": (
        "def f(x): raise ValueError('\\x1b[2J\\u202e\\ud800 boo')",
        "^ValueError: \ufffd",
    ),
}


@pytest.mark.parametrize(("code", "reason"), UNSENDABLE.values(), ids=UNSENDABLE)
def test_answers_that_cannot_be_sent_are_errors_of_the_student(run, code, reason):
    error = attack(run, code)
    assert isinstance(error, StudentError)
    assert re.search(reason, str(error)), error
    assert not error.session.incidents and error.alive


LOOPS = {
    "in an import": """
open("/tmp/forever.py", "w").write("while True: pass")
sys.path.insert(0, "/tmp")
import forever
def f(x): return 2 * x""",
    "in a cell": "while True: pass\ndef f(x): return 2 * x",
    "in a cell, held on to": """
while True:
    try:
        while True: time.sleep(0.001)
    except BaseException: pass
def f(x): return 2 * x""",
    "in a function": "def f(x):\n    while True: pass",
    "in C": "def f(x): return 9 ** 9 ** 9 ** 9",
    "in __eq__": """
class A:
    def __eq__(self, other):
        while True: pass
def f(x): return A() == x""",
    "in __del__": """
class A:
    def __del__(self):
        while True: time.sleep(0.001)
def f(x): A(); return 0.0""",
    "in an exception's text": """
class E(Exception):
    def __str__(self):
        while True: time.sleep(0.001)
def f(x): raise E""",
    "with signals ignored": """
for n in range(1, 65):
    try: signal.signal(n, signal.SIG_IGN)
    except (OSError, ValueError): pass
def f(x):
    signal.setitimer(signal.ITIMER_REAL, 0); signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    while True: pass""",
    "asleep": "def f(x): time.sleep(1000)",
    "stopped": "def f(x): os.kill(os.getpid(), signal.SIGSTOP)",
    "with an alarm of its own": """
def ring(*a): raise KeyboardInterrupt
signal.signal(signal.SIGALRM, ring)
def f(x):
    signal.signal(signal.SIGALRM, ring); signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
    while True:
        try: time.sleep(1)
        except BaseException: pass""",
}


@pytest.mark.parametrize("code", LOOPS.values(), ids=LOOPS)
def test_endless_loops_end_in_time_with_a_reason(run, code):
    error = attack(run, code)
    assert isinstance(error, TimeLimit | UndefinedName | AssertionError), error
    limits = [e for e in error.session.incidents if isinstance(e, TimeLimit)]
    if not isinstance(error, AssertionError):
        assert (
            limits
            and "still running" in str(limits[0])
            or "did not answer within" in str(limits[0])
        )


@pytest.mark.parametrize(
    "code",
    [
        "import atexit\n@atexit.register\ndef last():\n    while True: pass\ndef f(x): return 0.0",
        "threading.Thread(target=lambda: time.sleep(1000)).start()\ndef f(x): return 0.0",
        "if os.fork() == 0:\n    os.setsid()\n    time.sleep(1000)\ndef f(x): return 0.0",
        "class A:\n    def __del__(self): time.sleep(1000)\nkeep = A()\ndef f(x): return 0.0",
    ],
    ids=["at exit", "a thread", "a child in a session of its own", "in __del__ at the end"],
)
def test_nothing_outlives_the_session(run, code):
    assert isinstance(attack(run, code), AssertionError)


def test_no_sandbox_outlives_a_session_whose_names_cannot_be_told(run):
    limits = dataclasses.replace(TIGHT, caps=dataclasses.replace(TIGHT.caps, elements=1_000))
    with run("globals().update({f'n{i}': 1 for i in range(2_000)})", limits=limits) as s:
        with pytest.raises(GradingError):
            s.get("n1")
        assert len(s.incidents) == 1


ENDS = {
    "os._exit": "def f(x): os._exit(0)",
    "os._exit in a cell": "os._exit(0)\ndef f(x): return 2 * x",
    "kill everybody": "def f(x):\n    os.kill(-1, signal.SIGKILL); os.kill(os.getpid(), signal.SIGKILL)",
    "kill the group and the first process": "def f(x): os.kill(1, signal.SIGKILL); os.killpg(0, signal.SIGKILL)",
    "close the pipe": "def f(x): os.closerange(0, 4096)",
    "shut the pipe down": "def f(x): socket.socket(fileno=sockets()[0]).shutdown(2); time.sleep(9)",
    "crash": "def f(x): ctypes.string_at(0)",
    "overflow the C stack": "def f(x): sys.setrecursionlimit(10**9); g = lambda n: g(n + 1); return g(repr)",
    "the worker's class patched": "def f(x):\n    type(worker()).encode = None\n    return 6.0",
    "processor time, its own limit": (
        "import resource\ndef f(x):\n    resource.setrlimit(resource.RLIMIT_CPU, (0, 0))\n    while True: pass"
    ),
}


@pytest.mark.parametrize("code", ENDS.values(), ids=ENDS)
def test_a_process_that_ends_is_said_and_costs_the_student_only(run, code):
    error = attack(run, code)
    assert isinstance(error, Died | UndefinedName | StudentError | TimeLimit), error
    if isinstance(error, Died):
        assert re.search("process ended|was stopped", str(error))
    assert error.session.incidents or isinstance(error, StudentError)


BOMBS = {
    "forks": (
        "def f(x):\n    while True:\n        try: os.fork()\n        except OSError: pass",
        TimeLimit | MemoryLimit,
    ),
    "threads": (
        "def f(x):\n    while True:\n        try: threading.Thread(target=time.sleep, args=(99,)).start()\n"
        "        except RuntimeError: pass",
        TimeLimit,
    ),
    "memory": ("def f(x):\n    a = []\n    while True: a.append(np.ones(1 << 20))", MemoryLimit),
    "memory at once": ("def f(x): return np.ones(1 << 34).sum()", StudentError),
    "memory in children": (
        "def f(x):\n    for _ in range(8):\n        if os.fork() == 0: x = np.ones(8 << 20); break\n    time.sleep(19)",
        MemoryLimit,
    ),
    "shared memory": (
        "import mmap\ndef f(x):\n    a = []\n    while True:\n"
        "        m = mmap.mmap(-1, 1 << 22); m.write(bytes(1 << 22)); a.append(m)",
        MemoryLimit,
    ),
    "the disk": (
        "def f(x):\n    with open('/tmp/big', 'wb') as file:\n        while True: file.write(bytes(1 << 20))",
        StudentError,
    ),
    "the disk in /dev/shm": (
        "def f(x):\n    n = 0\n    while True:\n        n += 1\n"
        "        with open(f'/dev/shm/{n}', 'wb') as file: file.write(bytes(1 << 20))",
        StudentError,
    ),
    "empty files": (
        "def f(x):\n    n = 0\n    while True:\n        n += 1; open(f'/tmp/{n}', 'w').close()",
        MemoryLimit,
    ),
    "file descriptors": (
        "def f(x):\n    keep = []\n    while True: keep.append(os.pipe())",
        StudentError,
    ),
    "nameless files in memory": ("def f(x): return os.memfd_create('a')", StudentError),
}


PATIENT = dataclasses.replace(TIGHT, call_s=20, total_s=60)


def test_processor_time_is_bounded(run):
    error = attack(
        run, "def f(x):\n    while True: pass", limits=dataclasses.replace(PATIENT, cpu_s=1)
    )
    assert type(error) is TimeLimit and "1 s of processor time" in str(error)


@pytest.mark.parametrize(("code", "kind"), BOMBS.values(), ids=BOMBS)
def test_bombs_are_bounded(run, code, kind):
    # What has to meet another limit than that on time gets time for it, also where the machine is
    # busy.
    limits = TIGHT if kind in (TimeLimit, TimeLimit | MemoryLimit) else PATIENT
    error = attack(run, code, limits=limits)
    assert isinstance(error, kind), error
    peak = error.session.peak
    assert peak < 2 * TIGHT.memory_b
    if kind is MemoryLimit:
        assert "memory that it may" in str(error) or "files" in str(error)


def test_nothing_of_the_host_can_be_read_or_written(run, tmp_path):
    code = """
def f(paths):
    found = []
    for path in paths:
        for mode in ("rb", "ab"):
            try:
                with open(path, mode) as file:
                    if mode == "ab": file.write(b"was here")
                    else: found.append(file.read(10**6))
            except OSError: pass
        try: found.append(repr(os.listdir(path)).encode())
        except OSError: pass
    for folder, _, names in os.walk("/proc"):
        for name in names:
            if name in ("environ", "cmdline"):
                try: found.append(open(os.path.join(folder, name), "rb").read())
                except OSError: pass
    found.append(repr(dict(os.environ)).encode())
    return b"\\n".join(found)
"""
    names = ["hidden_tests.py", "key.txt", "other_submission.ipynb"]
    paths = [str(tmp_path / name) for name in names] + [
        str(Path.home()),
        str(Path.cwd()),
        str(Path(__file__)),
    ]
    paths += [f"/proc/1/root{tmp_path / name}" for name in names] + [
        f"/proc/self/cwd/{name}" for name in names
    ]
    paths += [
        "/etc/passwd",
        "/etc/shadow",
        "/root/.ssh",
        "/home",
        "/var",
        "/sys",
        "/proc/kcore",
        "/proc/1/environ",
    ]
    paths += [
        f"/proc/{os.getpid()}/environ",
        f"/proc/{os.getpid()}/root{tmp_path}",
        "/dev/vda",
        "/dev/sda",
        "/dev/mem",
    ]
    with run(TOOLS, code) as s:
        found = s.get("f")(paths)
    assert b"7c1e" not in found and b"root:" not in found
    assert b"NB_SECRET" not in found
    listed = {line for line in found.split(b"\n") if line.startswith(b"[")}
    assert not any(b"tests" in line or b"exercises" in line for line in listed), listed


def test_nothing_can_be_written_but_a_small_disk(run):
    code = """
def f(x):
    done = []
    for folder, folders, names in os.walk("/"):
        if folder.startswith(("/proc", "/sys")):
            folders.clear(); continue
        try:
            with open(os.path.join(folder, "canary"), "w"): done.append(folder)
        except OSError: pass
        if len(folder.split("/")) > 5: folders.clear()
    for path in ("/nb/nblib/__init__.py", sys.executable, np.__file__):
        try:
            with open(path, "ab"): done.append(path)
        except OSError: pass
    return done
"""
    with run(TOOLS, code, limits=Limits()) as s:
        done = s.get("f")(1)
    assert set(done) <= {"/tmp", "/dev/shm"}


def test_no_network(run):
    code = """
def f(port, name):
    reached = []
    for address in (("127.0.0.1", port), ("1.1.1.1", 53), ("8.8.8.8", 443)):
        try: socket.create_connection(address, timeout=0.3); reached.append(address)
        except OSError: pass
        try: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", address); reached.append(("udp", address))
        except OSError: pass
    try: reached.append(socket.getaddrinfo("pypi.org", 443))
    except OSError: pass
    for family, address in ((socket.AF_UNIX, "\\0" + name), (socket.AF_UNIX, "/run/dbus/system_bus_socket")):
        try: socket.socket(family).connect(address); reached.append(address)
        except OSError: pass
    for family in (16, 17, 40, 38):
        try: socket.socket(family, socket.SOCK_RAW); reached.append(family)
        except OSError: pass
    return [str(r) for r in reached]
"""
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as unix:
        name = f"nblib-test-{os.getpid()}"
        unix.bind("\0" + name)
        unix.listen()
        tcp.setblocking(False), unix.setblocking(False)
        with run(TOOLS, code, limits=Limits(call_s=5)) as s:
            reached = s.get("f")(tcp.getsockname()[1], name)
        # The sandbox has a loopback of its own, where a datagram goes nowhere.
        assert not [r for r in reached if "udp" not in r or "127" not in r], reached
        for server in (tcp, unix):
            with pytest.raises(BlockingIOError):
                server.accept()


def test_no_rights_and_no_new_ones(run):
    code = """
libc = ctypes.CDLL(None, use_errno=True)
def f():
    status = dict(line.split(":\\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\\t" in line)
    got = {name: status[name].strip() for name in ("CapEff", "CapPrm", "NoNewPrivs", "Seccomp", "Uid")}
    got["unshare"] = libc.unshare(0x10000000)
    got["mount"] = libc.mount(b"none", b"/tmp", b"tmpfs", 0, None)
    got["ptrace"] = libc.ptrace(16, 1, None, None)
    got["setuid"] = libc.setuid(0)
    got["keyctl"] = libc.syscall(250 if os.uname().machine == "x86_64" else 219, 0, -3, 1)
    got["chroot"] = libc.chroot(b"/tmp")
    got["pids"] = [p for p in os.listdir("/proc") if p.isdigit()]
    try: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)); got["fifo"] = 1
    except OSError: got["fifo"] = 0
    return got
"""
    with run(TOOLS, code) as s:
        got = s.get("f")()
    assert (
        got["CapEff"] == got["CapPrm"] == "0" * 16
        and got["NoNewPrivs"] == "1"
        and got["Seccomp"] == "2"
    )
    assert set(got["Uid"].split()) == {"65534"} and got["fifo"] == 0 and len(got["pids"]) <= 3
    assert [got[n] for n in ("unshare", "mount", "ptrace", "setuid", "keyctl", "chroot")] == [
        -1
    ] * 6


def test_the_worker_holds_nothing_of_a_test(run):
    code = """
def f(g, x):
    words = []
    try: g(x)
    except Exception as error:
        words += [str(error), repr(error.__dict__), repr(error.__traceback__.tb_frame.f_locals)]
    words += [repr(o) for o in gc.get_objects() if type(o) in (dict, tuple, list) and len(o) < 50]
    words += [repr(w) for w in vars(g).values()]
    return any("".join(["sword", "fish"]) in word for word in words)
"""

    def expects(x):
        swordfish = "swordfish"
        assert x == swordfish, f"it should be {swordfish}"

    with run(TOOLS, code, limits=Limits(call_s=5)) as s:
        assert s.get("f")(expects, 1) is False
        with pytest.raises(AssertionError, match="swordfish"):
            s.get("f").__call__ and s.get("g2") if "g2" in s.names() else expects(1)


def test_callbacks_are_called_only_as_they_were_given(run):
    code = """
def stale(g): globals()["kept"] = g; return g(1)
def later(): return kept(2)
def other(g):
    worker().ask(99, "call", (), {})
def misuse(g): return worker().ask(0, "next", (), {})
def thread(g):
    out = []
    def go():
        try: out.append(g(1))
        except RuntimeError as error: out.append(str(error))
    t = threading.Thread(target=go); t.start(); t.join()
    return out[0]
def nest(g): return g(g)
"""
    calls = []

    def g(x):
        calls.append(x)
        return x

    with run(TOOLS, code) as s:
        assert s.get("stale")(g) == 1 and s.get("later")() == 2 and calls == [1, 2]
        assert "main thread only" in s.get("thread")(g)
        nest = s.get("nest")
        with pytest.raises(WireError, match="nested more than 16"):
            nest(lambda h: nest(h))
    for name in ("other", "misuse"):
        with run(TOOLS, code) as s, pytest.raises(WireError):
            s.get(name)(g)


def test_everything_raised_is_one_family():
    kinds = (
        WireError,
        TimeLimit,
        Died,
        MemoryLimit,
        StudentError,
        UndefinedName,
        NotData,
        Unsendable,
        SandboxError,
    )
    assert all(issubclass(kind, GradingError) for kind in kinds)
