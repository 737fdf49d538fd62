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
import time

from nblib.grading.cage import bubblewrap, cgroup, seccomp, usage
from nblib.grading.cage.ending import ending
from nblib.grading.cage.places import explain
from nblib.grading.errors import SandboxError

KILLS = 400  # rounds of killing: what is killed may have started something meanwhile
MOMENT = 0.005  # seconds between two rounds
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
        self.branch_reason = None  # why a branch of its first process was killed by us
        self.too_much = False  # whether either was for memory or files

        self.socket = None  # to the worker
        self.process = None  # bubblewrap
        self.pid = None  # of the first process inside, as the host counts
        self.child = None  # a descriptor of that process
        self.group = None  # its control group, where one can be made
        self._ours = []  # our ends of sockets and pipes
        self._over = threading.Event()
        self._kept = None  # ids of the processes that stay when a branch is killed; None: no branch
        self._branching = threading.Lock()  # guards ._kept: who kills one branch meets no other
        self._oom_kills = 0  # of the kernel's in the control group, so far
        self._lock = threading.Lock()  # guards .reason, .branch_reason and .child
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
        self.socket, worker_end = socket.socketpair()
        self._info, tell = _pipe()  # bubblewrap says the process's id
        wait, self._go = _pipe()  # the process waits for a byte
        self._errors, errors = _pipe()
        rules, fill = _pipe()  # the filter of system calls
        self._ours += [self.socket, self._info, self._go, self._errors]
        with worker_end, tell, wait, errors, rules:
            with fill:
                fill.write(seccomp.program() or b"")
            files = {
                "--info-fd": tell,
                "--userns-block-fd" if bubblewrap.AS_ROOT else "--block-fd": wait,
            }
            if seccomp.program():
                files["--seccomp"] = rules
            arguments = [str(worker_end.fileno()), json.dumps(self._settings())]
            self.process = subprocess.Popen(
                bubblewrap.command(program, files, keep_out, self.limits.disk_b, arguments),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                # A part of bubblewrap stays inside, and shows there the environment that it was
                # started with.
                env=bubblewrap.ENVIRONMENT,
                cwd="/",
                pass_fds=[worker_end.fileno(), *(file.fileno() for file in files.values())],
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
        while _readable(self._info, self.limits.start_s) and (chunk := self._info.read(4096)):
            info += chunk
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
            memory = usage.memory(self.pid, self.limits.memory_b)
            self.peak = max(self.peak, memory)
            if memory > self.limits.memory_b or self._killed_by_kernel():
                self._too_much(self._memory_reason())
            files = usage.files(self.pid)
            if files > self.limits.files:
                self._too_much(f"it made {files:,} files; {self.limits.files:,} is the most")

    def _memory_reason(self):
        return f"it used more than the {self.limits.memory_b >> 20:,} MB of memory that it may"

    def _killed_by_kernel(self):
        """Return whether the kernel has killed something inside for want of memory since the last
        look.
        """
        before = self._oom_kills
        self._oom_kills = self.group.oom_kills() if self.group else 0
        return self._oom_kills > before

    def _too_much(self, reason):
        """End what took too much: the branch, if there is one, else everything."""
        self.too_much = True
        with self._branching:
            if self._kept is not None:
                with self._lock:
                    self.branch_reason = self.branch_reason or reason
                if self._kill_beyond(self._kept):
                    return
        self.kill(reason)

    def begin_branch(self):
        """From now on, what is started inside is a branch, which can be ended alone."""
        with self._branching:
            self.branch_reason = None
            self._kept = set(usage.family(self.pid))

    def end_branch(self):
        """Kill all that was started since begin_branch; return whether nothing of it is left."""
        with self._branching:
            spared = self._kept
            self._kept = None
            return spared is None or self._kill_beyond(spared)

    def _kill_beyond(self, spared):
        """Kill all processes inside but these; return whether there are none left."""
        for _ in range(KILLS):
            # What is dead stays in the list until its parent has looked at it.
            alive = [
                pid for pid in usage.family(self.pid) if pid not in spared and usage.lives(pid)
            ]
            if not alive:
                return True
            for pid in alive:
                usage.kill(pid, self.pid)
            time.sleep(MOMENT)
        return False

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
            reason = self.reason
        # By its own exit code: 128 and the signal's number, if it was killed.
        return ending(reason, self.too_much, self.process.returncode, self.limits)

    def branch_ended(self, code):
        """Return the error that says why a branch is gone; code: what it left with, or None."""
        with self._lock:
            reason = self.branch_reason
        if reason is None and self._killed_by_kernel():
            self.too_much = True
            reason = self._memory_reason()
        return ending(reason, self.too_much, code, self.limits)

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
