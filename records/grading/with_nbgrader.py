"""nbgrader, by one `nbgrader autograde`. The course that it wants is made before."""

import shutil

from records.grading.handed_in import nbgrader_file
from records.grading.processes import FOLDER, environ, fresh, locked_in, marked, timed
from tools import exercises, otter
from tools.paths import BUILD

NBGRADER = "nbgrader==0.9.6"
ENV = BUILD / "nbgrader" / "env"
COURSE = "course"
AUTOGRADE = [f"{ENV}/bin/nbgrader", "autograde", "02"]
SCORES = """
import json, sys
from nbgrader.api import Gradebook
with Gradebook(f"sqlite:///{sys.argv[1]}/gradebook.db") as book:
    scores = {s.student.id: round(s.score, 4) for s in book.assignment_submissions("02")}
print("RESULT" + json.dumps(scores))
"""


def environment():
    """Make the environment with nbgrader in it, once."""
    otter.environment(ENV, "nbgrader", [NBGRADER])


def make_course(exercise):
    """Make a course with this assignment in it; it is copied for each use."""
    folder = fresh(COURSE)
    source = folder / "source" / "02"
    source.mkdir(parents=True)
    answers = {q.name: exercises.reference(q) for q in exercise.questions.values()}
    (source / "02.ipynb").write_text(nbgrader_file(exercise, answers))
    (folder / "nbgrader_config.py").write_text("c = get_config()\n")
    timed([f"{ENV}/bin/nbgrader", "generate_assignment", "02"], environ(ENV), folder)


def grade(files):
    """Grade {student: notebook}; return the seconds and {student: points}."""
    folder = _hand_in("nbgrader", files)
    seconds, _ = timed(AUTOGRADE, environ(ENV), folder)
    return seconds, _points(folder)


def grade_hostile(number, text, limit_s):
    """Return {"points", "fate"} of a hostile notebook."""
    folder = _hand_in(f"hostile-nbgrader/{number}", {"x": text})
    fate = locked_in(AUTOGRADE, environ(ENV), folder, limit_s)
    return {"points": _points(folder).get("x"), "fate": fate}


def _hand_in(name, files):
    """Copy the course and put files where nbgrader looks for what was handed in."""
    folder = fresh(name)
    shutil.copytree(FOLDER / COURSE, folder, dirs_exist_ok=True)
    for student, text in files.items():
        room = folder / "submitted" / student / "02"
        room.mkdir(parents=True)
        (room / "02.ipynb").write_text(text)
    return folder


def _points(folder):
    """Return {student: points} of a course's gradebook."""
    _, output = timed([f"{ENV}/bin/python", "-c", SCORES, str(folder)], environ(ENV))
    return marked(output)
