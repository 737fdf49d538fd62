"""One process in a sandbox made by bubblewrap: no network, no files but Python's, little memory, no
way back.

Where the sandbox cannot be had, SandboxError says why; nothing ever runs outside of it instead.
"""

import contextlib
import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading

from nblib.grading.cage import bubblewrap, cgroup, seccomp, usage
from nblib.grading.cage.places import explain
from nblib.grading.errors import Died, MemoryLimit, SandboxError, TimeLimit

HELPERS = 8  # processes of bubblewrap's own in the control group, beside the notebook's


class Sandbox:
    """A running worker: .socket speaks to it, .reason says why it was killed, .receipt what holds
    it.
    """

    def __init__(self, limits, keep_out=()):
        """Start it. keep_out: files and folders that must not be visible inside. Raises
        SandboxError.
        """
        self.limits = limits
        self.receipt = {}  # what holds it, in words
        self.peak = 0  # bytes: the most memory seen in use
        self.reason = None  # why it was killed by us
        self.too_much = False  # whether that was for memory or files

        self.socket = None  # to the worker
        self.process = None  # bubblewrap
        self.pid = None  # of the first process inside, as the host counts
        self.child = None  # a descriptor of that process
        self.group = None  # its control group, where one can be made
        self._ours = []  # our ends of sockets and pipes
        self._over = threading.Event()
        self._lock = threading.Lock()  # guards .reason and .child
        self._watching = None  # the thread that looks at what is used

        if sys.platform != "linux":
            raise SandboxError(
                "The grader needs Linux. On Windows use WSL, on a Mac a virtual machine with Linux."
            )
        if (program := shutil.which("bwrap")) is None:
            raise SandboxError(
                "The grader needs bubblewrap to lock notebooks in. Install it with "
                "'sudo apt install bubblewrap' (Debian, Ubuntu) or 'sudo dnf install bubblewrap' "
                "(Fedora)."
            )
        try:
            self._start(program, keep_out)
            self._admit()
        except BaseException:
            self.close()
            raise

    def watch(self):
        """From now on, the worker being ready, look at what it uses and kill it for too much."""
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    def _start(self, program, keep_out):
        """Start bubblewrap; what it runs waits to be let go."""
        self.socket, theirs = socket.socketpair()
        self._info, tell = _pipe()  # bubblewrap says the process's id
        wait, self._go = _pipe()  # the process waits for a byte
        self._errors, errors = _pipe()
        rules, fill = _pipe()  # the filter of system calls
        self._ours += [self.socket, self._info, self._go, self._errors]
        with theirs, tell, wait, errors, rules:
            with fill:
                fill.write(seccomp.program() or b"")
            files = {
                "--info-fd": tell,
                "--userns-block-fd" if bubblewrap.AS_ROOT else "--block-fd": wait,
            }
            if seccomp.program():
                files["--seccomp"] = rules
            arguments = [str(theirs.fileno()), json.dumps(self._settings())]
            self.process = subprocess.Popen(
                bubblewrap.command(program, files, keep_out, self.limits.disk_b, arguments),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                # A part of bubblewrap stays inside, and shows there the environment that it was
                # started with.
                env=bubblewrap.ENVIRONMENT,
                cwd="/",
                pass_fds=[theirs.fileno(), *(file.fileno() for file in files.values())],
            )

    def _settings(self):
        """Return what the worker is told: its user, and the limits that hold for one process."""
        limits = self.limits
        rlimits = {
            "RLIMIT_AS": limits.address_b,
            "RLIMIT_CPU": limits.cpu_s,
            "RLIMIT_FSIZE": limits.disk_b,
            "RLIMIT_NOFILE": limits.open_files,
            "RLIMIT_NPROC": limits.processes,
            "RLIMIT_CORE": 0,
            "RLIMIT_MSGQUEUE": 0,
            "RLIMIT_MEMLOCK": 0,
        }
        return {
            "user": bubblewrap.NOBODY if bubblewrap.AS_ROOT else None,
            "rlimits": rlimits,
            "output": limits.output,
            "caps": vars(limits.caps),
        }

    def _admit(self):
        """Give the process that waits its user and its group, and let it go on."""
        info = b""
        match = None
        while _readable(self._info, self.limits.start_s) and (part := self._info.read(4096)):
            info += part
            if match := re.search(rb'"child-pid": (\d+)\D', info):
                break
        self.pid = int(match[1]) if match else 0
        try:
            self.child = os.pidfd_open(self.pid)
            if bubblewrap.AS_ROOT:
                bubblewrap.map_users(self.pid)
        except OSError as error:
            raise SandboxError(explain(self.complaint(1) or str(error))) from None

        self.group = cgroup.create(self.limits.memory_b, self.limits.processes + HELPERS)
        if self.group and not self.group.add(self.pid):
            self.group.remove()
            self.group = None
        self.receipt = self._holds()
        self._go.write(b"x")

    def _holds(self):
        """Return what holds the notebook, in words."""
        looks = f"resident memory looked at every {self.limits.look_s} s; RLIMIT_AS"
        return {
            "sandbox": "bubblewrap",
            "memory": "cgroup v2" if self.group else looks,
            "processes": "cgroup v2 and RLIMIT_NPROC" if self.group else "RLIMIT_NPROC",
            "system calls": "filtered" if seccomp.program() else "not filtered on this machine",
            "user": "an unprivileged one of its own"
            if bubblewrap.AS_ROOT
            else "the grader's, without its rights",
        }

    def complaint(self, wait_s=0.0):
        """Return what the sandbox said while it started."""
        ready = _readable(self._errors, wait_s)
        return self._errors.read(10_000).decode(errors="replace").strip() if ready else ""

    def _watch(self):
        while not self._over.wait(self.limits.look_s):
            memory = usage.memory(self.pid)
            files = usage.files(self.pid)
            self.peak = max(self.peak, memory)
            out_of_memory = self.group and self.group.out_of_memory()
            if memory > self.limits.memory_b or out_of_memory:
                self.too_much = True
                megabytes = self.limits.memory_b >> 20
                self.kill(f"it used more than the {megabytes:,} MB of memory that it may")
            elif files > self.limits.files:
                self.too_much = True
                self.kill(f"it made {files:,} files; {self.limits.files:,} is the most")

    def kill(self, reason):
        """Kill every process inside; the first reason stays."""
        with self._lock:
            self.reason = self.reason or reason
            if self.child is not None:
                with contextlib.suppress(OSError):
                    signal.pidfd_send_signal(self.child, signal.SIGKILL)

    def ended(self):
        """Return the Died, MemoryLimit or TimeLimit that says why the worker is gone."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        with self._lock:
            if self.reason:
                error = MemoryLimit if self.too_much else Died
                return error(f"The notebook's process was stopped: {self.reason}.")

        # What it is by its own exit code: 128 and the signal's number, if it was killed.
        code = self.process.returncode
        if code == 128 + signal.SIGXCPU:
            return TimeLimit(
                f"The notebook used more than {self.limits.cpu_s} s of processor time."
            )
        if code is None:
            why = "it closed the connection to the grader"
        elif code > 128:
            names = {number.value: number.name for number in signal.Signals}
            why = f"killed by {names.get(code - 128, 'a signal')}"
        else:
            why = f"it left with exit code {code}"
        return Died(f"The notebook's process ended: {why}.")

    def close(self):
        """Kill all that is inside and wait until it is gone."""
        self._over.set()
        self.kill("the session was closed")
        if self._watching:
            self._watching.join()  # it looks by a number that another process may have soon
        if self.process:
            if self.child is None:
                # So early that what bubblewrap started might not die with it.
                for pid in reversed([*usage.family(self.process.pid)]):
                    with contextlib.suppress(OSError):
                        os.kill(pid, signal.SIGKILL)
            elif not _readable(self.child, self.limits.start_s):
                self.process.kill()
            for file in self._ours:  # before it is waited for: it may wait to be let go
                file.close()
            self.process.wait()

        with self._lock:
            if self.child is not None:
                os.close(self.child)
                self.child = None
        for file in self._ours:
            file.close()
        if self.group:
            self.group.remove()


def _pipe():
    """Return the two ends of a pipe, to read and to write, as files."""
    reads, writes = os.pipe()
    return open(reads, "rb", buffering=0), open(writes, "wb", buffering=0)


def _readable(file, seconds):
    """Return whether a file can be read, or a process has ended, within so many seconds."""
    poll = select.poll()
    poll.register(file, select.POLLIN)
    return bool(poll.poll(seconds * 1000))
