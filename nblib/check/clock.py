"""A limit on time for the tests of a question, beside one that may hold for their cell."""

import signal
import time

# The clock on the wall, or what this process computes: a busy machine makes no difference to that.
CLOCKS = {
    "wall": ("ITIMER_REAL", "SIGALRM", time.monotonic),
    "processor": ("ITIMER_PROF", "SIGPROF", time.process_time),
}
AGAIN = 0.1  # seconds until it rings once more, should the student's code have swallowed it


class OutOfTime(BaseException):
    """The tests of a question took too long; no `except Exception` of the student's catches it."""


class time_limit:  # noqa: N801 - it is used like a function
    """Raise OutOfTime in a `with` block after so many seconds, where the system has such an alarm.

    An alarm that was set before keeps its time: it rings in the block if its time comes there, and
    goes on after it. `.raised` is what it raised in the block, which is not the block's to catch.
    """

    def __init__(self, seconds, clock="wall"):
        self.seconds = seconds
        self.clock = clock
        self.raised = None  # by the alarm that was set before
        self._alarm = None  # the signal, where there is one
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
        self._alarm = getattr(signal, alarm)
        self._now = now
        self._end = now() + self.seconds
        left, self._interval = signal.setitimer(self._timer, self.seconds, AGAIN)
        if left:
            self._due = now() + left
            signal.setitimer(self._timer, min(left, self.seconds), AGAIN)
        return self

    def __exit__(self, *error):
        if self._alarm is None:
            return
        signal.setitimer(self._timer, 0)
        signal.signal(self._alarm, self._before)
        if self._due is not None:
            left = max(self._due - self._now(), 1e-3)  # 0 would mean never
            signal.setitimer(self._timer, left, self._interval)

    def _ring(self, number, frame):
        if self._due is not None and self._now() >= self._due and callable(self._before):
            self._ring_before(number, frame)
        if self._now() >= self._end:
            raise OutOfTime

    def _ring_before(self, number, frame):
        """Do what the alarm that was set before does; it has rung then."""
        self._due = self._now() + self._interval if self._interval else None
        signal.setitimer(self._timer, max(self._end - self._now(), 1e-3), AGAIN)
        try:
            self._before(number, frame)
        except BaseException as error:
            self.raised = error
            raise
