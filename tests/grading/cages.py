"""What tests of the sandbox share: tight limits, a host that is watched, a way to try attacks."""

import contextlib
import dataclasses
import os
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from nblib.grading import processes as running
from nblib.grading import session
from nblib.grading.cage.sandbox import Sandbox
from nblib.grading.errors import GradingError
from nblib.grading.limits import Caps, Limits
from tools import attacks

MB = 1 << 20
TIGHT = Limits(
    call_s=1,
    cell_s=1.5,
    notebook_s=5,
    total_s=15,
    memory_b=300 * MB,
    address_b=3 << 30,
    disk_b=8 * MB,
    files=2_000,
    open_files=80,
    processes=20,
    caps=Caps(frame_b=8 * MB, call_b=32 * MB, call_frames=2_000),
)
# What has to meet another limit than that on time gets time for it, also where the machine is busy.
PATIENT = dataclasses.replace(TIGHT, call_s=20, total_s=60)
# For what runs until it is stopped: it is stopped soon.
BRIEF = dataclasses.replace(TIGHT, call_s=0.4, cell_s=0.6, grace_s=0.4)

SECRETS = ("hidden_tests.py", "key.txt", "other_submission.ipynb")
MARK = "7c1e"  # stands in every secret


class Host:
    """The machine while sandboxes run on it: afterwards it is as before, and no process is left."""

    def __init__(self, folder):
        self.folder = folder
        self.secrets = {folder / name: f"secret {name} {MARK}" for name in SECRETS}
        for path, text in self.secrets.items():
            path.write_text(text)
        self.canaries = {name for name in os.listdir("/tmp") if name.startswith("canary")}
        self.sandboxes = []
        self.namespaces = []  # of processes, one for each sandbox, held open
        self.sessions = []

    def start(self, *cells, limits=TIGHT):
        """Return a session, to be entered."""
        opened = session.Session(cells, limits, keep_out=list(self.secrets))
        self.sessions.append(opened)
        return opened

    def check(self):
        """Close all sessions and fail if anything of them is left."""
        for opened in self.sessions:
            opened.close()
        assert self.namespaces or not self.sessions
        inodes = {os.fstat(held.fileno()).st_ino for held in self.namespaces}
        assert not processes(inodes)
        for held in self.namespaces:
            held.close()
        assert all(path.read_text() == text for path, text in self.secrets.items())
        assert sorted(p.name for p in self.folder.iterdir()) == sorted(SECRETS)
        assert {name for name in os.listdir("/tmp") if name.startswith("canary")} <= self.canaries
        watching = [sandbox._watching for sandbox in self.sandboxes if sandbox._watching]
        assert not [thread for thread in watching if thread.is_alive()]


def processes(namespaces):
    """Return the ids of all processes in these pid namespaces."""
    alive = []
    for path in Path("/proc").glob("[0-9]*/ns/pid"):
        with contextlib.suppress(OSError):
            state = Path("/proc", path.parts[2], "stat").read_text().rpartition(")")[2].split()[0]
            # What is dead waits for the host's init.
            if path.stat().st_ino in namespaces and state != "Z":
                alive.append(int(path.parts[2]))
    return alive


@contextlib.contextmanager
def watched(folder):
    """Give a Host whose secrets lie in folder, and check it at the end."""
    host = Host(folder)

    class Watched(Sandbox):
        def _admit(self):
            super()._admit()
            host.sandboxes.append(self)
            # Held open, so that its number is not given to another sandbox that starts meanwhile.
            host.namespaces.append(open(f"/proc/{self.pid}/ns/pid"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "Sandbox", Watched)
        patch.setenv("NB_SECRET", f"secret of the environment {MARK}")
        yield host
        host.check()


def doubles(f):
    """The test that attacks are to pass, and do not: f doubles its argument."""
    np.testing.assert_allclose(f(3.0), 6.0)
    assert f(np.arange(3)).tolist() == [0, 2, 4]


def attack(start, code, limits=TIGHT, test=doubles):
    """Run a test of f on hostile code; return what the test met, which must not be success.

    The exception gets .session, and .alive: whether the notebook can be asked any more.
    """
    with start(attacks.TOOLS, code, limits=limits) as opened:
        try:
            test(opened.get("f"))
        except Exception as error:  # the kinds matter to the callers
            error.session = opened
            error.alive = False
            with contextlib.suppress(GradingError):
                error.alive = bool(opened.names())
            return error
    raise AssertionError(f"the attack won: {code}")


def all_at_once(host, group, limits=TIGHT, test=doubles, threads=4):
    """Try all attacks of a group, some at the same time, since most of them wait for a limit.

    limits: a Limits, or a function of an Attack that gives one. Returns {name: future of what its
    test met}; a future of an attack that won raises AssertionError.
    """
    limits_of = limits if callable(limits) else lambda attack: limits
    with ThreadPoolExecutor(threads) as pool:
        return {
            name: pool.submit(attack, host.start, hostile.code, limits_of(hostile), test)
            for name, hostile in attacks.load(group).items()
        }


def isolated(group):
    """Return cells that define each attack's f under its file's name, unseen by the others."""
    cells = [attacks.TOOLS]
    for name, hostile in attacks.load(group).items():
        body = textwrap.indent(hostile.code, "    ")
        cells.append(f"def {name}():\n{body}\n    return f\n{name} = {name}()")
    return cells
