"""Notebooks graded on this machine, each by a process of its own, some at the same time."""

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import time

from nblib.grading.alone import bind, died, given_up, outcome, patience


def grade(todo, assignment, limits, keep_out, jobs):
    """Yield (key, verdict or exception) for todo, {key: a function that reads the notebook}, each
    as it is done. Only those that are being graded are held in memory.
    """
    waiting = list(todo.items())
    running = {}  # the pipe to a process -> (key, process, when it is given up)
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                key, read = waiting.pop(0)
                try:
                    content = read()
                except Exception as error:
                    yield key, error
                    continue
                # A Ctrl-C in the midst of a fork would be lost in what Python does after it, and
                # one before the process is noted would leave it running: it has to wait.
                with _without_interrupts():
                    pipe, process = _start(content, assignment, limits, keep_out)
                    running[pipe] = (key, process, time.monotonic() + patience(limits))

            ready = multiprocessing.connection.wait(list(running), timeout=1)
            overdue = [p for p in running if time.monotonic() > running[p][2] and p not in ready]
            for pipe in [*ready, *overdue]:
                key, process, _ = running[pipe]
                if pipe in ready:
                    came = _receive(pipe, process)
                else:
                    came = given_up(limits)
                process.kill()
                process.join()
                del running[pipe]
                process.close()  # by itself it would be closed where a Ctrl-C is lost
                pipe.close()
                yield key, came
    finally:
        for _, process, _ in running.values():
            process.kill()


@contextlib.contextmanager
def _without_interrupts():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _start(content, assignment, limits, keep_out):
    """Return a pipe and a process that will send its verdict, or its error, through it."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    task = (content, assignment, limits, keep_out)
    process = multiprocessing.Process(target=_alone, args=(sender, os.getpid(), task))
    process.start()
    sender.close()
    return receiver, process


def _receive(pipe, process):
    try:
        return pipe.recv()
    except EOFError:
        process.join()
        return died(process.exitcode)


def _alone(pipe, parent, task):
    bind(parent, task[2])
    pipe.send(outcome(*task))
