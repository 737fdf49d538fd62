"""Run notebooks with nbval and keep what came out."""

import os
import subprocess
import sys

import nbformat

from nblib.files import write
from nblib.reach import ReachError
from tools import sync
from tools.execute import kept
from tools.execute.environment import IPYTHON, environment
from tools.execute.key import key, key_of_every_byte
from tools.paths import EXECUTION, ROOT

SECONDS = 60  # what a chapter may take
CELL_SECONDS = 300  # when nbval gives a cell up

# At its first import Matplotlib lists the machine's fonts, and says so where that takes long.
FONTS = "import matplotlib.font_manager"
# The kernel's first line: from then on it notes what it reads.
START = '__import__("tools.execute.inside", fromlist=["start"]).start()\n'


def to_run(sources, fresh):
    """Return those sources that have to run; exit with a message for one that cannot."""
    due = []
    for source in sources:
        try:
            stands = kept.record_of(source).get("key") == key(source)
        except (ReachError, SyntaxError) as error:
            sys.exit(f"{source.name}: {error}")
        if fresh or not stands or not kept.has_outputs(source):
            due.append(source)
    return due


def run(sources):
    """Run sources; keep those of which every cell passed; return True when all did."""
    before = {}
    for source in sources:
        kept.forget(source)
        before[source] = key_of_every_byte(source)
        notebook = nbformat.reads(sync.as_notebook(source), 4)
        write(EXECUTION / f"{source.stem}.ipynb", nbformat.writes(notebook))
    startup = IPYTHON / "profile_default" / "startup"
    write(startup / "00-inside.py", START)
    rehearse()
    finished = subprocess.run(_command(sources), cwd=ROOT, env=environment())
    for source in sources:
        if record := kept.record_of(source):
            _keep(source, record, before[source])
    return finished.returncode == 0


def rehearse():
    """Let Matplotlib say here what it says at its first import: in a cell that would fail."""
    command = [sys.executable, "-c", FONTS]
    subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True)


def _command(sources):
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "--tb=short"]
    command += ["-p", "tools.execute.harvest", "-p", "no:cacheprovider"]
    command += ["--nbval-lax", f"--nbval-cell-timeout={CELL_SECONDS}"]
    command += ["--rootdir", str(EXECUTION), "-c", os.devnull]
    if len(sources) > 1:
        command += ["-n", "2", "--dist", "loadscope"]
    return command + [str(EXECUTION / f"{source.stem}.ipynb") for source in sources]


def _keep(source, record, before):
    """Keep what the harvest left of a notebook, under its key, and say what it cost."""
    executed = EXECUTION / f"{source.stem}.executed.ipynb"
    # What was edited while the notebook ran may or may not have run: no key, so it runs again.
    unchanged = key_of_every_byte(source) == before
    record["key"] = key(source) if unchanged else None
    kept.keep(source, record, nbformat.read(executed, as_version=4))
    executed.unlink()
    cost = f"{record['seconds']:.1f} s, {record['peak_mb']:.0f} MB"
    print(f"{source.stem}: {cost}, {len(record['claims'])} claims hold")
    if record["seconds"] > SECONDS:
        note = f"over the {SECONDS} s that a chapter may take (on a busy machine this may pass)"
        print(f"  note: {note}")
