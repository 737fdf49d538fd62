"""Notebooks graded on this machine, each by a process of its own, some at the same time."""

import ctypes
import multiprocessing
import multiprocessing.connection
import resource
import signal
import time

from nblib.grading.grade import grade_notebook

PR_SET_PDEATHSIG = 1  # of prctl, from the kernel's headers


def grade(todo, assignment, limits, keep_out, jobs):
    """Yield (key, verdict or exception) for todo, {key: a function that reads the notebook}, each
    as it is done. Only those that are being graded are held in memory.
    """
    waiting = list(todo.items())
    running = {}  # the pipe to a process -> (key, process, when it is given up)
    seconds = limits.total_s + limits.tests_s
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                key, read = waiting.pop(0)
                try:
                    content = read()
                except Exception as error:
                    yield key, error
                    continue
                pipe, process = _start(content, assignment, limits, keep_out)
                running[pipe] = (key, process, time.monotonic() + seconds)

            ready = multiprocessing.connection.wait(list(running), timeout=1)
            overdue = [p for p in running if time.monotonic() > running[p][2] and p not in ready]
            for pipe in [*ready, *overdue]:
                key, process, _ = running.pop(pipe)
                if pipe in ready:
                    outcome = _receive(pipe, process)
                else:
                    outcome = TimeoutError(f"the tests took more than {seconds:g} s")
                process.kill()
                process.join()
                pipe.close()
                yield key, outcome
    finally:
        for _, process, _ in running.values():
            process.kill()


def _start(content, assignment, limits, keep_out):
    """Return a pipe and a process that will send its verdict, or its error, through it."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(
        target=_alone, args=(theirs, content, assignment, limits, keep_out)
    )
    # A Ctrl-C in the midst of a fork would be lost in what Python does after it: it has to wait.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    theirs.close()
    return ours, process


def _receive(pipe, process):
    try:
        return pipe.recv()
    except EOFError:
        process.join()
        return ChildProcessError(
            f"the process that graded it ended with exit code {process.exitcode}"
        )


def _alone(pipe, content, assignment, limits, keep_out):
    """Grade one notebook in this process: what it dies of, or never ends with, is its own."""
    # It goes when the command goes, and a Ctrl-C is the command's alone.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    ceiling = resource.getrlimit(resource.RLIMIT_DATA)[1]
    memory = limits.tests_b
    if ceiling != resource.RLIM_INFINITY:
        memory = min(memory, ceiling)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, ceiling))
    try:
        pipe.send(grade_notebook(content, assignment, limits, keep_out))
    except Exception as error:
        pipe.send(RuntimeError(f"{type(error).__name__}: {error}"))
