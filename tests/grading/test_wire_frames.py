"""Frames on the wire: they come whole, or not at all, and never later than the deadline."""

import socket
import time

import pytest

from nblib.grading.errors import WireError
from nblib.grading.limits import Caps
from nblib.grading.wire.channel import HEADER, MAGIC, Channel, Closed

SMALL = Caps(frame_b=100_000)


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours, SMALL), theirs


def test_frames_arrive_whole(ends):
    channel, other = ends
    other.sendall(HEADER.pack(MAGIC, 3) + b"abc" + HEADER.pack(MAGIC, 0))
    assert channel.receive(time.monotonic() + 1) == b"abc"
    assert not channel.idle()
    assert channel.receive(time.monotonic() + 1) == b""
    assert channel.idle()


@pytest.mark.parametrize("head", [b"x" * 12, HEADER.pack(b"nbw2", 1), HEADER.pack(MAGIC, 1 << 60)])
def test_other_heads_are_refused_without_waiting(ends, head):
    channel, other = ends
    other.sendall(head)
    with pytest.raises(WireError):
        channel.receive(time.monotonic() + 5)


def test_a_frame_that_never_ends_runs_into_the_deadline(ends):
    channel, other = ends
    other.sendall(HEADER.pack(MAGIC, 50_000) + b"abc")
    with pytest.raises(TimeoutError):
        channel.receive(time.monotonic() + 0.2)
    other.close()
    with pytest.raises(Closed):
        channel.receive(time.monotonic() + 5)


def test_an_end_that_does_not_read_runs_into_the_deadline(ends):
    channel, _ = ends
    with pytest.raises(TimeoutError):
        channel.send(bytes(50_000_000), time.monotonic() + 0.2)


def test_the_deadline_comes_also_while_bytes_flow(ends):
    channel, other = ends
    other.sendall(HEADER.pack(MAGIC, 50_000) + bytes(50_000))
    with pytest.raises(TimeoutError):
        channel.receive(time.monotonic() - 1)
    with pytest.raises(TimeoutError):
        channel.send(b"abc", time.monotonic() - 1)
    assert len(channel.receive(time.monotonic() + 5)) == 50_000
