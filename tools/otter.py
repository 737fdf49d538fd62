"""Turn the exercise sets into zips for Otter and Gradescope: python -m tools.otter [NN …]

Otter Assign, in an environment of its own (_build/otter/env; its needs must not shape the lock),
reads the source as tools.exercises fills it in, checks that the reference solutions pass every
test, and writes _build/otter/NN_topic/ with Otter's student and autograder folders and the
autograder zip. Needs the network when the environment is first made.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import yaml

from tools import exercises
from tools.paths import ROOT
from tools.setup import BIN

OTTER = "otter-grader==7.0.0"
BUILD = ROOT / "_build" / "otter"
ENV = BUILD / "env"
CONFIG = {
    "requirements": ["numpy", "nblib"],
    "overwrite_requirements": True,
    "check_all_cell": False,
    "export_cell": False,
    "init_cell": False,
    "solutions_pdf": False,
    "generate": {"pdf": False, "show_stdout": False, "show_hidden": False},
    "tests": {"files": True, "ok_format": False},
}
IMPORTS = "    import numpy as np\n    from nblib.check import close, holds, raises, same\n"


def environment(env=ENV, program="otter", packages=(OTTER, "ipykernel", "nbconvert")):
    """Make an environment with Otter, or another program, in it, once; stop with a sentence where
    it cannot be had.
    """
    if (env / "bin" / program).exists():
        return
    packages = [*packages, "numpy", "-e", str(ROOT)]
    for command in (
        [f"{BIN}/uv", "venv", "-q", "--clear", "--python", sys.executable, str(env)],
        [f"{BIN}/uv", "pip", "install", "-q", "--python", f"{env}/bin/python", *packages],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(
                f"{packages[0]} could not be installed; the first time it needs the network. uv said:\n{done.stderr}"
            )


def notebook(path, variant=0, secret=b""):
    """Return the source as Otter Assign takes it: one variant filled in, our own cells and keys
    left out.
    """
    exercise = exercises.read(path, variant, secret)
    book, inside = nbformat.v4.new_notebook(metadata=exercises.METADATA), False
    for cell in jupytext.read(path, fmt="md:myst").cells:
        if cell.source.startswith("# BEGIN VARIANT"):
            continue
        inside = inside or exercises.word(cell, "BEGIN") == "ANSWERS"
        if inside:
            inside = exercises.word(cell, "END") != "ANSWERS"
            continue
        book.cells.append(
            getattr(nbformat.v4, f"new_{cell.cell_type}_cell")(_for_otter(cell, exercise, path))
        )
    return book


def _for_otter(cell, exercise, path):
    text = exercises.filled(cell.source, exercise.values, path)
    head, config = (
        exercises.marked(cell, "BEGIN QUESTION"),
        exercises.marked(cell, "ASSIGNMENT CONFIG"),
    )
    if config is not None:
        return "# ASSIGNMENT CONFIG\n" + yaml.safe_dump(
            {"name": exercise.number, **CONFIG}, sort_keys=False
        )
    if head is not None:
        question = exercise.questions[head["name"]]
        return "# BEGIN QUESTION\n" + yaml.safe_dump(
            {"name": question.name, "points": question.points}, sort_keys=False
        )
    test = re.search(r"^def (test_\w+)\(.*\):\n    \"\"\".*?\"\"\"\n", text, flags=re.M)
    if test is None or cell.cell_type != "code":
        return text
    # Otter runs a test by itself: what it needs it must import. The points are said for each, ours
    # may be parts.
    question = next(
        q for q in exercise.questions.values() if any(t.name == test[1] for t in q.tests)
    )
    ours = next(t for t in question.tests if t.name == test[1])
    config = {
        "hidden": ours.hidden,
        "points": float(question.points_of(ours)),
        "failure_message": ours.title,
    }
    body = text[text.index("def test_") :].replace(test[0], test[0] + IMPORTS)
    return f'""" # BEGIN TEST CONFIG\n{yaml.safe_dump(config, sort_keys=False)}""" # END TEST CONFIG\n{body}'


def assign(path):
    """Run Otter Assign on a set; return the folder that it wrote. Exits with Otter's words if it
    fails.
    """
    out = BUILD / path.parent.name
    out.mkdir(parents=True, exist_ok=True)
    source = out / f"{path.parent.name}.ipynb"
    nbformat.write(notebook(path), source)
    environ = {**os.environ, "PATH": f"{ENV}/bin:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    command = [f"{ENV}/bin/otter", "assign", source.name, "assigned"]
    done = subprocess.run(command, cwd=out, env=environ, capture_output=True, text=True)
    if done.returncode:
        sys.exit(
            f"Otter Assign did not accept {path.parent.name}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        )
    return out / "assigned"


def main():
    """Make the zips."""
    environment()
    for path in exercises.sources(sys.argv[1:]):
        try:
            out = assign(path)
        except exercises.SourceError as error:
            sys.exit(str(error))
        zips = sorted(p.relative_to(ROOT).as_posix() for p in Path(out).rglob("*autograder*.zip"))
        print(f"{path.parent.name}: {', '.join(zips)}")


if __name__ == "__main__":
    main()
