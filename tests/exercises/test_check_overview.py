"""check() says where a student stands, also after a restart; a stub is said to be one."""

import json
import os
from pathlib import Path

import pytest
from student_checks import check, right_step

FILE = ".02_set.checks.json"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The folder of the notebook."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stub(w, grad, lr): ...


def with_words(w, grad, lr):
    """A docstring that was given."""
    ...


class EmptyClass:
    """A class that was given."""

    ...


def stages(overview):
    """Where each question stands."""
    return [stage for _, _, stage in overview.rows]


def test_an_overview_of_all_questions_with_their_points():
    overview = check(step=right_step, word="up", pair=stub)()
    assert stages(overview) == ["passes", "not yet", "not written yet"]
    text = repr(overview)
    assert "A set: 2 of 6.5 points" in text and "q3   1.5 points" in text
    assert "q1   2 points   passes" in text and "<pre>" in overview._repr_html_()


def test_what_no_cell_has_defined_yet_is_said_so():
    assert stages(check(step=right_step)()) == ["passes", "not run yet", "not run yet"]


@pytest.mark.parametrize("value", [..., stub, with_words, EmptyClass, lambda: ...])
def test_an_untouched_answer_gets_one_sentence(value):
    result = check(step=value)("q1")
    assert not result.passed
    assert repr(result) == (
        "q1: `step` is not written yet: put your code in the place of `...` and run its cell."
    )


@pytest.mark.parametrize("value", [right_step, lambda: 0, lambda: print(), 7, int, None])
def test_an_answer_that_was_begun_is_looked_at(value):
    assert "not written yet" not in repr(check(step=value)("q1"))


def test_what_passed_is_known_after_a_restart(folder):
    check("02_set", step=right_step)("q1")
    assert json.loads((folder / FILE).read_text()) == {"passed": ["q1"]}
    again = check("02_set", word="down")
    overview = again()
    assert stages(overview) == ["passed before a restart", "passes", "not run yet"]
    assert "A set: 3 of 6.5 points" in repr(overview) and "2 points more once" in repr(overview)
    assert "2 of 3 questions pass" in repr(again("q2"))
    assert os.listdir(folder) == [FILE]


@pytest.mark.parametrize("broken", [stub, lambda w, grad, lr: 0])
def test_what_is_broken_after_a_restart_has_not_passed(folder, broken):
    check("02_set", step=right_step)("q1")
    assert "passes" not in stages(check("02_set", step=broken)())
    assert json.loads((folder / FILE).read_text()) == {"passed": []}
    assert stages(check("02_set")())[0] == "not run yet"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"passed": 3}', '{"passed": [["q1"], "q9"]}'])
def test_a_file_that_is_none_of_ours_counts_for_nothing(folder, text):
    (folder / FILE).write_text(text)
    c = check("02_set", step=right_step)
    assert stages(c())[0] == "passes"
    assert "q9" not in (folder / FILE).read_text()


def test_a_file_that_is_not_text_counts_for_nothing(folder):
    (folder / FILE).write_bytes(b"\xff\xfe\x00")
    assert stages(check("02_set")())[0] == "not run yet"


def test_where_nothing_can_be_written_the_check_works_all_the_same(folder, monkeypatch):
    def refuse(*arguments, **named):
        raise PermissionError("read-only")

    c = check("02_set", step=right_step)
    monkeypatch.setattr(os, "replace", refuse)
    assert c("q1").passed and os.listdir(folder) == []
    monkeypatch.setattr(Path, "write_text", refuse)
    assert check("02_set", step=right_step)("q1").passed and os.listdir(folder) == []


def test_an_interrupted_write_leaves_the_old_file(folder, monkeypatch):
    check("02_set", step=right_step)("q1")
    monkeypatch.setattr(os, "replace", lambda *paths: (_ for _ in ()).throw(OSError("full")))
    check("02_set", step=right_step, word="down")("q2")
    assert json.loads((folder / FILE).read_text()) == {"passed": ["q1"]}


def test_a_folder_that_was_removed_is_no_reason_to_stop(tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert check("02_set", step=right_step)("q1").passed


def test_a_hint_without_a_name_is_for_the_first_question_that_does_not_pass(capsys):
    c = check(step=right_step, word="up", pair=stub)
    c.hint()
    c.hint()
    c._names["word"] = "down"
    c.hint()
    c._names["pair"] = lambda n: [n, n]
    c.hint()
    assert capsys.readouterr().out.splitlines() == [
        "q2, hint 1 of 1, the last: Not up.",
        "q2, the last hint again: Not up.",
        'There is no hint for q3: read what check("q3") says.',
        "The checks of every question pass: there is nothing to give a hint for.",
    ]
