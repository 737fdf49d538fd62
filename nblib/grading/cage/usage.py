"""What the processes of a sandbox use, as the host's kernel counts it."""

import contextlib
import os
import signal
from pathlib import Path

OWN_MEMORY = ("RssAnon", "RssShm", "VmPTE")  # lines of /proc/PID/status; libraries are shared
SHARED_MEMORY = ("Pss_Anon", "Pss_Shmem")  # lines of /proc/PID/smaps_rollup


def family(pid):
    """Yield pid and the ids of all processes below it."""
    yield pid
    with contextlib.suppress(OSError):  # processes end while they are looked at
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in task.read_text().split():
                yield from family(int(child))


def memory(pid, enough):
    """Return the bytes of memory that pid and all below it hold of their own.

    A branch shares its parent's memory until one of them writes to it. Where the sum of what each
    holds is above enough, what they share is counted once: that takes the kernel a moment.
    """
    members = list(family(pid))
    total = sum(_sum(f"/proc/{member}/status", OWN_MEMORY) for member in members)
    if total <= enough:
        return total
    return sum(_shared_once(member) for member in members)


def _shared_once(pid):
    """Return the bytes that a process holds, its share of what it has in common with others."""
    pss = _sum(f"/proc/{pid}/smaps_rollup", SHARED_MEMORY)
    tables = _sum(f"/proc/{pid}/status", ("VmPTE",))
    # Where the kernel does not show it, everything counts.
    return pss + tables if pss else _sum(f"/proc/{pid}/status", OWN_MEMORY)


def _sum(path, names):
    """Return the sum of these lines of a file of the kernel's, in bytes."""
    with contextlib.suppress(OSError), open(path) as file:
        return sum(int(line.split()[1]) for line in file if line.startswith(names)) << 10
    return 0  # it ended meanwhile


def lives(pid):
    """Return whether a process is there and not dead."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] not in ("Z", "X")
    return False


def kill(pid, root):
    """Kill a process, unless its number has gone to one that is not below root."""
    with contextlib.suppress(OSError):
        pidfd = os.pidfd_open(pid)
        try:
            if pid in family(root):
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)
        finally:
            os.close(pidfd)


def files(pid):
    """Return the number of files on the private disks that pid sees."""
    count = 0
    for folder in ("tmp", "dev/shm"):
        with contextlib.suppress(OSError):
            disk = os.statvfs(f"/proc/{pid}/root/{folder}")
            count += disk.f_files - disk.f_ffree
    return count
