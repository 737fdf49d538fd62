"""A control group (version 2) for one sandbox, where this process may make one: memory and
processes, all together.
"""

import contextlib
import os
import secrets
import time
from pathlib import Path

NEEDED = {"memory", "pids"}


def create(memory, processes, mount="/sys/fs/cgroup", own="/proc/self/cgroup"):
    """Return a Group limited to memory bytes and a number of processes, or None where none can be
    made.
    """
    for parent in _parents(Path(mount), Path(own)):
        group = Group(parent / f"nblib-{os.getpid()}-{secrets.token_hex(4)}")
        try:
            group.path.mkdir()
            group.write("memory.max", memory)
            group.write("pids.max", processes)
            with contextlib.suppress(OSError):
                group.write("memory.swap.max", 0)
            return group
        except OSError:
            group.remove()
    return None


def _parents(mount, own):
    """Yield where a group could be made: beside this process's, since one with processes in it may
    not be divided.
    """
    try:
        line = next(line for line in own.read_text().splitlines() if line.startswith("0::"))
    except (OSError, StopIteration):
        return
    here = mount / line[3:].lstrip("/")
    for folder in (here.parent, here) if here != mount else (here,):
        with contextlib.suppress(OSError):
            if NEEDED <= set((folder / "cgroup.subtree_control").read_text().split()):
                yield folder


class Group:
    """A control group by its folder."""

    def __init__(self, path):
        self.path = path

    def write(self, name, value):
        """Set one of its files. Raises OSError."""
        # Never creates: in the kernel's file system a missing file is a missing feature.
        with open(os.open(self.path / name, os.O_WRONLY), "w") as file:
            file.write(str(value))

    def add(self, pid):
        """Put a process in, where what it starts stays too; return whether that was allowed."""
        try:
            self.write("cgroup.procs", pid)
        except OSError:
            return False
        return True

    def oom_kills(self):
        """Return how often the kernel has killed something in it for want of memory."""
        with contextlib.suppress(OSError, ValueError):
            events = dict(
                line.split() for line in (self.path / "memory.events").read_text().splitlines()
            )
            return int(events.get("oom_kill", 0))
        return 0

    def remove(self):
        """Kill what is left in it and remove it."""
        with contextlib.suppress(OSError):
            self.write("cgroup.kill", 1)
        for _ in range(50):
            with contextlib.suppress(OSError):
                self.path.rmdir()
            if not self.path.exists():
                return
            time.sleep(0.02)
