"""Build the site from executed notebooks: python -m tools.book [--fresh]

Warnings are errors. Nothing is built when nothing changed; one changed chapter rebuilds one page; a
change to the site's own parts (configuration, contents, theme, scripts) rebuilds all.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from nblib.files import write
from nblib.page import records
from nblib.reach import reach
from tools import source_text
from tools.execute.environment import environment
from tools.paths import BUILD, CHAPTERS, EXECUTION, NBLIB, ROOT, SITE

LOG = BUILD / "build.log"
STAMP = SITE / ".state"  # what the site was made of
# Of nblib, what every page carries: the widgets' host and the palette.
CARRIED = [
    NBLIB / "widgets" / "core" / "host.mjs",
    NBLIB / "page" / "palette.json",
    NBLIB / "page" / "palette.py",
]


def digest(paths):
    """Return one hash of files' names and contents."""
    total = hashlib.sha256()
    for path in sorted(p for p in paths if p.is_file() and "__pycache__" not in p.parts):
        total.update(f"{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()


def live_widgets():
    """Return the files of the widgets that stand on pages without a notebook."""
    pages = [ROOT / "index.md", *CHAPTERS.rglob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    names = re.findall(r"^```\{widget\} (\w+)", text, flags=re.M)
    return reach(*(f"from nblib.widgets import {name}" for name in names))


def frame():
    """Return the files that every page shows or is made with.

    A chapter's widgets are not among them: they reach its page by its execution.
    """
    paths = [ROOT / "_config.yml", ROOT / "_toc.yml", ROOT / "requirements.txt"]
    paths.append(CHAPTERS / "course.yml")  # the titles in every page's contents
    paths += (ROOT / "tools" / "book").rglob("*")
    paths += CARRIED
    return paths


def pages():
    """Return the files that one page or another is made from; Sphinx knows which."""
    paths = [ROOT / "index.md", *CHAPTERS.rglob("*.*"), *live_widgets()]
    paths += records.RECORDS.glob("*.json")
    paths += records.RECORDS.glob("*/page.*")
    paths += EXECUTION.glob("*.json")
    paths += ROOT.glob("exercises/*/student/*.ipynb")
    return paths


def state():
    """Return what the site is made of, by name.

    frame, pages: a hash; sets: which chapters have exercises, and so a link to them; address: of
    the repository, to which the site links.
    """
    sets = sorted(path.name for path in ROOT.glob("exercises/*/student/*.ipynb"))
    address = f"{os.environ.get('NBLIB_REPOSITORY', '')} {os.environ.get('NBLIB_REVISION', '')}"
    return {"frame": digest(frame()), "pages": digest(pages()), "sets": sets, "address": address}


def check_texts():
    """Exit with a sentence for a page with characters that hide or cut off what it says."""
    for path in sorted({ROOT / "index.md", *pages(), *frame()}):
        if path.suffix in (".md", ".yml"):
            source_text.read(path)


def build(everything):
    """Run jupyter-book; on failure print what it complained of and exit."""
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    command = [str(jupyter_book), "build", "-W", "--keep-going", "-q", str(ROOT)]
    if everything:
        # From nothing, so that no file of an older frame stays behind.
        for old in (SITE, SITE.parent / ".doctrees"):
            shutil.rmtree(old, ignore_errors=True)
    with LOG.open("w", encoding="utf-8") as log:
        done = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, env=environment())
    if done.returncode:
        STAMP.unlink(missing_ok=True)
        lines = LOG.read_text(encoding="utf-8").splitlines()
        complaints = [line for line in lines if "WARNING" in line or "ERROR" in line]
        report = "\n".join(complaints or lines[-20:])
        log_path = os.path.relpath(LOG, ROOT)
        sys.exit(f"The site was not built:\n{report}\nThe whole log: {log_path}")


def main():
    """Build what changed and say where the site is."""
    fresh = "--fresh" in sys.argv
    now = state()
    try:
        before = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        before = {}
    if before == now and not fresh:
        print("Site: nothing changed. `make serve` shows it.")
        return
    check_texts()
    print("Site: building...", flush=True)
    same_frame = all(before.get(name) == now[name] for name in ("frame", "sets", "address"))
    build(everything=fresh or not same_frame)
    write(STAMP, json.dumps(now))
    print("Site: built. `make serve` shows it.")


if __name__ == "__main__":
    main()
