"""From what students handed in to the cells of a notebook: files, folders and archives, none of
them trusted.
"""

import json
import stat
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

MOST = 100 * 2**20  # bytes of a notebook file; its outputs are not looked at
SOURCE = 2 * 2**20  # bytes of all code in it
CELLS = 2_000


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


def read_notebook(content):
    """Return (code cells as strings, metadata) of a notebook given as bytes; raises Unreadable."""
    if len(content) > MOST:
        raise Unreadable(
            f"the file has {len(content) / 2**20:.0f} MB; clear the outputs and hand it in again"
        )
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
    cells, total = [], 0
    for cell in book["cells"]:
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", "")
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if not isinstance(source, str):
            raise Unreadable("a code cell holds no text")
        total += len(source)
        cells.append(source)
        if len(cells) > CELLS:
            raise Unreadable(f"the notebook has more than {CELLS:,} code cells")
    if total > SOURCE:
        raise Unreadable(f"the notebook holds {total / 2**20:.0f} MB of code")
    metadata = book.get("metadata")
    return cells, metadata if isinstance(metadata, dict) else {}


def collect(folder, students):
    """Return ({student: Submission}, remarks about the rest) for the files in a folder.

    A file belongs to a student if its name, or that of the folder or archive that it is in, is the
    student's id or begins with it and one of `_ - . space`. Of several notebooks the newest counts.
    Links are not followed; archives are read one level deep, never unpacked.
    """
    found, remarks = {student: [] for student in students}, []
    for path in sorted(Path(folder).iterdir()):
        student = _owner(path.name, students)
        if student is None:
            if not path.name.startswith("."):
                remarks.append(f"{_shown(path.name)}: belongs to nobody in the roster")
            continue
        try:
            found[student] += list(_notebooks(path))
        except Unreadable as error:
            found[student].append((path, None, None, str(error)))
        except OSError as error:
            found[student].append((path, None, None, f"it cannot be read ({error.strerror})"))
    return {student: _choose(student, files) for student, files in found.items()}, remarks


def _owner(name, students):
    fits = [s for s in students if name == s or (name.startswith(s) and name[len(s)] in "_-. ")]
    return max(fits, key=len, default=None)


def _notebooks(path):
    """Yield (path, content, time, remark) of the notebooks at a path."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        raise Unreadable("the file is a link, which is not followed")
    if stat.S_ISDIR(mode):
        for inner in sorted(path.rglob("*.ipynb")):
            if ".ipynb_checkpoints" in inner.parts:
                continue
            if inner.is_symlink() or path.resolve() not in inner.resolve().parents:
                yield inner, None, None, "a link, which is not followed"
            elif inner.is_file():
                yield inner, _bytes(inner), inner.stat().st_mtime, None
        return
    if not stat.S_ISREG(mode):
        raise Unreadable("this is no ordinary file")
    if path.suffix == ".zip":
        yield from _in_archive(path)
    elif path.suffix == ".ipynb":
        yield path, _bytes(path), path.stat().st_mtime, None
    else:
        raise Unreadable(f"a {path.suffix or 'nameless'} file, not a notebook (.ipynb)")


def _bytes(path):
    if path.stat().st_size > MOST:
        raise Unreadable(
            f"the file has {path.stat().st_size / 2**20:.0f} MB; clear the outputs and hand it in again"
        )
    return path.read_bytes()


def _in_archive(path):
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [
                i
                for i in archive.infolist()
                if i.filename.endswith(".ipynb") and "__MACOSX" not in i.filename
            ]
            left = MOST  # for all of them: what they say of their size may be a lie
            for info in inside[:20]:
                with archive.open(info) as file:
                    content = file.read(left + 1)
                if (left := left - len(content)) < 0:
                    raise Unreadable("the archive unpacks to more than a notebook can be")
                yield path / Path(info.filename).name, content, path.stat().st_mtime, None
    except Unreadable:
        raise
    except Exception as error:  # zlib.error, LZMAError, UnicodeDecodeError, …: each way of packing fails in its own
        raise Unreadable(f"the archive cannot be read ({type(error).__name__})") from None
    if not inside:
        raise Unreadable("the archive holds no notebook")


def _choose(student, files):
    submission = Submission(student)
    submission.remarks += [
        f"{_shown(path.name)}: {remark}" for path, _, _, remark in files if remark
    ]
    whole = [f for f in files if f[1] is not None]
    if not files:
        submission.remarks.append("nothing was handed in")
    elif not whole and not submission.remarks:
        submission.remarks.append("no notebook was handed in")
    if whole:
        if len({content for _, content, _, _ in whole}) > 1:
            names = ", ".join(_shown(path.name) for path, *_ in whole)
            submission.remarks.append(f"{len(whole)} notebooks ({names}): the newest counts")
        submission.path, submission.content, submission.time, _ = max(
            whole, key=lambda f: (f[2], str(f[0]))
        )
    return submission


def _shown(name):
    """A file's name as it may be shown: printable, not long."""
    return "".join(c if c.isprintable() else "\ufffd" for c in name)[:80]
