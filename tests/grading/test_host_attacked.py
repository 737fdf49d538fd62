"""Notebooks that look for what lies outside: files, processes, the network, rights, the tests."""

import os
import socket
from pathlib import Path

import pytest
from cages import MARK, SECRETS, isolated

from nblib.grading.limits import Limits
from tools import attacks

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def inside(host):
    """One notebook with all of these attacks, which leave their process as it is."""
    cells = [cell for cell in isolated("host") if "misuse_callbacks" not in cell]
    with host.start(*cells, limits=Limits(call_s=20, question_s=60)) as session:
        assert not [cell.error for cell in session.cells if cell.error]
        yield session


def test_nothing_of_the_host_can_be_read_or_written(inside, host):
    folder = host.folder
    paths = [
        *(str(folder / name) for name in SECRETS),
        *(str(path) for path in (Path.home(), Path.cwd(), Path(__file__))),
        *(f"/proc/1/root{folder / name}" for name in SECRETS),
        *(f"/proc/self/cwd/{name}" for name in SECRETS),
        *("/etc/passwd", "/etc/shadow", "/root/.ssh", "/home", "/var", "/sys"),
        *("/proc/kcore", "/proc/1/environ", f"/proc/{os.getpid()}/environ"),
        f"/proc/{os.getpid()}/root{folder}",
        *("/dev/vda", "/dev/sda", "/dev/mem"),
    ]
    loot = inside.get("read_the_host")(paths)
    assert MARK.encode() not in loot and b"root:" not in loot
    assert b"NB_SECRET" not in loot
    listings = {line for line in loot.split(b"\n") if line.startswith(b"[")}
    assert not any(b"tests" in line or b"exercises" in line for line in listings), listings


def test_nothing_can_be_written_but_a_small_disk(inside):
    assert set(inside.get("write_everywhere")(1)) <= {"/tmp", "/dev/shm"}


def test_no_network(inside):
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as unix:
        name = f"nblib-test-{os.getpid()}"
        unix.bind("\0" + name)
        unix.listen()
        tcp.setblocking(False)
        unix.setblocking(False)
        reached = inside.get("reach_the_network")(tcp.getsockname()[1], name)
        # The sandbox has a loopback of its own, where a datagram goes nowhere.
        assert not [r for r in reached if "udp" not in r or "127" not in r], reached
        for server in (tcp, unix):
            with pytest.raises(BlockingIOError):
                server.accept()


def test_no_rights_and_no_new_ones(inside):
    rights = inside.get("gain_rights")()
    assert rights["CapEff"] == rights["CapPrm"] == "0" * 16
    assert rights["NoNewPrivs"] == "1" and rights["Seccomp"] == "2"
    assert set(rights["Uid"].split()) == {"65534"} and rights["fifo"] == 0
    assert len(rights["pids"]) <= 3
    calls = ("unshare", "mount", "ptrace", "setuid", "keyctl", "chroot")
    assert {rights[name] for name in calls} == {-1}


def test_the_worker_holds_nothing_of_a_test(inside):
    def expects(x):
        swordfish = "swordfish"
        assert x == swordfish, f"it should be {swordfish}"

    with pytest.raises(AssertionError, match="swordfish"):  # that is what it would have to know
        expects(1)
    assert inside.get("search_for_a_test")(expects, 1) is False


def test_every_attack_on_the_host_is_tried():
    alone = {"misuse_callbacks"}  # in test_wire_attacked.py
    here = Path(__file__).read_text()
    assert all(f'"{name}"' in here for name in attacks.load("host").keys() - alone)
