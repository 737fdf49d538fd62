"""What a student gets, all of it, and what of it they should not get."""

import json
import re

from nblib.check import packed
from tools import exercises

PACKED = re.compile(r'unpack\("([^"]*)"\)')
SHORT = 12  # a line of an answer as short as this may stand anywhere


def clear(book):
    """Return the texts of a notebook's cells as they stand there."""
    return "\n".join(cell.source for cell in book.cells)


def carried(book):
    """Return what is packed in a notebook, as plain data."""
    (text,) = PACKED.findall(clear(book))
    return packed.unpack(text)


def laid_open(book):
    """Return the texts of a notebook's cells, with what is packed in them laid open."""
    content = carried(book)
    whole = json.dumps(content["questions"], ensure_ascii=False, indent=1)
    return PACKED.sub("", clear(book)) + "\n" + content["source"] + "\n" + whole


def with_packed(book, content):
    """Put other data where a notebook carries its checks; return the notebook."""
    text = f'unpack("{packed.pack(content)}")'
    for cell in book.cells:
        cell.source = PACKED.sub(lambda match: text, cell.source)
    return book


def given_away(exercise, book):
    """Return what a notebook gives away of its exercise set, a sentence each."""
    text = laid_open(book)
    told = [f"a marker: {mark}" for mark in ("SOLUTION", "BEGIN ", "{{") if mark in text]
    for question in exercise.questions.values():
        for test in question.tests:
            if test.hidden and test.name in text:
                told.append(f"the hidden test {test.name}")
        wrong = [code for _, code in question.wrong]
        for code in [exercises.reference(question), *question.right, *wrong]:
            lines = [line.strip() for line in code.splitlines()[1:]]
            there = [line for line in lines if len(line) > SHORT and line in text]
            told += [f"a line of an answer: {line}" for line in there]
    return told
