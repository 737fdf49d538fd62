"""Limits: a class may have its own, and kept verdicts stand where a change cannot alter them."""

import dataclasses
import json
from pathlib import Path

import pytest
from classes import RIGHT, TINY, command_of, grade, table, write_class

from nblib.grading import __main__ as command
from nblib.grading import limits, pool
from nblib.grading.limits import Caps, Limits, changed, flat, still_holds
from nblib.grading.options import limits_of

pytestmark = pytest.mark.sandbox
USUAL = flat(Limits())
UNHURT = {"status": "graded", "incidents": []}
MET = {"status": "graded", "incidents": ["The notebook did not finish."]}


def test_every_limit_is_a_line_with_its_reason():
    lines = Path(limits.__file__).read_text(encoding="utf-8").splitlines()
    for name in USUAL:
        (line,) = [line for line in lines if line.startswith(f"    {name}: ")]
        assert "  # " in line, name
    assert set(USUAL) >= limits.NOTICED | limits.NEVER_IN_A_VERDICT
    assert not limits.NOTICED & limits.NEVER_IN_A_VERDICT


def test_words_of_the_command_line_change_the_limits_that_they_name():
    made = limits_of(["cell_s=60", "memory_b=4GB", "depth=7", "cell_s=0.5"])
    assert made == Limits(cell_s=0.5, memory_b=4 << 30, caps=Caps(depth=7))
    assert limits_of([]) == Limits() == changed(USUAL)


@pytest.mark.parametrize(
    "verdict, change, stands",
    [
        (UNHURT, {}, True),
        (MET, {}, True),
        (UNHURT, {"cell_s": 60.0}, True),
        (MET, {"cell_s": 60.0}, False),  # with more time it might be another
        (UNHURT, {"cell_s": 3.0}, False),
        (UNHURT, {"cell_s": 60.0, "call_s": 1.0}, False),
        (UNHURT, {"open_files": 500}, False),  # a notebook may have felt that without a word
        (MET, {"start_s": 1.0, "tests_s": 1.0, "slim_b": 1, "connect_s": 99.0}, True),
        ({"status": "unreadable", "incidents": []}, {"cells": 5_000}, False),
        (UNHURT, {"new": 1}, False),
    ],
)
def test_a_kept_verdict_stands_where_a_change_cannot_alter_it(verdict, change, stands):
    assert still_holds(verdict, USUAL, USUAL | change) is stands


def test_a_raised_limit_grades_again_whom_it_concerns_and_the_receipt_says_it(
    tmp_path, monkeypatch, capsys
):
    slow = "import time\ntime.sleep(0.8)\ndef f(x): return 2 * x"
    folder = write_class(tmp_path, {"ann": RIGHT, "bob": slow}, TINY)
    command.main([*command_of(folder), "--limit", "cell_s=0.4"])
    assert [float(line["points"]) for line in table(folder).values()] == [2, 0]
    receipt = json.loads((folder / "out" / "receipt.json").read_text())
    assert receipt["limits"]["cell_s"] == 0.4 and receipt["limits"]["depth"] == 64
    assert receipt["limits that are not the usual ones"] == {"cell_s": 0.4}

    graded = []
    monkeypatch.setattr(pool, "_start", counting(pool._start, graded))
    rows = grade(folder)
    assert rows["bob"]["points"] == 2 and len(graded) == 1 and b"sleep" in graded[0]
    grade(folder, limits=dataclasses.replace(Limits(), start_s=20))
    assert len(graded) == 1


def counting(start, contents):
    def count(content, *arguments):
        contents.append(content)
        return start(content, *arguments)

    return count
