"""An end for cells and functions that run too long."""

import contextlib
import signal
import threading


class TooLong(BaseException):
    """Raised in the midst of a cell or function that has run for as long as it may."""


class Alarm:
    """Raises TooLong in the main thread after so many seconds, unless student code sees to it that
    it does not.
    """

    def __init__(self):
        self.seconds = None  # after which it rings
        self.holds = 0  # how many frames put off its ringing
        self.rung = False  # whether it has rung meanwhile
        signal.signal(signal.SIGALRM, self._ring)

    @contextlib.contextmanager
    def set(self, seconds):
        """Let it ring after seconds; None leaves one that is set as it is."""
        if seconds is None:
            yield
            return
        self.seconds = seconds
        self.rung = False
        signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    @contextlib.contextmanager
    def held(self):
        """Put off its ringing: a frame that is sent or awaited must not be torn."""
        self.holds += 1
        try:
            yield
        finally:
            self.holds -= 1
        if self.rung and not self.holds:
            if threading.current_thread() is threading.main_thread():
                self._ring()
            else:
                signal.raise_signal(signal.SIGALRM)  # which meets the main thread

    def _ring(self, *signal_and_frame):
        self.rung = bool(self.holds)
        if not self.holds:
            raise TooLong(f"it was still running after {self.seconds:.3g} s")
