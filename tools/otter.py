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

import nbformat
import yaml

from nblib.files import write
from tools import exercises
from tools.exercises import markers, variant
from tools.exercises.notebooks import METADATA
from tools.exercises.source import cells_of
from tools.paths import BUILD, ROOT
from tools.setup import BIN

OTTER = "otter-grader==7.0.0"
FOLDER = BUILD / "otter"
ENV = FOLDER / "env"
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
    """Make an environment with Otter, or another program, in it, once.

    Stops with a sentence where it cannot be had.
    """
    if (env / "bin" / program).exists():
        return
    uv = f"{BIN}/uv"
    packages = [*packages, "numpy", "-e", str(ROOT)]
    for command in (
        [uv, "venv", "-q", "--clear", "--python", sys.executable, str(env)],
        [uv, "pip", "install", "-q", "--python", f"{env}/bin/python", *packages],
    ):
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
        if done.returncode:
            sys.exit(
                f"{packages[0]} could not be installed; the first time it needs the network. "
                f"uv said:\n{done.stderr}"
            )


def notebook(path, number=0, secret=b""):
    """Return a source as Otter Assign takes it: one variant, without our own cells and keys."""
    exercise = exercises.read(path, number, secret)
    book = nbformat.v4.new_notebook(metadata=METADATA)
    in_answers = False
    for cell in cells_of(path):
        if markers.is_marker(cell, "BEGIN VARIANT"):
            continue
        if markers.word(cell, "BEGIN") == "ANSWERS":
            in_answers = True
        if not in_answers:
            new_cell = getattr(nbformat.v4, f"new_{cell.cell_type}_cell")
            book.cells.append(new_cell(_for_otter(cell, exercise)))
        if markers.word(cell, "END") == "ANSWERS":
            in_answers = False
    return book


def _for_otter(cell, exercise):
    """Return the text of a cell as Otter takes it."""
    text = variant.fill(cell, exercise.values)
    if markers.is_marker(cell, markers.CONFIG):
        config = {"name": exercise.number, **CONFIG}
        return f"# {markers.CONFIG}\n{yaml.safe_dump(config, sort_keys=False)}"
    if markers.is_marker(cell, "BEGIN QUESTION"):
        question = exercise.questions[markers.head(cell.with_source(text))["name"]]
        head = {"name": question.name, "points": question.points}
        return f"# BEGIN QUESTION\n{yaml.safe_dump(head, sort_keys=False)}"
    head = re.search(r"^def (test_\w+)\(.*\):\n    \"\"\".*?\"\"\"\n", text, flags=re.M)
    if head is None or cell.cell_type != "code":
        return text
    return _test_for_otter(text, head, exercise)


def _test_for_otter(text, head, exercise):
    """Return a test as Otter takes it. head: the match of its first lines.

    Otter runs a test by itself: what it needs it must import. The points are said for each, ours
    may be parts.
    """
    for question in exercise.questions.values():
        for test in question.tests:
            if test.name == head[1]:
                config = {
                    "hidden": test.hidden,
                    "points": float(question.points_of(test)),
                    "failure_message": test.title,
                }
    body = text[text.index("def test_") :].replace(head[0], head[0] + IMPORTS)
    settings = yaml.safe_dump(config, sort_keys=False)
    return f'""" # BEGIN TEST CONFIG\n{settings}""" # END TEST CONFIG\n{body}'


def assign(path):
    """Run Otter Assign on a set; return the folder that it wrote. Exits with Otter's words if it
    fails.
    """
    folder = FOLDER / path.parent.name
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / f"{path.parent.name}.ipynb"
    write(source, nbformat.writes(notebook(path)))
    environ = {**os.environ, "PATH": f"{ENV}/bin:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    command = [f"{ENV}/bin/otter", "assign", source.name, "assigned"]
    done = subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, encoding="utf-8", errors="replace"
    )
    if done.returncode:
        sys.exit(
            f"Otter Assign did not accept {path.parent.name}:\n"
            f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        )
    return folder / "assigned"


def main():
    """Make the zips."""
    environment()
    for path in exercises.sources(sys.argv[1:]):
        try:
            folder = assign(path)
        except exercises.SourceError as error:
            sys.exit(str(error))
        zips = sorted(Path(folder).rglob("*autograder*.zip"))
        names = [zip_file.relative_to(ROOT).as_posix() for zip_file in zips]
        print(f"{path.parent.name}: {', '.join(names)}")


if __name__ == "__main__":
    main()
