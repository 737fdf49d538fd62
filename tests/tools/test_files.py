"""Files are written whole or not at all, by one function, whoever writes them."""

import ast
import os
from pathlib import Path

import numpy as np
import pytest
from source_tree import files, tree

from nblib.check.progress import Progress
from nblib.checkpoint import load_checkpoint, save_checkpoint
from nblib.files import write
from nblib.grading.files import write_whole
from nblib.text import BPETokenizer, Vocabulary


@pytest.mark.parametrize("content", ["two\né\n", b"\x00\xff"])
def test_a_file_and_its_folders_are_written(tmp_path, content):
    path = tmp_path / "a" / "b.txt"
    write(path, "one")
    write(str(path), content)
    assert path.read_bytes() == (content if isinstance(content, bytes) else content.encode())
    assert [p.name for p in path.parent.iterdir()] == ["b.txt"]


def test_permissions_links_and_long_names_stay(tmp_path):
    path = tmp_path / ("ä" * 127)  # 254 bytes, one less than a name may have
    write(path, "old")
    path.chmod(0o640)
    link = tmp_path / "link"
    link.symlink_to(path)
    write(link, "new")
    assert link.is_symlink() and path.read_text() == "new" and path.stat().st_mode & 0o777 == 0o640


def half(path, content):
    with open(path, "wb") as file:
        file.write(content[: len(content) // 2])
    raise OSError(28, "No space left on device")


def fails(*arguments):
    raise OSError(28, "No space left on device")


WRITERS = {
    "write": write,
    "write_whole": write_whole,
    "save_checkpoint": lambda path, text: save_checkpoint(path, {"a": text}),
    "Vocabulary.save": lambda path, text: Vocabulary([text]).save(path),
    "BPETokenizer.save": lambda path, text: BPETokenizer.train([text], vocab_size=261).save(path),
}


@pytest.mark.parametrize(
    "place, name, fault", [(Path, "write_bytes", half), (os, "replace", fails)]
)
@pytest.mark.parametrize("writer", WRITERS)
def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(
    tmp_path, monkeypatch, writer, place, name, fault
):
    path = tmp_path / "file"
    WRITERS[writer](path, "old old")
    before = path.read_bytes()
    monkeypatch.setattr(place, name, fault)
    with pytest.raises(OSError, match="No space left"):
        WRITERS[writer](path, "new new new")
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


REFUSED = [
    (lambda path: write(path, "new \ud800"), ValueError, "surrogates not allowed"),
    (lambda path: Vocabulary(["\ud83d"]).save(path), ValueError, "half a character"),
    (lambda path: save_checkpoint(path, {"a": np.array([None])}), TypeError, "array of object"),
    (lambda path: save_checkpoint(path, {"a": np.ma.array([1.0])}), TypeError, "masked array"),
    (
        lambda path: save_checkpoint(path, {"a": np.array(["x"], np.dtypes.StringDType())}),
        TypeError,
        "array of StringDType",
    ),
    (lambda path: save_checkpoint(path, {"a": np.datetime64("2020")}), TypeError, "hold a date"),
    (lambda path: save_checkpoint(path, {"a": np.longdouble(1)}), TypeError, "hold a longdouble"),
    (lambda path: save_checkpoint(path, {"a": [{1}]}), TypeError, "hold a set"),
]


@pytest.mark.parametrize("mistake, kind, message", REFUSED)
def test_what_no_file_can_hold_is_refused_before_the_old_file_is_touched(
    tmp_path, mistake, kind, message
):
    path = tmp_path / "file"
    save_checkpoint(path, {"good": 1})
    with pytest.raises(kind, match=message):
        mistake(path)
    assert load_checkpoint(path) == {"good": 1} and list(tmp_path.iterdir()) == [path]


def test_progress_does_not_bring_a_removed_folder_back(tmp_path, monkeypatch):
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    progress = Progress("set")
    folder.rmdir()
    progress.write({"q1"})
    assert not folder.exists()


# What writes in some other way, and why it may.
OTHERWISE = {
    "nblib/files.py": "the one function",
    "nblib/grading/cage/bubblewrap.py": "the kernel's files",
    "nblib/grading/cage/cgroup.py": "the kernel's files",
    "nblib/grading/cage/sandbox.py": "pipes",
    "nblib/grading/inside/cells.py": "%%writefile of a student, in the sandbox",
    "nblib/grading/inside/worker.py": "the kernel's files",
    "tools/book/build.py": "a log, to be read while it grows",
    "tools/colab.py": "a folder that lasts as long as the command",
    "tools/format.py": "a folder that lasts as long as the command",
    "tools/setup.py": "runs before nblib is installed, in a .venv that is not ready yet",
}


def writes(syntax):
    """Yield the lines that put content into a file without write()."""
    for node in ast.walk(syntax):
        if not isinstance(node, ast.Call):
            continue
        text = ast.unparse(node.func)
        called = text.split(".")[-1]
        modes = [a.value for a in node.args if isinstance(a, ast.Constant)]
        opens = called == "open" and any(str(mode)[:1] in ("w", "a", "x") for mode in modes)
        by_path = called in ("write_text", "write_bytes")
        by_module = text in ("nbformat.write", "json.dump", "shutil.copyfile", "np.save")
        if opens or by_path or by_module:
            yield node.lineno


@pytest.mark.parametrize(
    "name", [n for n in files(".py") if n.startswith(("nblib/", "tools/")) and n not in OTHERWISE]
)
def test_nothing_writes_a_file_in_another_way(name):
    assert not list(writes(tree(name))), f"{name}: nblib.files.write writes a file whole"


@pytest.mark.parametrize(
    "line", ["p.write_text('x')", "open(p, 'w')", "p.open('wb')", "nbformat.write(n, p)"]
)
def test_another_way_is_seen(line):
    assert list(writes(ast.parse(line))) == [1]
