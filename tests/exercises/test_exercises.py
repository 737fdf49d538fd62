"""Every question of every set: the reference and another right answer get all points, the stub
none, and each wrong answer loses points and is met by its own hint. Nothing that a student gets
holds a solution or a hidden test.
"""

import copy
import dataclasses
import json
import re
import sys
import warnings

import nbformat
import numpy as np
import pytest

from nblib import check
from tools import exercises, mutants, otter

SECRET = b"not a secret, a test of it"
SETS = [(path, variant) for path in exercises.sources() for variant in (0, 1, 2)]
each = pytest.mark.parametrize("path, variant", SETS, ids=lambda v: v.parent.name if hasattr(v, "parent") else str(v))


def made(path, variant):
    return exercises.read(path, variant, SECRET if variant else b"")


def answers():
    for path, variant in SETS:
        for question in made(path, variant).questions.values():
            yield pytest.param(path, variant, question, id=f"{path.parent.name}-{variant}-{question.name}")


ANSWERS = list(answers())


def points(question, names):
    """Return the points of an answer and the lines of its tests."""
    tests = [check.load(test.source)[test.name] for test in question.tests]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = check.run(question.name, tests, names, seconds=2)
    return sum(question.points_of(t) for t, (ok, _, _) in zip(question.tests, result.lines, strict=True) if ok), result


@pytest.mark.parametrize("path, variant, question", ANSWERS)
def test_right_answers_get_all_points(path, variant, question):
    for code in [exercises.reference(question), *question.right]:
        got, result = points(question, exercises.names_of(code))
        assert got == pytest.approx(question.points), result


@pytest.mark.parametrize("path, variant, question", ANSWERS)
def test_the_stub_gets_nothing(path, variant, question):
    cells = [exercises.stub(c.source) for is_solution, c in question.cells if is_solution]
    got, result = points(question, exercises.names_of("\n\n".join(cells)))
    assert got == 0, result


@pytest.mark.parametrize("path, variant, question", ANSWERS)
def test_every_wrong_answer_loses_points_and_meets_its_own_hint(path, variant, question):
    source, questions = exercises.checks(made(path, variant))
    hints = set()
    for misconception, code in question.wrong:
        names = exercises.names_of(code)
        got, result = points(question, names)
        assert got < question.points, f"{misconception}: gets all points"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shown = check.Checks(source, questions, names=names)(question.name)
        if not shown.passed:
            assert shown.hint == misconception
        hints.add(misconception)
    assert len(hints) == len(question.wrong) >= 3


@each
def test_points_of_tests_add_up(path, variant):
    for question in made(path, variant).questions.values():
        assert sum(map(question.points_of, question.tests)) == pytest.approx(question.points)
        assert all(question.points_of(t) > 0 for t in question.tests)


@pytest.mark.parametrize("path, variant, question", ANSWERS)
def test_a_public_test_asked_again_with_other_numbers_is_passed_by_right_answers(path, variant, question):
    tests = [dataclasses.replace(t, source=t.again) for t in question.tests if t.again]
    if not tests:
        return
    again = dataclasses.replace(question, tests=tests)
    for code in [exercises.reference(question), *question.right]:
        _, result = points(again, exercises.names_of(code))
        assert result.passed, result


def replayed(question, test):
    """Return whether what the reference answers in a public test passes it with other numbers
    too.
    """
    names, answers = exercises.names_of(exercises.reference(question)), []

    def run(source, stand_in):
        check.load(source)[test.name].call(lambda name: stand_in(names[name]))

    def noted(function):
        def call(*arguments, **named):
            answer = function(*arguments, **named)
            answer = list(answer) if hasattr(answer, "__next__") else answer
            answers.append(copy.deepcopy(answer))
            return answer

        return call

    run(test.source, noted)
    again = iter(answers)
    try:
        run(test.again, lambda function: lambda *arguments, **named: next(again))
    except Exception:
        return False
    return True


@each
def test_no_public_test_accepts_its_own_first_answers_when_it_is_asked_again(path, variant):
    for question in made(path, variant).questions.values():
        names = exercises.names_of(exercises.reference(question))
        classes = {name for name, value in names.items() if isinstance(value, type)}
        for test in question.tests:
            if test.again and not classes & set(re.findall(r"\w+", test.source)):
                assert not replayed(question, test), (question.name, test.name)


def test_a_public_test_is_asked_again_only_where_its_first_answers_fail():
    questions = made(*exercises.sources(["02"]), 0).questions.values()
    again = {t.name: bool(t.again) for q in questions for t in q.tests if not t.hidden}
    assert not again.pop("test_q4_train")  # any standardized columns pass it, whatever the numbers
    assert len(again) == 9 and all(again.values())


@each
def test_nothing_that_a_student_gets_holds_a_solution_or_a_hidden_test(path, variant):
    exercise = made(path, variant)
    book = exercises.student(exercise)
    text = "\n".join(cell.source for cell in book.cells)
    for question in exercise.questions.values():
        for test in question.tests:
            assert (test.name in text) != test.hidden
        for code in [exercises.reference(question), *question.right, *(code for _, code in question.wrong)]:
            body = [line.strip() for line in code.splitlines()[1:] if len(line.strip()) > 12]
            assert not any(line in text for line in body), "a line of an answer"
    assert "SOLUTION" not in text and "BEGIN " not in text and "{{" not in text


@each
def test_a_student_s_notebook_runs_and_its_checks_answer(path, variant):
    book = exercises.student(made(path, variant))
    names = {}
    for cell in book.cells:
        if cell.cell_type == "code" and not cell.source.startswith("check("):
            exec(re.sub(r"(?m)^( *)%pip", r"\1pass  # ", cell.source), names)
    for question in made(path, variant).questions:
        names["_name"] = question
        result = eval("check(_name)", names)
        assert not result.passed and "Traceback" not in repr(result)


@pytest.mark.parametrize("path", exercises.sources(), ids=lambda path: path.parent.name)
def test_the_committed_files_are_what_the_source_generates(path):
    assert not exercises.stale(path), "run `make exercises`"
    for name in exercises.files(path):
        if name.endswith(".ipynb"):
            nbformat.validate(nbformat.read(path.parent / name, 4))


@pytest.mark.parametrize("path", exercises.sources(), ids=lambda path: path.parent.name)
def test_variants_differ_and_follow_from_the_secret_alone(path):
    values = [json.dumps(exercises.read(path, k, SECRET).values) for k in (1, 2, 3)]
    assert len(set(values)) == 3
    assert values[0] == json.dumps(exercises.read(path, 1, SECRET).values)
    assert values[0] != json.dumps(exercises.read(path, 1, SECRET + b"!").values)
    with pytest.raises(exercises.SourceError, match="at least 16 bytes"):
        exercises.read(path, 1, b"short")


def test_stubs_by_otter_s_markers():
    source = """def f(x):
    # BEGIN SOLUTION
    y = x
    return y
    # END SOLUTION

a = 3  # SOLUTION
b = f(a)
print(b)  # SOLUTION
c = 1  # SOLUTION NO PROMPT"""
    assert exercises.stub(source) == "def f(x):\n    ...\n\na = ...\nb = f(a)\n..."
    assert "SOLUTION" not in exercises.solution(source) and "a = 3\n" in exercises.solution(source)


@pytest.mark.parametrize(
    "change, message",
    [
        (lambda s: s.replace("{{growth}}(H, lr):", "{{grwth}}(H, lr):", 1), "grwth.* is not among the values"),
        (lambda s: s.replace("hidden: true", "hidden: false"), "lacks public and hidden tests"),
        (lambda s: s.replace("# RIGHT", "# PROBE"), "lacks another right answer"),
        (lambda s: s.replace("# WRONG: ", "# WORNG: ", 1), "not '# WORNG"),
        (lambda s: s.replace("points: 2\n", "", 1), "a question lacks points"),
        (lambda s: s.replace("in_place: true", "inplace: true", 1), "configured with inplace"),
        (lambda s: s.replace("# ASSIGNMENT CONFIG", "# CONFIG"), "no cell ASSIGNMENT CONFIG"),
        (lambda s: s.replace("# END QUESTION", "# EDN QUESTION", 1), "no marker '# EDN QUESTION' .of question q1"),
        (lambda s: s.replace("# END QUESTION", "# END QUESTON", 1), "no marker '# END QUESTON' .of question q1"),
        (lambda s: s.replace("# BEGIN QUESTION", "# BEGIN QUESTON", 1), "no marker '# BEGIN QUESTON' .outside"),
        (lambda s: s.replace("# BEGIN TESTS", "# BEGIN TEST", 1), "no marker '# BEGIN TEST' .of question q1"),
        (lambda s: s.replace("# END ANSWERS", "# End answers", 1), "no marker '# End answers' .of question q1"),
        (lambda s: s.replace("# BEGIN VARIANT", "# BEGIN VARIENT"), "no marker '# BEGIN VARIENT' .outside"),
        (lambda s: s.replace("# END VARIANT", "# END VARIENT"), "BEGIN VARIANT has no END VARIANT"),
        (lambda s: without(s, "# END QUESTION"), "question q1 has no END QUESTION before the next one"),
        (lambda s: without(s, "# END QUESTION", -1), "question q5 has no END QUESTION"),
        (lambda s: without(s, "# BEGIN QUESTION"), "'# BEGIN SOLUTION' stands in no question: .* BEGIN QUESTION"),
        (lambda s: without(s, "# BEGIN TESTS"), "'# END TESTS' of question q1 has no BEGIN TESTS"),
        (lambda s: without(s, "# END TESTS"), "BEGIN TESTS of question q1 has no END TESTS before '# BEGIN ANSWERS'"),
        (lambda s: without(s, "# END ANSWERS"), "BEGIN ANSWERS of question q1 has no END ANSWERS before '# END QUEST"),
        (lambda s: without(s, "# END SOLUTION"), "BEGIN SOLUTION of question q1 has no END SOLUTION before"),
        (lambda s: s[: s.rindex("```{raw-cell}\n# END ANSWERS")], "question q5 has no END ANSWERS"),
    ],
)
def test_a_source_that_is_not_sound_is_refused(tmp_path, change, message):
    path = unsound(tmp_path, change)
    with pytest.raises(exercises.SourceError, match=message) as refused:
        exercises.read(path)
    assert str(path) in str(refused.value)


def without(text, marker, place=0):
    """A source without one of the cells of a marker."""
    begin = [m.start() for m in re.finditer(r"```\{raw-cell\}\n" + marker, text)][place]
    return text[:begin] + text[text.index("\n```\n", begin) + 5 :]


def unsound(tmp_path, change):
    """Write set 02 with a change; return the path of the source."""
    source = exercises.sources(["02"])[0].read_text()
    assert change(source) != source
    path = tmp_path / "02_x" / "source.md"
    path.parent.mkdir()
    path.write_text(change(source))
    return path


@pytest.mark.parametrize("tool", [exercises, mutants, otter], ids=lambda tool: tool.__name__)
def test_a_command_says_what_is_wrong_with_a_source(tmp_path, monkeypatch, tool):
    path = unsound(tmp_path, lambda s: without(s, "# END TESTS"))
    monkeypatch.setattr(exercises, "EXERCISES", tmp_path)
    monkeypatch.setattr(otter, "BUILD", tmp_path / "otter")
    monkeypatch.setattr(otter, "environment", lambda: None)
    monkeypatch.setattr(sys, "argv", [tool.__name__, "02"])
    with pytest.raises(SystemExit) as stopped:
        tool.main()
    assert str(stopped.value).startswith(f"{path}: BEGIN TESTS of question q1 has no END TESTS")


def test_a_reference_that_fails_its_own_test_is_named_with_its_file(tmp_path, monkeypatch):
    path = unsound(
        tmp_path, lambda s: s.replace("return w - lr * grad  # SOLUTION", "return w + lr * grad  # SOLUTION")
    )
    monkeypatch.setattr(exercises, "EXERCISES", tmp_path)
    monkeypatch.setattr(sys, "argv", ["mutants", "02"])
    with pytest.raises(SystemExit) as stopped:
        mutants.main()
    assert str(stopped.value).startswith(f"{path}: q1: the reference fails test_q1")


@pytest.mark.parametrize(
    "secret, address, message",
    [
        (b"fifteen bytes ..", None, None),
        (b"fifteen bytes .", None, r"needs a secret of at least 16 bytes, got 15: .*`head -c 32 /dev/urandom > FILE`"),
        (None, None, r"secret: the secret cannot be read \(No such file .*`head -c 32 /dev/urandom > FILE`"),
        (SECRET, "git@github.com:me/fork", "NBLIB_REPOSITORY must look like https://host/owner/name, got 'git@"),
    ],
    ids=["good", "short", "missing", "address"],
)
def test_issuing_a_variant_works_or_says_why_not_in_one_line(tmp_path, monkeypatch, secret, address, message):
    if secret:
        (tmp_path / "secret").write_bytes(secret)
    monkeypatch.setenv("NBLIB_REPOSITORY", address or "")
    arguments = ["02", "--variant", "1", "--secret", str(tmp_path / "secret"), "--out", str(tmp_path / "out")]
    monkeypatch.setattr(sys, "argv", ["exercises", *arguments])
    if message is None:
        exercises.main()
        assert (tmp_path / "out" / "02_gradient_descent" / "key" / "assignment.json").exists()
        return
    with pytest.raises(SystemExit, match=message) as stopped:
        exercises.main()
    assert "\n" not in str(stopped.value) and not (tmp_path / "out").exists()


def test_an_out_that_is_a_file_is_explained_in_one_line(tmp_path, monkeypatch):
    (tmp_path / "out").write_text("mine")
    monkeypatch.setattr(sys, "argv", ["exercises", "02", "--out", str(tmp_path / "out")])
    with pytest.raises(SystemExit, match="cannot be written") as stopped:
        exercises.main()
    assert "\n" not in str(stopped.value) and (tmp_path / "out").read_text() == "mine"


def test_variants_below_0_are_refused(tmp_path, monkeypatch, capsys):
    (tmp_path / "secret").write_bytes(SECRET)
    arguments = ["02", "--variant", "-1", "--secret", str(tmp_path / "secret"), "--out", str(tmp_path / "out")]
    monkeypatch.setattr(sys, "argv", ["exercises", *arguments])
    with pytest.raises(SystemExit) as stopped:
        exercises.main()
    assert stopped.value.code == 2 and "--variant counts from 0, got -1" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
