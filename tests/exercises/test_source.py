"""A source that is not sound is refused in a sentence with the file and the line, no traceback."""

import re

import pytest
from exercise_sets import changed_source, without

from tools import exercises
from tools.exercises import solution


def replace(old, new, count=-1):
    """A change of a source."""
    return lambda source: source.replace(old, new, count)


def leave_out(marker, place=0):
    """A change of a source: one of the cells of a marker is missing."""
    return lambda source: without(source, marker, place)


@pytest.mark.parametrize(
    "change, message",
    [
        (replace("{{growth}}(H, lr):", "{{grwth}}(H, lr):", 1), "grwth.* is not among the values"),
        (replace("hidden: true", "hidden: false"), "lacks public and hidden tests"),
        (replace("# RIGHT", "# PROBE"), "lacks another right answer"),
        (replace("# WRONG: ", "# WORNG: ", 1), "not '# WORNG"),
        (replace("points: 2\n", "", 1), "a question lacks points"),
        (replace("in_place: true", "inplace: true", 1), "configured with inplace"),
        (replace("# ASSIGNMENT CONFIG", "# CONFIG"), "no cell ASSIGNMENT CONFIG"),
        (
            replace("# END QUESTION", "# EDN QUESTION", 1),
            "no marker '# EDN QUESTION' .of question q1",
        ),
        (
            replace("# END QUESTION", "# END QUESTON", 1),
            "no marker '# END QUESTON' .of question q1",
        ),
        (
            replace("# BEGIN QUESTION", "# BEGIN QUESTON", 1),
            "no marker '# BEGIN QUESTON' .outside",
        ),
        (replace("# BEGIN TESTS", "# BEGIN TEST", 1), "no marker '# BEGIN TEST' .of question q1"),
        (replace("# END ANSWERS", "# End answers", 1), "no marker '# End answers' .of question q1"),
        (replace("# BEGIN VARIANT", "# BEGIN VARIENT"), "no marker '# BEGIN VARIENT' .outside"),
        (replace("# END VARIANT", "# END VARIENT"), "BEGIN VARIANT has no END VARIANT"),
        (leave_out("# END QUESTION"), "question q1 has no END QUESTION before the next one"),
        (leave_out("# END QUESTION", -1), "question q5 has no END QUESTION"),
        (
            leave_out("# BEGIN QUESTION"),
            "'# BEGIN SOLUTION' stands in no question: .* BEGIN QUESTION",
        ),
        (leave_out("# BEGIN TESTS"), "'# END TESTS' of question q1 has no BEGIN TESTS"),
        (
            leave_out("# END TESTS"),
            "BEGIN TESTS of question q1 has no END TESTS before '# BEGIN ANSWERS'",
        ),
        (
            leave_out("# END ANSWERS"),
            "BEGIN ANSWERS of question q1 has no END ANSWERS before '# END QUEST",
        ),
        (leave_out("# END SOLUTION"), "BEGIN SOLUTION of question q1 has no END SOLUTION before"),
        (
            lambda source: source[: source.rindex("```{raw-cell}\n# END ANSWERS")],
            "question q5 has no END ANSWERS",
        ),
    ],
)
def test_a_source_that_is_not_sound_is_refused(tmp_path, change, message):
    path = changed_source(tmp_path, change)
    with pytest.raises(exercises.SourceError, match=message) as refused:
        exercises.read(path)
    assert str(refused.value).startswith(str(path))


STEP = "    return w - lr * grad  # SOLUTION"


@pytest.mark.parametrize(
    "change, place, message",
    [
        # A marker inside the code of a solution: what a student must not see hangs on it.
        (replace("lr * grad  # SOLUTION", "lr * grad  # SOLUTON"), "# SOLUTON", "no marker"),
        (replace("lr * grad  # SOLUTION", "lr * grad  # Solution"), "# Solution", "no marker"),
        (replace(STEP, "    return w - lr * grad"), "def {{step}}", "students would get all of it"),
        (
            replace("    # BEGIN SOLUTION", "    # BEGIN SOLUTOIN", 1),
            "    # BEGIN SOLUTOIN",
            "no marker `# BEGIN SOLUTOIN`",
        ),
        (
            replace("    # END SOLUTION\n", "", 1),
            "    # BEGIN SOLUTION",
            "`# BEGIN SOLUTION` has no `# END SOLUTION`",
        ),
        (
            replace("    # BEGIN SOLUTION\n", "", 1),
            "    # END SOLUTION",
            "`# END SOLUTION` has no `# BEGIN SOLUTION`",
        ),
        (
            replace("import numpy as np\n", "seed = 1  # SOLUTION\n", 1),
            "seed = 1",
            "stands outside",
        ),
        # The head of a question.
        (
            replace("  - The gradient points uphill.", "  - Mind: the sign: uphill."),
            "  - Mind",
            "not YAML .mapping values are not allowed here.: a text with a colon .* in quotes",
        ),
        (
            replace("  - The gradient points uphill.", "  - Mind: uphill."),
            "# BEGIN QUESTION\nname: q1",
            "q1: {'Mind': .* is no text: put it in quotes",
        ),
        (replace("points: 2\n", "points: two\n", 1), "# BEGIN QUESTION", "a number, not 'two'"),
        (replace("minutes: 5\n", "", 1), "# BEGIN QUESTION", "a question lacks minutes"),
        (
            replace("minutes: 5\n", "minutes: a few\n", 1),
            "# BEGIN QUESTION",
            "the minutes of q1 are a number above 0, .*, not 'a few'",
        ),
        (replace("minutes: 5\n", "minutes: 0\n", 1), "# BEGIN QUESTION", "above 0, .*, not 0"),
        # What a check that passes leaves open.
        (
            lambda source: re.sub("(?m)^uncovered: .*\n", "", source, count=1),
            "# BEGIN QUESTION",
            "a question lacks uncovered",
        ),
        (
            lambda source: re.sub("(?m)^uncovered: .*", 'uncovered: ""', source, count=1),
            "# BEGIN QUESTION",
            "what q1 leaves uncovered is empty: a check that passes says",
        ),
        # What a check prints as it stands.
        (
            replace("  - The gradient points uphill.", "  - The gradient $g$ points uphill."),
            "# BEGIN QUESTION",
            r"hint 1 of q1 holds '\$': it is printed as it stands, .* in plain words",
        ),
        (
            replace("have the same shape?", r"have the shape of \nabla L?"),
            "# BEGIN QUESTION",
            r"hint 2 of q1 holds '\\\\nabla'",
        ),
        (
            replace("\nuncovered: ", "\nuncovered: for $d > 1$ ", 1),
            "# BEGIN QUESTION",
            r"what q1 leaves uncovered holds '\$'",
        ),
        (
            replace("# WRONG: you add the step", r"# WRONG: you add \eta times the step"),
            "# WRONG",
            r"the misconception 'you add .* holds '\\\\eta'",
        ),
        # How the text of a question begins.
        (
            replace("**Question 2.** ", "**Question 3.** ", 1),
            "**Question 3.** ",
            r"the text of q2 begins with `\*\*Question 2.\*\*`",
        ),
        (replace("name: q1\n", "name: [q1\n", 1), "points: 2", "not YAML"),
        (replace("title: Gradient descent\n", ""), "# ASSIGNMENT CONFIG", "lacks a title"),
        (
            lambda source: re.sub(
                r'(# BEGIN TEST CONFIG\n)[^"]*"', r'\1hidden\n"', source, count=1
            ),
            'hidden\n""" # END',
            "lines `name: value`, not 'hidden'",
        ),
        # Code that does not run.
        (replace(STEP, "    return w - lr * (grad  # SOLUTION"), "def {{step}}", "not Python"),
        (replace("def variant(rng):", "def variant(rng, x):"), "# BEGIN VARIANT", "TypeError"),
    ],
)
def test_a_slip_of_an_author_is_named_with_its_line(tmp_path, change, place, message):
    path = changed_source(tmp_path, change)
    text = path.read_text()
    line = text[: text.index(place)].count("\n") + 1
    with pytest.raises(exercises.SourceError, match=message) as refused:
        exercises.read(path)
    assert str(refused.value).startswith(f"{path}:{line}: ")


def test_a_remark_that_speaks_of_a_solution_is_no_marker():
    line = "    y = x  # the solution is unique"
    assert not solution.looks_like_a_marker(line)
    assert solution.problem(f"def f(x):\n{line}\n    return y  # SOLUTION") is None


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
    assert solution.stub(source) == "def f(x):\n    ...\n\na = ...\nb = f(a)\n..."
    solved = solution.solved(source)
    assert "SOLUTION" not in solved and "a = 3\n" in solved
    assert re.search(r"y = x\n    return y\n\na = 3", solved) and solution.problem(source) is None
