"""Moments after which something is over."""

import contextlib
import signal
import threading
import time

from nblib.grading.errors import TimeLimit


class Deadline:
    """A moment, so many seconds from now, but never after another Deadline."""

    def __init__(self, seconds, within=None):
        self.at = time.monotonic() + seconds
        if within is not None:
            self.at = min(self.at, within.at)

    def left(self):
        """Return the seconds until then; none are left afterwards."""
        return max(self.at - time.monotonic(), 0.0)

    def over(self):
        """Return whether it has passed."""
        return time.monotonic() > self.at


@contextlib.contextmanager
def alarm(seconds):
    """Raise TimeLimit in the block after so many seconds: what a test itself computes has an end.

    Once, and in the main thread only: elsewhere there is no such alarm.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number, frame):
        raise TimeLimit(f"The tests took more than {seconds:.3g} s with what the notebook gave.")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.01))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
