"""Where there is no sandbox, what to do is said; and the parts of one, each by itself."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from nblib.grading.cage import bubblewrap, cgroup, places, seccomp
from nblib.grading.errors import SandboxError
from nblib.grading.session import Session, probe

pytestmark = pytest.mark.sandbox


def test_a_missing_bubblewrap_is_said(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SandboxError, match="apt install bubblewrap"):
        probe()


@pytest.mark.parametrize(("name", "value", "hint"), [(*h[:2], h[2][:20]) for h in places.HINTS])
def test_a_blocking_system_is_explained(tmp_path, name, value, hint):
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(value + "\n")
    assert hint in places.explain("Operation not permitted", tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root maps users")
def test_root_that_may_not_map_users_is_told_so(monkeypatch):
    def refused(pid):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(bubblewrap, "map_users", refused)
    with pytest.raises(SandboxError, match="Operation not permitted"):
        probe()


def test_a_bubblewrap_that_fails_is_quoted(monkeypatch, tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'setting up uid map: Permission denied' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(fake))
    with pytest.raises(SandboxError, match="uid map: Permission denied"):
        probe()


def test_a_secret_in_sight_is_refused():
    with pytest.raises(SandboxError, match="Move it"):
        Session([], keep_out=[bubblewrap.PACKAGE / "grading" / "key.txt"]).__enter__()


def linked(source, target):
    """A second name for a file, where the file system allows one: numpy is large."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)


def test_python_may_be_installed_in_a_folder_of_temporary_files():
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        done = subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder])
        assert done.returncode == 0
        site = next(Path(folder, "lib").glob("python*/site-packages"))
        for package in Path(np.__file__).parent.parent.glob("numpy*"):
            shutil.copytree(package, site / package.name, copy_function=linked)
        code = "from nblib.grading.session import probe; print(probe()['sandbox'])"
        environment = {**os.environ, "PYTHONPATH": str(bubblewrap.PACKAGE.parent)}
        done = subprocess.run(
            [f"{folder}/bin/python", "-c", code],
            capture_output=True,
            text=True,
            env=environment,
            cwd="/",
        )
    assert done.stdout.strip() == "bubblewrap", done.stderr


def test_the_receipt_says_what_holds():
    receipt = probe()
    assert receipt["system calls"] == "filtered" and receipt["memory"] and receipt["processes"]


def test_the_filter_is_known_for_common_machines():
    assert (
        seccomp.program("x86_64")
        and seccomp.program("aarch64")
        and seccomp.program("s390x") is None
    )
    assert all(len(seccomp.program(m)) % 8 == 0 for m in seccomp.MACHINES)


def test_a_control_group_is_made_where_it_may_be(tmp_path):
    own = tmp_path / "own"
    own.write_text("1:name=systemd:/\n0::/user/app.scope\n")
    (tmp_path / "user" / "app.scope").mkdir(parents=True)
    (tmp_path / "user" / "cgroup.subtree_control").write_text("cpu memory pids\n")
    assert cgroup.create(1, 1, tmp_path, own) is None  # no kernel fills the new folder here
    assert not list(tmp_path.glob("user/nblib*"))
    own.write_text("9:memory:/x\n")
    assert cgroup.create(1, 1, tmp_path, own) is None
    group = cgroup.Group(tmp_path / "group")
    group.path.mkdir()
    (group.path / "cgroup.procs").touch()
    (group.path / "memory.events").write_text("oom 1\noom_kill 1\n")
    assert group.add(7) and (group.path / "cgroup.procs").read_text() == "7" and group.oom_kills()
