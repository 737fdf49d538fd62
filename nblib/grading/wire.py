"""The wire between the grader and a sandboxed notebook: frames of bounded size, and the errors of
grading.
"""

import select
import struct
import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class GradingError(Exception):
    """Base of everything that goes wrong between a test and a student's notebook."""


class WireError(GradingError):
    """What came over the wire breaks its rules; the session that sent it is over."""


class Unsendable(GradingError, TypeError):
    """A value is of a kind, or of a size, that the wire does not carry."""


@dataclass(frozen=True)
class Caps:
    """What the wire carries at most."""

    frame: int = 64 << 20  # bytes in one frame
    depth: int = 64  # containers inside containers
    elements: int = 1_000_000  # values in one frame; an array is one
    keys: int = 4_096  # dict keys and set members in one frame that are not strings: their hashes can be forced to agree
    digits: int = 1 << 14  # bytes of an integer
    frames: int = 20_000  # frames that one call may cost
    total: int = 512 << 20  # bytes that one call may cost


class Handle(NamedTuple):
    """Stands for an object that stays where it is: W in the worker, T on the trusted side."""

    side: str
    id: int
    abilities: str
    type: str


class Marked(NamedTuple):
    """An array that was, or is to be, of another type: a PyTorch tensor travels like this."""

    type: str
    array: np.ndarray


class Closed(Exception):
    """The other end is gone."""


HEADER = struct.Struct("<4sQ")
MAGIC = b"nbw1"
CHUNK = 1 << 20


class Channel:
    """Sends and receives whole frames over a socket; with a deadline (of time.monotonic()) it never
    waits longer.
    """

    def __init__(self, sock, caps):
        self.sock, self.caps = sock, caps
        self.poll = select.poll()
        sock.setblocking(False)

    def send(self, payload, deadline=None):
        """Send one frame. Raises Closed, TimeoutError."""
        data = memoryview(HEADER.pack(MAGIC, len(payload)) + payload)
        while data:
            data = data[self._when(select.POLLOUT, deadline, self.sock.send, data[:CHUNK]) :]

    def receive(self, deadline=None):
        """Return the payload of one frame. Raises WireError, Closed, TimeoutError."""
        magic, size = HEADER.unpack(self._read(HEADER.size, deadline))
        if magic != MAGIC:
            raise WireError("what came is not a frame")
        if size > self.caps.frame:
            raise WireError(
                f"a frame of {size:,} bytes was announced; {self.caps.frame:,} is the most"
            )
        return self._read(size, deadline)

    def idle(self):
        """Return whether nothing has come that was not read."""
        self.poll.register(self.sock, select.POLLIN)
        return not self.poll.poll(0)

    def _read(self, size, deadline):
        # Grows with what has come, never with what was announced.
        data = bytearray()
        while len(data) < size:
            want = min(CHUNK, size - len(data))
            part = self._when(select.POLLIN, deadline, self.sock.recv, want)
            if not part:
                raise Closed
            data += part
        return data

    def _when(self, event, deadline, act, argument):
        while True:
            if (
                deadline is not None and time.monotonic() > deadline
            ):  # also while there is always something to read
                raise TimeoutError
            try:
                return act(argument)
            except BlockingIOError:
                self.poll.register(self.sock, event)
                left = None if deadline is None else max(deadline - time.monotonic(), 0) * 1000
                if not self.poll.poll(left):
                    raise TimeoutError from None
            except OSError:
                raise Closed from None
