"""A class: each notebook is graded once, in its own sandbox; what is done is kept, so that a run
can be resumed.
"""

import csv
import ctypes
import datetime
import hashlib
import json
import multiprocessing
import multiprocessing.connection
import os
import platform
import resource
import shutil
import signal
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np

from nblib.grading.grade import grade_notebook, points_of
from nblib.grading.limits import Limits
from nblib.grading.report import file_name, write_reports, write_whole
from nblib.grading.sandbox import probe
from nblib.grading.submission import collect

HERE = Path(__file__).parent
MARGIN_S = 60  # beyond what a notebook may take, for the tests themselves
MEMORY = 4 << 30  # bytes that the tests of one notebook may use, in the trusted process
MARK = ".nblib-results"  # what this is in may be forgotten


class SetupError(Exception):
    """Something that the teacher gave is missing or not as it should be; the message says what to
    do.
    """


def read_roster(path):
    """Return {id: name} of a CSV with a column `id`, and maybe `name`; ids may be pseudonyms.
    Raises SetupError.
    """
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = list(
                csv.DictReader(file, strict=True)
            )  # else an open quote swallows the lines after it
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SetupError(f"The roster {path} cannot be read: {error}") from None
    if not rows or "id" not in rows[0]:
        raise SetupError(
            f"The roster {path} needs a first line with the column id (and name, if you like)."
        )
    ids = [(row["id"] or "").strip() for row in rows]
    if twice := {i for i in ids if ids.count(i) > 1}:
        raise SetupError(
            f"The roster names {', '.join(sorted(twice)) or 'an empty id'} more than once."
        )
    if "" in ids:
        raise SetupError("A line of the roster has no id.")
    return {i: (row.get("name") or "").strip() for i, row in zip(ids, rows, strict=True)}


def read_assignment(path):
    """Return an assignment, as tools.exercises writes it. Raises SetupError."""
    try:
        assignment = json.loads(Path(path).read_text(encoding="utf-8"))
        whole = {"set", "variant", "questions", "title"} <= set(assignment) and all(
            {"name", "points", "tests"} <= set(question) for question in assignment["questions"]
        )
    except (OSError, ValueError, TypeError) as error:
        raise SetupError(f"The assignment {path} is missing or damaged ({error}).") from None
    if not whole:
        raise SetupError(
            f"{path} is no assignment: it is a file key/assignment.json that tools.exercises writes."
        )
    return assignment


def grader_hash():
    """Return the hash of the grader's own code: a verdict of other code is not taken over."""
    digest = hashlib.sha256()
    for path in sorted([*HERE.glob("*.py"), HERE.parent / "check.py"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


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
    the hash of notebook, assignment and grader, and taken over by a later run. Raises SetupError,
    and SandboxError before anything is graded where the sandbox cannot be had.
    """
    submissions, out = Path(submissions).resolve(), Path(out).resolve()
    if not submissions.is_dir():
        raise SetupError(f"There is no folder {submissions} with submissions.")
    if out == submissions or submissions in out.parents:
        raise SetupError(
            "The results must not be written among the submissions: choose another --out."
        )
    assignment, roster = read_assignment(assignment_path), read_roster(roster_path)
    if scheduler is None:
        probe(limits)
    try:
        (out / "work").mkdir(parents=True, exist_ok=True)
        (out / MARK).touch()
    except OSError as error:
        raise SetupError(f"Nothing can be written to {out}: {error.strerror}.") from None
    found, strangers = collect(submissions, list(roster))
    base = hashlib.sha256(f"{grader_hash()} {json.dumps(assignment, sort_keys=True)}".encode())
    keys = {s: _key(base, f.content) for s, f in found.items() if f.content is not None}
    keep_out = (submissions, out, Path(assignment_path).resolve(), Path(roster_path).resolve())
    if scheduler is None:
        engine = partial(_pool, assignment=assignment, limits=limits, keep_out=keep_out, jobs=jobs)
    else:
        from nblib.grading import cluster

        engine = partial(
            cluster.grade,
            assignment=assignment,
            limits=limits,
            keep_out=keep_out,
            scheduler=scheduler,
            wait_s=wait_s,
        )
    verdicts, errors = _verdicts(found, keys, engine, out / "work", progress)
    rows = [
        _row(s, roster[s], found[s], verdicts.get(keys.get(s)), errors.get(keys.get(s)), deadline)
        for s in roster
    ]
    write_reports(out, assignment, rows)
    receipt = _receipt(assignment, rows, found, keys, strangers, verdicts)
    receipt["graded by"] = (
        f"the Dask cluster at {scheduler}" if scheduler else f"this machine, {jobs} at a time"
    )
    write_whole(out / "receipt.json", json.dumps(receipt, indent=1) + "\n")
    return rows


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


def _key(base, content):
    digest = base.copy()
    digest.update(content)
    return digest.hexdigest()[:32]


def _pool(todo, assignment, limits, keep_out, jobs):
    """Yield (key, verdict or exception) for {key: notebook}, each as it is done, by processes of
    this machine.
    """
    waiting, running, most = list(todo.items()), {}, (limits or Limits()).total_s + MARGIN_S
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                key, content = waiting.pop(0)
                ours, theirs = multiprocessing.Pipe(duplex=False)
                process = multiprocessing.Process(
                    target=_alone, args=(theirs, content, assignment, limits, keep_out)
                )
                process.start()
                theirs.close()
                running[ours] = key, process, time.monotonic() + most
            ready = multiprocessing.connection.wait(list(running), timeout=1)
            for ours in [o for o in running if o in ready or time.monotonic() > running[o][2]]:
                key, process, _ = running.pop(ours)
                try:
                    said = (
                        ours.recv()
                        if ours in ready
                        else TimeoutError(f"the tests took more than {most:g} s")
                    )
                except EOFError:
                    process.join()
                    said = ChildProcessError(
                        f"the process that graded it ended with exit code {process.exitcode}"
                    )
                process.kill()
                process.join()
                ours.close()
                yield key, said
    finally:
        for _, process, _ in running.values():
            process.kill()


def _alone(pipe, content, assignment, limits, keep_out):
    """Grade one notebook in a process of its own: what its tests' process dies of, or never ends
    with, is its own.
    """
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: it goes when the command goes
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    most = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(
        resource.RLIMIT_DATA,
        (MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most), most),
    )
    try:
        pipe.send(grade_notebook(content, assignment, limits, keep_out))
    except Exception as error:
        pipe.send(RuntimeError(f"{type(error).__name__}: {error}"))


def _verdicts(found, keys, engine, work, progress):
    """Return ({key: verdict}, {key: error of the grader}); grades what is not there yet, each
    notebook once.
    """
    verdicts, errors, todo = {}, {}, {}
    for student, key in keys.items():
        path = work / f"{key}.json"
        try:
            verdicts[key] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            todo.setdefault(key, found[student].content)
    begin, done = time.monotonic(), 0
    try:
        for done, (key, verdict) in enumerate(engine(todo) if todo else (), 1):
            try:
                if isinstance(verdict, BaseException):
                    raise verdict
                verdicts[key] = verdict
                write_whole(work / f"{key}.json", json.dumps(verdict))
            except Exception as error:  # a fault of ours is never a verdict: it is reported, and tried again next time
                errors[key] = f"grader error: {type(error).__name__}: {error}"
            if progress:
                left = (time.monotonic() - begin) / done * (len(todo) - done)
                said = f"\r{done} of {len(todo)} notebooks graded, {left:.0f} s left "
                print(said, end="", file=sys.stderr, flush=True)
    finally:
        if progress and done:
            print(file=sys.stderr)
    return verdicts, errors


def _row(student, name, submission, verdict, error, deadline):
    late = ""
    if (
        deadline is not None
        and submission.time is not None
        and submission.time > deadline.timestamp()
    ):
        late = str(datetime.timedelta(seconds=round(submission.time - deadline.timestamp())))
    remarks = list(submission.remarks) + ([error] if error else [])
    verdict = None if error else verdict
    status = "grader error" if error else "missing" if submission.content is None else ""
    return {
        "student": student,
        "name": name,
        "points": points_of(verdict) if verdict else ("" if error else 0.0),
        "status": status,
        "late": late,
        "file": submission.path.name if submission.path else "",
        "remarks": remarks,
        "incidents": verdict["incidents"][:5]
        if verdict
        else [],  # for the teacher: the notebook chose the words
        "verdict": verdict,
    }


def _receipt(assignment, rows, found, keys, strangers, verdicts):
    content = {
        s: hashlib.sha256(f.content).hexdigest() for s, f in found.items() if f.content is not None
    }
    shared = {}
    for student, digest in content.items():
        shared.setdefault(digest, []).append(student)
    return {
        "graded": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "set": assignment["set"],
        "variant": assignment["variant"],
        "assignment sha256": hashlib.sha256(
            json.dumps(assignment, sort_keys=True).encode()
        ).hexdigest(),
        "grader sha256": grader_hash(),
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "system": platform.platform(),
        },
        "sandbox": next((v["sandbox"] for v in verdicts.values() if "sandbox" in v), {}),
        "notebooks sha256": content,
        "the same file from": [students for students in shared.values() if len(students) > 1],
        "belongs to nobody": strangers,
        "kept": "everything in this folder, until `python -m nblib.grading forget` deletes it",
        "points": {row["student"]: row["points"] for row in rows},
        "feedback": {row["student"]: f"feedback/{file_name(row['student'])}.html" for row in rows},
        "processors": os.cpu_count(),
    }
