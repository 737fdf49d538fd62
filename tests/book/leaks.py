"""Whether what the site holds gives away a solution or a hidden test."""

import json
import re

from nblib.check import packed
from tools import exercises

# The checks that a student's notebook carries, or anything else that is packed like them.
PACKED = re.compile(r"[0-9A-Za-z!#$%&()*+\-;<=>?@^_`{|}~]{40,}")
SUFFIXES = {".html", ".ipynb", ".json", ".js", ".md", ".txt"}
# A shorter line may stand anywhere without telling anything.
LONG_TEST_LINE = 40
LONG_LINE = 30


def texts_of(site):
    """Return path -> text of all that a reader of the site can open as text."""
    return {
        path: path.read_text(encoding="utf-8", errors="replace")
        for path in site.rglob("*")
        if path.suffix in SUFFIXES and "mathjax" not in path.parts
    }


def leaks(exercise, name, texts):
    """Return what texts give away of an exercise set of this name, a sentence each.

    What is packed in a notebook of exercises counts as if it stood there in clear.
    """
    handed_out = {
        path: laid_open(text)
        for path, text in texts.items()
        if path.name == f"{name}.ipynb" and "exercises" in path.parts
    }
    texts = {**texts, **handed_out}
    leaked = []
    for question in exercise.questions.values():
        leaked += hidden_tests_in(question, handed_out)
        leaked += solution_in(question, handed_out, texts)
    return leaked


def laid_open(text):
    """Return a text, and below it all that is packed in it, as it stands and as JSON."""
    opened = [text]
    for run in PACKED.findall(text):
        try:
            content = packed.unpack(run)
        except ValueError:
            continue
        opened.append(json.dumps(content))
        if isinstance(content, dict):
            opened.append(str(content.get("source")))
    return "\n".join(opened)


def stub_of(question):
    """Return what a student is given of a question."""
    return "".join(exercises.stub(cell.source) for _, cell in question.cells)


def hidden_tests_in(question, handed_out):
    """Tell the names and lines of hidden tests that stand in what is handed out."""
    shown = [test.source for test in question.tests if not test.hidden]
    public = "".join([stub_of(question), exercises.reference(question), *shown])
    leaked = []
    for test in question.tests:
        if not test.hidden:
            continue
        body = {line.strip() for line in test.source.splitlines()[2:]}
        secret = [line for line in body if len(line) > LONG_TEST_LINE and line not in public]
        for path, text in handed_out.items():
            lines = [test.name, *secret]
            lines = [line for line in lines if line in text or as_json(line) in text]
            leaked += [f"{path} holds of the hidden test {test.name}: {line}" for line in lines]
    return leaked


def solution_in(question, handed_out, texts):
    """Tell the lines of a solution that are handed out, and the solutions that stand anywhere.

    A chapter may teach a line that a solution needs; what is handed out may not hold one.
    """
    reference = exercises.reference(question)
    stub = stub_of(question)
    lines = {line.strip() for line in reference.splitlines() if "def " not in line}
    own_lines = [line for line in lines if len(line) > LONG_LINE and line not in stub]
    leaked = []
    for path, text in handed_out.items():
        handed_on = [line for line in own_lines if as_json(line) in text]
        leaked += [f"{path} holds a line of a solution: {line}" for line in handed_on]
    for path, text in texts.items():
        if reference in text or as_json(reference) in text:
            leaked.append(f"{path} holds a whole solution: {reference[:80]}")
    return leaked


def as_json(text):
    """Return a text as it stands inside a notebook's file."""
    return json.dumps(text)[1:-1]
