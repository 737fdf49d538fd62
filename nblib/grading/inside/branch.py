"""Branches of the process that has executed the cells: each question of the assignment is answered
by one, so that what it does to its process, or to the disk, meets no other question.
"""

import contextlib
import fcntl
import itertools
import os
import resource
import socket
import threading
import time

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
                _remove(path)


# Neither of the two that follow calls itself: student code may nest folders without end.


def _paths():
    """Yield the paths of all that lies on the private disks, folders before what is in them.

    What is mounted there is not looked into: Python itself may be installed under /tmp.
    """
    folders = list(DISKS)
    while folders:
        for entry in _entries(folders.pop()):
            yield entry.path
            if entry.is_dir(follow_symlinks=False) and not os.path.ismount(entry.path):
                folders.append(entry.path)


def _remove(path):
    """Remove a file, or a folder with all that is in it, as far as the system lets us."""
    if not os.path.isdir(path) or os.path.islink(path):
        with contextlib.suppress(OSError):
            os.remove(path)
        return
    # Each folder in it is moved beside it before it is emptied, so that no path grows too long.
    names = (f"{path}.{number}" for number in itertools.count())
    free = (name for name in names if not os.path.lexists(name))
    folders = [path]
    while folders:
        folder = folders.pop()
        with contextlib.suppress(OSError):
            os.chmod(folder, 0o700)
        for entry in _entries(folder):
            with contextlib.suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    os.chmod(entry.path, 0o700)
                    beside = next(free)
                    os.rename(entry.path, beside)
                    folders.append(beside)
                else:
                    os.remove(entry.path)
        with contextlib.suppress(OSError):
            os.rmdir(folder)


def _entries(folder):
    """Return what a folder holds; nothing if it cannot be read."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        return list(entries)
    return []


def hide(descriptor):
    """Return a socket at a number that nobody expects, away from 0 to 2."""
    open_files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    lowest = open_files // 2 + int.from_bytes(os.urandom(2)) % (open_files // 3)
    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, lowest)
    os.close(descriptor)
    return socket.socket(fileno=high)
