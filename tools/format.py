"""Put the code of the chapters in order: python -m tools.format. Prose stays as it is."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import jupytext
import nbformat

from tools import sync
from tools.paths import ROOT

CELL = re.compile(r"^(```\{code-cell\}[^\n]*\n)(.*?)(^```$)", flags=re.M | re.S)


def formatted(source):
    """Return a source's text with its code cells as ruff would write them; exit with a message if
    ruff cannot.
    """
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:  # where ruff finds the configuration
        notebook = Path(folder) / "x.ipynb"
        nbformat.write(jupytext.read(source), notebook)
        ruff = [str(Path(sys.executable).with_name("ruff"))]
        for arguments in (["check", "--fix", "-q", "--select", "I"], ["format", "-q"]):
            done = subprocess.run(
                [*ruff, *arguments, str(notebook)], capture_output=True, text=True
            )
            if done.returncode:
                said = (done.stdout + done.stderr).replace(str(notebook), source.name)
                sys.exit(
                    f"{source}: ruff does not accept the code of a cell; mend it and run `make format` again. "
                    f"ruff said:\n{said}"
                )
        cells = [
            cell.source
            for cell in nbformat.read(notebook, as_version=4).cells
            if cell.cell_type == "code"
        ]
    code = iter(cells)
    return CELL.sub(
        lambda match: f"{match[1]}{next(code)}\n{match[3]}", source.read_text(encoding="utf-8")
    )


def main():
    """Rewrite the sources that are not in order."""
    for source in sync.sources():
        text = formatted(source)
        if text != source.read_text(encoding="utf-8"):
            source.write_text(text, encoding="utf-8")
            print(f"formatted {source.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
