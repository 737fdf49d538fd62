"""Fixtures that the tests of grading share."""

import shutil

import pytest
from cages import watched


@pytest.fixture(scope="session", autouse=True)
def bubblewrap_is_there():
    if not shutil.which("bwrap"):
        pytest.fail(
            "these tests need bubblewrap: sudo apt install bubblewrap (or dnf install bubblewrap)"
        )


@pytest.fixture
def run(tmp_path):
    """A function that opens a session on a host that is watched."""
    with watched(tmp_path) as host:
        yield host.start


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    """A host that is watched, for the sessions that the tests of a file share."""
    with watched(tmp_path_factory.mktemp("host")) as one:
        yield one
