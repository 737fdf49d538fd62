"""attempt(): what a learner is told of an answer, right or wrong; and that it never stops a run."""

import json
import subprocess
import sys

import numpy as np
import pytest

from nblib.page import attempts
from nblib.page.attempts import attempt
from nblib.tensor import Tensor


@pytest.fixture
def told(capsys):
    """Return a function that makes an attempt and gives the line that it prints."""

    def tell(*arguments, **options):
        attempt(*arguments, **options)
        return capsys.readouterr().out.removesuffix("\n")

    return tell


def step(w, slope, lr):
    return w - lr * slope


def test_a_stub_is_not_yet(told):
    def double(x): ...

    assert told(double, 3, expected=6) == "○ Not yet: double(3) gave nothing, expected 6."


def test_a_right_answer(told):
    assert told(step, 3.0, 2.0, 0.1, expected=2.8) == "✓ Right: step(3, 2, 0.1) is 2.8."


def test_a_known_mistake_is_named(told):
    said = told(
        lambda w, slope, lr: w + lr * slope,
        *(3.0, 2.0, 0.1),
        expected=2.8,
        wrong=[(3.2, "This goes uphill.")],
    )
    assert said == "○ Not yet: (3, 2, 0.1) gave 3.2, expected 2.8. This goes uphill."


def test_an_unknown_mistake_is_described(told):
    ones = np.ones(2)
    assert told(np.sum, ones, expected=ones).endswith("The shape is (), expected (2,).")
    assert told(np.negative, ones, expected=ones).endswith("The sign is turned round.")
    assert told(lambda: "two", expected=2).endswith("This is a str, not numbers.")
    assert told(lambda: 2.5, expected=2) == "○ Not yet: () gave 2.5, expected 2."


def test_an_error_is_shown_with_its_line_and_stops_nothing(told):
    def broken(x):
        return x + undefined_name  # noqa: F821

    said = told(broken, 3, expected=6)
    assert said.startswith("○ Not yet: broken(3) raised NameError, expected 6.")
    assert "name 'undefined_name' is not defined. In the line `return x + undefined_name" in said


@pytest.mark.parametrize("function", [3, None, ..., "step", np.ones(2)])
def test_what_is_no_function_stops_nothing(told, function):
    assert "○ Not yet" in told(function, 3, expected=6)


@pytest.mark.parametrize(
    "answer",
    [[[1], [1, 2]], object(), {"a": 1}, {1}, b"x", Tensor(np.ones(2)), np.array([None]), 1j, int],
)
def test_no_answer_stops_a_run(told, answer):
    for expected in (2.0, np.ones(3), (1, 2), "word", True):
        assert "○ Not yet" in told(lambda: answer, expected=expected, wrong=[(1.0, "One.")])


def test_a_tensor_with_a_graph_is_read(told):
    torch = pytest.importorskip("torch")
    assert "✓" in told(lambda: torch.ones(2, requires_grad=True) * 2, expected=np.full(2, 2.0))


def test_tuples_and_words_and_truth_values(told):
    assert "✓" in told(lambda: (np.ones(2), "sum"), expected=(np.ones(2), "sum"))
    assert "○" in told(lambda: (np.ones(2), "mean"), expected=(np.ones(2), "sum"))
    assert "○" in told(lambda: 1, expected=True)
    assert "✓" in told(lambda: True, expected=True)
    assert "first([True, False]) gave True, expected False" in told(
        first, np.array([True, False]), expected=False
    )


def first(values):
    """A learner's function whose result is a truth value of NumPy's."""
    return values[0]


def test_nearly_right_is_right_to_a_millionth(told):
    assert "✓" in told(lambda: 1 + 1e-7, expected=1)
    assert "○" in told(lambda: 1 + 1e-5, expected=1)


def test_arguments_are_copied_so_that_they_are_the_same_next_time(told):
    w = np.ones(2)

    def in_place(w):
        w += 1
        return w

    assert "✓" in told(in_place, w, expected=np.full(2, 2.0))
    assert w.tolist() == [1, 1]


def test_functions_among_the_arguments_are_shown_by_name(told):
    assert told(lambda f: f(2), np.sqrt, expected=np.sqrt(2)).startswith("✓ Right: (sqrt)")
    assert told(lambda f: f(2), lambda x: x, expected=2).startswith("✓ Right: (a function)")


def test_large_arrays_are_shown_by_their_shape(told):
    assert told(np.sum, np.ones((5, 6)), expected=30).startswith(
        "✓ Right: sum(an array of shape (5, 6))"
    )


def test_in_a_notebook_it_is_a_box_that_a_program_can_read():
    shown = attempts.Attempt("f('<b>')", "<", came="gave '>'", why="Not <so>.")
    data = shown._repr_mimebundle_()
    assert data[attempts.MIME] == {"call": "f('<b>')", "right": False}
    assert "<b>○ Not yet:</b> <code>f(&#x27;&lt;b&gt;&#x27;)</code>" in data["text/html"]
    assert "Not &lt;so&gt;." in data["text/html"] and "○ Not yet" in data["text/plain"]


def test_a_kernel_shows_it(tmp_path):
    code = "from nblib.page import attempt\nattempt(lambda: 2, expected=2)"
    script = f"""
import json
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
shell = InteractiveShell.instance()
with capture_output() as out:
    shell.run_cell({code!r})
print(json.dumps([sorted(o.data) for o in out.outputs]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout.splitlines()[-1]) == [[attempts.MIME, "text/html", "text/plain"]]
