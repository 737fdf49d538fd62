"""The source files that the tests of this folder look at, and who imports whom."""

import ast
from functools import cache

from tools.paths import ROOT

FOLDERS = ("nblib", "tools", "records", "tests")
OTHERS = {"__pycache__", "attacks"}  # attacks are code of those who write as they like


def files(*suffixes):
    """Return every source file of these suffixes, as a path from the root, `nblib/tensor.py`."""
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in paths
        if path.suffix in suffixes and not OTHERS & set(path.parts)
    )


@cache
def tree(name):
    """Return the syntax tree of a file."""
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def within(name, rooms):
    """Whether a file is one of these rooms, files or folders, or lies below one."""
    return any(name == room or name.startswith(f"{room}/") for room in rooms)


def imports(nodes):
    """Yield (module, name) for each name that the nodes import; `import m` gives (m, None)."""
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, None
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are written in full here"
            for alias in node.names:
                yield node.module, alias.name


def imported_files(name, everything):
    """Return the files that a file imports, in its functions too.

    Helpers of the tests, and scripts of the records, lie beside the file or in tests.
    """
    found = set()
    for module, part in imports(ast.walk(tree(name))):
        # `from a.b import c` means the module a/b/c.py if there is one, else a name in a/b.
        dotted = [f"{module}.{part}", module] if part else [module]
        for path in (d.replace(".", "/") for d in dotted):
            targets = {f"{path}.py", f"{path}/__init__.py"} & everything
            if name.startswith(("tests/", "records/")):
                beside = {f"{folder}/{path}.py" for folder in ("tests", name.rpartition("/")[0])}
                targets |= beside & everything
            if targets:
                found |= targets
                break
    return found


def circles(edges):
    """Return the lists of files that reach each other; edges: {file: the files it imports}."""
    reach = {name: _reached(name, edges) for name in edges}
    joined = {
        frozenset({name} | {other for other in reach[name] if name in reach[other]})
        for name in edges
    }
    return sorted(sorted(circle) for circle in joined if len(circle) > 1)


def _reached(name, edges):
    reached = set()
    todo = [name]
    while todo:
        for other in edges[todo.pop()] - reached:
            reached.add(other)
            todo.append(other)
    return reached
