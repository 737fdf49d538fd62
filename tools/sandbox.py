"""See that the grader's sandbox can be had, or get it.

The tests of grading run hostile notebooks in it.
"""

import shutil
import sys

from nblib.grading.errors import SandboxError
from nblib.grading.session import probe
from tools.packages import apt_install


def main():
    """Install bubblewrap where it is missing and may be; else say what to do and exit 1."""
    if not sys.platform.startswith("linux"):
        print("Grading runs on Linux only: its tests are left out here.")
        return
    if not shutil.which("bwrap"):
        print("No bubblewrap found: installing it for the tests of grading...", flush=True)
        apt_install("bubblewrap")
    try:
        probe()
    except SandboxError as error:
        sys.exit(str(error))
    print("Sandbox for the tests: bubblewrap")


if __name__ == "__main__":
    main()
