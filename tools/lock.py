"""Resolve requirements.txt from pyproject.toml: python -m tools.lock.

torch, and what only its CUDA build needs, stay out.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from nblib.files import write
from tools.setup import BIN, ROOT, TORCH

OPTIONS = "pip compile pyproject.toml --universal --python-version 3.11 -q --upgrade --no-annotate"
EXTRAS = ("book", "test", "chapters", "bench", "grading-dask")
NOT_LOCKED = re.compile(r"(torch|triton|nvidia-[a-z0-9-]+|cuda-[a-z]+)==")


def main():
    """Write the lock."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as constraint:
        constraint.write(TORCH + "\n")
        constraint.flush()
        command = [f"{BIN}/uv", *OPTIONS.split(), "-c", constraint.name]
        command += ["--custom-compile-command", "make lock"]
        for extra in EXTRAS:
            command += ["--extra", extra]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace"
        )
    if done.returncode:
        sys.exit(
            "requirements.txt: left as it was. uv could not resolve pyproject.toml; it needs "
            "the network (or a local mirror that it is configured for). uv said:\n" + done.stderr
        )

    lines = [line for line in done.stdout.splitlines() if not NOT_LOCKED.match(line)]
    write(Path(ROOT) / "requirements.txt", "\n".join(lines) + "\n")
    print(f"requirements.txt: {sum('==' in line for line in lines)} packages")


if __name__ == "__main__":
    main()
