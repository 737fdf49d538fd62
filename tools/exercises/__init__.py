"""Generate what students and teachers get from the sources of the exercise sets: python -m
tools.exercises [NN …]

    --check                 only say whether the generated files are what the sources generate
    --variant K --secret FILE --out DIR   issue variant K for a class: numbers and names follow from the secret
    (with NBLIB_REPOSITORY=https://… set, what is handed out installs nblib from there on Colab)

A source, exercises/NN_topic/source.md, is a notebook in MyST with the markers of Otter Assign, and
with things of our own, which Otter never sees (tools/otter.py makes its zips): cells BEGIN VARIANT
(what {{name}} stands for) and BEGIN ANSWERS (right and wrong answers, with the misconception of
each, and changes to the reference that change nothing, see tools/mutate.py), and in a question's
head `hints` and `uncovered`.
"""

import argparse
import copy
import hashlib
import hmac
import json
import pprint
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import jupytext
import nbformat
import numpy as np
import yaml

from nblib import check
from tools.book import publish
from tools.paths import ROOT

EXERCISES = ROOT / "exercises"
OTHER_DRAWS = 5
PLACES = ("SOLUTION", "TESTS", "ANSWERS")  # what a question has between its BEGIN and its END
METADATA = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


class SourceError(ValueError):
    """A source is not as it should be; the message names the place."""


@dataclass
class Test:
    """A test of a question: a function of names in the student's notebook, in Python."""

    name: str
    source: str
    title: str
    hidden: bool = False
    in_place: bool = False  # whether it looks at what became of the arrays that it handed over
    points: float | None = None
    # Of a public test: the same with other numbers, if it holds some; False where its numbers
    # belong to the question.
    again: str | bool = ""


@dataclass
class Question:
    """A question with all that belongs to it."""

    name: str
    points: float
    hints: list
    uncovered: str
    cells: list = field(default_factory=list)  # of the notebook: statement and solution, as in the source
    tests: list = field(default_factory=list)
    right: list = field(default_factory=list)
    wrong: list = field(default_factory=list)  # (misconception, code)
    probe: str = ""
    equivalent: dict = field(default_factory=dict)  # changes to the reference that no test can notice, with the reason

    def points_of(self, test):
        """Return what a test is worth: its own points, or an even part of what the others leave."""
        if test.points is not None:
            return test.points
        rest = [t for t in self.tests if t.points is None]
        return (self.points - sum(t.points for t in self.tests if t.points is not None)) / len(rest)


@dataclass
class ExerciseSet:
    """A set, in one variant."""

    number: str
    title: str
    variant: int
    values: dict
    parts: list  # cells and Questions, in their order

    @property
    def questions(self):
        """The questions by name."""
        return {part.name: part for part in self.parts if isinstance(part, Question)}


def seed_of(number, variant, secret=b""):
    """Return the seed of a variant: public for variant 0; else not to be guessed without the
    secret.
    """
    if variant == 0:
        return 0
    if len(secret) < 16:
        raise SourceError(
            f"a graded variant needs a secret of at least 16 bytes, got {len(secret)}: make one with "
            "`head -c 32 /dev/urandom > FILE`"
        )
    digest = hmac.new(secret, f"exercise set {number}, variant {variant}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:16], "big")


def read(path, variant=0, secret=b""):
    """Return the ExerciseSet of a source in a variant; raises SourceError for a source that is not
    sound.
    """
    cells = jupytext.read(path, fmt="md:myst").cells
    number = path.parent.name.split("_")[0]
    _markers(cells, path)
    values, others, cells = _values(cells, number, variant, secret)
    sources = [cell.source for cell in cells]
    for cell in cells:
        cell.source = filled(cell.source, values, path)
    head = next(head for cell in cells if (head := marked(cell, "ASSIGNMENT CONFIG")) is not None)
    parts, question, place = [], None, None
    for cell, source in zip(cells, sources, strict=True):
        begin, end = word(cell, "BEGIN"), word(cell, "END")
        if begin == "QUESTION":
            question = _question(marked(cell, "BEGIN QUESTION"), path)
            parts.append(question)
        elif end == "QUESTION":
            _sound(question, path)
            for test in question.tests:
                if test.again and _answers_itself(test, question):
                    test.again = ""  # then it gives points only if a hidden test is passed too
            question = None
        elif begin or end:
            place = begin
        elif marked(cell, "ASSIGNMENT CONFIG") is not None:
            continue
        elif question is None:
            parts.append(cell)
        elif place == "TESTS":
            question.tests.append(_test(cell, path))
            if not question.tests[-1].hidden and question.tests[-1].again is not False:
                question.tests[-1].again = _again(source, question.tests[-1], others, path)
        elif place == "ANSWERS":
            _answer(cell, question, path)
        else:
            question.cells.append((place == "SOLUTION", cell))
    return ExerciseSet(number, head["title"], variant, values, parts)


def _markers(cells, path):
    """Raise SourceError unless each marker is one that we know, and each BEGIN has its END in its
    place.

    A marker that nobody reads would put what lies below it into the student's notebook.
    """
    if all(marked(cell, "ASSIGNMENT CONFIG") is None for cell in cells):
        raise SourceError(f"{path}: there is no cell ASSIGNMENT CONFIG")
    question, place = None, ""  # the name of the question that is open, and what is open in it
    for cell in cells:
        if cell.cell_type != "raw":
            continue
        first, last = cell.source.split("\n", 1)[0].rstrip(), cell.source.rstrip().rsplit("\n", 1)[-1]
        begin, end = word(cell, "BEGIN"), word(cell, "END")
        of = f"of question {question}" if question else "outside the questions"
        if first == "# BEGIN VARIANT":
            if last != "# END VARIANT":
                raise SourceError(f"{path}: BEGIN VARIANT has no END VARIANT: it is the last line of the same cell")
        elif first != "# ASSIGNMENT CONFIG" and (begin or end) not in ("QUESTION", *PLACES):
            known = f"ASSIGNMENT CONFIG, and BEGIN and END of {', '.join(('VARIANT', 'QUESTION', *PLACES))}"
            raise SourceError(f"{path}: there is no marker {first!r} ({of}): there are {known}")
        elif place and end != place:
            raise SourceError(f"{path}: BEGIN {place} {of} has no END {place} before {first!r}")
        elif begin == "QUESTION" and question:
            raise SourceError(f"{path}: question {question} has no END QUESTION before the next one begins")
        elif begin == "QUESTION":
            question = _question(marked(cell, "BEGIN QUESTION"), path).name
        elif (begin or end) and not question:
            raise SourceError(f"{path}: {first!r} stands in no question: there is no BEGIN QUESTION before it")
        elif end and end not in (place, "QUESTION"):
            raise SourceError(f"{path}: {first!r} {of} has no BEGIN {end} before it")
        elif end == "QUESTION":
            question = None
        else:
            place = begin or ""
    if place or question:
        raise SourceError(f"{path}: question {question} has no END {place or 'QUESTION'}")


def _values(cells, number, variant, secret):
    """Run the VARIANT cell with the variant's generator; return its values, other draws of them,
    and other cells.

    In another draw only the numbers differ; words, the names of functions above all, are those of
    the variant.
    """
    rest = [c for c in cells if not c.source.startswith("# BEGIN VARIANT")]
    found = [c for c in cells if c.source.startswith("# BEGIN VARIANT")]
    if not found:
        return {}, [], rest
    names = {}
    exec(found[0].source, names)
    rng = np.random.default_rng(seed_of(number, variant, secret))
    values = names["variant"](rng)
    draws = [names["variant"](rng) for _ in range(OTHER_DRAWS)]
    others = [{k: draw[k] if isinstance(v, int | float) else v for k, v in values.items()} for draw in draws]
    return values, others, rest


def _again(source, test, others, path):
    """Return a public test with other numbers, which nobody sees; "" if it holds none of the
    variant.
    """
    for values in others:
        again = filled(source, values, path)
        if again != test.source:
            return again
    return ""


def _answers_itself(test, question):
    """Return whether the reference's answers in a public test, given again, pass it with other
    numbers too.
    """
    said, names, first = [], names_of(reference(question)), function_of(test.source, test.name)

    def noted(function):
        def call(*arguments, **named):
            value = function(*arguments, **named)
            value = list(value) if isinstance(value, Iterator) else value
            said.append(copy.deepcopy(value))
            return value

        return call

    asked = first.parameters
    if any(isinstance(names[name], type) for name in asked):
        return False  # a class: its objects have no one answer
    if not check.run(question.name, [first], {name: noted(names[name]) for name in asked}).passed:
        return False
    answers = iter(said)
    repeated = dict.fromkeys(asked, lambda *arguments, **named: next(answers))
    return check.run(question.name, [function_of(test.again, test.name)], repeated).passed


def filled(text, values, path):
    """Return a text with each {{name}} replaced by its value; raises SourceError for a name that
    has none.
    """

    def value(match):
        if match[1] not in values:
            raise SourceError(f"{path}: {match[0]} is not among the values of variant(): {', '.join(values)}")
        return str(values[match[1]])

    return re.sub(r"\{\{(\w+)\}\}", value, text)


def word(cell, side):
    """Return the word after BEGIN or END (side) in a marker cell, None for another cell."""
    match = re.match(rf"# {side} (\w+)", cell.source) if cell.cell_type == "raw" else None
    return match[1] if match else None


def marked(cell, marker):
    """Return the YAML below a marker, or None if the cell has another."""
    if cell.cell_type != "raw" or not cell.source.startswith(f"# {marker}"):
        return None
    return yaml.safe_load(cell.source.split("\n", 1)[1] if "\n" in cell.source else "") or {}


def _question(head, path):
    missing = {"name", "points"} - set(head)
    if missing:
        raise SourceError(f"{path}: a question lacks {', '.join(sorted(missing))}")
    return Question(head["name"], head["points"], head.get("hints", []), head.get("uncovered", ""))


def _test(cell, path):
    match = re.match(r'""" # BEGIN TEST CONFIG\n(.*?)""" # END TEST CONFIG\n', cell.source, flags=re.S)
    config = yaml.safe_load(match[1]) if match else {}
    source = cell.source[match.end() :] if match else cell.source
    name = re.match(r"def (test_\w+)\(", source)
    title = re.search(r'^    """(.+?)"""', source, flags=re.M)
    if not name or not title:
        raise SourceError(f"{path}: a test is one function test_… with a docstring, got {source[:60]!r}")
    test = Test(name[1], source, title[1])
    for key, value in config.items():
        if key not in ("hidden", "in_place", "points", "again"):
            raise SourceError(f"{path}: {name[1]} is configured with {key}; there are hidden, in_place, points, again")
        setattr(test, key, value)
    return test


def _answer(cell, question, path):
    first, _, code = cell.source.partition("\n")
    if first == "# PROBE":
        question.probe = code
    elif first == "# RIGHT":
        question.right.append(code)
    elif first.startswith("# WRONG: "):
        question.wrong.append((first.removeprefix("# WRONG: "), code))
    elif first.startswith("# EQUIVALENT: "):
        question.equivalent |= dict.fromkeys(filter(None, code.splitlines()), first.removeprefix("# EQUIVALENT: "))
    else:
        kinds = "# PROBE, # RIGHT, # WRONG: … or # EQUIVALENT: …"
        raise SourceError(f"{path}: a cell among the answers begins with {kinds}, not {first!r}")


def _sound(question, path):
    problems = []
    if not any(t.hidden for t in question.tests) or all(t.hidden for t in question.tests):
        problems.append("public and hidden tests")
    if not question.right:
        problems.append("another right answer")
    if len(question.wrong) < 3:
        problems.append("three wrong answers")
    if not question.probe:
        problems.append("a probe")
    if problems:
        raise SourceError(f"{path}: question {question.name} lacks {', '.join(problems)}")


def stub(source):
    """Return what a student gets for a solution: by Otter's markers, `...` for what they are to
    write.
    """
    lines, out, inside = source.splitlines(), [], False
    for line in lines:
        bare = line.strip()
        indent = line[: len(line) - len(line.lstrip())]
        if bare.startswith("# BEGIN SOLUTION"):
            inside = True
            if "NO PROMPT" not in bare:
                out.append(f"{indent}...")
        elif bare.startswith("# END SOLUTION"):
            inside = False
        elif inside or bare.endswith("# SOLUTION NO PROMPT"):
            continue
        elif bare.endswith("# SOLUTION"):
            assigned = re.match(r"(\s*[\w.\[\]'\", ]+ = )", line)
            out.append(f"{assigned[1]}..." if assigned else f"{indent}...")
        else:
            out.append(line)
    return "\n".join(out)


def solution(source):
    """Return a solution without its markers."""
    lines = [line for line in source.splitlines() if not re.match(r"\s*# (BEGIN|END) SOLUTION", line)]
    return "\n".join(re.sub(r"\s*# SOLUTION( NO PROMPT)?$", "", line) for line in lines)


def names_of(code):
    """Run an answer and return the names that it defines."""
    names = {"np": np}
    exec(code, names)
    return names


def function_of(source, name):
    """Return a test or a probe of that name, for check.run or check.probe."""
    return check.load(source)[name]


def checks(exercise):
    """Return (source, questions) for nblib.check.Checks: the public tests, and wrong answers by
    their fingerprint.
    """
    sources, questions = [], {}
    for question in exercise.questions.values():
        public = [t for t in question.tests if not t.hidden]
        sources += [t.source for t in public] + [question.probe]
        probe = function_of(question.probe, re.match(r"def (\w+)\(", question.probe)[1])
        right = check.probe(probe, names_of(reference(question)))
        known = {}
        for misconception, code in question.wrong:
            mark = check.probe(probe, names_of(code))
            if mark is not None and mark != right:
                known.setdefault(mark, misconception)
        questions[question.name] = {
            "tests": [t.name for t in public],
            "probe": probe.name,
            "known": known,
            "hints": list(question.hints),
            "uncovered": question.uncovered,
        }
    return "\n\n".join(source.strip() for source in sources) + "\n", questions


def reference(question):
    """Return the code of the reference solution."""
    return "\n\n".join(solution(c.source) for is_solution, c in question.cells if is_solution and c.cell_type == "code")


def student(exercise):
    """Return the student's notebook."""
    source, questions = checks(exercise)
    book = _book(exercise)
    setup = (
        "# The checks of this set; nothing here needs a change.\n"
        "import importlib.util\n\n"
        'if importlib.util.find_spec("nblib") is None:  # on Colab\n'
        '    %pip install -q "nblib @ NBLIB_REPOSITORY"\n'
        "from nblib.check import Checks\n\n"
        f"check = Checks(\n    {_literal(source)},\n    {_indented(questions)},\n"
        f"    title={exercise.title!r},\n)"
    )
    for part in exercise.parts:
        if not isinstance(part, Question):
            _add(book, part.cell_type, part.source)
            if len(book.cells) == 1:  # below the title
                _add(book, "code", setup, "setup")
            continue
        for is_solution, cell in part.cells:
            _add(book, cell.cell_type, stub(cell.source) if is_solution else cell.source)
        _add(book, "code", f'check("{part.name}")')
    _add(book, "markdown", HANDING_IN)
    return book


HANDING_IN = """## Handing in

Run all cells once more from the top (*Run all*): the grader does the same, in a fresh environment, and sees only what the notebook itself defines. Then hand in this file under your name, as your teacher says. You may hand in again until the deadline; the last one counts.

On Colab the notebook lives in the browser until you save it: *File → Save a copy in Drive* keeps your work, *File → Download → Download .ipynb* gives you the file to hand in. Locally, save the notebook and hand in the `.ipynb`."""  # noqa: E501 - a paragraph of a notebook is one line


def key(exercise):
    """Return the teacher's notebook: the reference solutions, every test run below them."""
    book = _book(exercise)
    _add(book, "code", "from nblib.check import close, holds, raises, same\n\nimport numpy as np")
    for part in exercise.parts:
        if not isinstance(part, Question):
            _add(book, part.cell_type, part.source)
            continue
        for is_solution, cell in part.cells:
            _add(book, cell.cell_type, solution(cell.source) if is_solution else cell.source)
        for test in part.tests:
            arguments = re.search(r"\((.*?)\)", test.source)[1]
            _add(book, "code", f"{test.source.strip()}\n\n\n{test.name}({arguments})")
    return book


def assignment(exercise):
    """Return what the grader needs, as plain data: each question with its points and all its
    tests.
    """
    return {
        "set": exercise.number,
        "title": exercise.title,
        "variant": exercise.variant,
        "questions": [
            {
                "name": q.name,
                "points": q.points,
                "tests": [
                    {
                        **{key: getattr(t, key) for key in ("name", "title", "hidden", "in_place", "source", "again")},
                        "points": q.points_of(t),
                    }
                    for t in q.tests
                ],
            }
            for q in exercise.questions.values()
        ],
    }


def _book(exercise):
    book = nbformat.v4.new_notebook()
    book.metadata.update(METADATA)
    book.metadata["nblib"] = {"set": exercise.number, "variant": exercise.variant}
    return book


def _add(book, kind, source, name=None):
    cell = getattr(nbformat.v4, f"new_{kind}_cell")(source)
    # An id that does not change from one generation to the next.
    cell.id = name or hashlib.sha256(f"{len(book.cells)} {source}".encode()).hexdigest()[:12]
    book.cells.append(cell)


def _literal(text):
    return "r'''\n" + text + "'''" if "'''" not in text and not text.endswith("\\") else repr(text)


def _indented(value):
    return pprint.pformat(value, width=110, sort_dicts=False).replace("\n", "\n    ")


def files(path, variant=0, secret=b""):
    """Return {name: text} of all that is generated from a source."""
    exercise = read(path, variant, secret)
    name = path.parent.name
    return {
        f"student/{name}.ipynb": nbformat.writes(student(exercise)) + "\n",
        f"key/{name}.ipynb": nbformat.writes(key(exercise)) + "\n",
        "key/assignment.json": json.dumps(assignment(exercise), indent=1, ensure_ascii=False) + "\n",
    }


def sources(numbers=()):
    """Return the sources of the named sets, or all; exit with a message for a set that is not
    there.
    """
    found = {path.parent.name.split("_")[0]: path for path in sorted(EXERCISES.glob("[0-9][0-9]_*/source.md"))}
    if unknown := [n for n in numbers if n not in found]:
        sys.exit(f"No exercise set {', '.join(unknown)}: there are {', '.join(found)}.")
    return [found[n] for n in numbers or found]


def stale(path):
    """Return the generated files of variant 0 that are not what the source generates."""
    return [n for n, text in files(path).items() if not (f := path.parent / n).exists() or f.read_text() != text]


def main():
    """Generate or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="NN")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--variant", type=int, default=0)
    parser.add_argument("--secret", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.variant < 0:
        parser.error(f"--variant counts from 0, got {options.variant}")
    if options.variant and not (options.secret and options.out):
        sys.exit("A graded variant needs --secret FILE (16 bytes or more that nobody else has) and --out DIR.")
    try:
        secret = options.secret.read_bytes() if options.secret else b""
        if options.out:  # known to be good before anything is written
            publish.address()
    except OSError as error:
        sys.exit(
            f"{options.secret}: the secret cannot be read ({error.strerror}); name the file that holds yours, or make "
            "one with `head -c 32 /dev/urandom > FILE`"
        )
    except publish.AddressError as error:
        sys.exit(str(error))
    for path in sources(options.sets):
        try:
            if options.check:
                if old := stale(path):
                    sys.exit(f"{path.parent.name}: {', '.join(old)} is not what the source gives: run `make exercises`")
                print(f"{path.parent.name}: stands")
                continue
            target = (options.out / path.parent.name) if options.out else path.parent
            for name, text in files(path, options.variant, secret).items():
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                # What is handed out can install nblib on Colab; what is committed holds no address.
                (target / name).write_text(publish.filled(text) if options.out else text, encoding="utf-8")
        except SourceError as error:
            sys.exit(str(error))
        except OSError as error:
            sys.exit(f"{target}: it cannot be written ({error.strerror}); --out is a folder of yours, new or old")
        print(f"{path.parent.name}: variant {options.variant} written to {target}")


if __name__ == "__main__":
    main()
