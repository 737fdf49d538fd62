"""A clone has the bytes that were committed: records and data are known by their checksums."""

import shutil
import subprocess

import pytest

from tools.paths import ROOT

NAMES = ("records/03.py", "nblib/data/diabetes.json", "nblib/data/diabetes.npz", "Makefile")


def git(folder, *arguments):
    command = ["git", "-c", "core.autocrlf=true", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def checked_out(tmp_path_factory):
    """Files of the course, added and checked out by a git that is set up as on Windows."""
    folder = tmp_path_factory.mktemp("clone")
    git(folder, "init", "-q")
    shutil.copy(ROOT / ".gitattributes", folder)
    for name in NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    git(folder, "add", "-A")
    for name in NAMES:
        (folder / name).unlink()
    git(folder, "checkout", "--", ".")
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_the_same_bytes_in_every_clone(checked_out, name):
    assert (checked_out / name).read_bytes() == (ROOT / name).read_bytes()
