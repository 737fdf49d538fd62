"""One notebook graded by a process of its own: what it dies of, or never ends with, costs no other
notebook its verdict.
"""

import ctypes
import os
import resource
import signal

from nblib.grading.grade import grade_notebook

PR_SET_PDEATHSIG = 1  # of prctl, from the kernel's headers


def outcome(content, assignment, limits, keep_out):
    """Return the verdict on a notebook, or the error that kept it from being reached."""
    try:
        return grade_notebook(content, assignment, limits, keep_out)
    except Exception as error:
        return RuntimeError(f"{type(error).__name__}: {error}")


def bind(parent, limits):
    """Bind this process to the one that started it, whose id is parent, and limit its memory."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # it had gone before
    # A Ctrl-C is the command's alone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    ceiling = resource.getrlimit(resource.RLIMIT_DATA)[1]
    memory = limits.tests_b
    if ceiling != resource.RLIM_INFINITY:
        memory = min(memory, ceiling)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, ceiling))


def patience(limits):
    """Return the seconds after which such a process is given up."""
    return limits.total_s + limits.tests_s


def given_up(limits):
    """Return the error for one that was given up."""
    return TimeoutError(f"the tests took more than {patience(limits):g} s")


def died(code):
    """Return the error for one that ended by itself, with an exit code."""
    return ChildProcessError(f"the process that graded it ended with exit code {code}")
