"""From what students handed in to the cells of a notebook: files, folders and archives, none of
them trusted.
"""

import json
import stat
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

MB = 1 << 20


class Unreadable(Exception):
    """A file is no notebook that can be graded; the message is for student and teacher."""


@dataclass
class Submission:
    """What one student handed in: the file that counts, and what has to be said about it."""

    student: str
    path: Path | None = None
    content: bytes | None = None
    time: float | None = None  # of the file, seconds since 1970
    remarks: list = field(default_factory=list)


@dataclass
class File:
    """A file that was handed in: a notebook's bytes and time, or a remark why it is none."""

    path: Path
    content: bytes | None = None
    time: float | None = None
    remark: str = ""


def read_notebook(content, limits):
    """Return (code cells as strings, metadata) of a notebook given as bytes; raises Unreadable."""
    _refuse_large(len(content), limits)
    try:
        book = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise Unreadable("the file is not text in UTF-8, so it is no notebook") from None
    except (ValueError, RecursionError):
        raise Unreadable(
            "the file is empty, cut off, or no notebook" if content.strip() else "the file is empty"
        ) from None
    if not isinstance(book, dict) or not isinstance(book.get("cells"), list):
        raise Unreadable("the file is JSON, but no notebook: it has no list of cells")
    if book.get("nbformat") != 4:
        raise Unreadable(
            f"the notebook has format {str(book.get('nbformat'))[:20]}; save it in format 4"
        )

    cells = [
        _source(cell)
        for cell in book["cells"]
        if isinstance(cell, dict) and cell.get("cell_type") == "code"
    ]
    if len(cells) > limits.cells:
        raise Unreadable(f"the notebook has more than {limits.cells:,} code cells")
    size = sum(map(len, cells))
    if size > limits.code:
        raise Unreadable(f"the notebook holds {size / MB:.0f} MB of code")
    metadata = book.get("metadata")
    return cells, metadata if isinstance(metadata, dict) else {}


def _source(cell):
    """Return the code of a cell, which notebooks keep as a text or as a list of lines."""
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise Unreadable("a code cell holds no text")
    return source


def _refuse_large(size, limits):
    if size > limits.file_b:
        raise Unreadable(f"the file has {size / MB:.0f} MB; clear the outputs and hand it in again")


def collect(folder, students, limits):
    """Return ({student: Submission}, remarks about all others) for the files in a folder.

    A file belongs to a student if its name, or that of the folder or archive that it is in, is the
    student's id or begins with it and one of `_ - . space`. Of several notebooks the newest counts.
    Links are not followed; archives are read one level deep, never unpacked.
    """
    files = {student: [] for student in students}
    remarks = []
    for path in sorted(Path(folder).iterdir()):
        student = _owner(path.name, students)
        if student is None:
            if not path.name.startswith("."):
                remarks.append(f"{_shown(path.name)}: belongs to nobody in the roster")
            continue
        try:
            files[student] += list(_notebooks(path, limits))
        except Unreadable as error:
            files[student].append(File(path, remark=str(error)))
        except OSError as error:
            files[student].append(File(path, remark=f"it cannot be read ({error.strerror})"))
    return {student: _choose(student, files[student]) for student in students}, remarks


def _owner(name, students):
    fitting = [s for s in students if name == s or (name.startswith(s) and name[len(s)] in "_-. ")]
    return max(fitting, key=len, default=None)


def _notebooks(path, limits):
    """Yield the Files at a path: itself, or what a folder or an archive holds."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        raise Unreadable("the file is a link, which is not followed")
    if stat.S_ISDIR(mode):
        yield from _in_folder(path, limits)
    elif not stat.S_ISREG(mode):
        raise Unreadable("this is no ordinary file")
    elif path.suffix == ".zip":
        yield from _in_archive(path, limits)
    elif path.suffix == ".ipynb":
        yield File(path, _bytes(path, limits), path.stat().st_mtime)
    else:
        raise Unreadable(f"a {path.suffix or 'nameless'} file, not a notebook (.ipynb)")


def _in_folder(folder, limits):
    for path in sorted(folder.rglob("*.ipynb")):
        if ".ipynb_checkpoints" in path.parts:
            continue
        if path.is_symlink() or folder.resolve() not in path.resolve().parents:
            yield File(path, remark="a link, which is not followed")
        elif path.is_file():
            yield File(path, _bytes(path, limits), path.stat().st_mtime)


def _bytes(path, limits):
    _refuse_large(path.stat().st_size, limits)
    return path.read_bytes()


def _in_archive(path, limits):
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                member
                for member in archive.infolist()
                if member.filename.endswith(".ipynb") and "__MACOSX" not in member.filename
            ]
            room = limits.file_b  # for all of them: what they say of their size may be a lie
            for member in members[: limits.archived]:
                with archive.open(member) as file:
                    content = file.read(room + 1)
                room -= len(content)
                if room < 0:
                    raise Unreadable("the archive unpacks to more than a notebook can be")
                yield File(path / Path(member.filename).name, content, path.stat().st_mtime)
    except Unreadable:
        raise
    except Exception as error:
        # zlib.error, LZMAError, UnicodeDecodeError, …: each way of packing fails in its own.
        raise Unreadable(f"the archive cannot be read ({type(error).__name__})") from None
    if not members:
        raise Unreadable("the archive holds no notebook")


def _choose(student, files):
    """Return a student's Submission: the newest notebook among their Files."""
    submission = Submission(student)
    submission.remarks += [
        f"{_shown(file.path.name)}: {file.remark}" for file in files if file.remark
    ]
    notebooks = [file for file in files if file.content is not None]
    if not files:
        submission.remarks.append("nothing was handed in")
    elif not notebooks and not submission.remarks:
        submission.remarks.append("no notebook was handed in")
    if len({file.content for file in notebooks}) > 1:
        names = ", ".join(_shown(file.path.name) for file in notebooks)
        submission.remarks.append(f"{len(notebooks)} notebooks ({names}): the newest counts")
    if notebooks:
        newest = max(notebooks, key=lambda file: (file.time, str(file.path)))
        submission.path = newest.path
        submission.content = newest.content
        submission.time = newest.time
    return submission


def _shown(name):
    """A file's name as it may be shown: printable, not long."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name)[:80]
