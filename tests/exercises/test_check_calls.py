"""A failing check shows the failing call; a test sees the student's functions as they are."""

import inspect
import linecache
import warnings

import numpy as np
import pytest
from exercise_sets import each_set, made
from student_checks import check, right_step

from nblib.check import load, run
from nblib.check.calls import Calls
from nblib.check.shown import FEW, FEW_NUMBERS, call_text, shown
from tools import exercises
from tools.exercises import answers


def test_the_call_that_fails_is_shown_with_what_it_was_handed_not_what_became_of_it():
    def step(w, grad, lr):
        w[:] = 99
        grad.clear()
        return w

    why = check(step=step)("q1").lines[0][2]
    assert why.startswith("step([1, -2], [3, 0.5], 0.33)\nthe result at [0] is 99, expected 0.01")


def test_a_call_that_raises_is_shown_too():
    text = repr(check(step=lambda w, grad, lr: w / 0 + undefined)("q1"))  # noqa: F821
    assert "      step([1, -2], [3, 0.5], 0.33)\n      NameError: name 'undefined'" in text


def test_what_passes_and_what_is_not_called_shows_no_call():
    assert "step(" not in repr(check(step=right_step)("q1"))
    assert check(word="up")("q2").lines[0][2].startswith("the result is 'up'")


def test_of_several_calls_the_last_is_shown_and_said_to_be_that():
    test = load('def test_f(f):\n    """f."""\n    for n in (1, 2, 3): close(f(n), n)')["test_f"]
    names = {"f": lambda n: min(n, 2)}
    (line,) = run("q1", [test], names, calls=Calls()).lines
    assert line[2].startswith("f(3), the last of 3 calls\nthe result is 2, expected 3")


def test_a_call_inside_another_is_not_the_one_that_failed():
    test = load('def test_f(f, g):\n    """f."""\n    close(f(g, 5), 0)')["test_f"]

    def same_number(n):
        return n

    names = {"f": lambda g, n: g(n + 1), "g": same_number}
    (line,) = run("q1", [test], names, calls=Calls()).lines
    assert line[2].startswith("f(same_number, 5)\nthe result is 6")


@pytest.mark.parametrize(
    "value, text",
    [
        (np.array([1.0, -2.0]), "[1, -2]"),
        (np.float32(0.5), "0.5"),
        (np.array(2.5), "2.5"),
        (np.arange(12).reshape(2, 6), "[[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]"),
        (np.zeros(FEW_NUMBERS), f"[{', '.join('0' * FEW_NUMBERS)}]"),
        (np.zeros(FEW_NUMBERS + 1), f"array of shape ({FEW_NUMBERS + 1},)"),
        (np.full(FEW_NUMBERS, 1 / 3), f"array of shape ({FEW_NUMBERS},)"),
        ([0] * FEW, f"[{', '.join('0' * FEW)}]"),
        ([0] * (FEW + 1), f"list of {FEW + 1}"),
        (np.zeros((40, 3)), "array of shape (40, 3)"),
        (np.zeros((0, 3)), "array of shape (0, 3)"),
        ([np.zeros((40, 3)), (1, "a")], "[array of shape (40, 3), (1, 'a')]"),
        (list(range(50)), "list of 50"),
        ({"x": ["u"], 1: None}, "{'x': ['u'], 1: None}"),
        ("a" * 500, "'" + "a" * 159 + "…"),
        (float("nan"), "nan"),
        (1 / 3, "0.333333"),
        (np.random.default_rng(0), "rng"),
        (right_step, "right_step"),
        (len, "<builtin_function_or_method>"),
        (object(), "<object>"),
    ],
)
def test_a_value_is_shown_in_short(value, text):
    assert shown(value) == text


def test_a_lambda_is_shown_as_it_was_written():
    line = "f = lambda w, x: 2 * w + len('é') - x, 1\n"
    linecache.cache["<a cell>"] = (len(line), None, [line], "<a cell>")
    names = {}
    exec(compile(line, "<a cell>", "exec"), names)
    assert shown(names["f"][0]) == "lambda w, x: 2 * w + len('é') - x"
    assert shown(eval(compile("lambda w: w", "<nowhere>", "eval"))) == "<function>"


def test_showing_runs_no_code_of_the_student_s():
    class Loud(list):
        def __repr__(self):
            raise SystemExit("shown")

        __len__ = __iter__ = __str__ = __repr__

    assert call_text("f", (Loud(),), {"key": 2}) == "f(<Loud>, key=2)"


def watched(**names):
    """What a test sees of names."""
    return Calls().begin(names)


def test_a_function_keeps_name_signature_and_attributes():
    def step(w, grad, lr=0.5, *, best: bool = True):
        """Doc."""
        step.calls += 1
        return w

    step.calls = 0
    seen = watched(step=step)("step")
    assert seen.__name__ == "step" and seen.__doc__ == "Doc." and seen.__module__ == __name__
    assert inspect.signature(seen) == inspect.signature(step)
    assert seen(3, 1) == 3 and seen.calls == step.calls == 1
    with pytest.raises(TypeError, match="`step` cannot be called like this .missing .* 'grad'"):
        seen(3)


class Layer:
    """A class."""


@pytest.mark.parametrize("value", [Layer(), 7, "down", np.maximum, len, bool, np.ones(3).sum])
def test_what_is_no_function_or_class_is_handed_over_as_it_is(value):
    assert watched(it=value)("it") is value


def test_the_verdict_is_the_same_with_and_without_the_calls():
    def batches(x):
        yield from x

    source = '''
def test_generator(batches):
    """A generator."""
    close(list(batches([1, 2])), [1, 2])

def test_raises(f):
    """An error."""
    raises(ValueError, f, 1)

def test_number(seven):
    """A number."""
    close(seven(1), 2)
'''

    def refuse(x):
        raise ValueError

    names = {"batches": batches, "f": refuse, "seven": 7}
    tests = list(load(source).values())
    plain = run("q", tests, names)
    with_calls = run("q", tests, names, calls=Calls())
    assert plain.lines == with_calls.lines and [line[0] for line in plain.lines] == [1, 1, 0]


@each_set
def test_no_answer_to_any_set_gets_another_verdict_because_its_calls_are_noted(path):
    for question in made(path, 0).questions.values():
        tests = [
            answers.load_test(test.source, test.name, test.in_place)
            for test in question.tests
            if not test.hidden
        ]
        wrong = [code for _, code in question.wrong]
        for code in [exercises.reference(question), *question.right, *wrong]:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                plain = run("q", tests, answers.names_of(code), 1, "processor")
                noted = run("q", tests, answers.names_of(code), 1, "processor", Calls())
            for (passed, title, why), line in zip(plain.lines, noted.lines, strict=True):
                assert line[:2] == (passed, title) and (line[2] or "").endswith(why or "")


def test_the_grader_s_way_shows_no_call():
    test = load('def test_f(f):\n    """f."""\n    close(f(1), 2)')["test_f"]
    (line,) = run("q1", [test], {"f": lambda n: n}).lines
    assert line[2].startswith("the result is 1, expected 2")
