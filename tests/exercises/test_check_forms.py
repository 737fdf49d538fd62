"""Answers of another form, and stubs that were left: each gets one sentence, in plain words."""

import collections

import numpy as np
import pytest

from nblib.check import Checks, explain
from nblib.grading import grade

SOURCE = '''
def test_unpacked(f):
    """Two things."""
    first, second = f(3)
    close(first, [1.0], what="the first")

def test_indexed(f):
    """A table."""
    close(f(3)[:, 0], [1.0])

def test_named(f):
    """A dict."""
    close(f(3)["w"], [1.0])

def test_called(f):
    """A function."""
    close(f(3)(2), 1.0)

def test_counted(f):
    """A list."""
    same([int(v) for v in f(3)], [1])

def test_word(f):
    """A word."""
    same(f(3), "fine")

def test_number(f):
    """A number."""
    close(f(3), 1.0)

def test_pair(f):
    """A pair."""
    same(f(3), (2, 3))
'''
TESTS = ("unpacked", "indexed", "named", "called", "counted", "word", "number", "pair")
UNLIKE = "cannot be compared: expected numbers; give a list of what is in it"
FORM = "look in the question what it asks for, and in which form"
Size = collections.namedtuple("Size", "rows columns")


class Shape(tuple):
    """A tuple of a class of its own."""


def looked_at(test, **names):
    """What the check says of an answer to one test."""
    entry = {"points": 1, "tests": [f"test_{test}"], "probe": None, "known": {}, "hints": []}
    return Checks(SOURCE, {"q1": entry}, names=names)("q1")


def told(test, answer):
    """What a student is told of what their function answers in a test."""
    (line,) = looked_at(test, f=lambda n: answer).lines
    return None if line[0] else line[2].removeprefix("f(3)\n")


def computes(n):
    half = ...
    return half * n


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize(
    "f",
    [..., lambda n: ..., lambda n: (..., n), lambda n: {"w": ...}, computes, [1, ...]],
    ids=["name", "answer", "part", "value", "computes", "list"],
)
def test_dots_that_were_left_get_one_sentence(test, f):
    result = looked_at(test, f=f)
    assert not result.passed
    assert repr(result) == (
        "q1: `f` is not written yet: put your code in the place of `...` and run its cell."
    )


def test_dots_in_an_answer_that_passes_are_no_stub():
    assert looked_at("number", f=lambda n: np.ones((1, n))[..., 0][0]).passed


@pytest.mark.parametrize(
    "test, answer, sentence",
    [
        ("unpacked", 3.0, f"the result is 3: {FORM}"),
        ("unpacked", [1, 2, 3], f"the result is [1, 2, 3]: {FORM}"),
        ("unpacked", (None, 2), "the first is None: does the function end with `return`?"),
        ("unpacked", "ab", "the first is the text 'a', expected a number or an array"),
        ("indexed", [[1.0], [2.0]], f"the result is [[1], [2]]: {FORM}"),
        ("indexed", np.ones(1), f"the result is [1]: {FORM}"),
        ("indexed", np.float64(2), f"the result is 2: {FORM}"),
        ("named", (1, 2), f"the result is (1, 2): {FORM}"),
        ("named", {"W": 1}, f"the result is {{'W': 1}}: {FORM}"),
        ("called", 3, f"the result is 3: {FORM}"),
        ("counted", ["a"], f"the result is ['a']: {FORM}"),
        ("counted", 1, f"the result is 1: {FORM}"),
        ("word", ["fine"], "the result is a list of 1, expected the text 'fine'"),
        ("word", None, "the result is None, expected the text 'fine'"),
        ("number", {"a": 1}, "the result is a dict of 1, expected a number or an array"),
        ("number", len, "the result is a function, expected a number or an array"),
        ("number", int, "the result is the class int, expected a number or an array"),
        ("number", object(), "the result is an object of the class object, expected a number"),
        ("number", [[1], [2, 3]], "the result is a list of 2 whose parts make up no array: are"),
        ("number", np.ones((2, 4)), "the result has shape (2, 4), expected a single number"),
        ("indexed", np.ones((2, 4)), "the result has shape (2,), expected (1,)"),
        ("unpacked", (2.0, 1), "the first is a single number, expected shape (1,)"),
        ("number", "a", "the result is the text 'a', expected a number or an array"),
        ("number", ["a"], "the result has shape (1,), expected a single number"),
        ("unpacked", (["a"], 1), "the first holds texts, expected numbers"),
        ("number", np.array(["a"]), f"an array of texts {UNLIKE}"),
        ("number", np.array([b"a"]), f"an array of bytes {UNLIKE}"),
        ("number", np.array([None]), f"an array of objects {UNLIKE}"),
        ("number", np.zeros(1, "M8[s]"), f"an array of dates {UNLIKE}"),
        ("number", np.zeros(1, "m8[s]"), f"an array of spans of time {UNLIKE}"),
        ("number", np.zeros(1, "i4,i4"), f"an array of records {UNLIKE}"),
        ("pair", [2, 3], "the result is a list of 2, expected a tuple of 2"),
        ("pair", np.array([2, 3]), "the result is an array of shape (2,), expected a tuple of 2"),
        ("pair", Shape((2, 3)), "the result is a Shape, which is no plain tuple, expected a tuple"),
        ("pair", 2.0, "the result is the number 2.0, expected a tuple of 2"),
        *((test, None, "the result is None: does the function end") for test in TESTS[:5]),
    ],
)
def test_an_answer_of_another_form_gets_one_sentence(test, answer, sentence):
    assert told(test, answer).startswith(sentence)


@pytest.mark.parametrize(
    "test, answer",
    [
        ("pair", (np.int64(2), np.int32(3))),
        ("pair", Size(2, 3)),
        ("word", np.str_("fine")),
        ("number", np.array(1)),
        ("number", np.float32(1)),
    ],
)
def test_a_right_answer_of_a_near_form_passes(test, answer):
    assert told(test, answer) is None


@pytest.mark.parametrize(
    "test, answer",
    [
        ("number", lambda torch: torch.tensor(1.0, requires_grad=True)),
        ("unpacked", lambda torch: (torch.ones(1), 2)),
        ("indexed", lambda torch: torch.ones(1, 2)),
        ("counted", lambda torch: torch.ones(1)),
    ],
)
def test_a_tensor_counts_as_the_array_in_it(test, answer):
    torch = pytest.importorskip("torch")
    assert told(test, answer(torch)) is None
    assert told("pair", torch.ones(2)).startswith("the result is an array of shape (2,), expected")
    assert told("pair", torch.ones(2, 3).shape) is None
    assert told("pair", torch.Size([2])) == "the result is (2,), expected (2, 3)"
    long = torch.ones(2, dtype=torch.bfloat16)  # which NumPy has not
    assert told("number", long) == f"the result is <Tensor>: {FORM}"


@pytest.mark.parametrize(
    "line, sentence",
    [
        ("first, second = 3", f"the result is of another form: {FORM}"),
        ("first, second = None", "the result is None: does the function end with `return`?"),
    ],
)
def test_no_line_of_the_course_s_own_is_shown_as_the_student_s(line, sentence):
    # As in the grader, where no answer is noted and its own code stands around the test.
    with pytest.raises(TypeError) as stumbled:
        exec(compile(line, grade.__file__, "exec"))
    error = stumbled.value
    assert explain(error.with_traceback(error.__traceback__.tb_next)) == sentence


def test_the_tolerance_is_said_once_in_words_and_only_where_a_number_is_off():
    text = repr(looked_at("number", f=lambda n: 1.5))
    sentence = "A number is right if it is off by at most 1 part in 1,000,000 of what is expected"
    assert text.count(sentence) == 1 and "or by 0.000000001." in text
    assert "the result is 1.5, expected 1\n" in text
    assert "A number is right" not in repr(looked_at("number", f=lambda n: "1.5"))


def test_numbers_that_differ_late_are_shown_with_so_many_digits():
    assert told("number", 1.00001) == "the result is 1.00001, expected 1"
    assert told("number", 1.000002) == "the result is 1.000002, expected 1"


class Half:
    """A class that was begun."""

    def __init__(self, n):
        self.n = n

    def __call__(self, x):
        return x / self.n


CLASS = '''
def test_half(Half):
    """Half."""
    half = Half(2)
    close(half(np.ones(3)), np.full(3, 0.5))
    close(half.{method}(np.ones(2)), [0.5, 0.5])
'''


def of_class(cls, method):
    """What the check says of a class."""
    entry = {"points": 1, "tests": ["test_half"], "probe": None, "known": {}, "hints": []}
    return Checks(CLASS.format(method=method), {"q1": entry}, names={"Half": cls})("q1")


class Whole(Half):
    """A class with all its methods, one of them wrong."""

    def backward(self, grad):
        grad /= self.n
        return grad * 2

    def forward(self, x):
        return self(x)


class Stub:
    """A class whose methods say nothing yet."""

    def __init__(self, n): ...

    def __call__(self, x): ...


def test_a_class_is_looked_at_as_soon_as_one_method_is_written():
    text = repr(of_class(Half, "backward"))
    assert f"there is no `backward`: {FORM}" in text and "not written yet" not in text
    assert "`Half` is not written yet" in repr(of_class(Stub, "backward"))


def test_a_method_that_fails_is_shown_with_what_it_was_handed():
    text = repr(of_class(Whole, "backward"))
    assert "Half(…).backward([1, 1]), the last of 3 calls\n" in text and "is 1, expected" in text
    assert of_class(Whole, "forward").passed
