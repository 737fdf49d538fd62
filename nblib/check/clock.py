"""A limit on time: for the tests of a question, beside one that may hold for their cell; in the
grader for its own tests, and inside the sandbox for a cell or a call.
"""

import contextlib
import signal
import time

# The clock on the wall, or what this process computes: a busy machine makes no difference to that.
CLOCKS = {
    "wall": ("ITIMER_REAL", "SIGALRM", time.monotonic),
    "processor": ("ITIMER_PROF", "SIGPROF", time.process_time),
}
AGAIN = 0.1  # seconds until it rings once more, should the student's code have swallowed it
SOON = 1e-3  # seconds until it rings where its time is over already; 0 would mean never


class OutOfTime(BaseException):
    """The tests of a question took too long; no `except Exception` of the student's catches it."""


class time_limit:  # noqa: N801 - it is used like a function
    """Raise OutOfTime in a `with` block after so many seconds, where the system has such an alarm.

    It rings again and again until the block is left: what is raised in a `__del__` or under a bare
    `except` is swallowed. An alarm that was set before keeps its time: it rings in the block if its
    time comes there, and goes on after it. `.raised` is what it raised in the block, which is not
    the block's to catch. Elsewhere than in the main thread there is no alarm.
    """

    def __init__(self, seconds, clock="wall"):
        self.seconds = seconds
        self.clock = clock
        self.raised = None  # by the alarm that was set before
        self.alarm = None  # the signal, where there is one
        self.on = False  # whether it rings
        self._before = None  # what that signal did before
        self._due = None  # when the alarm that was set before rings, on the clock
        self._interval = 0.0  # of that alarm

    def __enter__(self):
        timer, alarm, now = CLOCKS[self.clock]
        try:
            self._timer = getattr(signal, timer)
            self._before = signal.signal(getattr(signal, alarm), self._ring)
        except (AttributeError, ValueError):  # Windows, or not the main thread
            return self
        self.alarm = getattr(signal, alarm)
        self._now = now
        self._end = now() + self.seconds
        seconds = max(self.seconds, SOON)
        remaining, self._interval = signal.setitimer(self._timer, seconds, AGAIN)
        if remaining:
            self._due = now() + remaining
            signal.setitimer(self._timer, min(remaining, seconds), AGAIN)
        self.on = True
        return self

    def __exit__(self, *error):
        if self.alarm is None:
            return
        self.on = False
        signal.setitimer(self._timer, 0)
        signal.signal(self.alarm, self._before)
        if self._due is not None:
            remaining = max(self._due - self._now(), SOON)
            signal.setitimer(self._timer, remaining, self._interval)

    def out_of_time(self):
        """Raise what its time being over means."""
        raise OutOfTime

    def _ring(self, number, frame):
        if frame is not None and frame.f_code in TURNING:
            return  # else nobody would turn it off; it rings again
        if _held.times:
            _held.late = self
            return
        if self._due is not None and self._now() >= self._due and callable(self._before):
            self._ring_before(number, frame)
        if self._now() >= self._end:
            self.out_of_time()

    def _ring_before(self, number, frame):
        """Do what the alarm that was set before does; it has rung then."""
        self._due = self._now() + self._interval if self._interval else None
        signal.setitimer(self._timer, max(self._end - self._now(), SOON), AGAIN)
        try:
            self._before(number, frame)
        except BaseException as error:
            self.raised = error
            raise


# Where an alarm is turned on or off it does not ring.
TURNING = (time_limit.__enter__.__code__, time_limit.__exit__.__code__)


class _Held:
    """How many blocks put off the ringing of all alarms, and whose came meanwhile."""

    times = 0
    late = None


_held = _Held()


@contextlib.contextmanager
def held():
    """Put off the ringing of every alarm to the end of the block, which must not be torn."""
    _held.times += 1
    try:
        yield
    finally:
        _held.times -= 1
        late = _held.late
        if late is not None and not _held.times:
            _held.late = None
            if late.on:
                signal.raise_signal(late.alarm)  # which meets the main thread
