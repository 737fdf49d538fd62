"""Frames of bounded size over a socket."""

import select
import struct
import time

from nblib.grading.errors import WireError


class Closed(Exception):
    """The other end is gone."""


HEADER = struct.Struct("<4sQ")
MAGIC = b"nbw1"
CHUNK = 1 << 20  # bytes that are read or written at once


class Channel:
    """Sends and receives whole frames over a socket; with a deadline (of time.monotonic()) it never
    waits longer.
    """

    def __init__(self, sock, caps):
        self.sock = sock
        self.caps = caps
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
        if size > self.caps.frame_b:
            raise WireError(
                f"a frame of {size:,} bytes was announced; {self.caps.frame_b:,} is the most"
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
            # Also while there is always something to read.
            if deadline is not None and time.monotonic() > deadline:
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
