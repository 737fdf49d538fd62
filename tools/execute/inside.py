"""What runs inside a notebook's kernel: it notes which files of the course are read, and at the
end tells that, the peak of memory, versions, and the state of the widgets.
"""

import json
import os
import sys
import time
from pathlib import Path

from tools.memory import peak_mb

ROOT = str(Path(__file__).resolve().parents[2]) + os.sep
IMPORT_SYSTEM = "<frozen importlib"  # how the files of Python's own import begin

_opened = None  # file -> the modules of the course that opened it while being imported, or ""


def start():
    """Note from now on each file of the course that is opened for reading."""
    global _opened
    _opened = {}
    sys.addaudithook(_note)


def _ours(path):
    """Return a path inside the repository, or None for one outside it or in its build folders."""
    path = os.path.abspath(path)
    if not path.startswith(ROOT):
        return None
    inside = path[len(ROOT) :].replace(os.sep, "/")
    folders = inside.split("/")
    if folders[0] == "_build" or "__pycache__" in folders or folders[0].startswith("."):
        return None
    return inside


def _note(event, arguments):
    # The hook is called for every kind of event, so this line comes first.
    if event != "open":
        return
    path, mode, flags = arguments
    if not isinstance(path, str | os.PathLike) or not _reads(mode, flags):
        return
    inside = _ours(os.fspath(path))
    frame = sys._getframe(1)
    if inside is None or frame.f_code.co_filename.startswith(IMPORT_SYSTEM):
        return
    _opened.setdefault(inside, set()).add(_importing(frame))


def _reads(mode, flags):
    if mode is None:
        return flags & os.O_ACCMODE != os.O_WRONLY
    return "r" in mode or "+" in mode


def _importing(frame):
    """Return the module of the course that is being imported in a frame, or ""."""
    while frame:
        if frame.f_code.co_name == "<module>" and (inside := _ours(frame.f_code.co_filename)):
            return inside
        frame = frame.f_back
    return ""


def report():
    """Return what is known at the end of a run, as JSON. Raises RuntimeError without start()."""
    if _opened is None:
        raise RuntimeError("what the notebook read was not noted: IPython's start-up file is lost")
    peak = peak_mb()
    state = {}
    if "ipywidgets" in sys.modules:
        state = sys.modules["ipywidgets"].Widget.get_manager_state(drop_defaults=False)
    files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    modules = {inside for file in files if file and (inside := _ours(file))}
    versions = {n: sys.modules[n].__version__ for n in ("numpy", "torch") if n in sys.modules}
    known = {
        "peak_mb": peak,
        "cpu_seconds": time.process_time(),
        "versions": versions,
        "state": state,
        "opened": {file: sorted(by) for file, by in sorted(_opened.items())},
        "modules": sorted(modules),
    }
    return json.dumps(known)
