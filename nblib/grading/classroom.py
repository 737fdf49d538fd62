"""A class: each notebook is graded once, in its own sandbox; what is done is kept, so that a run
can be resumed.
"""

import datetime
import hashlib
import json
import os
import platform
import shutil
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np

from nblib.grading import pool
from nblib.grading.dask import cluster
from nblib.grading.errors import SetupError
from nblib.grading.files import file_name, write_whole
from nblib.grading.grade import points_of
from nblib.grading.inputs import read_assignment, read_roster
from nblib.grading.limits import Limits, flat
from nblib.grading.report import write_reports
from nblib.grading.session import probe
from nblib.grading.store import Store, grader_hash, key_of
from nblib.grading.submission import collect

MARK = ".nblib-results"  # what this is in may be forgotten


def grade_class(
    submissions,
    assignment_path,
    roster_path,
    out,
    *,
    jobs=1,
    scheduler=None,
    wait_s=60.0,
    deadline=None,
    limits=None,
    progress=True,
):
    """Grade a folder of submissions; write grades.csv, feedback/, results/ and receipt.json into
    out; return the rows.

    jobs: notebooks graded at the same time, on this machine. scheduler: the address of a Dask
    scheduler, whose workers grade instead; so many seconds may it have none. deadline: a datetime
    with a time zone; newer files are marked late, not refused. A verdict is kept in out/work under
    the hash of notebook, assignment and grader, and taken over by a later run, unless limits have
    changed so that it could be another. Raises SetupError, and SandboxError before anything is
    graded where the sandbox cannot be had.
    """
    # See that all is there before anything is graded.
    submissions = Path(submissions).resolve()
    out = Path(out).resolve()
    assignment_path = Path(assignment_path)
    roster_path = Path(roster_path)
    limits = limits or Limits()
    _check_folders(submissions, out)
    assignment = read_assignment(assignment_path)
    roster = read_roster(roster_path)
    if scheduler is None:
        probe(limits)
    _make_results(out)

    # Grade each notebook that differs from those already graded.
    handed_in, strangers = collect(submissions, list(roster), limits)
    keys = {
        student: key_of(submission.content, assignment)
        for student, submission in handed_in.items()
        if submission.content is not None
    }
    task = {
        "assignment": assignment,
        "limits": limits,
        "keep_out": (submissions, out, assignment_path.resolve(), roster_path.resolve()),
    }
    if scheduler is None:
        engine = partial(pool.grade, jobs=jobs, **task)
        machines = f"this machine, {jobs} at a time"
    else:
        engine = partial(cluster.grade, scheduler=scheduler, wait_s=wait_s, **task)
        machines = f"the Dask cluster at {scheduler}"
    notebooks = {key: handed_in[student].content for student, key in keys.items()}
    verdicts, faults = _verdicts(notebooks, engine, Store(out / "work", limits), progress)

    # Report.
    rows = []
    for student, name in roster.items():
        key = keys.get(student)
        fault = faults.get(key)
        verdict = None if fault else verdicts.get(key)
        rows.append(_row(student, name, handed_in[student], verdict, fault, deadline))
    write_reports(out, assignment, rows)
    receipt = {
        **_receipt(assignment, rows, handed_in, limits),
        "sandbox": next((v["sandbox"] for v in verdicts.values() if "sandbox" in v), {}),
        "belongs to nobody": strangers,
        "graded by": machines,
    }
    write_whole(out / "receipt.json", json.dumps(receipt, indent=1) + "\n")
    return rows


def _check_folders(submissions, out):
    """Raise SetupError where there are no submissions, or results would lie among them."""
    if not submissions.is_dir():
        raise SetupError(f"There is no folder {submissions} with submissions.")
    if out == submissions or submissions in out.parents:
        raise SetupError(
            "The results must not be written among the submissions: choose another --out."
        )


def _make_results(out):
    """Make the folder for results, and mark it as one. Raises SetupError."""
    try:
        (out / "work").mkdir(parents=True, exist_ok=True)
        (out / MARK).touch()
    except OSError as error:
        raise SetupError(f"Nothing can be written to {out}: {error.strerror}.") from None


def forget(out):
    """Delete all that grading has kept about students in the folder out. Raises SetupError for
    another folder.
    """
    out = Path(out)
    if not (out / MARK).is_file():
        raise SetupError(f"{out} holds no results of this grader; nothing was deleted.")
    try:
        for name in ("work", "feedback", "results"):
            if (out / name).is_dir():
                shutil.rmtree(out / name)
        for name in ("grades.csv", "receipt.json"):
            for path in [out / name, *out.glob(f"{name}.*partial")]:
                path.unlink(missing_ok=True)
        (out / MARK).unlink()
    except OSError as error:
        raise SetupError(f"Not all of {out} could be deleted: {error}") from None


def _verdicts(notebooks, engine, store, progress):
    """Return ({key: verdict}, {key: fault of the grader}); grade what the store does not hold yet.

    engine: a function that yields (key, verdict or exception) for {key: notebook}.
    """
    verdicts = {}
    faults = {}
    todo = {}
    for key, content in notebooks.items():
        verdict = store.load(key)
        if verdict is None:
            todo[key] = content
        else:
            verdicts[key] = verdict
    if not todo:
        return verdicts, faults

    begin = time.monotonic()
    done = 0
    try:
        for done, (key, outcome) in enumerate(engine(todo), 1):
            # A fault of ours is never a verdict: it is reported, and tried again next time.
            try:
                if isinstance(outcome, BaseException):
                    raise outcome
                store.save(key, outcome)
                verdicts[key] = outcome
            except Exception as error:
                faults[key] = f"grader error: {type(error).__name__}: {error}"
            if progress:
                seconds = (time.monotonic() - begin) / done * (len(todo) - done)
                line = f"\r{done} of {len(todo)} notebooks graded, {seconds:.0f} s left "
                print(line, end="", file=sys.stderr, flush=True)
    finally:
        if progress and done:
            print(file=sys.stderr)
    return verdicts, faults


def _row(student, name, submission, verdict, fault, deadline):
    """Return a student's line of the table, as report.write_reports takes it."""
    late = ""
    if deadline is not None and submission.time is not None:
        seconds = round(submission.time - deadline.timestamp())
        if submission.time > deadline.timestamp():
            late = str(datetime.timedelta(seconds=seconds))

    # A fault of the grader is no number; a missing notebook is one.
    status = ""
    points = 0.0
    if fault:
        status = "grader error"
        points = ""
    elif submission.content is None:
        status = "missing"
    elif verdict:
        points = points_of(verdict)
    return {
        "student": student,
        "name": name,
        "points": points,
        "status": status,
        "late": late,
        "file": submission.path.name if submission.path else "",
        "remarks": [*submission.remarks, *([fault] if fault else [])],
        # For the teacher alone: the notebook chose the words.
        "incidents": verdict["incidents"][:5] if verdict else [],
        "verdict": verdict,
    }


def _receipt(assignment, rows, handed_in, limits):
    """Return what was graded, by hash, with which versions and limits."""
    hashes = {
        student: hashlib.sha256(submission.content).hexdigest()
        for student, submission in handed_in.items()
        if submission.content is not None
    }
    students_of = {}  # hash -> students
    for student, digest in hashes.items():
        students_of.setdefault(digest, []).append(student)
    usual = flat(Limits())
    values = flat(limits)
    return {
        "graded": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "set": assignment["set"],
        "variant": assignment["variant"],
        "assignment sha256": hashlib.sha256(
            json.dumps(assignment, sort_keys=True).encode()
        ).hexdigest(),
        "grader sha256": grader_hash(),
        "limits": values,
        "limits that are not the usual ones": {
            name: value for name, value in values.items() if value != usual[name]
        },
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "system": platform.platform(),
        },
        "notebooks sha256": hashes,
        "the same file from": [group for group in students_of.values() if len(group) > 1],
        "kept": "everything in this folder, until `python -m nblib.grading forget` deletes it",
        "points": {row["student"]: row["points"] for row in rows},
        "feedback": {row["student"]: f"feedback/{file_name(row['student'])}.html" for row in rows},
        "processors": os.cpu_count(),
    }
