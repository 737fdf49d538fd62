"""What students handed in: files, folders and archives, none of them trusted. One notebook of each
student counts; of all others it is said why they do not.
"""

import errno
import hashlib
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from nblib.grading.archives import (
    is_archive,
    is_litter,
    is_notebook,
    notebooks_in,
    read_member,
    why_not,
)
from nblib.grading.files import shown
from nblib.grading.notebook import Unreadable, mismatch, read_notebook, refuse_large
from nblib.grading.owners import METADATA, Owners

# What a student's names can cause. All other errors of the system are the grader's machine's.
OF_NAMES = {errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL}
RANKS = (  # how well a notebook fits, from worst to best, and what is said of the one that counts
    "the newest counts",
    "the newest that can be read counts",
    "the newest that is not of another set or variant counts",
    "the newest of this set and variant counts",
)


@dataclass
class File:
    """A file that was handed in: how a notebook is read, or a remark why it is none."""

    path: Path
    read: Callable | None = None  # returns its bytes
    time: float = 0.0  # of the file or its archive, seconds since 1970
    date: tuple = ()  # in an archive, as that has it
    remark: str = ""
    fault: bool = False  # whether the grader's machine is to blame
    digest: str = ""  # of the bytes, as they were when they were looked at
    rank: int = 0  # of RANKS


@dataclass
class Submission:
    """What one student handed in: the file that counts, and what has to be said about it."""

    student: str
    file: File | None = None
    remarks: list = field(default_factory=list)
    fault: str = ""  # why it cannot be said what the student handed in
    handed_in: bool = False  # whether any file is theirs

    @property
    def path(self):
        """Where the notebook that counts lies, or None."""
        return self.file.path if self.file else None

    @property
    def time(self):
        """Of its file, in seconds since 1970, or None."""
        return self.file.time if self.file else None

    @property
    def content(self):
        """Its bytes, read anew each time, or None. Raises OSError where they have changed."""
        return self.read() if self.file else None

    def read(self):
        """Return the bytes of the file that counts. Raises OSError where they have changed."""
        content = self.file.read()
        if hashlib.sha256(content).hexdigest() != self.file.digest:
            raise OSError(f"{self.path.name} was changed while it was graded")
        return content


def collect(folder, roster, limits, assignment=None):
    """Return ({student: Submission}, remarks about all others) for the files in a folder.

    roster: {id: name}, or ids. A file belongs to a student if its name, or that of the folder or
    archive that it is in, is the id or the name, or begins with it, or if a course system named it
    so (see owners). Of several notebooks the newest that fits best counts: one that says that it is
    of the assignment before others. Links are not followed; archives are read one level deep, never
    unpacked. No file is held in memory.
    """
    roster = roster if isinstance(roster, dict) else dict.fromkeys(roster, "")
    folder = _inner(Path(folder), roster)
    owners = Owners(roster, folder)
    files = {student: [] for student in roster}
    remarks = []
    for path in sorted(folder.iterdir()):
        if is_litter([path.name]) or path.name == METADATA:
            continue
        students, doubt = owners.of(path.name)
        if doubt:
            remarks.append(f"{shown(path.name)}: {doubt}")
            for student in students:
                files[student].append(File(path, remark=doubt, fault=True))
        elif students:
            notebooks = list(_notebooks(path, limits))
            for student in students:
                files[student] += notebooks
        elif not path.name.startswith("."):
            advice = "; unpack it if it holds what many handed in" if is_archive(path.name) else ""
            remarks.append(f"{shown(path.name)}: belongs to nobody in the roster{advice}")
    submissions = {s: _choose(s, files[s], limits, assignment) for s in roster}
    return submissions, remarks


def _inner(folder, roster):
    """Return the folder that holds what was handed in: an export often has one around it."""
    for _ in range(5):
        inner = [path for path in folder.iterdir() if not path.name.startswith((".", "__MACOSX"))]
        around = len(inner) == 1 and inner[0].is_dir() and not inner[0].is_symlink()
        if not around or Owners(roster, folder).of(inner[0].name)[0]:
            break
        folder = inner[0]
    return folder


def _notebooks(path, limits):
    """Yield the Files at a path: itself, or what a folder or an archive holds."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            yield File(path, remark="the file is a link, which is not followed")
        elif stat.S_ISDIR(mode):
            yield from _in_folder(path, limits)
        elif not stat.S_ISREG(mode):
            yield File(path, remark="this is no ordinary file")
        elif is_archive(path.name):
            yield from _in_archive(path, limits)
        elif is_notebook(path.name):
            yield File(path, partial(_bytes, path, limits), path.stat().st_mtime)
        else:
            yield File(path, remark=why_not(path.name))
    except Exception as error:  # one bad file never stops the class
        yield _failed(path, error)


def _failed(path, error):
    """Return a File that says why it cannot be read."""
    if isinstance(error, Unreadable):
        return File(path, remark=str(error))
    fault = getattr(error, "errno", None) not in OF_NAMES
    reason = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
    return File(path, remark=f"it cannot be read ({reason})", fault=fault)


def _in_folder(folder, limits):
    """Yield the Files in a folder and the folders below it."""
    waiting = [(folder, 1)]
    looked = 0
    skipped = []
    readable = False
    while waiting:
        folder, depth = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                found_here = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield _failed(folder, error)
            continue
        looked += len(found_here)
        if looked > limits.entries:
            yield File(folder, remark=f"more than {limits.entries:,} files were handed in")
            return
        for entry in found_here:
            path = folder / entry.name
            inside = entry.is_dir(follow_symlinks=False)
            if is_litter([path.name, ""] if inside else [path.name]):
                continue
            if inside and depth == limits.folders:
                yield File(path, remark=f"folders more than {depth} deep are not looked into")
            elif inside:
                waiting.append((path, depth + 1))
            elif is_notebook(path.name) or is_archive(path.name):
                readable = True
                yield from _notebooks(path, limits)
            else:
                skipped.append(path)
    if skipped and not readable:
        yield File(skipped[0], remark=why_not(skipped[0].name))


def _in_archive(path, limits):
    """Yield the Files in an archive."""
    time = path.stat().st_mtime
    notebooks, remarks = notebooks_in(path, limits)
    for name, date, number in notebooks:
        yield File(path / name, partial(read_member, path, number, limits), time, date)
    for name, remark in remarks:
        yield File(path / name, remark=remark)


def _bytes(path, limits):
    refuse_large(path.stat().st_size, limits)
    return path.read_bytes()


# ---- which one counts


def _choose(student, files, limits, assignment):
    """Return a student's Submission: the newest notebook among their Files that fits best."""
    submission = Submission(student, handed_in=bool(files))
    notebooks = sorted((file for file in files if file.read), key=_age, reverse=True)
    looked_at = notebooks[: limits.archived]
    for file in looked_at:
        _look(file)
    notebooks = [file for file in looked_at if file.digest]
    submission.remarks += _remarks(files, limits)

    # Copies of one file need no choice.
    several = len({file.digest for file in notebooks}) > 1
    if several:
        for file in notebooks:
            file.rank = _rank(file, limits, assignment)
    if notebooks:
        submission.file = max(notebooks, key=lambda file: (file.rank, _age(file)))
    if several:
        submission.remarks.append(_why(submission.file, notebooks))
    faults = [file for file in files if file.fault]
    if faults and not notebooks:
        submission.fault = f"{shown(faults[0].path.name)}: {faults[0].remark}"
    return submission


def _remarks(files, limits):
    """Return what is to be said of a student's Files beside those that can be read."""
    remarks = [f"{shown(file.path.name)}: {file.remark}" for file in files if file.remark]
    readable = [file for file in files if file.read]
    if not files:
        remarks.append("nothing was handed in")
    elif not readable and not remarks:
        remarks.append("no notebook was handed in")
    if len(readable) > limits.archived:
        remarks.append(
            f"{len(readable)} notebooks were handed in: only the {limits.archived} newest were "
            "looked at"
        )
    return remarks


def _look(file):
    """See that a file can be read, and note what is in it."""
    try:
        file.digest = hashlib.sha256(file.read()).hexdigest()
    except Exception as error:
        failed = _failed(file.path, error)
        file.remark = failed.remark
        file.fault = failed.fault


def _rank(file, limits, assignment):
    """Return how well a notebook fits the assignment, as the index of RANKS."""
    try:
        _, metadata = read_notebook(file.read(), limits)
    except Exception:
        return 0
    if assignment is None or "nblib" not in metadata:
        return 2
    return 1 if mismatch(metadata, assignment) else 3


def _age(file):
    """Return what a File is compared by: its time, its date in an archive, and its name with
    numbers in their order, since copies are called work, work-1, work-2, and so on.
    """
    pieces = re.split(r"(\d+)", file.path.stem)
    sort_key = [(int(w[:18]), "") if w.isdecimal() else (0, w) for w in pieces]
    return file.time, file.date, sort_key, str(file.path)


def _why(chosen, notebooks):
    """Return a sentence that says which of several notebooks counts, and why."""
    ranks = {file.rank for file in notebooks}
    reason = RANKS[chosen.rank] if len(ranks) > 1 else RANKS[0]
    best = (chosen.rank, chosen.time, chosen.date)
    equal = [file for file in notebooks if (file.rank, file.time, file.date) == best]
    if len({file.digest for file in equal}) > 1:
        reason = reason.replace("the newest", "of equal age, the last by name", 1)
    names = ", ".join(shown(file.path.name) for file in notebooks[:10])
    ellipsis = ", …" if len(notebooks) > 10 else ""
    return f"{len(notebooks)} notebooks ({names}{ellipsis}): {reason}, {shown(chosen.path.name)}"
