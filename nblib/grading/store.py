"""Verdicts already reached: each is filed under what decided it, so that a run can be resumed."""

import functools
import hashlib
import json
from pathlib import Path

from nblib.grading.files import write_whole
from nblib.grading.limits import Limits, flat, still_holds
from nblib.reach import content_hash, reach

HERE = Path(__file__).resolve().parent
NUMBERS = HERE / "limits.py"  # each verdict says under which it was reached


@functools.cache
def grader_hash():
    """Return the hash of the grader's own code: a verdict of other code is not taken over."""
    # What gives a verdict, and what answers it from inside the sandbox, a script of its own.
    code = reach(HERE / "grade.py", HERE / "inside" / "worker.py") - {NUMBERS}
    inputs = [*sorted(map(content_hash, code)), *flat(Limits())]
    return hashlib.sha256(" ".join(inputs).encode()).hexdigest()


def key_of(digest, assignment):
    """Return what a verdict is filed under: the hash of grader, assignment and notebook, which is
    given by a digest of its own.
    """
    task = json.dumps(assignment, sort_keys=True)
    return hashlib.sha256(f"{grader_hash()} {task} {digest}".encode()).hexdigest()[:32]


def seal_of(limits, verdict):
    """Return a hash of a verdict and its limits: one that was damaged on the disk is none."""
    return hashlib.sha256(json.dumps([limits, verdict], sort_keys=True).encode()).hexdigest()


class Store:
    """The verdicts in a folder."""

    def __init__(self, folder, limits):
        self.folder = folder
        self.limits = flat(limits)  # {name: value} under which this run grades

    def load(self, key):
        """Return the verdict filed under a key, or None if there is none that still holds."""
        try:
            entry = json.loads(self._path(key).read_text(encoding="utf-8"))
            limits = entry["limits"]
            verdict = entry["verdict"]
            holds = still_holds(verdict, limits, self.limits)
            whole = entry["seal"] == seal_of(limits, verdict)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None  # missing, damaged, or of an older form: it is reached again
        return verdict if holds and whole else None

    def save(self, key, verdict):
        """File a verdict. Raises OSError."""
        seal = seal_of(self.limits, verdict)
        entry = {"limits": self.limits, "verdict": verdict, "seal": seal}
        write_whole(self._path(key), json.dumps(entry))

    def _path(self, key):
        return self.folder / f"{key}.json"
