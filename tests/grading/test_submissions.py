"""What students hand in: notebooks, folders and archives, broken in every way that occurs."""

import json
import os
import shutil
import zipfile

import pytest
from classes import BLANK, KEY, RIGHT, TINY, grade, write_class

from nblib.grading import submission
from nblib.grading.limits import Limits
from nblib.grading.notebook import Unreadable, mismatch, read_notebook
from nblib.grading.submission import collect

pytestmark = pytest.mark.sandbox
LIMITS = Limits()


def book(*cells):
    return json.dumps({"nbformat": 4, "cells": cells}).encode()


def code(source):
    return {"cell_type": "code", "source": source}


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "the file is empty"),
        (b"   ", "empty"),
        (KEY[: len(KEY) // 2], "cut off"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"[1, 2]", "no list of cells"),
        (b"{}", "no list of cells"),
        (b'{"cells": [], "nbformat": 99}', "format 99"),
        (b'{"worksheets": [], "nbformat": 3}', "has format 3: open it in Jupyter, save it"),
        (b'{"cells": [], "nbformat": [3]}', "names no format"),
        (b'{"cells": [], "nbformat": "4"}', "names no format"),
        (b'{"cells": [], "nbformat": 1' + b"0" * 5_000 + b"}", "format inf"),
        (b'{"cells": []}', "names no format"),
        (b"\xef\xbb\xbf", "cut off, or no notebook"),
        (book(code(7)), "holds no text"),
        (b"[" * 100_000, "cut off, or no notebook"),
        (book(code("x" * 3 * 2**20)), "MB of code"),
    ],
)
def test_a_broken_notebook_is_explained(content, message):
    with pytest.raises(Unreadable, match=message):
        read_notebook(content, LIMITS)


def test_thousands_of_empty_cells_are_refused():
    with pytest.raises(Unreadable, match="more than 2,000 code cells"):
        read_notebook(book(*[code("")] * 2_001), LIMITS)
    assert len(read_notebook(book(*[code("")] * 2_000), LIMITS)[0]) == 2_000


@pytest.mark.parametrize("claim", ["\ud800", [1], {"a": 1}, 10**30, None, "x\n" * 99])
def test_what_a_notebook_says_of_its_set_is_shown_safely(claim):
    status, reason = mismatch({"nblib": {"set": claim, "variant": 0}}, TINY)
    assert status == "wrong set" and reason.encode() and reason.isprintable() and len(reason) < 99


CELLS = ["x = 1"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_notebook_that_an_editor_saved_is_read(encoding):
    assert read_notebook(book(code("x = 1")).decode().encode(encoding), LIMITS)[0] == CELLS


def test_a_long_number_in_an_output_is_no_reason_to_refuse_a_notebook():
    content = book(code("x = 1") | {"outputs": []}).replace(b"[]", b"[" + b"9" * 10_000 + b"]")
    assert read_notebook(content, LIMITS)[0] == CELLS


def bomb(part, close=b""):
    return b'{"nbformat": 4, "cells": [' + part * 200_000 + b"0" + close + b"]}"


BOMBS = {
    "lists": bomb(b"[],"),
    "dicts": bomb(b'{"":0},'),
    "texts": bomb(b'"a",'),
    "texts with quotes": bomb(rb'"\"\\",'),
    "numbers": bomb(b"0," * 3),
    "no end of a text": bomb(b'"'),
}


@pytest.mark.parametrize("content", BOMBS.values(), ids=BOMBS)
def test_json_that_would_fill_the_memory_is_refused_before_it_is_read(content, monkeypatch):
    monkeypatch.setattr(json, "loads", None)
    with pytest.raises(Unreadable, match="more than 100,000 numbers, texts and lists; clear"):
        read_notebook(content, Limits(values=100_000))


def test_what_stands_in_a_text_is_not_counted():
    output = {"text": '[{,"' * 100_000}
    content = book(code("x = 1") | {"outputs": [output]})
    assert read_notebook(content, Limits(values=100))[0] == CELLS


def test_fifty_megabytes_of_output_are_not_looked_at():
    large = json.loads(KEY)
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 50 * 2**20}
    next(cell for cell in large["cells"] if cell["cell_type"] == "code")["outputs"] = [output]
    cells, _ = read_notebook(json.dumps(large).encode(), LIMITS)
    assert sum(map(len, cells)) < 2**16


@pytest.fixture
def room(tmp_path):
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def test_submissions_are_found_in_files_folders_and_archives(room):
    (room / "ann.ipynb").write_bytes(KEY)
    (room / "bob").mkdir()
    (room / "bob" / "work.ipynb").write_bytes(KEY)
    (room / "bob" / ".ipynb_checkpoints").mkdir()
    (room / "bob" / ".ipynb_checkpoints" / "old.ipynb").write_bytes(BLANK)
    with zipfile.ZipFile(room / "cy - homework.zip", "w") as archive:
        archive.writestr("../../evil.ipynb", BLANK)
    (room / "dee_late.ipynb").write_bytes(KEY)
    (room / "dee_first.ipynb").write_bytes(BLANK)
    os.utime(room / "dee_first.ipynb", (1, 1))
    (room / "eve.ipynb").symlink_to("/etc/passwd")
    (room / "fay.pdf").write_bytes(b"x")
    (room / "anna.ipynb").write_bytes(BLANK)
    (room / "who\nis=this.ipynb").write_bytes(BLANK)
    students = ["ann", "bob", "cy", "dee", "eve", "fay", "gus"]
    files, strangers = collect(room, students, LIMITS)
    assert files["ann"].content == files["bob"].content == files["dee"].content == KEY
    assert files["cy"].content == BLANK
    assert not list(room.parent.rglob("evil.ipynb"))
    assert "2 notebooks" in files["dee"].remarks[0]
    assert "the newest counts" in files["dee"].remarks[0]
    assert files["eve"].content is None and "a link" in files["eve"].remarks[0]
    assert files["fay"].content is None and "not a notebook" in files["fay"].remarks[0]
    assert files["gus"].remarks == ["nothing was handed in"]
    assert len(strangers) == 2 and all("\n" not in stranger for stranger in strangers)


def test_archives_that_lie_are_refused(room):
    (room / "ann.zip").write_bytes(b"PK\x03\x04 no archive")
    with zipfile.ZipFile(room / "bob.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.ipynb", b" " * 150 * 2**20)
    with zipfile.ZipFile(room / "cy.zip", "w") as archive:
        archive.writestr("readme.txt", b"x")
    files, _ = collect(room, ["ann", "bob", "cy"], LIMITS)
    assert "cannot be read" in files["ann"].remarks[0]
    assert "more than a notebook" in files["bob"].remarks[0]
    assert "no notebook" in files["cy"].remarks[0]


def test_all_that_is_in_an_archive_counts_towards_its_most(tmp_path):
    with zipfile.ZipFile(tmp_path / "ann.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for i in range(3):
            archive.writestr(f"{i}.ipynb", b" " * 4_000)
    files, _ = collect(tmp_path, ["ann"], Limits(file_b=10_000))
    assert "more than a notebook" in files["ann"].remarks[0]


# ---- archives that are damaged


def packed(path, method, name="a.ipynb"):
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(name, b'{"cells": []}' * 500)
    return bytearray(path.read_bytes())


def scratched(path, method):
    data = packed(path, method)
    data[37:49] = b"\xff" * 12  # the first bytes of what is packed
    path.write_bytes(data)


def misnamed(path):
    data = packed(path, zipfile.ZIP_DEFLATED, "ä.ipynb")
    path.write_bytes(data.replace("ä".encode(), b"\xff\xfe"))


def packed_in_an_unknown_way(path):
    data = packed(path, zipfile.ZIP_DEFLATED)
    at = data.find(b"PK\x01\x02") + 10
    data[at : at + 2] = (97).to_bytes(2, "little")
    path.write_bytes(data)


DAMAGE = {
    "deflate": lambda path: scratched(path, zipfile.ZIP_DEFLATED),
    "bzip2": lambda path: scratched(path, zipfile.ZIP_BZIP2),
    "lzma": lambda path: scratched(path, zipfile.ZIP_LZMA),
    "name": misnamed,
    "method": packed_in_an_unknown_way,
    "end": lambda path: path.write_bytes(packed(path, zipfile.ZIP_DEFLATED)[:-30]),
}


def test_an_archive_damaged_in_any_way_cannot_be_read_and_the_others_are_graded(tmp_path):
    folder = write_class(tmp_path, {"ann": RIGHT}, TINY)
    for student, damage in DAMAGE.items():
        damage(folder / "in" / f"{student}.zip")
    (folder / "roster.csv").write_text("id\nann\n" + "\n".join(DAMAGE))
    rows = grade(folder)
    assert rows["ann"]["points"] == 2
    for student in DAMAGE:
        assert rows[student]["status"] == "missing"
        assert "cannot be read" in rows[student]["remarks"][0]


def test_a_file_that_cannot_be_read_and_folders_too_deep_are_their_owner_s_only(room, monkeypatch):
    (room / "ann.ipynb").write_bytes(KEY)
    (room / "bob.ipynb").write_bytes(KEY)
    deep = os.open(room, os.O_RDONLY)
    for name in ["cy", *["x" * 250] * 20]:
        os.mkdir(name, dir_fd=deep)
        inner = os.open(name, os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = inner
    os.close(deep)
    read_bytes = submission._bytes

    def refused(path, limits):
        if path.stem == "bob":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path, limits)

    monkeypatch.setattr(submission, "_bytes", refused)
    files, _ = collect(room, ["ann", "bob", "cy"], LIMITS)
    shutil.rmtree(room / "cy")
    assert files["ann"].content
    assert "cannot be read (Permission denied)" in files["bob"].remarks[0]
    assert "cannot be read (File name too long)" in files["cy"].remarks[0]
