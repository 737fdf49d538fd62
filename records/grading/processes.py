"""Graders as processes: timed, or locked in with a hostile notebook."""

import json
import os
import resource
import shutil
import subprocess
import time

from tools.environment import with_threads
from tools.paths import BUILD, ROOT

FOLDER = BUILD / "grading"
MB = 1 << 20
MEMORY = 3072 * MB  # of a grader with a hostile notebook
FILE_SIZE = 256 * MB
MARK = "RESULT"  # before what a script of ours prints as JSON


def fresh(name):
    """Return an empty folder."""
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def environ(env):
    """Return what a program of an environment of its own gets to see: one thread, its own PATH."""
    path = f"{env}/bin:{os.environ['PATH']}"
    return with_threads(1, PATH=path, PYTHONPATH=str(ROOT))


def timed(command, env, folder=ROOT):
    """Run a command; return its seconds and what it wrote. Raises RuntimeError where it fails."""
    begin = time.perf_counter()
    done = subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True)
    seconds = time.perf_counter() - begin
    if done.returncode:
        words = " ".join(map(str, command))
        raise RuntimeError(f"{words}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return seconds, done.stdout


def marked(output):
    """Return the JSON that stands behind the mark in what a script printed."""
    return json.loads(output[output.rindex(MARK) + len(MARK) :].splitlines()[0])


def locked_in(command, env, folder, limit_s):
    """Run a command on a hostile notebook: no network, nothing to write to but its folder.

    Returns how it ended: "", "ended in an error", "its process died" or "did not end".
    """
    lock = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session"]
    lock += ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    lock += ["--size", str(FILE_SIZE), "--tmpfs", "/tmp", "--bind", str(folder), str(folder)]
    lock += ["--setenv", "HOME", "/tmp", "--chdir", str(folder), "--"]
    process = subprocess.Popen(
        [*lock, *command],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_limit,
    )
    try:
        code = process.wait(limit_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return "did not end"
    if code > 128:
        return "its process died"
    return "ended in an error" if code else ""


def _limit():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
