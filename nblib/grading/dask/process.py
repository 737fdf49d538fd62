"""A process of its own for a notebook on a Dask worker, as it has one where the grader runs alone.

The tasks of a worker run in threads, where no alarm rings, and a worker may have no children by
`multiprocessing`. So this file is run as a script: it reads its task and writes the outcome.
"""

import os
import pickle
import subprocess
import sys
from pathlib import Path

from nblib.grading.alone import bind, died, given_up, outcome, patience

ROOT = Path(__file__).resolve().parents[3]  # the folder that nblib lies in


def grade_alone(content, assignment, limits, keep_out):
    """Return the verdict on a notebook, or the error that kept it from being reached."""
    command = [sys.executable, "-P", "-m", __spec__.name, str(os.getpid())]
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        done = subprocess.run(
            command,
            input=pickle.dumps((content, assignment, limits, keep_out)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a worker's log learns nothing of tests and answers
            env={**os.environ, "PYTHONPATH": path},
            timeout=patience(limits),
        )
    except subprocess.TimeoutExpired:
        return given_up(limits)
    return died(done.returncode) if done.returncode else pickle.loads(done.stdout)


if __name__ == "__main__":
    answer = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a test prints is no part of the answer
    task = pickle.load(sys.stdin.buffer)
    bind(int(sys.argv[1]), task[2])
    answer.write(pickle.dumps(outcome(*task)))
