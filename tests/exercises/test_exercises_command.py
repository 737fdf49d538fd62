"""The commands on exercise sets: what they write, and what they say where they cannot."""

import sys

import pytest
from exercise_sets import SECRET, changed_source, without

from tools import otter
from tools.exercises import __main__ as exercises
from tools.exercises import source
from tools.mutants import __main__ as mutants

TOOLS = {"exercises": exercises, "mutants": mutants, "otter": otter}


@pytest.mark.parametrize("name", TOOLS)
def test_a_command_says_what_is_wrong_with_a_source(tmp_path, monkeypatch, name):
    path = changed_source(tmp_path, lambda text: without(text, "# END TESTS"))
    monkeypatch.setattr(source, "EXERCISES", tmp_path)
    monkeypatch.setattr(otter, "FOLDER", tmp_path / "otter")
    monkeypatch.setattr(otter, "environment", lambda: None)
    monkeypatch.setattr(sys, "argv", [name, "02"])
    with pytest.raises(SystemExit) as stopped:
        TOOLS[name].main()
    message = str(stopped.value)
    assert (
        message.startswith(f"{path}:") and "BEGIN TESTS of question q1 has no END TESTS" in message
    )


def test_a_reference_that_fails_its_own_test_is_named_with_its_file(tmp_path, monkeypatch):
    marker = "lr * grad  # SOLUTION"
    path = changed_source(
        tmp_path, lambda text: text.replace(f"return w - {marker}", f"return w + {marker}")
    )
    monkeypatch.setattr(source, "EXERCISES", tmp_path)
    monkeypatch.setattr(sys, "argv", ["mutants", "02"])
    with pytest.raises(SystemExit) as stopped:
        mutants.main()
    assert str(stopped.value).startswith(f"{path}: q1: the reference fails test_q1")


NEW_SECRET = "`head -c 32 /dev/urandom > FILE`"


@pytest.mark.parametrize(
    "secret, address, message",
    [
        (b"fifteen bytes ..", None, None),
        (
            b"fifteen bytes .",
            None,
            f"needs a secret of at least 16 bytes, got 15: .*{NEW_SECRET}",
        ),
        (None, None, rf"secret: the secret cannot be read \(No such file .*{NEW_SECRET}"),
        (
            SECRET,
            "git@github.com:me/fork",
            "NBLIB_REPOSITORY must look like https://host/owner/name, got 'git@",
        ),
    ],
    ids=["good", "short", "missing", "address"],
)
def test_issuing_a_variant_works_or_says_why_not_in_one_line(
    tmp_path, monkeypatch, secret, address, message
):
    if secret:
        (tmp_path / "secret").write_bytes(secret)
    out = tmp_path / "out"
    monkeypatch.setenv("NBLIB_REPOSITORY", address or "")
    arguments = ["02", "--variant", "1", "--secret", str(tmp_path / "secret"), "--out", str(out)]
    monkeypatch.setattr(sys, "argv", ["exercises", *arguments])
    if message is None:
        exercises.main()
        assert (out / "02_gradient_descent" / "key" / "assignment.json").exists()
        return
    with pytest.raises(SystemExit, match=message) as stopped:
        exercises.main()
    assert "\n" not in str(stopped.value) and not out.exists()


def test_an_out_that_is_a_file_is_explained_in_one_line(tmp_path, monkeypatch):
    out = tmp_path / "out"
    out.write_text("mine")
    monkeypatch.setattr(sys, "argv", ["exercises", "02", "--out", str(out)])
    with pytest.raises(SystemExit, match="cannot be written") as stopped:
        exercises.main()
    assert "\n" not in str(stopped.value) and out.read_text() == "mine"


def test_variants_below_0_are_refused(tmp_path, monkeypatch, capsys):
    (tmp_path / "secret").write_bytes(SECRET)
    out = tmp_path / "out"
    arguments = ["02", "--variant", "-1", "--secret", str(tmp_path / "secret"), "--out", str(out)]
    monkeypatch.setattr(sys, "argv", ["exercises", *arguments])
    with pytest.raises(SystemExit) as stopped:
        exercises.main()
    assert stopped.value.code == 2
    assert "--variant counts from 0, got -1" in capsys.readouterr().err
    assert not out.exists()
