"""Otter, as `otter run` and as the function grade_submission."""

import json
import shutil

from records.grading.processes import environ, fresh, locked_in, marked, timed
from tools.otter import ENV

OTTER_RUN = [f"{ENV}/bin/otter", "run", "--no-logo"]
GRADE_SUBMISSION = """
import contextlib, io, json, sys, time
from otter.api import grade_submission
begin, points = time.perf_counter(), {}
for path in sys.argv[2:]:
    with contextlib.redirect_stdout(io.StringIO()):
        results = grade_submission(path, sys.argv[1], quiet=True)
    points[path.removesuffix(".ipynb")] = round(results.total, 4)
print("RESULT" + json.dumps([time.perf_counter() - begin, points]))
"""


def run(files, autograder):
    """Grade {student: notebook} one after another; return the seconds and {student: points}."""
    folder = fresh("otter")
    points = {}
    total = 0.0
    for student, text in files.items():
        (folder / f"{student}.ipynb").write_text(text)
        (folder / student).mkdir()
        command = [*OTTER_RUN, "-a", str(autograder), "-o", student, f"{student}.ipynb"]
        seconds, _ = timed(command, environ(ENV), folder)
        total += seconds
        points[student] = _points(folder / student)
    return total, points


def call(files, autograder):
    """The same by Otter's function in one process, whose start is not counted."""
    folder = fresh("function")
    for student, text in files.items():
        (folder / f"{student}.ipynb").write_text(text)
    names = [f"{student}.ipynb" for student in files]
    command = [f"{ENV}/bin/python", "-c", GRADE_SUBMISSION, str(autograder), *names]
    _, output = timed(command, environ(ENV), folder)
    seconds, points = marked(output)
    return seconds, points


def grade_hostile(number, text, autograder, limit_s):
    """Return {"points", "fate"} of a hostile notebook."""
    folder = fresh(f"hostile-otter/{number}")
    (folder / "x.ipynb").write_text(text)
    (folder / "out").mkdir()
    shutil.copy(autograder, folder / "a.zip")
    command = [*OTTER_RUN, "-a", "a.zip", "-o", "out", "x.ipynb"]
    fate = locked_in(command, environ(ENV), folder, limit_s)
    return {"points": _points(folder / "out"), "fate": fate}


def _points(folder):
    """Return the points in Otter's results.json, None where it wrote none."""
    try:
        tests = json.loads((folder / "results.json").read_text())["tests"]
    except (OSError, ValueError):
        return None
    return round(sum(test.get("score") or 0 for test in tests), 4)
