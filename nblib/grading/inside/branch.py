"""Branches of the process that has executed the cells: each question of the assignment is answered
by one, so that what it does to its process, or to the disk, meets no other question.
"""

import contextlib
import fcntl
import os
import resource
import shutil
import socket
import threading
import time
from pathlib import Path

DISKS = ("/tmp", "/dev/shm")
SOON_S = 0.5  # for a process that has closed its connection to be gone


class Branches:
    """The branches of this process; in one of them, .inside is true."""

    def __init__(self):
        self.inside = False  # whether this process is a branch
        self.pid = os.getpid()  # of the process that answers here
        self.last = None  # id of the latest branch, until it has ended
        self.files = None  # what lay on the disks when the first branch began

    def possible(self):
        """Return whether a branch would be as this process is: it would have none of its other
        threads.
        """
        if threading.active_count() > 1:
            return False
        with contextlib.suppress(OSError):
            return len(os.listdir("/proc/self/task")) == 1
        return True

    def begin(self, sock, descriptor):
        """Become two processes. Return the new one's socket in the new one, None in this one.

        sock: of this process. descriptor: of the socket that the branch is to serve.
        """
        self.ended(wait_s=0)
        self._tidy()
        self.last = os.fork()
        if self.last:
            os.close(descriptor)
            return None
        self.inside = True
        self.pid = os.getpid()
        os.close(sock.detach())
        return hide(descriptor)

    def ended(self, wait_s=SOON_S):
        """Return the exit code of the latest branch, 128 and a signal's number if that ended it;
        None while it lives.
        """
        end = time.monotonic() + wait_s
        while self.last is not None:
            with contextlib.suppress(ChildProcessError):
                pid, status = os.waitpid(self.last, os.WNOHANG)
                if pid:
                    self.last = None
                    code = os.waitstatus_to_exitcode(status)
                    return code if code >= 0 else 128 - code
            if time.monotonic() > end:
                break
            time.sleep(0.005)
        return None

    def _tidy(self):
        """Remove what the branch before has left on the disks."""
        if self.files is None:
            self.files = set(_paths())
            return
        for path in _paths():
            if path not in self.files:
                with contextlib.suppress(OSError):
                    remove = shutil.rmtree if path.is_dir() and not path.is_symlink() else os.remove
                    remove(path)


def _paths():
    """Return the paths of all that lies on the private disks, folders before what is in them."""
    return [path for disk in DISKS for path in sorted(Path(disk).rglob("*"))]


def hide(descriptor):
    """Return a socket at a number that nobody expects, away from 0 to 2."""
    open_files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    lowest = open_files // 2 + int.from_bytes(os.urandom(2)) % (open_files // 3)
    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, lowest)
    os.close(descriptor)
    return socket.socket(fileno=high)
