"""Reading a source, exercises/NN_topic/source.md, into an ExerciseSet."""

import re
import sys

from tools import source_text
from tools.exercises import answers, heads, markers, variant
from tools.exercises.model import Cell, ExerciseSet, Test, reference
from tools.paths import EXERCISES

TEST_SETTINGS = ("hidden", "in_place", "points", "again")


def sources(numbers=()):
    """Return the sources of the named sets, or all; exit with a sentence for one unknown."""
    paths = {}
    for path in sorted(EXERCISES.glob("[0-9][0-9]_*/source.md")):
        paths[path.parent.name.split("_")[0]] = path
    if unknown := [number for number in numbers if number not in paths]:
        sys.exit(f"No exercise set {', '.join(unknown)}: there are {', '.join(paths)}.")
    return [paths[number] for number in numbers or paths]


def read(path, number_of_variant=0, secret=b""):
    """Return the ExerciseSet of a source in a variant.

    Raises SourceError for a source that is not sound, and for a variant without a secret.
    """
    cells = cells_of(path)
    markers.check(cells, path)

    # What {{name}} stands for in this variant, and in other draws of it.
    number = path.parent.name.split("_")[0]
    values = {}
    other_draws = []
    for cell in cells:
        if markers.is_marker(cell, "BEGIN VARIANT"):
            values, other_draws = variant.draw(cell, number, number_of_variant, secret)
    cells = [cell for cell in cells if not markers.is_marker(cell, "BEGIN VARIANT")]
    cells = [cell.with_source(variant.fill(cell, values)) for cell in cells]

    # Cell by cell: a question collects what stands between its markers.
    exercise = ExerciseSet(number, "", number_of_variant, values, [], path.parent.name)
    question = None  # the one that is open
    place = None  # what is open in it
    for cell in cells:
        begin = markers.word(cell, "BEGIN")
        end = markers.word(cell, "END")
        if begin == "QUESTION":
            question = heads.question(cell)
            exercise.parts.append(question)
        elif end == "QUESTION":
            _check_question(question, cell)
            heads.check_text(question, len(exercise.questions), cell)
            question = None
        elif begin or end:
            place = begin
        elif markers.is_marker(cell, markers.CONFIG):
            exercise.title = _title(cell)
        elif question is None:
            exercise.parts.append(cell)
        elif place == "TESTS":
            question.tests.append(_test(cell, other_draws))
        elif place == "ANSWERS":
            _add_answer(cell, question)
        else:
            question.cells.append((place == "SOLUTION", cell))
    return exercise


def cells_of(path):
    """Return the Cells of a source, as they are written, each with its line."""
    book = source_text.notebook(path)
    text = path.read_text(encoding="utf-8")
    cells = []
    end = 0  # of the cell before
    for cell in book.cells:
        begin = max(text.find(cell.source, end), end)
        end = begin + len(cell.source)
        line = text[:begin].count("\n") + 1
        cells.append(Cell(cell.cell_type, cell.source, cell.source, path, line))
    return cells


def _title(cell):
    config = markers.head(cell)
    if "title" not in config:
        raise cell.error(f"{markers.CONFIG} lacks a title")
    return config["title"]


def _check_question(question, cell):
    """Raise SourceError unless a question has all its parts; look at what its public tests give."""
    hidden = [test.hidden for test in question.tests]
    problems = []
    if all(hidden) or not any(hidden):
        problems.append("public and hidden tests")
    if not question.right:
        problems.append("another right answer")
    if len(question.wrong) < 3:
        problems.append("three wrong answers")
    if not question.probe:
        problems.append("a probe")
    if problems:
        raise cell.error(f"question {question.name} lacks {', '.join(problems)}")
    _check_code(question)
    for test in question.tests:
        if test.again and answers.answers_itself(test, question):
            test.again = ""  # then it gives points only if a hidden test is passed too


def _check_code(question):
    """Raise SourceError for code of a solution that does not run."""
    cells = [cell for solves, cell in question.cells if solves and cell.cell_type == "code"]
    try:
        answers.names_of(reference(question))
    except SyntaxError as error:
        raise cells[0].error(
            f"the reference of {question.name} is not Python: {error.msg}, "
            f"in `{(error.text or '').strip()}`"
        ) from None
    except Exception as error:
        raise cells[0].error(
            f"the reference of {question.name} does not run: {type(error).__name__}: {error}"
        ) from None


def _split_test(text):
    """Return the settings of a test, as YAML, and its code."""
    match = re.match(r'""" # BEGIN TEST CONFIG\n(.*?)""" # END TEST CONFIG\n', text, flags=re.S)
    if match is None:
        return "", text
    return match[1], text[match.end() :]


def _test(cell, other_draws):
    """Return the Test of a cell, a public one with other numbers beside its own."""
    settings, source = _split_test(cell.source)
    name = re.match(r"def (test_\w+)\(", source)
    title = re.search(r'^    """(.+?)"""', source, flags=re.M)
    if not name or not title:
        raise cell.error(f"a test is one function test_… with a docstring, got {source[:60]!r}")
    test = Test(name[1], source, title[1])
    for key, value in markers.mapping(cell, settings, 1).items():
        if key not in TEST_SETTINGS:
            known = ", ".join(TEST_SETTINGS)
            raise cell.error(f"{test.name} is configured with {key}; there are {known}")
        setattr(test, key, value)
    if not test.hidden and test.again is not False:
        test.again = _with_other_numbers(cell, source, other_draws)
    return test


def _with_other_numbers(cell, source, other_draws):
    """Return a test with other numbers, which nobody sees; "" if it holds none of the variant."""
    for values in other_draws:
        _, again = _split_test(variant.fill(cell, values))
        if again != source:
            return again
    return ""


def _add_answer(cell, question):
    """Add a cell among the answers to its question. Raises SourceError for one of no known kind."""
    first, _, code = cell.source.partition("\n")
    if first == "# PROBE":
        question.probe = code
    elif first == "# RIGHT":
        question.right.append(code)
    elif first.startswith("# WRONG: "):
        misconception = first.removeprefix("# WRONG: ")
        heads.check_plain(misconception, f"the misconception {misconception!r:.60}", cell)
        question.wrong.append((misconception, code))
    elif first.startswith("# EQUIVALENT: "):
        reason = first.removeprefix("# EQUIVALENT: ")
        for change in filter(None, code.splitlines()):
            question.equivalent[change] = reason
    else:
        kinds = "# PROBE, # RIGHT, # WRONG: … or # EQUIVALENT: …"
        raise cell.error(f"a cell among the answers begins with {kinds}, not {first!r}")
