"""The student's check: it says what is wrong, never with a traceback of ours, and never hangs."""

import time

import numpy as np
import pytest

from nblib import check as module
from nblib.check import Checks, Mismatch, close, fingerprint, raises, same

SOURCE = '''
def test_step(step):
    """One step from 1 with gradient 2 and rate 0.1."""
    close(step(np.array([1.0]), np.array([2.0]), 0.1), [0.8])

def test_shape(step):
    """A step keeps the shape."""
    close(step(np.ones((2, 3)), np.ones((2, 3)), 0.5), np.full((2, 3), 0.5))

def probe_step(step):
    return step(np.array([1.0, -2.0]), np.array([3.0, 0.5]), 0.1)

def test_word(word):
    """The word."""
    same(word, "down")
'''
UPHILL = fingerprint(np.array([1.3, -1.95]))
QUESTIONS = {
    "q1": {
        "points": 2,
        "tests": ["test_step", "test_shape"],
        "probe": "probe_step",
        "known": {UPHILL: "you add the step: that is uphill"},
        "hints": ["Against the gradient.", "w - lr * grad"],
        "uncovered": "whether the weights that you were given stay as they were",
    },
    "q2": {
        "points": 1,
        "tests": ["test_word"],
        "probe": None,
        "known": {},
        "hints": [],
        "uncovered": "",
    },
}


def check(**names):
    return Checks(SOURCE, QUESTIONS, names=names)


def test_a_right_answer_passes_and_is_told_what_was_not_looked_at():
    result = check(step=lambda w, g, lr: w - lr * g)("q1")
    assert (
        result.passed
        and "stay as they were" in repr(result)
        and "1 of 2 questions pass" in repr(result)
    )


def test_a_known_misconception_is_named():
    result = check(step=lambda w, g, lr: w + lr * g)("q1")
    text = repr(result)
    assert (
        not result.passed
        and "that is uphill" in text
        and "the result at [0] is 1.2, expected 0.8" in text
    )


def test_an_unknown_mistake_is_shown_without_a_guess():
    result = check(step=lambda w, g, lr: w - g)("q1")
    assert not result.passed and result.hint is None and "expected 0.8" in repr(result)


@pytest.mark.parametrize(
    "step, message",
    [
        (lambda w, g, lr: print(end=""), "is None: does the function end with `return`?"),
        (lambda w, g, lr: "0.8", "is the text '0.8', expected a number or an array"),
        (lambda w, g, lr: w[:, None] - lr * g, "has shape"),
        (lambda w, g, lr: np.array([object()]), "an array of objects cannot"),
        (lambda w, g, lr: w - lr * g + np.nan, "is nan, expected 0.8"),
        (
            lambda w: w,
            "`step` cannot be called like this (too many positional arguments): keep the",
        ),
        (lambda w, g, lr: 1 / 0, "ZeroDivisionError"),
        (lambda w, g, lr: exit(), "it ends the program"),
        (lambda w, g, lr: undefined, "NameError: name 'undefined' is not defined"),  # noqa: F821
        (7, "`step` is 7: look in the question what it asks for, and in which form"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence(step, message):
    result = check(step=step)("q1")
    assert not result.passed and message in repr(result) and "Traceback" not in repr(result)


def test_a_missing_name_is_asked_for():
    assert "`step` is not defined: run the cell that defines it" in repr(check()("q1"))


def test_a_loop_that_does_not_end_is_ended():
    def forever(w, g, lr):
        while True:
            try:
                time.sleep(0.01)
            except Exception:
                pass

    result = module.run(
        "q1", [module.Checks(SOURCE, QUESTIONS)._tests["test_step"]], {"step": forever}, seconds=0.2
    )
    assert "no answer within 0.2 seconds" in repr(result)


def test_a_limit_of_the_processor_does_not_count_waiting():
    def late(w, g, lr):
        time.sleep(0.3)
        return w - lr * g

    def forever(w, g, lr):
        while True:
            pass

    test = module.load(SOURCE)["test_step"]
    assert module.run("q1", [test], {"step": late}, seconds=0.2, clock="processor").passed
    result = module.run("q1", [test], {"step": forever}, seconds=0.2, clock="processor")
    assert "no answer within 0.2 seconds" in repr(result)


def test_progress_goes_back_when_an_answer_is_broken_again():
    c = check(word="down")
    assert "1 of 2" in repr(c("q2"))
    c._names["word"] = "up"
    assert "0 of 2" in repr(c("q2")) and "the result is 'up', expected 'down'" in repr(c("q2"))


def test_hints_come_in_steps(capsys):
    c = check()
    for _ in range(3):
        c.hint("q1")
    c.hint("q2")
    out = capsys.readouterr().out
    assert (
        "q1, hint 1 of 2: Against" in out
        and "q1, hint 2 of 2, the last: w - lr" in out
        and "q1, the last hint again: w - lr" in out
        and "no hint for q2" in out
    )


@pytest.mark.parametrize("name", ["q9", 7, ["q1"]])
def test_an_unknown_question_is_answered_with_those_there_are(name, capsys):
    answer = check()(name)
    sentence = f"There is no question {name!r}: there are q1, q2."
    assert sentence in repr(answer) and not answer.passed
    assert check().hint(name) is None and sentence in capsys.readouterr().out


def test_a_known_mistake_is_named_where_the_tests_do_not_look():
    def step(w, g, lr):
        return w - lr * g if np.all(w > 0) else w + lr * g

    result = check(step=step)("q1")
    assert result.passed and "And yet it looks like a known mistake: you add" in repr(result)


def test_names_are_those_of_the_notebook_that_calls():
    word = "down"  # noqa: F841 - a local: not what the check looks at
    c = Checks(SOURCE, QUESTIONS)
    assert "`word` is not defined" in repr(c("q2"))


def test_same_is_strict_about_types_and_takes_numpy_s_scalars():
    same(np.int64(3), 3)
    same(np.True_, True)
    same(np.array(3), 3)
    for got, expected, message in (
        (3.0, 3, "the number 3.0, expected the whole number 3"),
        (True, 1, "True, expected the whole number 1"),
        ("3", 3, "the text '3', expected the whole number 3"),
        ([3, 4], (3, 4), "a list of 2, expected a tuple of 2"),
    ):
        with pytest.raises(Mismatch, match=f"the result is {message}"):
            same(got, expected)


def test_raises_wants_the_kind_and_says_what_came():
    raises(ValueError, int, "x")
    with pytest.raises(Mismatch, match="returns 3"):
        raises(ValueError, int, "3")
    with pytest.raises(Mismatch, match="raises TypeError, expected ValueError"):
        raises(ValueError, int, None)


def test_close_takes_numbers_lists_and_arrays():
    close(0.1 + 0.2, 0.3)
    close([1, 2], np.array([1.0, 2.0]))
    close(np.float32(0.1), 0.1)
    with pytest.raises(Mismatch, match=r"\(2 of 3 elements differ\)"):
        close([1, 5, 6], [1, 2, 3])


def test_fingerprints_forgive_rounding_and_tell_shapes_and_types_apart():
    a = np.array([1.0, 2.0])
    assert fingerprint(a) == fingerprint(a * (1 + 1e-9)) == fingerprint(a.astype(np.float32))
    assert fingerprint(0.0) == fingerprint(-0.0)
    assert len({fingerprint(v) for v in (a, a[:, None], a[:1], (a, a), None, "a", True)}) == 7
