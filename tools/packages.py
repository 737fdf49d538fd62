"""The system's packages that the tests need, installed where this may be done without asking."""

import os
import shutil
import subprocess


def apt_install(*packages):
    """As root on a Debian or Ubuntu: install the packages; elsewhere, and where it fails, nothing.
    Quiet.
    """
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for package in packages:
        subprocess.run(["apt-get", "install", "-y", "-qq", package], env=environment, **quiet)
