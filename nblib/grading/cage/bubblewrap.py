"""How bubblewrap is called: namespaces of its own for everything, and a user without rights."""

import os
import random
import sys
from pathlib import Path

from nblib.grading.cage.places import binds

PACKAGE = Path(__file__).resolve().parents[2]  # nblib
WORKER = "/nb/nblib/grading/inside/worker.py"  # where the sandbox shows it

# The worker's whole environment. Hashes are fixed so that a notebook graded twice behaves alike.
ENVIRONMENT = {
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "LOGNAME": "student",
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": "/tmp/.matplotlib",
    "PATH": "/nowhere",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONPATH": "/nb",
    "PYTHONUTF8": "1",
    "USER": "student",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
OPTIONS = [
    "--unshare-all",
    "--unshare-user",
    "--die-with-parent",
    "--new-session",
    "--clearenv",
    *("--hostname", "sandbox"),
    *("--cap-drop", "ALL"),
    *(argument for name, value in ENVIRONMENT.items() for argument in ("--setenv", name, value)),
]
AS_ROOT = os.geteuid() == 0
NOBODY = 65534
USERS = {
    False: ["--uid", str(NOBODY), "--gid", str(NOBODY)],
    # Root maps a second user, to which the worker changes before it runs anything: limits on
    # processes spare root.
    True: ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"],
}
SPARE = range(61184, 65520)  # user ids that Linux systems keep free for services that come and go


def command(program, files, keep_out, disk, arguments):
    """Return the command that runs the worker with these arguments in a sandbox.

    program: the path of bwrap. files: {option: open file that bubblewrap reads or writes}.
    keep_out: paths that must not be visible inside. disk: bytes. Raises SandboxError.
    """
    return [
        program,
        *OPTIONS,
        *USERS[AS_ROOT],
        *(argument for option, file in files.items() for argument in (option, str(file.fileno()))),
        *binds(PACKAGE, keep_out, disk),
        *("--chdir", "/tmp"),
        "--",
        *(sys.executable, "-s", "-P", WORKER, *arguments),
    ]


def map_users(pid):
    """As root: let the process have root's id, which it gives up at once, and one that owns nothing
    anywhere.
    """
    for id_name in ("uid", "gid"):
        ranges = [
            line.split() for line in Path(f"/proc/self/{id_name}_map").read_text().splitlines()
        ]
        spare = [
            number
            for number in SPARE
            if any(int(low) <= number < int(low) + int(size) for low, _, size in ranges)
        ]
        outside = random.choice(spare or [NOBODY])
        Path(f"/proc/{pid}/{id_name}_map").write_text(f"0 0 1\n{NOBODY} {outside} 1\n")
