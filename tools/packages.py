"""The system's packages that the tests need, installed where this may be done without asking."""

import os
import shutil
import subprocess


def apt_install(*packages):
    """Install packages as root on a Debian or Ubuntu; elsewhere, and where it fails, do nothing."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not is_root or not shutil.which("apt-get"):
        return
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for package in packages:
        subprocess.run(["apt-get", "install", "-y", "-qq", package], env=environment, **quiet)
