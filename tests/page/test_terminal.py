"""A terminal that is not in UTF-8 gets its texts too, with plain signs, and no traceback."""

import io
import sys
import types

import pytest

from nblib.check.results import Overview, Result, Sentence
from nblib.check.student import Checks
from nblib.grading import __main__ as grading
from nblib.page import attempt, claim, listing
from nblib.terminal import printable
from nblib.widgets import DescentOnSurface


def checks():
    return Checks("", {"q1": {"points": 1, "tests": [], "hints": ["λ → 0 …"]}})


def λ(x):
    """Twice …"""
    return x + x


PRINTED = {
    "a claim": (lambda: claim("λ ≥ 1 …", True, id="terminal"), "[ok] ? "),
    "an attempt that is right": (lambda: attempt(λ, 3, expected=6), "[ok] Right: ?(3) is 6"),
    "an attempt that is not": (lambda: attempt(λ, 3, expected=9), "[ ] Not yet: ?(3) gave 6"),
    "a listing": (lambda: listing(λ), "def ?(x):"),
    "a hint": (lambda: checks().hint("q1"), "q1, hint 1 of 1, the last: ? -> 0 "),
    "a question that is not there": (lambda: checks().hint("qλ"), "no question 'q?'"),
    "a check": (lambda: print(Result("q1", [(False, "λ ✓", None)])), "[no] ? [ok]"),
    "a widget": (lambda: print(DescentOnSurface()), " loss 13.12 -> "),
    "a sentence": (lambda: print(Sentence("λ")), "?"),
    "an overview": (lambda: print(Overview("Sums of λ", [])), "Sums of ?: 0 of 0 points"),
}


def test_a_listing_from_a_folder_with_any_name_is_readable(monkeypatch, tmp_path):
    file = tmp_path / "kürs.py"
    file.write_text("x = 1\n")
    module = types.ModuleType("kurs")
    module.__file__ = str(file)
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    listing(module)
    stream.flush()
    assert b"k?rs.py" in stream.buffer.getvalue()


def test_a_teacher_is_told_of_files_with_any_name(monkeypatch, tmp_path):
    kept = tmp_path / "Übung λ"
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(grading, "forget", lambda folder: None)
    grading.main(["forget", str(kept)])
    stream.flush()
    assert b"?bung ?: forgotten." in stream.buffer.getvalue()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "cp437"])
@pytest.mark.parametrize(("printing", "words"), PRINTED.values(), ids=PRINTED)
def test_what_is_printed_is_readable_on_any_terminal(monkeypatch, encoding, printing, words):
    # It refuses what it cannot show, as the stream of a terminal does.
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    printing()
    stream.flush()
    seen = stream.buffer.getvalue().decode(encoding)
    assert words in seen.replace("√", "?").replace("≥", "?"), seen  # cp437 knows these


def test_what_the_terminal_knows_stays(monkeypatch):
    assert printable("✓ λ …") == "✓ λ …"
    monkeypatch.setattr(sys, "stdout", None)  # a program without a terminal
    assert printable("✓ λ …") == "✓ λ …"


def test_half_a_character_is_replaced():
    assert printable("a\ud800b") == "a?b"
