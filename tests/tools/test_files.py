"""Files are written whole or not at all."""

import pytest

from tools import files


def test_a_file_and_its_folders_are_written(tmp_path):
    path = tmp_path / "a" / "b.txt"
    files.write(path, "é\n")
    files.write(path, "two\n")
    assert path.read_text(encoding="utf-8") == "two\n"
    assert [p.name for p in path.parent.iterdir()] == ["b.txt"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    path = tmp_path / "b.txt"
    files.write(path, "old")
    with pytest.raises(UnicodeEncodeError):
        files.write(path, "new \ud800")  # half a character: it cannot be encoded
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["b.txt"]
