"""The teacher's command line: each mistake is explained in one line, and nothing is graded."""

import json
import time

import pytest
from classes import RIGHT, TINY, command_of, write_class

from nblib.grading import __main__ as command
from nblib.grading import files, inputs
from nblib.grading.errors import SetupError

pytestmark = pytest.mark.sandbox


@pytest.fixture
def small(tmp_path):
    return write_class(tmp_path, {"ann": RIGHT}, TINY)


def damaged(folder, **changes):
    (folder / "damaged.json").write_text(json.dumps(TINY | changes))
    return {"--assignment": folder / "damaged.json"}


def as_out(folder):
    (folder / "file").write_text("mine")
    return {"--out": folder / "file"}


def open_quote(folder):
    (folder / "open.csv").write_text('id,name\nann,"Ann\nbob,Bob\n')
    return {"--roster": folder / "open.csv"}


def limit(word):
    return lambda folder: {"--limit": word}


MISTAKES = {  # options that replace those of a right command, and what is said
    "a file for results": (as_out, "Nothing can be written to"),
    "results among submissions": (lambda f: {"--out": f / "in" / "out"}, "among the submissions"),
    "no assignment": (lambda f: {"--assignment": None}, "Say which assignment"),
    "two assignments": (lambda f: {"--set": "02"}, "Say which assignment"),
    "a set that is not there": (lambda f: {"--assignment": None, "--set": "77"}, "no set 77"),
    "a path for a set": (lambda f: {"--assignment": None, "--set": "/"}, "named by its number"),
    "every set": (lambda f: {"--assignment": None, "--set": "*"}, "named by its number"),
    "no file": (lambda f: {"--assignment": f / "none.json"}, "missing or damaged"),
    "no list of questions": (lambda f: damaged(f, questions=7), "missing or damaged"),
    "other questions": (lambda f: damaged(f, questions=[{"name": "q1"}]), "is no assignment"),
    "a notebook": (lambda f: {"--assignment": f / "in" / "ann.ipynb"}, "is no assignment"),
    "no jobs": (lambda f: {"--jobs": "0"}, "--jobs must be at least 1"),
    "tomorrow": (lambda f: {"--deadline": "tomorrow"}, "is no date"),
    "the first day": (lambda f: {"--deadline": "0001-01-01T00:00"}, "is no date"),
    "no roster": (lambda f: {"--roster": f / "none.csv"}, "cannot be read"),
    "an open quote": (open_quote, "cannot be read"),
    "an unknown limit": (
        limit("cell_sec=20"),
        "no limit 'cell_sec'. Did you mean cell_s.*memory_b",
    ),
    "a limit that no clock can count": (limit("total_s=1e300"), "total_s is .* at most 1,000,000"),
    "more than there are bytes": (limit("memory_b=1e30"), "memory_b is a whole number .* at most"),
    "to wait for nothing": (lambda f: {"--wait": "nan"}, "--wait is a number of seconds above 0"),
    "to wait for ever": (lambda f: {"--wait": "inf"}, "--wait is .* at most 1,000,000, not 'inf'"),
    "to wait backwards": (lambda f: {"--wait": "-1"}, "--wait is a number of seconds above 0"),
    "to wait a minute": (lambda f: {"--wait": "a minute"}, "--wait is a number of seconds above 0"),
    "a limit of nothing": (limit("cell_s"), "cell_s is a number above 0, not ''"),
    "a limit below nothing": (limit("cell_s=-1"), "cell_s is a number above 0, not '-1'"),
    "half a cell": (limit("cells=0.5"), "cells is a whole number above 0, not '0.5'"),
    "an endless limit": (limit("total_s=inf"), "total_s is a number above 0"),
    "seconds for bytes": (limit("memory_b=2s"), "memory_b is a whole number .* 512MB or 4GB, not"),
}


@pytest.mark.parametrize("change, message", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_explained_in_one_line(small, monkeypatch, change, message):
    words = command_of(small)
    options = dict(zip(words[2::2], words[3::2], strict=True)) | change(small)
    words = words[:2] + [str(w) for pair in options.items() if pair[1] is not None for w in pair]
    # East of Greenwich the first day begins before there was a date.
    monkeypatch.setenv("TZ", "UTC-1")
    time.tzset()
    try:
        with pytest.raises(SystemExit, match=message) as stopped:
            command.main(words)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "\n" not in str(stopped.value)
    assert not (small / "out" / "grades.csv").exists()


@pytest.mark.parametrize(
    "text, message",
    [
        ("name\nAnn\n", "column id"),
        ("id\nann\nann\n", "more than once"),
        ("id,name\n,Ann\n", "no id"),
    ],
)
def test_a_roster_that_is_not_sound_is_refused(tmp_path, text, message):
    (tmp_path / "r.csv").write_text(text)
    with pytest.raises(SetupError, match=message):
        inputs.read_roster(tmp_path / "r.csv")


def test_names_of_files_are_safe_and_never_those_of_another():
    names = ["ann", "../ann", "a/b", "a_b", "ann\n", "=1", "x" * 200]
    made = [files.file_name(name) for name in names]
    assert made[0] == "ann" and len(set(made)) == len(made)
    assert all("/" not in name and "\n" not in name and len(name) < 80 for name in made)
