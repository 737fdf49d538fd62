"""The files that code reaches, by the names that it imports.

`from nblib.nn import Linear` reaches linear.py and what that imports, not recurrent.py, although
nblib/nn/__init__.py imports both. Only nblib, tools and records are followed.

- `from package import name` reaches the module `name` of the package; else, where the package's
  __init__.py is a door, the module from which the door hands `name` on.
- A door holds imports and constants such as __all__, nothing else. Any other __init__.py runs code
  of its own, and is reached by whoever imports something of its package.
- `from nblib import nn` reaches what is then taken from it, as nn.Linear; all of it where the name
  nn also stands alone.
- A package with a __getattr__ finds a class by its name: FitALine in the folder fit_a_line.
- What a module reads lies beside it under its name: mnist.npz beside mnist.py. A folder with
  JavaScript in it counts whole.
- records.load("06") reaches records/06.json, importlib.import_module("nblib.x") that module. A name
  that is put together at run time cannot be seen here; tools/execute notices it.

This room itself is never counted: what a page shows does not depend on how its key is made.
"""

import re
from dataclasses import replace
from pathlib import Path

from nblib.reach.syntax import (
    Import,
    ReachError,
    finds_by_name,
    imports,
    is_door,
    is_ours,
    recorded,
)

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]  # the repository, or where packages are installed


def reach(*sources, through_doors=False):
    """Return the set of files that sources stand on.

    sources: paths of Python files, which are in the set too, or texts of Python code.
    through_doors: with every __init__.py on the way whole, as Python runs them.
    Raises ReachError for a module or a name of the course that does not exist, and SyntaxError.
    """
    reached = set()
    queue = list(sources)
    while queue:
        source = queue.pop()
        files = _directly(source, through_doors)
        new = {path for path in files - reached if path.parent != HERE}
        reached |= new
        queue += [path for path in new if path.suffix == ".py" and path != source]
    return reached


def _directly(source, through_doors):
    """Return the files that one source reaches by itself."""
    text = read(source)
    files = {ROOT / "records" / f"{name}.json" for name in recorded(text)}
    files = {path for path in files if path.is_file()}
    if isinstance(source, Path):
        files |= {source, *beside(source)}
        files |= _run_on_the_way(source, through_doors)
    for wanted in imports(text):
        files.update(path for _, path in resolve(wanted, source))
    return files


def read(source):
    """Return the text of a source: of a file, or the text that it is."""
    return source.read_text(encoding="utf-8") if isinstance(source, Path) else source


def beside(path):
    """Return the data of a module of nblib; all of its folder where that holds JavaScript."""
    folder = path.parent
    if not folder.is_relative_to(ROOT / "nblib"):
        return set()
    if any(folder.glob("*.mjs")):
        return {p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    return {p for p in folder.glob(f"{path.stem}.*") if p.suffix != ".py"}


def _locate(module):
    """Return the file of a module, or None."""
    base = ROOT.joinpath(*module.split("."))
    for path in (base / "__init__.py", base.with_suffix(".py")):
        if path.is_file():
            return path
    return None


def _run_on_the_way(path, through_doors):
    """Return each __init__.py that runs before a module; doors only if so asked."""
    folders = [folder for folder in path.parents if folder.is_relative_to(ROOT)]
    inits = [folder / "__init__.py" for folder in folders]
    return {init for init in inits if init.is_file() and (through_doors or not is_door(read(init)))}


def resolve(wanted, source):
    """Return [label, file] for each thing that an import brings; a label holds no path."""
    if not is_ours(wanted.module):
        return _script_beside(wanted, source)
    home = _locate(wanted.module)
    if wanted.name is None:
        if home is None:
            raise ReachError(f"there is no module {wanted.module}")
        return [("", home)]
    inner = _locate(f"{wanted.module}.{wanted.name}")
    if inner is None:
        return _resolve_name(wanted, home, source)
    if wanted.used is None or inner.name != "__init__.py":
        return [(wanted.name, inner)]
    package = f"{wanted.module}.{wanted.name}"
    taken = [Import(package, name, "", None) for name in sorted(wanted.used)]
    return [pair for import_ in taken for pair in resolve(import_, source)]


def _script_beside(wanted, source):
    """Return a script that lies beside the importing one, outside of any package."""
    if not isinstance(source, Path) or (source.parent / "__init__.py").exists():
        return []
    script = source.parent / f"{wanted.module}.py"
    return [(wanted.module, script)] if script.is_file() else []


def _resolve_name(wanted, home, source):
    """Return [label, file] for a name that is not a module of its own."""
    if home is None:
        raise ReachError(f"there is no module {wanted.module}")
    text = read(home)
    if home.name != "__init__.py" or wanted.name.startswith("__"):
        return [(wanted.name, home)]
    if finds_by_name(text):
        slug = re.sub(r"(?<!^)(?=[A-Z])", "_", wanted.name).lower()
        if folder := sorted((home.parent / slug).glob("*.py")):
            return [(wanted.name, path) for path in folder]
    if not is_door(text):
        return [(wanted.name, home)]
    for handed_on in imports(text):
        if handed_on.bound == wanted.name:
            return resolve(replace(handed_on, used=None), source)
    raise ReachError(f"{wanted.module} has no {wanted.name}")
