"""Find a Chromium, or get one: the tests look at the site as a reader does."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.packages import apt_install

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = ("Google Chrome", "Chromium")
# The page under test is the only thing this browser may talk to.
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    # Root, containers and some systems cannot use Chromium's own sandbox; it opens nothing but this
    # checkout's pages.
    "--no-sandbox",
)
MISSING = """No Chromium or Chrome was found, and none could be installed.
The tests open the built site in a real browser. Install one of these, then run the command again:
  Debian, Ubuntu:  sudo apt-get install chromium
  Fedora:          sudo dnf install chromium
  macOS:           brew install --cask chromium
or point NBLIB_BROWSER at the program of a Chromium that you already have."""


def launch(playwright, program):
    """Start a browser from Playwright's context."""
    return playwright.chromium.launch(executable_path=program, args=FLAGS)


def works(program):
    """Say whether a program starts headless and renders a page."""
    command = [program, *FLAGS, "--dump-dom", "data:text/html,<p>alive</p>"]
    try:
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return "alive" in done.stdout


def candidates():
    """Yield programs that may be a Chromium, best first."""
    named = os.environ.get("NBLIB_BROWSER")
    if named:
        yield named
        return
    yield from filter(None, map(shutil.which, NAMES))
    for app in MAC:
        program = Path(f"/Applications/{app}.app/Contents/MacOS/{app}")
        if program.exists():
            yield str(program)
    try:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as p:
            if Path(p.chromium.executable_path).exists():
                yield p.chromium.executable_path
    except ImportError:
        pass


def find():
    """Return the path of a Chromium that renders, or None."""
    return next(filter(works, candidates()), None)


def install():
    """Try the system's package manager (as root), then Playwright's own installer."""
    for package in ("chromium", "chromium-browser"):
        apt_install(package)
        program = find()
        if program:
            return program
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command, stderr=subprocess.DEVNULL)
    return find()


def main():
    """Print the browser's path; install one where there is none; else say what to do and exit 1."""
    program = find()
    named = os.environ.get("NBLIB_BROWSER")
    if not program and named:
        sys.exit(f"NBLIB_BROWSER={named} does not start or does not render a page.")
    if not program:
        print("No Chromium found: installing one for the browser tests...", flush=True)
        program = install()
    if not program:
        sys.exit(MISSING)
    print(f"Browser for the tests: {program}")


if __name__ == "__main__":
    main()
