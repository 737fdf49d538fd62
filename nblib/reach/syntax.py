"""What one Python text says of what it stands on. Each text is parsed once."""

import ast
import functools
from collections import defaultdict
from dataclasses import dataclass

PACKAGES = ("nblib", "tools", "records")  # what is followed; the lock answers for all others
RECORDS = "nblib.page.records"


class ReachError(ValueError):
    """Code imports something of the course that does not exist, or in a form that is not read."""


@dataclass(frozen=True)
class Import:
    """An import of one name."""

    module: str
    name: str | None  # what is taken from the module; None: the module whole
    bound: str  # how the importing text calls it
    used: frozenset | None  # the attributes taken from it; None: perhaps all


def is_ours(module):
    """Say whether a module belongs to the course."""
    return module.split(".")[0] in PACKAGES


@functools.cache
def parsed(text):
    """Return the syntax tree of a text. Raises SyntaxError."""
    return ast.parse(text)


@functools.cache
def nodes(text):
    """Return all nodes of a text's syntax tree."""
    return tuple(ast.walk(parsed(text)))


@functools.cache
def imports(text):
    """Return the imports of a text, those inside functions too. Raises ReachError."""
    used = _used(text)
    wanted = []
    for node in nodes(text):
        if isinstance(node, ast.Import):
            wanted += [_import(alias, used) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            wanted += [_import_from(node, alias, used) for alias in node.names]
        elif module := _first_argument(node, {"import_module", "importlib.import_module"}):
            wanted.append(Import(module, None, "", None))
    return tuple(wanted)


def _import(alias, used):
    parent, _, last = alias.name.rpartition(".")
    if alias.asname and parent:
        return Import(parent, last, alias.asname, used.get(alias.asname))
    return Import(alias.name, None, alias.asname or "", None)


def _import_from(node, alias, used):
    if node.level:
        raise ReachError(
            f"line {node.lineno}: a relative import; write the module's name in full, nblib.…"
        )
    bound = alias.asname or alias.name
    name = None if alias.name == "*" else alias.name
    return Import(node.module, name, bound, used.get(bound))


def _used(text):
    """Return {name: the attributes taken from it}, for names of which nothing else is ever used."""
    attributes = defaultdict(set)
    owners = set()
    for node in nodes(text):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            attributes[node.value.id].add(node.attr)
            owners.add(node.value)
    names = [node for node in nodes(text) if isinstance(node, ast.Name)]
    alone = {node.id for node in names if node not in owners}
    return {name: frozenset(taken) for name, taken in attributes.items() if name not in alone}


def _first_argument(node, functions):
    """Return the text that a call of one of the functions has as its first argument, or None."""
    if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
        return None
    value = node.args[0].value
    if isinstance(value, str) and ast.unparse(node.func) in functions:
        return value
    return None


@functools.cache
def recorded(text):
    """Return the names of the records that a text loads: records.load("06") loads 06."""
    functions = set()
    for wanted in imports(text):
        if f"{wanted.module}.{wanted.name}" == RECORDS:
            functions.add(f"{wanted.bound}.load")
        elif wanted.module == RECORDS:
            functions.add(wanted.bound if wanted.name == "load" else f"{RECORDS}.load")
    if not functions:
        return frozenset()
    return frozenset(filter(None, (_first_argument(node, functions) for node in nodes(text))))


def is_docstring(statement):
    """Say whether a statement is a text alone."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _is_constant(statement):
    return isinstance(statement, ast.Assign) and all(
        isinstance(target, ast.Name) and target.id.startswith("__") for target in statement.targets
    )


@functools.cache
def is_door(text):
    """Say whether an __init__.py only hands on: a docstring, imports, constants like __all__."""
    return all(
        isinstance(statement, ast.Import | ast.ImportFrom)
        or is_docstring(statement)
        or _is_constant(statement)
        for statement in parsed(text).body
    )


@functools.cache
def finds_by_name(text):
    """Say whether a package has a __getattr__, and so finds a class in the folder of its name."""
    functions = [s for s in parsed(text).body if isinstance(s, ast.FunctionDef)]
    return any(function.name == "__getattr__" for function in functions)
