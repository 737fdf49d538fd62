"""What the processes of a sandbox use, as the host's kernel counts it."""

import contextlib
import os
from pathlib import Path

OWN_MEMORY = ("RssAnon", "RssShm", "VmPTE")  # lines of /proc/PID/status; libraries are shared


def family(pid):
    """Yield pid and the ids of all processes below it."""
    yield pid
    with contextlib.suppress(OSError):  # processes end while they are looked at
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in task.read_text().split():
                yield from family(int(child))


def memory(pid):
    """Return the bytes of memory that pid and all below it hold of their own."""
    kilobytes = 0
    for member in family(pid):
        with contextlib.suppress(OSError), open(f"/proc/{member}/status") as file:
            kilobytes += sum(int(line.split()[1]) for line in file if line.startswith(OWN_MEMORY))
    return kilobytes << 10


def files(pid):
    """Return the number of files on the private disks that pid sees."""
    count = 0
    for folder in ("tmp", "dev/shm"):
        with contextlib.suppress(OSError):
            disk = os.statvfs(f"/proc/{pid}/root/{folder}")
            count += disk.f_files - disk.f_ffree
    return count
