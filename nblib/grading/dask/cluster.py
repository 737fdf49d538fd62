"""The same grading on the workers of a Dask cluster that is already there.

The teacher's machine sends each notebook together with its tests and keeps the verdicts; a worker
holds both in memory only. Each worker shows that it has the sandbox, and the same grader, before it
may grade. A notebook whose worker dies is graded by another one; its verdict is recorded once.
"""

import asyncio
import contextlib
import importlib.metadata
import json
import logging
import platform
import queue
import socket
import time
import uuid
import warnings
from dataclasses import dataclass, field

from nblib.grading.dask.connect import client_of, first_line
from nblib.grading.dask.process import grade_alone
from nblib.grading.errors import SetupError
from nblib.grading.notebook import Unreadable, read_notebook
from nblib.grading.session import probe
from nblib.grading.shell import check_shell
from nblib.grading.store import grader_hash

NO_DASK = (
    "--scheduler needs the package distributed, which is not installed here: "
    'pip install "nblib[grading-dask]", in a clone pip install "distributed".'
)
_fit = {}  # on a worker: what was expected -> None, or why this worker is not to grade


@dataclass
class Parcel:
    """What a worker needs for one notebook. Its text says nothing of that: it may end up in a
    worker's log.
    """

    content: bytes = field(repr=False)
    assignment: dict = field(repr=False)
    limits: object = field(repr=False)
    keep_out: tuple = field(repr=False)
    expected: dict = field(repr=False)


class KilledTooOften(Exception):
    """Every worker that had this notebook died."""


# ---- on a worker


def facts():
    """Return what must be the same here and on each worker, so that each would reach the same
    verdict.
    """
    versions = {}
    for name in ("numpy", "torch", "distributed"):
        try:
            versions[name] = importlib.metadata.version(name).split("+")[0]
        except importlib.metadata.PackageNotFoundError:
            versions[name] = "none"
    python = ".".join(platform.python_version_tuple()[:2])
    return {"python": python, **versions, "nblib's grader": grader_hash()[:12]}


def unfit(expected, limits):
    """Return why this machine is not to grade, or None; what was found once is kept."""
    key = json.dumps(expected, sort_keys=True)
    if key not in _fit:
        try:
            _fit[key] = _difference(expected)
            if _fit[key] is None:
                check_shell(limits)
                probe(limits)
        except Exception as error:
            _fit[key] = str(error)
    return _fit[key]


def _difference(expected):
    """Return in what this machine differs from what is expected, or None."""
    present = facts()
    differing = [
        f"{name} {present.get(name, 'none')} instead of {value}"
        for name, value in expected.items()
        if present.get(name) != value
    ]
    return f"it has {', '.join(differing)}" if differing else None


async def examine(expected, limits):
    """On a worker, outside of its tasks: return its host's name and why it is unfit, or None."""
    _fit.clear()
    return socket.gethostname(), await asyncio.to_thread(unfit, expected, limits)


def work(parcel):
    """On a worker: return {"verdict", "unfit" or "error": …, "worker": its address}. Nothing is
    raised, nor logged.
    """
    from distributed import get_worker

    worker = get_worker()
    answer = {"worker": worker.address}
    try:
        if reason := unfit(parcel.expected, parcel.limits):
            return answer | {"unfit": f"{reason} ({socket.gethostname()})"}
        keep_out = (*parcel.keep_out, worker.local_directory)
        outcome = grade_alone(parcel.content, parcel.assignment, parcel.limits, keep_out)
    except Exception as error:
        outcome = RuntimeError(f"{type(error).__name__}: {error}")
    return answer | {"error" if isinstance(outcome, Exception) else "verdict": outcome}


# ---- on the teacher's machine


def slim(content, limits):
    """Return a large notebook without its outputs, for the way; a small or unreadable one as it
    is.
    """
    if len(content) <= limits.slim_b:
        return content
    try:
        cells, metadata = read_notebook(content, limits)
    except Unreadable:
        return content
    book = {
        "nbformat": 4,
        "metadata": {"nblib": metadata.get("nblib")},
        "cells": [{"cell_type": "code", "source": source} for source in cells],
    }
    return json.dumps(book).encode()


def grade(todo, assignment, limits, keep_out, scheduler, wait_s=60.0):
    """Yield (key, verdict or exception) for todo, {key: a function that reads the notebook}, in the
    order in which they are done.

    scheduler: the address, such as tcp://10.0.0.1:8786. wait_s: so long may there be no worker at
    all. Each key comes once. Raises SetupError when no cluster can be had, when a worker is not
    fit, and when all are gone.
    """
    try:
        import dask
        import distributed  # noqa: F401  (client_of needs it)
    except ImportError:
        raise SetupError(NO_DASK) from None
    settings = {
        "distributed.admin.large-graph-warning-threshold": "1GB",
        "distributed.comm.timeouts.connect": f"{limits.connect_s}s",
    }
    # What is to be said is said by exceptions here; other versions on the workers are looked for
    # by examine.
    for name in ("distributed", "distributed.client", "distributed.core"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with dask.config.set(settings), warnings.catch_warnings(), contextlib.ExitStack() as stack:
        warnings.simplefilter("ignore")
        client = stack.enter_context(client_of(scheduler, limits))
        yield from _Run(client, todo, assignment, limits, keep_out, scheduler, wait_s).results()


class _Run:
    """The notebooks of one class on a cluster."""

    def __init__(self, client, todo, assignment, limits, keep_out, scheduler, wait_s):
        self.client = client
        self.scheduler = scheduler
        self.wait_s = wait_s
        self.todo = dict(todo)  # key -> a function that reads the notebook
        self.assignment = assignment
        self.limits = limits
        self.keep_out = tuple(keep_out)
        self.expected = facts()
        self.pending = {}  # future -> key
        self.failed = []  # (key, exception) of notebooks that cannot be read here
        self.done = queue.SimpleQueue()  # futures, as they are done
        self.last_worker = time.monotonic()  # when there was a worker
        # Names of tasks are seen by others: no student's, no notebook's.
        self.name = uuid.uuid4().hex[:12]

    def results(self):
        from distributed import CancelledError

        try:
            self._examine()
            waiting = list(self.todo)
            while waiting or self.pending:
                self._submit(waiting)
                while self.failed:
                    yield self.failed.pop()
                if self.pending and (future := self._next()) is not None:
                    yield self.pending.pop(future), self._outcome(future)
        except (CancelledError, OSError):
            raise SetupError(
                f"The scheduler at {self.scheduler} is gone. Verdicts that had come are kept; "
                "start it and its workers again, and run the same command again."
            ) from None
        finally:
            with contextlib.suppress(Exception):
                self.client.cancel(list(self.pending))

    def _examine(self):
        """See that every worker is fit. Raises SetupError that names those which are not."""
        try:
            self.client.wait_for_workers(1, timeout=self.wait_s)
        except TimeoutError:
            raise SetupError(
                f"The scheduler at {self.scheduler} has had no worker for {self.wait_s:g} s. "
                f"Start one on each machine: dask worker {self.scheduler} --nthreads 1 --nworkers N"
            ) from None
        answers = self.client.run(examine, self.expected, self.limits, on_error="return")
        bad = []
        for address, answer in answers.items():
            host, reason = answer if isinstance(answer, tuple) else ("", _explain(answer))
            if reason:
                bad.append(f"{address}{f' on {host}' if host else ''}: {reason}")
        if bad:
            raise SetupError(
                f"{len(bad)} of {len(answers)} workers cannot grade, and nothing was graded. "
                "Mend them or take them out of the cluster:\n  " + "\n  ".join(bad)
            )

    def _submit(self, waiting):
        """Keep the workers busy, and little more than that on its way."""
        threads = sum(self.client.nthreads().values())
        room = 2 * max(threads, 1) + 2 - len(self.pending)
        while waiting and room > 0:
            key = waiting.pop(0)
            room -= 1
            try:
                content = slim(self.todo[key](), self.limits)
            except Exception as error:
                self.failed.append((key, error))
                continue
            parcel = Parcel(content, self.assignment, self.limits, self.keep_out, self.expected)
            name = f"nblib-grade-{self.name}-{len(self.todo) - len(waiting)}-{key[:6]}"
            future = self.client.submit(work, parcel, key=name, pure=False)
            self.pending[future] = key
            future.add_done_callback(self.done.put)

    def _next(self):
        """Return a task that is done, or None if none is within a second. Raises SetupError without
        workers.
        """
        with contextlib.suppress(queue.Empty):
            return self.done.get(timeout=1)
        if self.client.nthreads():
            self.last_worker = time.monotonic()
        elif time.monotonic() - self.last_worker > self.wait_s:
            raise SetupError(
                f"All workers are gone, and none has come back for {self.wait_s:g} s; "
                f"{len(self.pending)} or more notebooks wait. Verdicts that had come are kept: "
                "start workers, and run the same command again."
            )
        return None

    def _outcome(self, future):
        """Return the verdict of a task that is done, or an exception of this notebook's own."""
        from distributed import CancelledError, KilledWorker

        try:
            answer = future.result()
        except KilledWorker:
            return KilledTooOften(
                "every worker that had this notebook died; see the workers' logs, and their memory"
            )
        except (CancelledError, OSError):
            raise  # the scheduler is gone
        except Exception as error:
            raise SetupError(
                f"A worker could not begin: {_explain(error)}. Verdicts that had come are kept."
            ) from None
        if "unfit" in answer:
            raise SetupError(
                f"A worker that came later cannot grade: {answer['worker']}: {answer['unfit']}. "
                "Verdicts that had come are kept; take it out of the cluster and run the same "
                "command again."
            )
        if "error" in answer:
            error = answer["error"]
            return type(error)(f"{error} (on {answer['worker']})")
        return answer["verdict"]


def _explain(error):
    missing = isinstance(error, ModuleNotFoundError | AttributeError)
    if missing or "No module named 'nblib" in str(error):
        return (
            f"nblib is missing there, or is another version ({first_line(error)}): "
            "install this clone there"
        )
    return first_line(error)
