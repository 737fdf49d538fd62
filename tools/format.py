"""Put the code of the chapters in order: python -m tools.format. Prose stays as it is."""

import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

from nblib.files import write
from tools import source_text, sync
from tools.paths import ROOT


def formatted(source):
    """Return a source's text with its code cells as ruff would write them.

    Exits with a message if ruff cannot read them.
    """
    # Beside the source, where ruff finds the configuration of its folder.
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        path = Path(folder) / "x.ipynb"
        nbformat.write(source_text.notebook(source), path)
        ruff(path, source, "check", "--fix", "-q", "--select", "I")
        ruff(path, source, "format", "-q")
        notebook = nbformat.read(path, as_version=4)
    code = iter(cell.source for cell in notebook.cells if cell.cell_type == "code")
    text = source.read_text(encoding="utf-8")
    return source_text.CELL.sub(lambda match: f"{match[1]}{next(code)}\n{match[3]}", text)


def ruff(path, source, *arguments):
    """Run ruff on the notebook of a source."""
    command = [str(Path(sys.executable).with_name("ruff")), *arguments, str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode:
        message = (done.stdout + done.stderr).replace(str(path), source.name)
        sys.exit(
            f"{source}: ruff does not accept the code of a cell; "
            f"mend it and run `make format` again. ruff said:\n{message}"
        )


def main():
    """Rewrite the sources that are not in order."""
    for source in sync.sources():
        text = formatted(source)
        if text != source.read_text(encoding="utf-8"):
            write(source, text)
            print(f"formatted {source.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
