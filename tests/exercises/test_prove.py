"""Every question of every set tells right answers from wrong ones, and who says so can tell."""

import copy
import dataclasses
import re

import pytest
from exercise_sets import SETS, each_variant, made, name_of

from nblib import check
from tools import exercises
from tools.exercises import answers, model, prove

QUESTIONS = [
    pytest.param(path, variant, name, id=f"{path.parent.name}-{variant}-{name}")
    for path, variant in SETS
    for name in re.findall(r"(?m)^# BEGIN QUESTION\nname: (\w+)", path.read_text())
]


@pytest.mark.parametrize("path, variant, name", QUESTIONS)
def test_every_question_discriminates(path, variant, name):
    exercise = made(path, variant)
    alone = dataclasses.replace(exercise, parts=[exercise.questions[name]])
    assert not prove.faults(alone), "\n".join(prove.faults(alone))


@each_variant
def test_no_question_is_left_out_above(path, number):
    names = {p.values[2] for p in QUESTIONS if p.values[:2] == (path, number)}
    assert names == set(made(path, number).questions)


@pytest.fixture
def question():
    """A question of its own, to be spoiled."""
    return copy.deepcopy(made(*SETS[3]).questions["q1"])


def faults(question):
    exercise = dataclasses.replace(made(*SETS[3]), parts=[question])
    return prove.faults(exercise)


def name_of_function(question):
    """Return what the function that a question asks for is called in this variant."""
    names = answers.names_of(exercises.reference(question))
    return next(name for name in names if name not in ("np", "__builtins__"))


def test_the_question_that_is_spoiled_below_is_sound(question):
    assert name_of(SETS[3][0]) == "02_gradient_descent" and not faults(question)


def test_a_right_answer_that_loses_points_is_found(question):
    function = name_of_function(question)
    question.right.append(f"def {function}(w, grad, lr):\n    return w - lr * grad - 1e-3")
    points, again, shown = faults(question)
    assert points.startswith("q1: a right answer gets 0 points\ndef ")
    assert "a right answer fails with other numbers" in again
    assert "the check does not pass a right answer" in shown


def test_a_right_answer_that_holds_the_public_numbers_is_found(question):
    function = name_of_function(question)
    lr = made(*SETS[3]).values["lr"]
    code = f"def {function}(w, grad, lr):\n    return w - (lr if lr == {lr} else 0) * grad"
    question.tests = [test for test in question.tests if not test.hidden]
    question.right.append(code)
    assert "a right answer fails with other numbers" in "".join(faults(question))


def test_a_stub_that_gets_points_is_found(question):
    cell = question.cells[-1][1]
    given = cell.with_source(cell.source.replace("  # SOLUTION", ""))
    question.cells[-1] = (True, given)
    assert any(fault.startswith("q1: the stub gets") for fault in faults(question))


def test_a_wrong_answer_with_all_points_is_found(question):
    question.wrong.append(("you are right", exercises.reference(question)))
    told = "q1: 2 of 2 points for a wrong answer, with those to the public tests typed in: you are"
    assert any(fault.startswith(told) for fault in faults(question))


def test_a_wrong_answer_that_gets_more_than_a_fifth_is_found(question):
    function = name_of_function(question)
    (again, *_) = [test for test in question.tests if test.again]
    for test in question.tests:
        test.points = 0.9 if test is again else 1.1 / (len(question.tests) - 1)
    code = f"def {function}(w, grad, lr):\n    return w - lr * grad if np.size(w) < 4 else w"
    assert check.run("q1", [check.load(again.again)[again.name]], answers.names_of(code)).passed
    question.wrong.append(("you move short vectors alone", code))
    assert any(re.match(r"q1: (0\.9|1\.\d+) of 2 points for a wrong", f) for f in faults(question))


@pytest.mark.parametrize(
    "right_for, points",
    [((), 0), ((1,), 0), ((2,), 0), ((3,), 1), ((4,), 5), ((3, 4), 6), ((1, 2, 3, 4), 6)],
)
def test_what_an_answer_gets_beside_typed_in_ones(right_for, points):
    def test_of(number, **settings):
        source = f'def test_{number}(f):\n    """{number}."""\n    same(f({number}), True)'
        return model.Test(f"test_{number}", source, "", **settings)

    # The first holds no numbers to be asked again with; the second is asked with 3.
    unseen = test_of(3).source.replace("test_3", "test_2")
    tests = [test_of(1, points=2), test_of(2, again=unseen, points=1)]
    tests.append(test_of(4, hidden=True, points=3))
    question = model.Question("q1", 6, [], "", tests=tests)
    names = {"f": lambda number: number in right_for}
    assert answers.points_beside_typed(question, names) == points


def test_two_wrong_answers_that_the_check_cannot_tell_apart_are_found(question):
    question.wrong.append(("another word for it", question.wrong[0][1]))
    assert [fault for fault in faults(question) if "hint for 'another word for it' is" in fault]
    question.wrong[-1] = question.wrong[0]
    assert "q1: two wrong answers have the same misconception" in faults(question)


@each_variant
def test_points_of_tests_add_up(path, number):
    for question in made(path, number).questions.values():
        points = [question.points_of(test) for test in question.tests]
        assert sum(points) == pytest.approx(question.points) and min(points) > 0


def replayed(question, test):
    """Whether what the reference answers in a public test passes it with other numbers too."""
    names = answers.names_of(exercises.reference(question))
    given = []

    def noted(name):
        def call(*arguments, **named):
            answer = names[name](*arguments, **named)
            answer = list(answer) if hasattr(answer, "__next__") else answer
            given.append(copy.deepcopy(answer))
            return answer

        return call

    check.load(test.source)[test.name].call(noted)
    again = iter(given)
    try:
        check.load(test.again)[test.name].call(lambda name: lambda *a, **named: next(again))
    except Exception:
        return False
    return True


@each_variant
def test_no_public_test_accepts_its_own_first_answers_when_it_is_asked_again(path, number):
    for question in made(path, number).questions.values():
        names = answers.names_of(exercises.reference(question))
        classes = {name for name, value in names.items() if isinstance(value, type)}
        for test in question.tests:
            if test.again and not classes & set(re.findall(r"\w+", test.source)):
                assert not replayed(question, test), (question.name, test.name)


def test_a_public_test_is_asked_again_only_where_its_first_answers_fail():
    questions = made(*SETS[3]).questions.values()
    again = {t.name: bool(t.again) for q in questions for t in q.tests if not t.hidden}
    # Any standardized columns pass this one, whatever the numbers.
    assert not again.pop("test_q4_train")
    assert len(again) == 22 and all(again.values())
