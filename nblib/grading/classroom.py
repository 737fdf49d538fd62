"""A class: each notebook is graded once, in its own sandbox; what is done is kept, so that a run
can be resumed.
"""

import datetime
import hashlib
import json
import os
import platform
import sys
import time
from functools import partial

import numpy as np

from nblib.grading import pool
from nblib.grading.dask import cluster
from nblib.grading.errors import SetupError
from nblib.grading.files import file_name, write_whole
from nblib.grading.grade import points_of
from nblib.grading.inputs import read_assignment, read_roster
from nblib.grading.limits import Limits, flat
from nblib.grading.report import write_reports
from nblib.grading.results import check_places, opened, real, sweep
from nblib.grading.session import probe
from nblib.grading.shell import check_shell
from nblib.grading.store import Store, grader_hash, key_of
from nblib.grading.submission import collect


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
    paths = [real(path) for path in (submissions, assignment_path, roster_path, out)]
    submissions, assignment_path, roster_path, out = paths
    limits = limits or Limits()
    check_shell(limits, jobs)
    check_places(submissions, out, (assignment_path, roster_path))
    assignment = read_assignment(assignment_path)
    roster = read_roster(roster_path)
    task = {"assignment": assignment, "limits": limits, "keep_out": tuple(paths)}
    engine, machines = _engine(jobs, scheduler, wait_s, task)
    handed_in, strangers = collect(submissions, roster, limits, assignment)
    _see_that_somebody_handed_in(submissions, handed_in, strangers)

    with opened(out, assignment):
        # Grade each notebook that differs from those already graded.
        keys = {
            student: key_of(submission.file.digest, assignment)
            for student, submission in handed_in.items()
            if submission.file is not None
        }
        notebooks = {key: handed_in[student].read for student, key in keys.items()}
        verdicts, faults = _verdicts(notebooks, engine, Store(out / "work", limits), progress)

        # Report.
        rows = []
        for student, name in roster.items():
            outcome = _outcome(handed_in[student], keys.get(student), verdicts, faults)
            rows.append(_row(student, name, handed_in[student], *outcome, deadline))
        write_reports(out, assignment, rows)
        receipt = {
            **_receipt(assignment, rows, handed_in, limits),
            "sandbox": next((v["sandbox"] for v in verdicts.values() if "sandbox" in v), {}),
            "belongs to nobody": strangers,
            "graded by": machines,
            "deadline": deadline.isoformat() if deadline else "none",
        }
        write_whole(out / "receipt.json", json.dumps(receipt, indent=1) + "\n")
        sweep(out, roster)
    return rows


def _engine(jobs, scheduler, wait_s, task):
    """Return the function that grades, and the machines that do. Raises SandboxError where this one
    is to grade and cannot, or would show a notebook what it must not see.
    """
    if scheduler is not None:
        engine = partial(cluster.grade, scheduler=scheduler, wait_s=wait_s, **task)
        return engine, f"the Dask cluster at {scheduler}"
    probe(task["limits"], task["keep_out"])
    return partial(pool.grade, jobs=jobs, **task), f"this machine, {jobs} at a time"


def _outcome(submission, key, verdicts, faults):
    """Return (verdict, fault of the grader) of a student: at most one of them, never a verdict that
    did not come.
    """
    fault = faults.get(key) or submission.fault
    verdict = verdicts.get(key)
    if key is not None and verdict is None:
        fault = fault or "grader error: no verdict came"
    return (None, fault) if fault else (verdict, "")


def _see_that_somebody_handed_in(submissions, handed_in, strangers):
    """Raise SetupError where no file belongs to anybody: that is never the class's fault."""
    if any(submission.handed_in for submission in handed_in.values()):
        return
    if not strangers:
        raise SetupError(f"There is nothing in {submissions}.")
    student = next(iter(handed_in))
    raise SetupError(
        f"No file in {submissions} belongs to anybody on the roster. A name must begin with the "
        f"student's id, such as {student}.ipynb, or be one that a course system made. There is "
        f"{'; '.join(strangers[:3])}."
    )


def _verdicts(notebooks, engine, store, progress):
    """Return ({key: verdict}, {key: fault of the grader}); grade what the store does not hold yet.

    engine: a function that yields (key, verdict or exception) for {key: a function that reads the
    notebook}.
    """
    verdicts = {}
    faults = {}
    todo = {}
    for key, read in notebooks.items():
        verdict = store.load(key)
        if verdict is None:
            todo[key] = read
        else:
            verdicts[key] = verdict
    if not todo:
        return verdicts, faults

    begin = time.monotonic()
    done = 0
    # Closed at once where we are interrupted: what grades a notebook then would go on for minutes.
    outcomes = engine(todo)
    try:
        for done, (key, outcome) in enumerate(outcomes, 1):
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
        outcomes.close()
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
    elif submission.file is None:
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
        "remarks": list(dict.fromkeys([*submission.remarks, *([fault] if fault else [])])),
        # For the teacher alone: the notebook chose the words.
        "incidents": verdict["incidents"][:5] if verdict else [],
        "verdict": verdict,
    }


def _receipt(assignment, rows, handed_in, limits):
    """Return what was graded, by hash, with which versions and limits."""
    hashes = {
        student: submission.file.digest
        for student, submission in handed_in.items()
        if submission.file is not None
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
