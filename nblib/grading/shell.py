"""The limits of the shell in which the grader is started: a sandbox cannot be given more than they
allow.
"""

import resource

from nblib.grading.errors import SetupError

OWN_FILES = 64  # open files that the grader itself needs
JOB_FILES = 16  # and those that each notebook costs it


def check_shell(limits, jobs=1):
    """Raise SetupError where the shell allows less than the sandboxes of so many jobs take."""
    files = max(limits.open_files, OWN_FILES + JOB_FILES * jobs)
    # The option of ulimit, the unit in which it counts, and what is needed.
    needs = [
        (resource.RLIMIT_NOFILE, "n", 1, files, "open files"),
        (resource.RLIMIT_NPROC, "u", 1, limits.processes, "processes"),
        (resource.RLIMIT_CPU, "t", 1, limits.cpu_s + 1, "seconds of processor time"),
        (resource.RLIMIT_FSIZE, "f", 1024, limits.disk_b, "KB in a file"),
        (resource.RLIMIT_AS, "v", 1024, limits.address_b, "KB of address space"),
    ]
    for number, option, unit, least, name in needs:
        soft_limit = resource.getrlimit(number)[0]
        if soft_limit != resource.RLIM_INFINITY and soft_limit < least:
            raise SetupError(
                f"The shell allows {soft_limit // unit:,} {name}, and the grader needs "
                f"{-(-least // unit):,}: say `ulimit -{option} {-(-least // unit)}` in it, or "
                "start the grader in another shell."
            )
