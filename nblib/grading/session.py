"""The trusted side: a student's notebook in a sandbox, and questions to it."""

import contextlib
import math
import time
from dataclasses import dataclass

from nblib.grading.cage.sandbox import Sandbox
from nblib.grading.errors import (
    Died,
    GradingError,
    SandboxError,
    TimeLimit,
    UndefinedName,
    Unsendable,
    WireError,
)
from nblib.grading.limits import TEXTS, Limits
from nblib.grading.wire.channel import Closed
from nblib.grading.wire.link import Link
from nblib.grading.wire.proxy import Proxy, proxy_class
from nblib.grading.wire.student import StudentError, text


@dataclass(frozen=True)
class Cell:
    """What became of one cell: error is None, a StudentError, a TimeLimit or a Died."""

    number: int
    output: str = ""
    notes: tuple = ()
    error: GradingError | None = None


class Session:
    """Executes cells (sources, in order) in a sandbox when entered; then get() gives the notebook's
    names.

    keep_out: paths that must not be visible inside; SandboxError if one would be. .cells says what
    became of each cell, .incidents holds every breach and limit met (a test may have swallowed the
    exception), .receipt what the sandbox consisted of, .peak the most memory seen in use.
    Everything raised here is a GradingError.

    While .in_place is true, arguments that student code changes are changed in the test too, as in
    one process: then assert f(x) == 2 * x holds for an f that sets x to 0 and returns it. While it
    is false a test keeps what it has; only random generators move on.
    """

    def __init__(self, cells, limits=None, keep_out=()):
        self.sources = list(cells)
        self.limits = limits or Limits()
        self.keep_out = keep_out

        self.cells = []  # a Cell for each source
        self.incidents = []  # every breach and limit met
        self.receipt = {}  # what the sandbox consists of
        self.peak = 0  # bytes: the most memory seen in use
        self.in_place = True  # whether a test sees what student code changes in its arguments

        self._sandbox = None  # the worker that runs now, if one does
        self._link = None  # to that worker
        self._starts = 0  # workers so far
        self._fatal = {}  # number of a cell that ended a worker -> its Cell
        self._names = {}  # of the notebook -> name of the type
        self._asked = 0  # questions so far
        self._end = math.inf  # when the notebook's time is over
        self._budget = math.inf  # when the test's time is over
        self._over = None  # the error that ended the session

    def __enter__(self):
        self._end = time.monotonic() + self.limits.total_s
        self._begin()
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        """End the session; nothing of it keeps running."""
        self._over = self._over or Died("The session is closed.")
        self._stop()

    def names(self):
        """Return {name: name of its type} of the notebook, as it was after its last cell."""
        self._ready()
        return dict(self._names)

    def get(self, name):
        """Return the value of a name: data as it is now, or a Proxy. Raises UndefinedName."""
        self._ready()
        if name not in self._names:
            raise UndefinedName(f"The notebook defines no {name}.", name)
        value = self.ask("get", name)
        if isinstance(value, Proxy):
            cls = proxy_class(value._nb_handle.abilities)
            return cls(self, value._nb_handle, self._starts, name)
        return value

    @contextlib.contextmanager
    def budget(self, seconds):
        """Let all questions asked inside take no longer than seconds together: one test's share."""
        before = self._budget
        self._budget = min(before, time.monotonic() + seconds)
        if self._link:
            self._link.answers = 0
        try:
            yield self
        finally:
            self._budget = before

    def ask(self, act, *arguments):
        """Ask the worker to do something with student objects: what proxies are made of."""
        self._ready()
        self._asked += 1
        if self._asked > self.limits.asks:
            self._end_with(
                TimeLimit(f"The tests asked the notebook more than {self.limits.asks:,} questions.")
            )
        if time.monotonic() > self._budget:
            raise self._note(TimeLimit("The question's time is used up."))
        return self._ask(act, arguments, self.limits.call_s, min(self._end, self._budget))

    def current(self, proxy):
        """Return a proxy's handle in the worker that runs now. Raises Died if it was lost."""
        if proxy._nb_era != self._starts:
            if proxy._nb_name is None:
                raise Died(f"{proxy!r} was lost when the notebook had to be started again.")
            fresh = self.get(proxy._nb_name)
            if not isinstance(fresh, Proxy):
                raise Died(
                    f"{proxy!r} became something else when the notebook had to be started again."
                )
            object.__setattr__(proxy, "_nb_handle", fresh._nb_handle)
            object.__setattr__(proxy, "_nb_era", self._starts)
        return proxy._nb_handle

    def refuse(self, reason):
        """End the session because the worker broke the rules. Raises WireError."""
        self._end_with(WireError(f"The notebook's process broke the rules of the wire: {reason}."))

    def _ready(self):
        """See that a worker is there, a new one if need be. Raises what keeps it from being so."""
        if self._over is None and time.monotonic() > self._end:
            self._over = self._note(
                TimeLimit(f"The notebook and its tests took more than {self.limits.total_s:g} s.")
            )
        if self._over is None and self._sandbox is None:
            self._begin()
        if self._over is not None:
            self._stop()
            raise self._over

    def _begin(self):
        """Start a worker and execute the cells; again, without the one at fault, as it may be."""
        while self._over is None:
            if self._starts > self.limits.restarts:
                most = self.limits.restarts + 1
                self._over = Died(
                    f"The notebook's process ended {most} times; it is not started once more."
                )
                return
            self._starts += 1
            self._launch()
            if self._execute():
                return

    def _launch(self):
        sandbox = Sandbox(self.limits, self.keep_out)
        link = Link(self, sandbox.socket, self._starts)
        try:
            link.ask("names", (), self.limits.start_s, math.inf)
        except (Closed, TimeoutError):
            complaint = sandbox.complaint(1)
            sandbox.close()
            raise SandboxError(
                f"The sandbox was made, but Python did not start in it: {complaint}"
            ) from None
        except BaseException:
            sandbox.close()
            raise
        sandbox.watch()
        self._sandbox = sandbox
        self._link = link
        self.receipt = sandbox.receipt

    def _execute(self):
        """Execute the cells that have not ended a worker yet; return whether the worker lived to
        the end.
        """
        self.cells = []
        end = min(time.monotonic() + self.limits.notebook_s, self._end)
        for number, source in enumerate(self.sources, 1):
            if number not in self._fatal and time.monotonic() > end:
                error = TimeLimit(
                    "It was not executed: "
                    f"the notebook may take {self.limits.notebook_s:g} s in all."
                )
                self._fatal[number] = Cell(number, error=self._note(error))
            self.cells.append(self._fatal.get(number) or self._run(number, source, end))
            if self._sandbox is None:
                self._fatal[number] = self.cells[-1]
                return False
        try:
            names = self._ask("names", (), self.limits.call_s, self._end)
        except GradingError as error:
            if self._sandbox is not None:  # it lives, and would answer the same another time
                self._over = self._note(error)
                self._stop()
            return False
        if type(names) is not dict or any(
            type(name) is not str for name in [*names, *names.values()]
        ):
            self._over = self._note(
                WireError("The notebook's process broke the rules of the wire: damaged names.")
            )
            return False
        self._names = {
            text(name, TEXTS["name"]): text(cls, TEXTS["type"]) for name, cls in names.items()
        }
        return True

    def _run(self, number, source, end):
        try:
            report = self._ask("run", (source, number), self.limits.cell_s, end)
        except StudentError as error:
            return Cell(number, error.output, error=error)
        except GradingError as error:
            return Cell(number, error=error)
        if (
            type(report) is dict
            and type(report.get("output")) is str
            and type(report.get("notes")) is list
        ):
            notes = (text(note, TEXTS["note"]) for note in report["notes"] if type(note) is str)
            return Cell(number, text(report["output"], self.limits.output + 100), tuple(notes))
        self._over = self._note(
            WireError("The notebook's process broke the rules of the wire: a damaged report.")
        )
        self._stop()
        return Cell(number, error=self._over)

    def _ask(self, act, arguments, seconds, deadline):
        sandbox = self._sandbox
        try:
            return self._link.ask(act, arguments, seconds, deadline)
        except (StudentError, Unsendable):
            raise
        except WireError as error:
            if self._over is None:
                self._over = WireError(
                    f"The notebook's process broke the rules of the wire: {error}."
                )
                self._note(self._over)
            self._stop()
            raise self._over from None
        except GradingError as error:
            raise self._note(error) from None
        except TimeoutError:
            self._stop()
            raise self._note(
                TimeLimit(f"The notebook did not answer within {seconds:g} s.")
            ) from None
        except Closed:
            error = sandbox.ended()
            self._stop()
            raise self._note(error) from None
        except Exception:
            raise  # a test's function raised it, and student code let it through
        except BaseException:
            self._stop()  # the exchange was torn, by Ctrl-C for instance
            raise

    def _note(self, error):
        if error not in self.incidents:
            self.incidents.append(error)
        return error

    def _end_with(self, error):
        self._over = self._note(error)
        self._stop()
        raise error

    def _stop(self):
        if self._sandbox:
            self._sandbox.close()
            self.peak = max(self.peak, self._sandbox.peak)
        self._sandbox = self._link = None


def probe(limits=None):
    """Start a sandbox and end it. Returns its receipt; raises SandboxError saying what to do where
    it cannot be had.
    """
    with Session([], limits) as session:
        return session.receipt
