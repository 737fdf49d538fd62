"""An end for cells and functions that run too long."""

import contextlib
import signal

from nblib.check.clock import time_limit


class TooLong(BaseException):
    """Raised in the midst of a cell or function that has run for as long as it may."""


class Alarm(time_limit):
    """Raises TooLong in the main thread after so many seconds, unless student code sees to it that
    it does not. What student code has set before does not ring any more.
    """

    def __enter__(self):
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        return super().__enter__()

    def out_of_time(self):
        """Raise TooLong."""
        raise TooLong(f"it was still running after {self.seconds:.3g} s")


def alarm(seconds):
    """Return an Alarm, to be entered; None leaves one that is set as it is."""
    return contextlib.nullcontext() if seconds is None else Alarm(seconds)
