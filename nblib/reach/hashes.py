"""One hash of sources and of all that they reach.

Of a Python file its syntax tree counts, without docstrings: a comment, a word about the code or the
formatter changes no result. A page that shows lines of a file stands on its every byte; `as_text`
names such files.

Names of files and modules do not count, so that a file can move. What an import brings does: by the
content of the file that it leads to, so that a mean squared error of nblib.losses is never taken
for one of nblib.metrics. Data count by their bytes and by the name beside their module.
"""

import ast
import functools
import hashlib
from pathlib import Path

from nblib.reach import files
from nblib.reach.files import beside, reach, read, resolve
from nblib.reach.syntax import imports, is_docstring, is_ours, parsed


def source_hash(*sources, as_text=()):
    """Return the hash of sources (paths of Python files, or texts) and of all that they reach.

    as_text: paths of Python files of which every byte counts. Raises as reach() does.
    """
    reached = reach(*sources)
    content = {path: content_hash(path, as_text) for path in reached}
    lines = [f"{path.name} {content[path]}" for path in reached if path.suffix != ".py"]
    for source in {*sources, *(path for path in reached if path.suffix == ".py")}:
        lines.append(_line(source, content))
    return digest("\n".join(sorted(lines)).encode())[:16]


def own_hash(script):
    """Return the hash of a script, of the scripts that it imports and of all data that they reach,
    without the code of the library.
    """
    library = files.ROOT / "nblib"
    scripts_and_data = [p for p in reach(script) if p.suffix != ".py" or library not in p.parents]
    lines = [f"{path.name} {content_hash(path)}" for path in {script, *scripts_and_data}]
    return digest("\n".join(sorted(lines)).encode())[:16]


def _line(source, content):
    """Return one source as it counts: itself, what its imports lead to, the data beside it."""
    own_content = content[source] if isinstance(source, Path) else digest(_tree(source).encode())
    brought = [
        f"{wanted.bound} {label} {content.get(path)}"
        for wanted in imports(read(source))
        for label, path in resolve(wanted, source)
    ]
    near = beside(source) if isinstance(source, Path) else ()
    data = [f"{path.name} {content[path]}" for path in near if path.suffix != ".py"]
    return " | ".join([own_content, *sorted(brought), *sorted(data)])


def digest(content):
    """Return the hash of bytes."""
    return hashlib.sha256(content).hexdigest()


def content_hash(path, as_text=()):
    """Return the hash of one file as it counts, without what it imports."""
    if path.suffix == ".py" and path not in as_text:
        return digest(_tree(read(path)).encode())
    return digest(path.read_bytes())


@functools.cache
def _tree(text):
    return _dump(parsed(text))


def _dump(node):
    """Return a syntax tree as text, without docstrings and without imports of the course's modules,
    which are followed. Not ast.dump: what that writes differs between versions of Python.
    """
    if isinstance(node, list):
        return "[" + ", ".join([_dump(item) for item in node]) + "]"
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = []
    for name, value in ast.iter_fields(node):
        if name in ("body", "orelse", "finalbody") and isinstance(value, list):
            value = _body(node, value)
        if value is not None and value != [] and name != "kind":
            fields.append(f"{name}={_dump(value)}")
    return f"{type(node).__name__}({', '.join(fields)})"


def _body(node, statements):
    """Return the statements of a body that count."""
    documented = isinstance(
        node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    )
    if documented and statements and is_docstring(statements[0]):
        statements = statements[1:]
    return [statement for statement in statements if not _is_followed(statement)]


def _is_followed(statement):
    if isinstance(statement, ast.ImportFrom):
        return is_ours(statement.module or "")
    return isinstance(statement, ast.Import) and all(is_ours(a.name) for a in statement.names)
