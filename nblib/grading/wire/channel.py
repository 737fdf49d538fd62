"""Frames of bounded size over a socket."""

import select
import socket
import struct
import time

from nblib.grading.errors import WireError


class Closed(Exception):
    """The other end is gone."""


HEADER = struct.Struct("<4sQ")
MAGIC = b"nbw1"
MARK = b"x"  # what an open file is sent with
CHUNK = 1 << 20  # bytes that are read or written at once, at most
SMALL = 1 << 14  # bytes that are asked for at least: a short frame is read at once


class Channel:
    """Sends and receives whole frames over a socket; with a deadline (of time.monotonic()) it never
    waits longer.
    """

    def __init__(self, sock, caps):
        self.sock = sock
        self.caps = caps
        self.came = bytearray()  # read, but not yet received as a frame
        sock.setblocking(False)
        self.readable = select.poll()
        self.readable.register(sock, select.POLLIN)
        self.writable = select.poll()
        self.writable.register(sock, select.POLLOUT)

    def send(self, payload, deadline=None):
        """Send one frame. Raises Closed, TimeoutError."""
        data = memoryview(HEADER.pack(MAGIC, len(payload)) + payload)
        while data:
            data = data[self._when(self.writable, deadline, self.sock.send, data[:CHUNK]) :]

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

    def send_descriptor(self, descriptor, deadline=None):
        """Send an open file, for which the other end waits. Raises Closed, TimeoutError."""

        def send(number):
            return socket.send_fds(self.sock, [MARK], [number])

        self._when(self.writable, deadline, send, descriptor)

    def receive_descriptor(self):
        """Return the open file that is sent now. Raises WireError, Closed."""

        def receive(count):
            return socket.recv_fds(self.sock, len(MARK), count)

        mark, descriptors, _, _ = self._when(self.readable, None, receive, 1)
        if mark != MARK or len(descriptors) != 1:
            raise WireError("no open file came where one was announced")
        return descriptors[0]

    def idle(self):
        """Return whether nothing has come that was not received."""
        return not self.came and not self.readable.poll(0)

    def _read(self, size, deadline):
        # Grows with what has come, never with what was announced.
        while len(self.came) < size:
            chunk_size = min(max(size - len(self.came), SMALL), CHUNK)
            chunk = self._when(self.readable, deadline, self.sock.recv, chunk_size)
            if not chunk:
                raise Closed
            self.came += chunk
        data = self.came[:size]
        del self.came[:size]
        return data

    def _when(self, ready, deadline, act, argument):
        """Do what may have to wait, as soon as it can be done."""
        waits = ready is self.readable  # what is written there is mostly room for
        while True:
            # Also while there is always something to read.
            if deadline is not None and time.monotonic() > deadline:
                raise TimeoutError
            timeout_ms = None if deadline is None else max(deadline - time.monotonic(), 0) * 1000
            if waits and not ready.poll(timeout_ms):
                raise TimeoutError
            try:
                return act(argument)
            except BlockingIOError:
                waits = True
            except OSError:
                raise Closed from None
