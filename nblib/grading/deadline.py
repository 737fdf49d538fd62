"""Moments after which something is over."""

import time


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
