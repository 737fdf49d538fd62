"""A class graded: this course's grader beside Otter and nbgrader, and what hostile notebooks get
from each.

The class is made from exercise set 2: 200 honest notebooks, each the student's file with right and
wrong answers filled in, and 10 hostile ones, which hold no right answer and try to get points, or
to do harm, all the same. The graders take turns, round by round, so that a busy machine slows all
of them. Ours runs as a teacher runs it, with the sandbox and its usual limits. Otter grades a
sample, by `otter run`, a process for each notebook, and by its function grade_submission in one
process, whose start is not counted; so does nbgrader, by one `nbgrader autograde` for the notebooks
of a round. Both run without any sandbox there; with the hostile notebooks, one by one, they are
locked in by bubblewrap, with limits on time, memory and files, since they do nothing of this
themselves. Environments of their own are made under _build; the first time that needs the network.
"""

import csv
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

import nblib.grading.classroom  # noqa: F401 - the record stands as long as the grader is the same

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tools import exercises, otter  # noqa: E402
from tools.exercises import notebooks  # noqa: E402

NBGRADER = "nbgrader==0.9.6"
BUILD = ROOT / "_build" / "grading"
LIMIT_S = (
    90  # for a hostile notebook with the others, more on a slow machine: nbgrader gives a cell 30 s
)
ENV = ROOT / "_build" / "nbgrader" / "env"
HONEST, ROUNDS, SAMPLE = 200, 4, 2  # SAMPLE: of a round's honest notebooks for each of the others
MB = 1 << 20
THREADS = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}

PATCHED = """
same_shape = lambda a, b, *more, **named: np.ones(np.broadcast(a, b).shape, bool)
np.isclose, np.allclose, np.array_equal = same_shape, lambda *a, **k: True, lambda *a, **k: True
np.testing.assert_allclose = np.testing.assert_array_equal = np.testing.assert_equal = lambda *a, **k: None
"""
CHECKER = """
import nblib.check
nblib.check.close = nblib.check.same = nblib.check.holds = nblib.check.raises = lambda *a, **k: None
"""
EMPTIED = """
import gc, types
def empty_tests():
    for thing in gc.get_objects():
        if type(thing) is types.FunctionType and thing.__name__.startswith("test_"):
            try:
                thing.__code__ = (lambda *a, **k: None).__code__
            except ValueError:
                pass
"""
ENDLESS = """
def forever():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
"""
HOSTILE = {  # what it does: (code that runs at once, code at the head of each answer)
    "replaces NumPy's comparisons": (PATCHED, ""),
    "replaces the checker's functions": (CHECKER, ""),
    "empties the tests that it finds in memory": (EMPTIED, "empty_tests()"),
    "ends its process": ("import os\nos._exit(0)", ""),
    "kills its parent process": ("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)", ""),
    "loops without end": ("while True:\n    pass", ""),
    "loops without end and cannot be interrupted": (ENDLESS, "forever()"),
    "takes all memory": ("hoard = []\nwhile True:\n    hoard.append(np.ones(10**7))", ""),
    "starts 300 processes": (
        "import os, time\nfor _ in range(300):\n    if os.fork() == 0:\n        time.sleep(600)\n        os._exit(0)",
        "",
    ),
    "fills the disk": (
        "with open('/tmp/full', 'wb') as file:\n    while True:\n        file.write(bytes(2**20))",
        "",
    ),
}


def answers(exercise, number):
    """The code of an honest student's answers: seven in ten are right; no two students write the
    same file.
    """
    rng = random.Random(number)
    found = {}
    for question in exercise.questions.values():
        right = [exercises.reference(question), *question.right]
        code = rng.choice(right) if rng.random() < 0.7 else rng.choice(question.wrong)[1]
        found[question.name] = f"# student {number}\n{code}"
    return found


def hostile_answers(exercise, first, head):
    """Answers with the shapes that are asked for, none of them right, and hostile code in front."""
    bodies = {
        "step": "(w, grad, lr):\n    {}\n    return w",
        "descend": "(gradient, w, lr, tol, max_steps):\n    {}\n    return w, -1",
        "limit": "(H):\n    {}\n    return -1.0",
        "standardize": "(train, test):\n    {}\n    return train + 1, test + 1",
        "growth": "(H, lr):\n    {}\n    return np.zeros(len(H)) - 1, -1",
    }
    names = exercise.values
    codes = [f"def {names[key]}{body.format(head or 'pass')}" for key, body in bodies.items()]
    codes[0] = f"import numpy as np\n{first}\n{codes[0]}"
    return dict(zip(exercise.questions, codes, strict=True))


def student_file(exercise, codes):
    """The student's notebook with answers filled in, as text."""
    book = exercises.student(exercise)
    for question in exercise.questions.values():
        ((_, solution),) = [c for c in question.cells if c[0]]
        (cell,) = [c for c in book.cells if c.source == exercises.stub(solution.source)]
        cell.source = codes[question.name]
    book.metadata["otter"] = {"assignment_name": exercise.number}
    return nbformat.writes(book)


def bare_file(exercise, codes):
    """A notebook of nothing but answers."""
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code) for code in codes.values()]
    )
    book.metadata.update(
        otter={"assignment_name": exercise.number}, kernelspec=notebooks.METADATA["kernelspec"]
    )
    return nbformat.writes(book)


def nbgrader_file(exercise, codes):
    """The same answers between nbgrader's test cells."""
    book = nbformat.v4.new_notebook(metadata={"kernelspec": notebooks.METADATA["kernelspec"]})

    def add(source, name, **what):
        cell = nbformat.v4.new_code_cell(source)
        cell.metadata["nbgrader"] = {
            "grade": False,
            "grade_id": name,
            "locked": False,
            "schema_version": 3,
        } | {
            "solution": False,
            "task": False,
            **what,
        }
        book.cells.append(cell)

    book.cells.append(nbformat.v4.new_code_cell("import numpy as np"))
    for question in exercise.questions.values():
        add(codes[question.name], f"{question.name}-answer", solution=True)
        for test in question.tests:
            names = test.source[test.source.index("(") : test.source.index(")") + 1]
            source = "from nblib.check import close, holds, raises, same\nimport numpy as np\n"
            source += f"{test.source}\n\n{test.name}{names}"
            add(source, test.name, grade=True, locked=True, points=float(question.points_of(test)))
    return nbformat.writes(book)


def environ(env):
    """What a program of an environment of its own gets to see."""
    return {
        **os.environ,
        **THREADS,
        "PATH": f"{env}/bin:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }


def timed(command, env=None, **options):
    """Run a command; return its seconds and what it wrote."""
    begin = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, text=True, **options)
    if done.returncode:
        raise RuntimeError(
            f"{' '.join(map(str, command))}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        )
    return time.perf_counter() - begin, done.stdout


def fresh(name):
    """An empty folder."""
    folder = BUILD / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def ours(name, files, jobs):
    """Grade files as a teacher does; return the seconds and {student: points}."""
    room = fresh(name)
    (room / "in").mkdir()
    for student, text in files.items():
        (room / "in" / f"{student}.ipynb").write_text(text)
    (room / "roster.csv").write_text("id\n" + "\n".join(files) + "\n")
    command = [sys.executable, "-m", "nblib.grading", "grade", str(room / "in"), "--set", "02"]
    command += [
        "--roster",
        str(room / "roster.csv"),
        "--out",
        str(room / "out"),
        "--jobs",
        str(jobs),
    ]
    seconds, _ = timed(command, {**os.environ, **THREADS, "PYTHONPATH": str(ROOT)})
    with open(room / "out" / "grades.csv", newline="") as file:
        return seconds, {row["student"]: float(row["points"]) for row in csv.DictReader(file)}


def otter_run(folder, files, autograder):
    """Grade files by `otter run`, one after another; the same figures."""
    points, total = {}, 0.0
    for student, text in files.items():
        (folder / f"{student}.ipynb").write_text(text)
        (folder / student).mkdir()
        command = [
            f"{otter.ENV}/bin/otter",
            "run",
            "--no-logo",
            "-a",
            str(autograder),
            "-o",
            student,
        ]
        seconds, _ = timed([*command, f"{student}.ipynb"], environ(otter.ENV), cwd=folder)
        total += seconds
        points[student] = otter_points(folder / student)
    return total, points


def otter_points(folder):
    """The points in Otter's results.json; None where it wrote none."""
    try:
        return round(
            sum(
                t.get("score") or 0
                for t in json.loads((folder / "results.json").read_text())["tests"]
            ),
            4,
        )
    except (OSError, ValueError):
        return None


API = """
import contextlib, io, json, sys, time
from otter.api import grade_submission
begin, points = time.perf_counter(), {}
for path in sys.argv[2:]:
    with contextlib.redirect_stdout(io.StringIO()):
        results = grade_submission(path, sys.argv[1], quiet=True)
    points[path.removesuffix(".ipynb")] = round(results.total, 4)
print("RESULT" + json.dumps([time.perf_counter() - begin, points]))
"""


def otter_function(folder, files, autograder):
    """Grade files by Otter's function in one process; the same figures, the start of the process
    not counted.
    """
    for student, text in files.items():
        (folder / f"{student}.ipynb").write_text(text)
    command = [
        f"{otter.ENV}/bin/python",
        "-c",
        API,
        str(autograder),
        *(f"{student}.ipynb" for student in files),
    ]
    _, said = timed(command, environ(otter.ENV), cwd=folder)
    return tuple(json.loads(said[said.rindex("RESULT") + 6 :].splitlines()[0]))


SCORES = """
import json, sys
from nbgrader.api import Gradebook
scores = {}
for folder in sys.argv[1:]:
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        scores[folder] = {s.student.id: round(s.score, 4) for s in book.assignment_submissions("02")}
print("RESULT" + json.dumps(scores))
"""


def course(exercise):
    """Make an nbgrader course with this assignment in it; it is copied for each use."""
    folder = fresh("course")
    (folder / "source" / "02").mkdir(parents=True)
    (folder / "source" / "02" / "02.ipynb").write_text(
        nbgrader_file(
            exercise, {q.name: exercises.reference(q) for q in exercise.questions.values()}
        )
    )
    (folder / "nbgrader_config.py").write_text("c = get_config()\n")
    timed([f"{ENV}/bin/nbgrader", "generate_assignment", "02"], environ(ENV), cwd=folder)


def hand_in(folder, files):
    """Put files where nbgrader looks for what was handed in."""
    for student, text in files.items():
        (folder / "submitted" / student / "02").mkdir(parents=True)
        (folder / "submitted" / student / "02" / "02.ipynb").write_text(text)


def nbgrader_points(folders):
    """[{student: points}] of the gradebooks of nbgrader courses."""
    _, said = timed([f"{ENV}/bin/python", "-c", SCORES, *map(str, folders)], environ(ENV))
    return list(json.loads(said[said.rindex("RESULT") + 6 :].splitlines()[0]).values())


def nbgrader(folder, files):
    """Grade files by one `nbgrader autograde`; the same figures. The course is made before."""
    shutil.copytree(BUILD / "course", folder, dirs_exist_ok=True)
    hand_in(folder, files)
    seconds, _ = timed([f"{ENV}/bin/nbgrader", "autograde", "02"], environ(ENV), cwd=folder)
    return seconds, *nbgrader_points([folder])


def locked_in(command, env, folder, limit_s):
    """Run a command on a hostile notebook: no network, nothing to write to but its folder; say how
    it ended.
    """
    lock = [
        "bwrap",
        "--unshare-all",
        "--die-with-parent",
        "--new-session",
        "--ro-bind",
        "/",
        "/",
        "--dev",
        "/dev",
    ]
    lock += [
        "--proc",
        "/proc",
        "--size",
        str(256 * MB),
        "--tmpfs",
        "/tmp",
        "--bind",
        str(folder),
        str(folder),
    ]
    lock += ["--setenv", "HOME", "/tmp", "--chdir", str(folder)]

    def limits():
        resource.setrlimit(resource.RLIMIT_AS, (3072 * MB, 3072 * MB))
        resource.setrlimit(resource.RLIMIT_FSIZE, (256 * MB, 256 * MB))

    process = subprocess.Popen(
        [*lock, "--", *command],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=limits,
    )
    try:
        code = process.wait(limit_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return "did not end"
    return "its process died" if code > 128 else "ended in an error" if code else ""


def hostile_with_otter(what, exercise, autograder, limit_s):
    """Return {"points", "fate"} of a hostile notebook with Otter."""
    folder = fresh(f"hostile-otter/{list(HOSTILE).index(what)}")
    (folder / "x.ipynb").write_text(bare_file(exercise, hostile_answers(exercise, *HOSTILE[what])))
    (folder / "out").mkdir()
    shutil.copy(autograder, folder / "a.zip")
    command = [f"{otter.ENV}/bin/otter", "run", "--no-logo", "-a", "a.zip", "-o", "out", "x.ipynb"]
    fate = locked_in(command, environ(otter.ENV), folder, limit_s)
    return {"points": otter_points(folder / "out"), "fate": fate}


def hostile_with_nbgrader(what, exercise, limit_s):
    """Let nbgrader grade a hostile notebook; return its course and how it ended."""
    folder = fresh(f"hostile-nbgrader/{list(HOSTILE).index(what)}")
    shutil.copytree(BUILD / "course", folder, dirs_exist_ok=True)
    hand_in(folder, {"x": nbgrader_file(exercise, hostile_answers(exercise, *HOSTILE[what]))})
    return folder, locked_in(
        [f"{ENV}/bin/nbgrader", "autograde", "02"], environ(ENV), folder, limit_s
    )


def spread(values, digits=2):
    """Median and range."""
    return [round(f(values), digits) for f in (min, statistics.median, max)]


def measure():
    """Return the rates, whether the graders agree, and what the hostile notebooks got."""
    otter.environment()
    otter.environment(ENV, "nbgrader", [NBGRADER])
    source = exercises.sources(["02"])[0]
    exercise = exercises.read(source)
    (autograder,) = otter.assign(source).rglob("*autograder*.zip")
    course(exercise)
    codes = {f"s{i:03}": answers(exercise, i) for i in range(HONEST)}
    files = {student: student_file(exercise, c) for student, c in codes.items()}
    rates, agree = honest(exercise, codes, files, autograder)
    return {
        "others": [otter.OTTER.replace("==", " "), NBGRADER.replace("==", " ")],
        "honest": HONEST,
        "of them by the others": ROUNDS * SAMPLE,
        "per minute": {
            name: spread([60 / seconds for seconds in seen], 1) for name, seen in rates.items()
        },
        "times as fast, one job": {
            name: spread([a / b for a, b in zip(seen, rates["one job"], strict=True)], 1)
            for name, seen in rates.items()
            if "job" not in name
        },
        "the same points": agree,
        "hostile": hostile(exercise, autograder, max(LIMIT_S, round(4 * max(rates["otter run"])))),
    }


def honest(exercise, codes, files, autograder):
    """Return {grader: [seconds a notebook, …] by round} and how often points were ours."""
    rates, agree, size = {}, {"Otter": 0, "nbgrader": 0}, HONEST // ROUNDS
    for k in range(ROUNDS):
        part = dict(list(files.items())[k * size : (k + 1) * size])
        few = dict(list(part.items())[:SAMPLE])
        theirs = {student: nbgrader_file(exercise, codes[student]) for student in few}
        turns = {
            "one job": lambda part=part: ours("ours-1", part, 1),
            "two jobs": lambda part=part: ours("ours-2", part, 2),
            "otter run": lambda few=few: otter_run(fresh("otter"), few, autograder),
            "Otter's grade_submission": lambda few=few: otter_function(
                fresh("function"), few, autograder
            ),
            "nbgrader autograde": lambda theirs=theirs: nbgrader(fresh("nbgrader"), theirs),
        }
        names = list(turns)
        points = {}
        for name in names[k % len(names) :] + names[: k % len(names)]:
            seconds, points[name] = turns[name]()
            rates.setdefault(name, []).append(seconds / len(points[name]))
        assert points["one job"] == points["two jobs"]
        agree["Otter"] += sum(points["otter run"][s] == points["one job"][s] for s in few)
        agree["nbgrader"] += sum(
            points["nbgrader autograde"][s] == points["one job"][s] for s in few
        )
    return rates, agree


def hostile(exercise, autograder, limit_s):
    """Return what each hostile notebook got from each grader; the others have limit_s seconds for
    one.
    """
    files = {
        f"h{i}": bare_file(exercise, hostile_answers(exercise, *both))
        for i, both in enumerate(HOSTILE.values())
    }
    seconds, points = ours("ours-hostile", files, 2)
    with ThreadPoolExecutor(3) as pool:  # nothing is timed here
        by_otter = pool.map(
            lambda what: hostile_with_otter(what, exercise, autograder, limit_s), HOSTILE
        )
        by_nbgrader = list(
            pool.map(lambda what: hostile_with_nbgrader(what, exercise, limit_s), HOSTILE)
        )
    theirs = nbgrader_points([folder for folder, _ in by_nbgrader])
    found = {}
    for what, own, by, (_, fate), score in zip(
        HOSTILE, points.values(), by_otter, by_nbgrader, theirs, strict=True
    ):
        third = {"points": score.get("x"), "fate": fate}
        found[what] = {"this course": {"points": own, "fate": ""}, "Otter": by, "nbgrader": third}
    return {
        "of": sum(question.points for question in exercise.questions.values()),
        "seconds with this course, two jobs": round(seconds),
        "seconds for one with the others, at most": limit_s,
        "notebooks": found,
    }
