"""Honest notebooks: they are answered for as if they ran right here."""

import importlib.util
import math

import numpy as np
import pytest

from nblib.grading import errors
from nblib.grading.errors import GradingError, UndefinedName, Unsendable
from nblib.grading.limits import Limits
from nblib.grading.wire.link import type_name
from nblib.grading.wire.proxy import NotData
from nblib.grading.wire.student import StudentError

pytestmark = pytest.mark.sandbox
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
def many():
    point = namedtuple("P", "x y")(1, 2)
    return OrderedDict(a=1), defaultdict(int, b=2), point, {1, 2}, range(3)
def broken(x):
    y = x + 1
    return y / 0
"""


@pytest.fixture(scope="module")
def s(host):
    """One session, which these tests leave as it is."""
    refuses = "def check(x):\n    raise KeyError('nothing')\n"
    with host.start(HONEST, refuses) as session:
        yield session


def test_functions_and_values(s):
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


def test_arrays_lists_and_dicts_change_in_place(s):
    w = np.ones(3)
    assert s.get("step_in_place")(w, np.ones(3), 0.1) is None
    assert np.allclose(w, 0.9)
    params = [np.zeros(2)]
    state = {}
    first = params[0]
    assert s.get("update")(params, state) is params
    assert (
        state == {"t": 1} and len(params) == 2 and params[0] is first and first.tolist() == [7, 7]
    )
    view = np.zeros((3, 2))
    s.get("step_in_place")(view[:, 1], np.ones(3), -1.0)
    assert view.tolist() == [[0, 1]] * 3
    assert s.get("same")(view) is view
    kept = [s.get("same")(np.zeros(2)) for _ in range(9)]  # the notebook lets go of them
    assert len(s._worker.link.shared.items) < len(kept)


def test_callbacks_generators_and_random_generators(s):
    seen = []
    path = s.get("descend")(lambda w: seen.append(w) or 2 * w, np.ones(2))
    assert len(path) == 4 and len(seen) == 3 and np.allclose(path[-1], 0.8**3)
    assert [b.tolist() for b in s.get("batches")(np.arange(5), 2)] == [[0, 1], [2, 3], [4]]
    lazy = s.get("batches")(np.arange(5), 2)
    assert next(lazy).tolist() == [0, 1] and iter(lazy) is lazy
    rng = np.random.default_rng(1)
    other = np.random.default_rng(1)
    assert np.array_equal(s.get("draw")(rng), other.normal(size=2))
    assert rng.normal() == other.normal()
    # The student's own function handed to another, and a test's function that calls it.
    step = s.get("step")
    assert np.allclose(s.get("descend")(lambda w: step(w, w, 0.5), np.ones(1))[-1], 0.95**3)
    assert s.get("same")(step) is not None and s.get("same")(math.sin) is math.sin
    assert [x for x in s.get("same")(iter([1, 2]))] == [1, 2]


def test_objects(s):
    momentum = s.get("Momentum")(lr=0.1)
    w = np.ones(2)
    assert momentum.step(w, np.ones(2)) is momentum
    momentum.step(w, np.ones(2))
    assert np.allclose(momentum.v, 1.9) and np.allclose(w, 1 - 0.1 - 0.19)
    momentum.lr = 5
    assert momentum.lr == 5
    assert len(momentum) == 3 and momentum[1] == 10 and momentum + 1 == 2 and float(momentum) == 2.5
    assert list(s.get("many")()[4]) == [0, 1, 2] and s.get("many")()[:4] == (
        {"a": 1},
        {"b": 2},
        (1, 2),
        {1, 2},
    )
    with pytest.raises(AttributeError, match="no attribute 'speed'"):
        _ = momentum.speed
    assert not hasattr(momentum, "speed") and type_name(momentum) == "Momentum"


def test_exceptions_arrive_with_their_place(s):
    with pytest.raises(StudentError) as caught:
        s.get("broken")(1)
    error = caught.value
    assert (error.type, error.cell, error.source) == ("ZeroDivisionError", 1, "return y / 0")
    assert isinstance(error, ZeroDivisionError) and "division by zero (cell 1, line" in str(error)
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


MARKS = ["\u2028", "\x85", "\x0c", "\x1c"]  # splitlines() takes each for the end of a line


@pytest.fixture(scope="module")
def marked(host):
    cells = []
    for number, mark in enumerate(MARKS):
        comment = f"# from a web page:{mark}it points uphill"
        cells.append(f"def f{number}(x):\n    {comment}\n    return 1 / x")
        cells.append(f"%matplotlib inline\n# a note{mark}on two lines\ny = 1 / 0")
    with host.start(*cells) as session:
        yield session


@pytest.mark.parametrize("number", range(len(MARKS)))
def test_only_a_new_line_ends_a_line(marked, number):
    assert marked.get(f"f{number}")(2) == 0.5
    error = marked.cells[2 * number + 1].error
    assert (error.type, error.line, error.source) == ("ZeroDivisionError", 3, "y = 1 / 0")


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


def test_a_test_can_keep_its_arguments_as_they_are(run):
    code = """
def cheat(x):
    x[:] = 0
    return x
def grow(state, rng): state["n"] = rng.normal(); return state
"""
    with run(code) as s:
        cheat = s.get("cheat")
        x = np.ones(3)
        assert np.allclose(cheat(x), 2 * x)  # what a test in one process would see
        s.in_place = False
        x = np.ones(3)
        view = np.ones((3, 2))
        assert (
            not np.allclose(cheat(x), 2 * x)
            and x.tolist() == [1, 1, 1]
            and not np.any(cheat(view[:, 0]))
        )
        state = {}
        rng = np.random.default_rng(0)
        twin = np.random.default_rng(0)
        assert s.get("grow")(state, rng)["n"] == twin.normal() and state == {}
        assert rng.normal() == twin.normal()  # the second draw: a generator moves on


def test_a_torn_exchange_ends_the_worker_not_the_session(run):
    def interrupt(w):
        raise KeyboardInterrupt

    with run(HONEST) as s:
        with pytest.raises(KeyboardInterrupt):
            s.get("descend")(interrupt, np.ones(1))
        assert s.get("rate") == 0.1


def test_everything_raised_is_one_family():
    kinds = [getattr(errors, name) for name in vars(errors) if name.endswith(("Limit", "Error"))]
    kinds += [errors.Died, UndefinedName, NotData, Unsendable, StudentError]
    assert all(issubclass(kind, GradingError) for kind in kinds if kind is not errors.SetupError)
