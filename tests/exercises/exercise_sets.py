"""The exercise sets as the tests look at them: each in three variants, read once in a process."""

import copy
import functools

import pytest

from tools import exercises

SECRET = b"not a secret, a test of it"
SOURCES = exercises.sources()
SETS = [(path, variant) for path in SOURCES for variant in (0, 1, 2)]


def name_of(value):
    """The name of a set, or the number of a variant, for the name of a test."""
    return value.parent.name if hasattr(value, "parent") else str(value)


each_set = pytest.mark.parametrize("path", SOURCES, ids=name_of)
each_variant = pytest.mark.parametrize("path, number", SETS, ids=name_of)


@functools.cache
def made(path, variant):
    """The set of a source in a variant."""
    return exercises.read(path, variant, SECRET if variant else b"")


@functools.cache
def _student_notebook(path, variant):
    return exercises.student(made(path, variant))


def student_notebook(path, variant):
    """What a student gets of a set in a variant: a copy of its own for each that asks."""
    return copy.deepcopy(_student_notebook(path, variant))


def changed_source(folder, change):
    """Write set 02 with a change of its text; return the path of the source."""
    source = exercises.sources(["02"])[0].read_text()
    assert change(source) != source
    path = folder / "02_x" / "source.md"
    path.parent.mkdir()
    path.write_text(change(source))
    return path


def without(text, marker, place=0):
    """A source without one of the cells of a marker."""
    cells = text.split("```{raw-cell}\n")
    numbers = [i for i, cell in enumerate(cells) if cell.startswith(marker)]
    number = numbers[place]
    cells[number - 1] += cells[number].split("\n```\n", 1)[1]
    del cells[number]
    return "```{raw-cell}\n".join(cells)
