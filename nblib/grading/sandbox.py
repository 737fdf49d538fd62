"""One process in a sandbox made by bubblewrap: no network, no files but Python's, little memory, no
way back.

Where the sandbox cannot be had, SandboxError says why; nothing ever runs outside of it instead.
"""

import contextlib
import json
import os
import random
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from nblib.grading import cgroup, seccomp
from nblib.grading.limits import Died, MemoryLimit, SandboxError, TimeLimit
from nblib.grading.places import binds, explain

PACKAGE = Path(__file__).resolve().parent.parent
# The worker's whole environment. Hashes are fixed so that a notebook graded twice behaves alike.
ENVIRONMENT = {
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "LOGNAME": "student",
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": "/tmp/.matplotlib",
    "PATH": "/nowhere",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONPATH": "/nb",
    "PYTHONUTF8": "1",
    "USER": "student",
    **{
        f"{name}_NUM_THREADS": "1"
        for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")
    },
}
NOBODY = 65534
SPARE = range(61184, 65520)  # user ids that Linux systems keep free for services that come and go
TICK = 0.05


AS_ROOT = os.geteuid() == 0
START_S = 10
OPTIONS = [
    *(
        "--unshare-all",
        "--unshare-user",
        "--die-with-parent",
        "--new-session",
        "--clearenv",
        "--hostname",
        "sandbox",
    ),
    *("--cap-drop", "ALL"),
    *(word for name, value in ENVIRONMENT.items() for word in ("--setenv", name, value)),
]
USERS = {
    False: ["--uid", str(NOBODY), "--gid", str(NOBODY)],
    # Root maps a second user, to which the worker changes before it runs anything: limits on
    # processes spare root.
    True: ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"],
}


class Sandbox:
    """A running worker: .socket speaks to it, .reason says why it was killed, .receipt what holds
    it.
    """

    def __init__(self, limits, keep_out=()):
        """Start it. keep_out: files and folders that must not be visible inside. Raises
        SandboxError.
        """
        self.limits, self.reason, self.too_much, self.peak, self.receipt = (
            limits,
            None,
            False,
            0,
            {},
        )
        self._ours, self._over, self._lock = [], threading.Event(), threading.Lock()
        self.process = self.child = self.group = self._watching = None
        if sys.platform != "linux":
            raise SandboxError(
                "The grader needs Linux. On Windows use WSL, on a Mac a virtual machine with Linux."
            )
        if (program := shutil.which("bwrap")) is None:
            raise SandboxError(
                "The grader needs bubblewrap to lock notebooks in. Install it with 'sudo apt install bubblewrap' "
                "(Debian, Ubuntu) or 'sudo dnf install bubblewrap' (Fedora)."
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
        self.socket, theirs = socket.socketpair()
        (self._info, tell), (wait, self._go), (self._errors, errors), (rules, fill) = (
            _pipe() for _ in range(4)
        )
        self._ours += [self.socket, self._info, self._go, self._errors]
        with theirs, tell, wait, errors, rules:
            with fill:
                fill.write(seccomp.program() or b"")
            blocks = {"--info-fd": tell, "--userns-block-fd" if AS_ROOT else "--block-fd": wait}
            if seccomp.program():
                blocks["--seccomp"] = rules
            command = [program, *OPTIONS, *(USERS[AS_ROOT])]
            for option, file in blocks.items():
                command += [option, str(file.fileno())]
            command += [
                *binds(PACKAGE, keep_out, self.limits.disk),
                "--chdir",
                "/tmp",
                "--",
                sys.executable,
            ]
            command += [
                "-s",
                "-P",
                "/nb/nblib/grading/worker.py",
                str(theirs.fileno()),
                json.dumps(self._settings()),
            ]
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                # A part of bubblewrap stays inside, and shows there the environment that it was
                # started with.
                env=ENVIRONMENT,
                cwd="/",
                pass_fds=[theirs.fileno(), *(file.fileno() for file in blocks.values())],
            )

    def _settings(self):
        limits = self.limits
        most = {
            "RLIMIT_AS": limits.address_space,
            "RLIMIT_CPU": limits.cpu_s,
            "RLIMIT_FSIZE": limits.disk,
            "RLIMIT_NOFILE": limits.open_files,
            "RLIMIT_NPROC": limits.processes,
            "RLIMIT_CORE": 0,
            "RLIMIT_MSGQUEUE": 0,
            "RLIMIT_MEMLOCK": 0,
        }
        user = NOBODY if AS_ROOT else None
        return {"user": user, "rlimits": most, "output": limits.output, "caps": vars(limits.caps)}

    def _admit(self):
        """Give the process that waits its user and its group, and let it go on."""
        said, found = b"", None
        while _readable(self._info, START_S) and (part := self._info.read(4096)):
            said += part
            if found := re.search(rb'"child-pid": (\d+)\D', said):
                break
        try:
            pid = int(found[1]) if found else 0
            self.child = os.pidfd_open(pid)
            if AS_ROOT:
                _map_users(pid)
        except OSError as error:
            raise SandboxError(explain(self.complaint(1) or str(error))) from None
        self.pid, self.group = pid, cgroup.create(self.limits.memory, self.limits.processes + 8)
        if self.group and not self.group.add(pid):
            self.group = self.group.remove()
        self.receipt = {
            "sandbox": "bubblewrap",
            "memory": "cgroup v2"
            if self.group
            else f"resident memory looked at every {TICK} s; RLIMIT_AS",
            "processes": "cgroup v2 and RLIMIT_NPROC" if self.group else "RLIMIT_NPROC",
            "system calls": "filtered" if seccomp.program() else "not filtered on this machine",
            "user": "an unprivileged one of its own"
            if AS_ROOT
            else "the grader's, without its rights",
        }
        self._go.write(b"x")

    def complaint(self, wait_s=0.0):
        """Return what the sandbox said while it started."""
        ready = _readable(self._errors, wait_s)
        return self._errors.read(10_000).decode(errors="replace").strip() if ready else ""

    def _watch(self):
        while not self._over.wait(TICK):
            used = _memory(self.pid)
            self.peak = max(self.peak, used)
            if used > self.limits.memory or (self.group and self.group.out_of_memory()):
                self.too_much = True
                self.kill(
                    f"it used more than the {self.limits.memory >> 20:,} MB of memory that it may"
                )
            elif (count := _files(self.pid)) > self.limits.files:
                self.too_much = True
                self.kill(f"it made {count:,} files; {self.limits.files:,} is the most")

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
        code = self.process.returncode
        with self._lock:
            if self.reason:
                return (MemoryLimit if self.too_much else Died)(
                    f"The notebook's process was stopped: {self.reason}."
                )
        if code == 128 + signal.SIGXCPU:
            return TimeLimit(
                f"The notebook used more than {self.limits.cpu_s} s of processor time."
            )
        if code is None:
            why = "it closed the connection to the grader"
        elif code > 128:
            why = f"killed by {({s.value: s.name for s in signal.Signals}).get(code - 128, 'a signal')}"
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
                for pid in [*_family(self.process.pid)][::-1]:
                    with contextlib.suppress(OSError):
                        os.kill(int(pid), signal.SIGKILL)
            elif not _readable(self.child, START_S):
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
    return tuple(
        open(fd, mode, buffering=0) for fd, mode in zip(os.pipe(), ("rb", "wb"), strict=True)
    )


def _readable(file, seconds):
    poll = select.poll()
    poll.register(file, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def _map_users(pid):
    """As root: let the process have root's id, which it gives up at once, and one that owns nothing
    anywhere.
    """
    for kind in ("uid", "gid"):
        ranges = [line.split() for line in Path(f"/proc/self/{kind}_map").read_text().splitlines()]
        spare = [
            n for n in SPARE if any(int(low) <= n < int(low) + int(size) for low, _, size in ranges)
        ]
        outside = random.choice(spare or [NOBODY])
        Path(f"/proc/{pid}/{kind}_map").write_text(f"0 0 1\n{NOBODY} {outside} 1\n")


def _family(pid):
    """Yield pid and all processes below it."""
    yield pid
    with contextlib.suppress(OSError):  # processes end while they are looked at
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in task.read_text().split():
                yield from _family(child)


def _memory(pid):
    """Return the bytes of memory that pid and all below it hold of their own."""
    total = 0
    for one in _family(pid):
        with contextlib.suppress(OSError), open(f"/proc/{one}/status") as file:
            total += sum(
                int(line.split()[1])
                for line in file
                if line.startswith(("RssAnon", "RssShm", "VmPTE"))
            )
    return total << 10


def _files(pid):
    count = 0
    for folder in ("tmp", "dev/shm"):
        with contextlib.suppress(OSError):
            disk = os.statvfs(f"/proc/{pid}/root/{folder}")
            count += disk.f_files - disk.f_ffree
    return count


def probe(limits=None):
    """Start a sandbox and end it. Returns its receipt; raises SandboxError saying what to do where
    it cannot be had.
    """
    from nblib.grading.session import Session

    with Session([], limits) as session:
        return session.receipt
