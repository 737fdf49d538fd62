"""The folder of results: of one set, made for it, marked, and forgotten by one command."""

import contextlib
import fcntl
import json
import os
import shutil
import time
from pathlib import Path

from nblib.grading.errors import SetupError
from nblib.grading.files import file_name, write_whole

MARK = ".nblib-results"  # what this is in may be forgotten; it says which set it holds
FOLDERS = ("work", "feedback", "results")
FILES = ("grades.csv", "receipt.json")
ABANDONED_S = 600  # nobody writes one file for so long


def real(path):
    """Return a path without links. Raises SetupError where they lead nowhere."""
    try:
        path = Path(path).resolve()
        path.is_dir()  # in newer Pythons a circle shows here only
        return path
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "its links lead in a circle"
        raise SetupError(f"{path} is no place that can be used: {reason}.") from None


def check_places(submissions, out, inputs):
    """Raise SetupError where there are no submissions, or results would lie among them or take the
    place of what the teacher gave: inputs.
    """
    if submissions.is_file():
        raise SetupError(f"{submissions} is a file: unpack it, and name the folder.")
    if not submissions.is_dir():
        raise SetupError(f"There is no folder {submissions} with submissions.")
    if out == submissions or submissions in out.parents:
        raise SetupError(
            "The results must not be written among the submissions: choose another --out."
        )
    written = [out / name for name in (*FOLDERS, *FILES)]
    for path in (submissions, *inputs):
        if any(path.is_relative_to(target) for target in written):
            raise SetupError(f"{path} lies where results are written: choose another --out.")


@contextlib.contextmanager
def opened(out, assignment):
    """Make the folder for results of an assignment, mark it as one, and keep it from being
    forgotten meanwhile. Raises SetupError where it holds something else.
    """
    busy = "is just being forgotten: wait until that is done"
    with contextlib.ExitStack() as stack:
        try:
            out.mkdir(parents=True, exist_ok=True)
            stack.enter_context(_locked(out, fcntl.LOCK_SH, busy))
            _see_that_it_is_ours(out, assignment)
            record = {"set": assignment["set"], "variant": assignment["variant"]}
            write_whole(out / MARK, json.dumps(record) + "\n")
            (out / "work").mkdir(exist_ok=True)
        except OSError as error:
            raise SetupError(f"Nothing can be written to {out}: {error.strerror}.") from None
        yield


@contextlib.contextmanager
def _locked(out, operation, sentence):
    """Hold a folder, together with others or alone. Raises SetupError where another has it."""
    folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, operation | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(folder)
        raise SetupError(f"{out} {sentence}.") from None
    except OSError:
        pass  # some network disks know no locks
    try:
        yield
    finally:
        os.close(folder)


def _see_that_it_is_ours(out, assignment):
    """Raise SetupError for a folder whose files are of another set, or are no results."""
    if not (out / MARK).exists():
        foreign = [name for name in (*FOLDERS, *FILES) if os.path.lexists(out / name)]
        if foreign:
            raise SetupError(
                f"{out} holds {', '.join(foreign)}, which this grader did not write and does not "
                "overwrite: choose another --out."
            )
        return
    record = _held(out)
    expected = (assignment["set"], assignment["variant"])
    if record and (record.get("set"), record.get("variant")) != expected:
        raise SetupError(
            f"{out} holds the results of set {record.get('set')}, variant {record.get('variant')}: "
            f"choose another --out for set {expected[0]}, variant {expected[1]}."
        )


def _held(out):
    """Return what a folder of results holds, {"set", "variant"}, or None if it does not say."""
    for name in (MARK, "receipt.json"):
        try:
            record = json.loads((out / name).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(record, dict) and "set" in record:
            return record
    return None


def sweep(out, students):
    """Delete the pages of who is no longer on the roster, and what interrupted writing left."""
    names = {file_name(student) for student in students}
    for folder, suffix in (("feedback", ".html"), ("results", ".json"), ("work", "")):
        for path in (out / folder).iterdir():
            stale = path.suffix == suffix and path.stem not in names
            if stale or _abandoned(path):
                path.unlink(missing_ok=True)


def _abandoned(path):
    """Return whether a file is half written, and by nobody who still writes."""
    try:
        return path.suffix == ".partial" and time.time() - path.stat().st_mtime > ABANDONED_S
    except OSError:
        return False  # another run has just finished it


def forget(out):
    """Delete all that grading has kept about students in the folder out. Raises SetupError for
    another folder, and for one into which a class is being graded.
    """
    out = Path(out)
    if not (out / MARK).is_file():
        raise SetupError(f"{out} holds no results of this grader; nothing was deleted.")
    busy = "is being graded into right now: wait until that is done, or stop it"
    try:
        with _locked(out, fcntl.LOCK_EX, busy):
            for name in FOLDERS:
                if (out / name).is_dir():
                    shutil.rmtree(out / name)
            for name in (*FILES, MARK):
                for path in out.glob(f"{name}.*partial"):
                    path.unlink(missing_ok=True)
            for name in (*FILES, MARK):
                (out / name).unlink(missing_ok=True)
    except OSError as error:
        raise SetupError(f"Not all of {out} could be deleted: {error}") from None
