"""How many examples Hypothesis tries stands in one place, tests/conftest.py."""

import re

import pytest
from hypothesis import settings
from source_tree import files

from tools.paths import ROOT

OWN = re.compile(r"\bsettings\(|@settings\b")
ELSEWHERE = [n for n in files(".py") if n.startswith("tests/") and n != "tests/conftest.py"]


def without_a_reason(text):
    """Return the lines that set how a test is tried, and have no comment there or just above."""
    lines = ["", *text.splitlines()]
    pairs = zip(lines, lines[1:], strict=False)
    return [line for above, line in pairs if OWN.search(line) and "#" not in above + line]


@pytest.mark.parametrize("profile", ["quick", "default", "thorough"])
def test_every_profile_tries_some_examples_and_none_has_a_deadline(profile):
    known = settings.get_profile(f"nblib {profile}")
    assert known.deadline is None
    assert known.max_examples >= 20


def test_no_test_sets_a_number_of_its_own_without_a_reason():
    for name in ELSEWHERE:
        if name != "tests/tools/test_examples.py":
            assert not without_a_reason((ROOT / name).read_text(encoding="utf-8")), name


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("@settings(max_examples=9)\n@given(x)", 1),
        ("many = settings(deadline=None)", 1),
        ("# An example takes a second.\n@settings(max_examples=9)", 0),
        ("@settings(max_examples=9)  # An example takes a second.", 0),
        ("@given(x)\ndef test_it(x): ...", 0),
    ],
)
def test_a_number_without_a_reason_is_seen(text, count):
    assert len(without_a_reason(text)) == count
