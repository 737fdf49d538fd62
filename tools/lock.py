"""Resolve requirements.txt from pyproject.toml: python -m tools.lock.

torch, and what only its CUDA build needs, stay out.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.setup import BIN, ROOT, TORCH

NOT_LOCKED = re.compile(r"(torch|triton|nvidia-[a-z0-9-]+|cuda-[a-z]+)==")


def main():
    """Write the lock."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as constraint:
        constraint.write(TORCH + "\n")
        constraint.flush()
        command = [
            f"{BIN}/uv",
            "pip",
            "compile",
            "pyproject.toml",
            "--universal",
            "--python-version",
            "3.11",
            "-q",
        ]
        command += [
            "--upgrade",
            "--no-annotate",
            "--custom-compile-command",
            "make lock",
            "-c",
            constraint.name,
        ]
        for extra in ("book", "test", "chapters", "bench", "grading-dask"):
            command += ["--extra", extra]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(
            "requirements.txt: left as it was. uv could not resolve pyproject.toml; it needs the network (or a local "
            f"mirror that it is configured for). uv said:\n{done.stderr}"
        )
    kept = [line for line in done.stdout.splitlines(keepends=True) if not NOT_LOCKED.match(line)]
    (Path(ROOT) / "requirements.txt").write_text("".join(kept))
    print(f"requirements.txt: {sum('==' in line for line in kept)} packages")


if __name__ == "__main__":
    main()
