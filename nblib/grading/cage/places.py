"""What of the host's files a sandbox shows, and what to do where the system allows no sandbox."""

import os
import sys
from pathlib import Path

from nblib.grading.errors import SandboxError

LIBRARIES = ("/usr/lib", "/usr/lib64", "/usr/lib32", "/lib", "/lib64", "/lib32")
SETTINGS = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime")
PRIVATE = ("/tmp", "/dev/shm")
SYSTEM = ("/usr", "/usr/local")


def binds(package, keep_out, disk):
    """Return bubblewrap's options for a root of just what Python needs, read-only, and a small
    private disk.

    package: nblib's folder, shown as /nb/nblib. disk: bytes. Raises SandboxError if something of
    keep_out would be visible.
    """
    # What Python needs: libraries, its own folders, and the links that lead to the interpreter.
    links = [path for path in map(Path, LIBRARIES) if path.is_symlink()]
    folders = [path for path in map(Path, LIBRARIES) if path.is_dir() and not path.is_symlink()]
    prefixes = [sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix]
    for prefix in dict.fromkeys(prefixes):
        folders.append(Path(prefix, "lib") if prefix in SYSTEM else Path(prefix))
    folders = [
        f for i, f in enumerate(folders) if not any(f.is_relative_to(g) for g in folders[:i])
    ]
    files = [
        path
        for path in _interpreter()
        if not any(path.is_relative_to(folder) for folder in folders)
    ]
    _refuse([*folders, *files, package], keep_out)

    options = ["--proc", "/proc", "--dev", "/dev"]
    # First the private disks, then what is shown: Python itself may be installed in a folder under
    # /tmp.
    for name in PRIVATE:
        options += ["--perms", "1777", "--size", str(disk), "--tmpfs", name]
    for path in links:
        options += ["--symlink", str(path.readlink()), str(path)]
    # Folders above those shown are made, not shown; whoever runs inside must be able to pass
    # through them.
    for parent in sorted({parent for path in [*folders, *files] for parent in path.parents[:-1]}):
        if str(parent) not in PRIVATE and not any(
            parent.is_relative_to(folder) for folder in folders
        ):
            options += ["--perms", "0755", "--dir", str(parent)]

    # What is shown, to be read only.
    for path in [*folders, *files]:
        options += ["--ro-bind", str(path.resolve()), str(path)]
    for name in SETTINGS:
        options += ["--ro-bind-try", name, name]
    options += ["--perms", "0755", "--dir", "/nb", "--ro-bind", str(package), "/nb/nblib"]
    return [*options, "--remount-ro", "/dev", "--remount-ro", "/"]


def _interpreter():
    """Return the interpreter and the links that lead to it."""
    chain = [Path(sys.executable)]
    while chain[-1].is_symlink():
        chain.append(chain[-1].parent / chain[-1].readlink())
    return [Path(*path.parts) for path in chain]


def _refuse(shown, keep_out):
    for path in shown:
        # Not Path.home(), which fails where no home folder is known.
        if path in (Path("/"), Path(os.path.expanduser("~")), Path.cwd()):
            raise SandboxError(
                f"Python is installed right in {path}, which notebooks must not see. "
                "Make a virtual environment in a folder of its own and run the grader from there."
            )
        for secret in map(Path, keep_out):
            if secret.resolve().is_relative_to(path.resolve()):
                raise SandboxError(
                    f"{secret} lies in {path}, which notebooks can read. "
                    "Move it out of there and grade again."
                )


HINTS = (
    (
        "kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "AppArmor blocks user namespaces, as Ubuntu does from 24.04 on. Allow them until the next "
        "start with 'sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0', or for good by a "
        "line 'kernel.apparmor_restrict_unprivileged_userns=0' in /etc/sysctl.d/60-userns.conf.",
    ),
    (
        "kernel/unprivileged_userns_clone",
        "0",
        "The kernel is set to refuse user namespaces. Allow them with "
        "'sudo sysctl kernel.unprivileged_userns_clone=1'.",
    ),
    (
        "user/max_user_namespaces",
        "0",
        "The kernel is set to refuse user namespaces. Allow them with "
        "'sudo sysctl user.max_user_namespaces=15000'.",
    ),
)
OTHERWISE = (
    "If this is a container, start it so that it may make namespaces (for Docker: "
    "--security-opt seccomp=unconfined --security-opt apparmor=unconfined "
    "--security-opt systempaths=unconfined), or grade on the machine itself."
)


def explain(complaint, system="/proc/sys"):
    """Return what stands in the sandbox's way, in sentences, from what bubblewrap said."""
    for name, blocking, hint in HINTS:
        path = Path(system, name)
        if path.is_file() and path.read_text().strip() == blocking:
            return f"The sandbox cannot be made. {hint} (bubblewrap said: {complaint})"
    return f"The sandbox cannot be made; bubblewrap said: {complaint or 'nothing'}. {OTHERWISE}"
