"""Run the notebooks that need it, once, for the tests and for the book: python -m tools.execute
[--fresh] [NN …]

nbval runs every cell, two notebooks at a time; what came out goes into the book's execution cache,
with a record of time, memory and claims. A notebook that already ran under its key is not run
again. The key covers its code cells, nblib (without the grader), its data, the chapter's own record
and the lock.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys

import jupytext
import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn

from tools import sync
from tools.paths import CACHE, EXECUTION, ROOT
from tools.setup import TORCH

SECONDS = 60  # what a chapter may take


def library_hash():
    """Return the hash of all that any chapter stands on: nblib without grading, its data, the lock,
    this machinery.
    """
    digest = hashlib.sha256(f"{platform.python_version()} {platform.machine()} {TORCH}".encode())
    nblib = (p for p in (ROOT / "nblib").rglob("*") if p.is_file() and "grading" not in p.parts)
    files = [p for p in nblib if "__pycache__" not in p.parts]
    files += [ROOT / "requirements.txt", *(ROOT / "tools" / "execute").glob("*.py")]
    for path in sorted(files):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def key(source, library):
    """Return the key under which a chapter's execution stands: its code cells, its record, the
    library.
    """
    notebook = jupytext.read(source)
    digest = hashlib.sha256(library.encode())
    for cell in notebook.cells:
        if cell.cell_type == "code":
            digest.update(json.dumps([cell.source, cell.metadata], sort_keys=True).encode())
    record = ROOT / "records" / f"{source.name[:2]}.json"
    digest.update(record.read_bytes() if record.exists() else b"")
    return digest.hexdigest()


def record_of(source):
    """Return the record of a chapter's last execution as a dict, or {} where there is none."""
    path = EXECUTION / f"{source.stem}.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def environment():
    """Return the environment in which notebooks run: one thread, this interpreter's kernel, no user
    configuration.
    """
    threads = {
        f"{name}_NUM_THREADS": "1"
        for name in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")
    }
    return {
        **os.environ,
        **threads,
        "PYTHONHASHSEED": "0",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(EXECUTION / "ipython"),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
        # Kernels and tests must not depend on a debugger or on how wide a terminal is.
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def run(sources, keys):
    """Run notebooks with nbval; cache what succeeded; return True when all did."""
    for source in sources:
        (EXECUTION / f"{source.stem}.json").unlink(missing_ok=True)
        notebook = nbformat.reads(sync.as_notebook(source), 4)
        nbformat.write(notebook, EXECUTION / f"{source.stem}.ipynb")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tools.execute.harvest",
        "--nbval-lax",
        "--nbval-cell-timeout=300",
    ]
    command += [
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(EXECUTION),
        "-c",
        os.devnull,
        "--no-header",
        "--tb=short",
    ]
    command += ["-n", str(min(2, len(sources))), "--dist", "loadscope"] if len(sources) > 1 else []
    command += [str(EXECUTION / f"{source.stem}.ipynb") for source in sources]
    finished = subprocess.run(command, cwd=ROOT, env=environment())
    cache = get_cache(CACHE)
    for source in sources:
        executed = EXECUTION / f"{source.stem}.executed.ipynb"
        record = record_of(source)
        if not record:
            continue
        record["key"] = keys[source]
        bundle = CacheBundleIn(nbformat.read(executed, as_version=4), str(source), data={})
        cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
        (EXECUTION / f"{source.stem}.json").write_text(
            json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8"
        )
        executed.unlink()
        cost = f"{record['seconds']:.1f} s, {record['peak_mb']:.0f} MB"
        print(f"{source.stem}: {cost}, {len(record['claims'])} claims hold")
        if record["seconds"] > SECONDS:
            print(
                f"  note: over the {SECONDS} s that a chapter may take (on a busy machine this may pass)"
            )
    return finished.returncode == 0


def main():
    """Execute what needs it; exit 1 when a notebook fails."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("chapters", nargs="*", metavar="NN", help="only these, by their number")
    parser.add_argument("--fresh", action="store_true", help="run them whatever the cache says")
    options = parser.parse_args()
    sources = [s for s in sync.sources() if not options.chapters or s.name[:2] in options.chapters]
    if not sources:
        sys.exit("No such chapter: " + ", ".join(options.chapters))
    EXECUTION.mkdir(parents=True, exist_ok=True)
    library = library_hash()
    stamp = EXECUTION / "library"
    if not stamp.exists() or stamp.read_text() != library:
        # Nothing that ran on another library may reach a page.
        shutil.rmtree(CACHE, ignore_errors=True)
        for old in EXECUTION.glob("*.json"):
            old.unlink()
        stamp.write_text(library)
    keys = {source: key(source, library) for source in sources}
    due = [
        s
        for s in sources
        if options.fresh or record_of(s).get("key") != keys[s] or not CACHE.exists()
    ]
    if not due:
        print(f"Notebooks: all {len(sources)} stand as executed.")
    else:
        print(f"Notebooks: executing {len(due)} of {len(sources)} …", flush=True)
        if not run(due, keys):
            sys.exit("A notebook failed: see above. Nothing was built.")
