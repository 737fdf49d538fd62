"""The trusted side: a student's notebook in a sandbox, and questions to it."""

import contextlib
import enum
import math

from nblib.check.clock import held, time_limit
from nblib.grading import cells as executing
from nblib.grading.deadline import Deadline
from nblib.grading.errors import Died, GradingError, TimeLimit, UndefinedName, WireError
from nblib.grading.limits import Limits
from nblib.grading.wire.proxy import Proxy, proxy_class

MARGIN_S = 2.0  # after a question's time, in which each ask is refused, its test is interrupted


class State(enum.Enum):
    """What a session does when it is asked something."""

    OPEN = enum.auto()  # it asks its worker
    BROKEN = enum.auto()  # it refuses until the next test begins: a breach has ended this one
    OVER = enum.auto()  # it refuses for good


class Session:
    """Executes cells (sources, in order) in a sandbox when entered; then get() gives the notebook's
    names.

    keep_out: paths that must not be visible inside; SandboxError if one would be. .cells says what
    became of each cell, .incidents holds every breach and limit met (a test may have swallowed the
    exception), .receipt what the sandbox consisted of, .peak the most memory seen in use.
    Everything raised here is a GradingError.

    A worker that is lost is followed by another one, in which the cells have done what they did.
    While .in_place is true, arguments that student code changes, in the call or later, are changed
    in the test too, as in one process: then assert f(x) == 2 * x holds for an f that sets x to 0
    and returns it. While it is false a test keeps what it has; only random generators move on.
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

        self._state = State.OPEN
        self._why = None  # the error that says why it is not open

        self._trunk = None  # the process that has executed the cells, if one has
        self._worker = None  # what answers now: a branch of it, or it itself
        self._starts = 0  # workers so far
        self._names = {}  # of the notebook -> name of the type
        self._branches = True  # whether the trunk can have branches
        self._cells_s = 0.0  # seconds that all cells took

        self._end = Deadline(math.inf)  # of the whole notebook
        self._budget = Deadline(math.inf)  # of a question
        self._interrupted = Deadline(math.inf)  # when what its tests compute themselves is ended
        self._asked = 0  # asks of a question
        self._held = 0  # bytes of answers that the tests of a question may hold

    def __enter__(self):
        self._end = Deadline(self.limits.total_s)
        self._execute()
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        """End the session; nothing of it keeps running."""
        self._end_for_good(Died("The session is closed."))
        self._stop()

    def names(self):
        """Return {name: name of its type} of the notebook, as it was after its last cell."""
        self._answering()
        return dict(self._names)

    def get(self, name):
        """Return the value of a name: data as it is now, or a Proxy. Raises UndefinedName."""
        self._answering()
        if name not in self._names:
            raise UndefinedName(f"The notebook defines no {name}.", name)
        value = self.ask("get", name)
        if isinstance(value, Proxy):
            handle = value._nb_handle
            cls = proxy_class(handle.abilities, handle.type)
            return cls(self, handle, self._worker.era, name)
        return value

    def share(self, questions):
        """Return the seconds that each of so many questions may take: none takes another's."""
        remaining = self._end.left()
        if not self._branches:  # each may have the cells executed once more
            remaining = max(remaining - questions * self._cells_s, remaining / 2)
        return min(self.limits.question_s, remaining / max(questions, 1))

    @contextlib.contextmanager
    def budget(self, seconds):
        """Let all tests that are run inside, those of a question, take no longer than seconds
        together, and answer them in a process of their own.
        """
        self.begin_test()
        self._end_worker()
        self._ready()  # what a question before has cost is not taken from this one's time
        around = self._budget
        self._budget = Deadline(seconds, around)
        self._interrupted = Deadline(self._budget.left() + MARGIN_S)
        self._asked = 0
        self._held = 0
        try:
            yield self
        finally:
            self._budget = around
            self._interrupted = Deadline(math.inf)
            self.begin_test()
            self._end_worker()

    def begin_test(self, in_place=True):
        """Begin a test: a breach ended the one before, and no other. in_place: as above."""
        if self._state is State.BROKEN:
            self._state = State.OPEN
        self.in_place = in_place

    def interruption(self):
        """Return a time_limit for a test, to be entered: what it computes itself has an end."""
        return time_limit(self._interrupted.left())

    def ask(self, act, *arguments):
        """Ask the worker to do something with student objects: what proxies are made of."""
        worker = self._answering()
        self._asked += 1
        if self._asked > self.limits.asks:
            error = TimeLimit(f"The tests asked more than {self.limits.asks:,} times.")
            raise self.note(error)
        within = Deadline(self._budget.left(), self._end)
        try:
            return worker.ask(act, arguments, self.limits.call_s, within)
        except GradingError as error:
            if isinstance(error, TimeLimit | Died | WireError):
                self.note(error)
            if isinstance(error, WireError):
                self._break(error)
            raise

    def hold(self, size):
        """Count so many bytes of an answer as held by the tests. Raises WireError for too many."""
        self._held += size
        maximum = self.limits.answers_b
        if self._held > maximum:
            raise WireError(f"its answers together hold more than {maximum:,} bytes")

    def current(self, proxy):
        """Return a proxy's handle in the worker that answers now. Raises Died if it was lost."""
        worker = self._answering()
        if proxy._nb_era != worker.era:
            if proxy._nb_name is None:
                raise Died(f"{proxy!r} was lost with the process that it was in.")
            fresh = self.get(proxy._nb_name)
            if not isinstance(fresh, Proxy):
                raise Died(f"{proxy!r} is something else in the process that answers now.")
            object.__setattr__(proxy, "_nb_handle", fresh._nb_handle)
            object.__setattr__(proxy, "_nb_era", worker.era)
        return proxy._nb_handle

    def refuse(self, reason):
        """End the test because the worker broke the rules. Raises WireError."""
        error = WireError(f"The notebook's process broke the rules of the wire: {reason}.")
        self._break(self.note(error))
        self._end_worker()
        raise error

    def note(self, error):
        """Keep an error among the incidents; return it."""
        if error not in self.incidents:
            self.incidents.append(error)
        return error

    def era(self):
        """Return the number of a new worker."""
        self._starts += 1
        return self._starts

    def _answering(self):
        """Return the worker that answers now, a new one if need be. Raises what keeps it from
        being there.
        """
        if self._state is State.BROKEN:
            raise self._why
        if self._state is State.OPEN and self._end.over():
            error = f"The notebook and its tests took more than {self.limits.total_s:g} s."
            self._end_for_good(self.note(TimeLimit(error)))
        if self._state is State.OVER:
            self._stop()
            raise self._why
        if self._budget.over():
            raise self.note(TimeLimit("The question's time is used up."))
        if self._worker is None or self._worker.lost:
            with held():  # one that nobody knew of would be in the next question's way
                self._worker = self._new_worker()
        return self._worker

    def _ready(self):
        """See that the cells are executed, by a process that lives."""
        if self._state is not State.OVER and (self._trunk is None or self._trunk.lost):
            self._execute()

    def _new_worker(self):
        """Return a branch of the trunk; where it can have none, the trunk itself."""
        self._ready()
        if self._state is State.OVER:
            raise self._why
        if not self._branches:
            return self._trunk
        try:
            return self._trunk.branch(self.era())
        except GradingError as error:
            raise self.note(error) from None

    def _end_worker(self):
        """End what answers now; the trunk stays."""
        if self._worker is not None and self._worker is not self._trunk:
            with held():
                if not self._worker.lost:
                    self._worker.end()
                self._worker = None

    def _execute(self):
        """Have the cells executed, by a new trunk."""
        self._stop()
        notebook = executing.execute(self, self._end)
        self.cells = notebook.cells
        self._cells_s = notebook.seconds
        self._trunk = notebook.trunk
        self._names = notebook.names
        self._branches = notebook.alone
        if notebook.error is not None:
            self._end_for_good(notebook.error)

    def _stop(self):
        self._end_worker()
        with held():
            if self._trunk is not None:
                if not self._trunk.lost:
                    self._trunk.end()
                self.peak = max(self.peak, self._trunk.sandbox.peak)
            self._trunk = None
            self._worker = None

    def _break(self, error):
        """Refuse all that is asked until the next test begins; the first error stays."""
        if self._state is State.OPEN:
            self._state = State.BROKEN
            self._why = error

    def _end_for_good(self, error):
        """Refuse all that is asked from now on; the first error stays."""
        if self._state is State.OPEN:
            self._why = error
        self._state = State.OVER


def probe(limits=None, keep_out=()):
    """Start a sandbox and end it. Returns its receipt; raises SandboxError saying what to do where
    it cannot be had, or would show a notebook what it must not see.
    """
    with Session([], limits, keep_out) as session:
        return session.receipt
