"""Prove that the chapters' set-up cell leaves Colab's own packages alone: python -m tools.colab

Resolves `nblib[chapters]` for Colab's Python with Colab's versions as given. If one of them had to
move, there would be no solution. Needs the network (package metadata), so it runs in the scheduled
workflow; tests/book/test_publish.py checks nblib's own bounds without it.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tools.setup import BIN, ROOT

# Colab's image of August 2026, as published.
PYTHON = "3.13"
VERSIONS = {
    "numpy": "2.1.3",
    "torch": "2.11.0",
    "matplotlib": "3.10.0",
    "ipywidgets": "7.7.1",
    "anywidget": "0.9.21",
    "ipython": "7.34.0",
}
OPTIONS = (
    "pip compile pyproject.toml --extra chapters -q --no-header --no-annotate "
    "--python-platform x86_64-manylinux_2_28"
)
# May come in addition: pure Python, and asks for nothing that is there in another version.
ADDED = {"tqdm"}


def main():
    """Resolve, and exit 1 with the resolver's reason when Colab's versions would have to change."""
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder) / "colab.txt"
        lines = [f"{name}=={version}\n" for name, version in VERSIONS.items()]
        constraints.write_text("".join(lines))
        command = [f"{BIN}/uv", *OPTIONS.split(), "--python-version", PYTHON]
        command += ["-c", str(constraints)]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, encoding="utf-8", errors="replace"
        )
    if done.returncode:
        sys.exit(f"Colab's packages would have to change:\n{done.stderr}")
    resolved = dict(line.split("==") for line in done.stdout.lower().split() if "==" in line)
    for name, version in VERSIONS.items():
        assert resolved.get(name, version) == version, name
    print(
        f"nblib[chapters] installs on Colab (Python {PYTHON}) without moving {', '.join(VERSIONS)}."
    )


if __name__ == "__main__":
    main()
