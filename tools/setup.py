"""Make .venv and install the lock into it: python3 tools/setup.py. Standard library only; speaks in
sentences.

torch goes first, in its CPU build; only then the lock, so that nothing asks for the CUDA packages.
"""

import glob
import os
import platform
import shutil
import subprocess
import sys

TORCH = "torch==2.13.0"
UV = "uv==0.13.8"
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
# A set-up that runs inside .venv is about to remove the interpreter that it runs on: use the one
# beneath.
BASE_PYTHON = getattr(sys, "_base_executable", None) or sys.executable
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python")


def stop(message):
    """End with a message and no traceback."""
    sys.exit("\n" + message)


def run(command, **kwargs):
    """Run a command; return the finished process with its output."""
    return subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        errors="replace",
        cwd=ROOT,
        **kwargs,
    )


def tail(text, lines=8):
    """Return the last lines of a tool's output, indented, without its retries."""
    useful = [line for line in text.strip().splitlines() if "Retrying" not in line]
    return "\n".join("    " + line for line in useful[-lines:])


def check_python():
    """Stop unless this Python is new enough and can make virtual environments."""
    if sys.version_info < (3, 11):
        stop(
            "This course needs Python 3.11 or newer; `%s` is Python %s.\n"
            "Install a newer one, or name it: make PYTHON=python3.12 book"
            % (sys.executable, platform.python_version())
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop(
            "This Python cannot make virtual environments: "
            "its module `venv` or `ensurepip` is missing.\n"
            "On Debian and Ubuntu: sudo apt-get install python3-venv"
        )


def make_venv():
    """Make a fresh environment with uv in it."""
    if os.path.lexists(VENV):
        try:
            shutil.rmtree(VENV)  # refuses a link, which leads to what may be another's
        except OSError as error:
            stop(
                "The old .venv cannot be removed (%s).\n"
                "Remove it yourself, then run the command again: rm -rf .venv" % error
            )
    print("Making .venv with Python %s..." % platform.python_version(), flush=True)
    done = run([BASE_PYTHON, "-m", "venv", VENV])
    if done.returncode:
        stop("Could not make the virtual environment .venv:\n" + tail(done.stdout))
    done = run([PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", UV])
    if done.returncode:
        stop(
            "Could not install %s. The first set-up needs the network "
            "(or a local mirror that pip is configured for).\n"
            "pip said:\n%s" % (UV, tail(done.stdout))
        )


def install_torch():
    """Install the CPU build of torch.

    It comes from local files, else from PyTorch's CPU index on Linux; elsewhere the ordinary wheel
    is a CPU build.
    """
    print("Installing %s, CPU build..." % TORCH, flush=True)
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", TORCH]
    ways = [["--no-index"], ["--index-url", CPU_INDEX] if sys.platform.startswith("linux") else []]
    for way in ways:
        done = run(pip + way)
        if not done.returncode:
            return
    stop(
        "No CPU build of %s is to be had for Python %s on %s.\n"
        "Looked in the folders that pip is configured for, then in %s.\n"
        "Installing goes no further, since the ordinary wheel would bring gigabytes "
        "of CUDA packages.\n"
        "Check the network, or put the wheel into a folder and run: "
        "PIP_FIND_LINKS=that-folder make book\n"
        "pip said:\n%s"
        % (TORCH, platform.python_version(), platform.platform(), CPU_INDEX, tail(done.stdout, 4))
    )


def install_lock():
    """Install everything else from the lock, and nblib itself in place."""
    print("Installing the lock (requirements.txt)...", flush=True)
    uv = [os.path.join(BIN, "uv"), "pip", "install", "-q", "--python", PYTHON]
    done = run(uv + ["-r", "requirements.txt", TORCH])
    if done.returncode:
        stop(
            "Could not install the lock; the first set-up needs the network. uv said:\n"
            + tail(done.stdout)
        )
    done = run(uv + ["--no-deps", "--no-build-isolation", "-e", "."])
    if done.returncode:
        stop(
            "Could not install nblib from this folder; is the checkout whole? uv said:\n"
            + tail(done.stdout)
        )


def name_by_way():
    """Write the way from the environment to this folder into it, in the place of the folder's name.

    Python reads such a file in the terminal's encoding, and ends at once where it cannot: a folder
    whose name has an umlaut would stop every command.
    """
    for path in glob.glob(os.path.join(glob.escape(VENV), "lib", "*", "site-packages", "*.pth")):
        with open(path, "rb") as file:
            text = file.read()
        if text.strip() == os.fsencode(ROOT):
            with open(path, "w") as file:
                file.write(os.path.relpath(ROOT, os.path.dirname(path)) + "\n")


def main():
    """Set everything up, or stop with one clear message; a half-made .venv is not left behind as a
    whole one.
    """
    check_python()
    make_venv()
    install_torch()
    install_lock()
    name_by_way()
    print("Set up: .venv is ready.", flush=True)


if __name__ == "__main__":
    main()
