"""A solution with one mistake in it, for each place where one can be made."""

import ast
from collections import Counter
from dataclasses import dataclass

from tools.mutants.mistakes import changed, mistakes

# Types, decorators and what belongs to an operator or a context are no places.
NOT_LOOKED_INTO = ("annotation", "returns", "decorator_list", "ctx", "op", "ops")


@dataclass(frozen=True)
class Mutant:
    """A solution with one change."""

    name: str  # the sort of mistake
    change: str  # what changed, in one line
    code: str


@dataclass(frozen=True)
class Cursor:
    """A node of a syntax tree and where it hangs: in a field of the node above, a list or not."""

    node: ast.AST
    above: "Cursor | None" = None
    field: str = ""
    index: int | None = None

    def put(self, new, top=None):
        """Return a copy of the whole tree, or from an ancestor on, with another node here."""
        if self is top or self.above is None:
            return new
        parent = self.above.node
        value = new
        if self.index is not None:
            value = list(getattr(parent, self.field))
            value[self.index] = new
        return self.above.put(changed(parent, **{self.field: value}), top)

    def statement(self):
        """Return the Cursor of the statement that this node is, or is in."""
        return self if isinstance(self.node, ast.stmt) else self.above.statement()

    def names(self):
        """Return the variables and parameters of the functions, and the attributes of the classes,
        around this node.
        """
        if self.above is None:
            return []
        return list(dict.fromkeys([*self.above.names(), *_bound(self.above.node)]))


def _bound(node):
    """Return the names that a function or a class gives values to."""
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        arguments = [n.arg for n in ast.walk(node.args) if isinstance(n, ast.arg)]
        return [*(name for name in arguments if name != "self"), *_stored(node, ast.Name)]
    if isinstance(node, ast.ClassDef):
        return _stored(node, ast.Attribute)
    return []


def _stored(node, node_type):
    return [
        ast.unparse(n)
        for n in ast.walk(node)
        if isinstance(n, node_type) and isinstance(n.ctx, ast.Store)
    ]


def mutants(code):
    """Return the Mutants of a solution, each another program."""
    program = ast.parse(code)
    texts = {ast.unparse(program)}
    count = Counter()
    programs = []
    for cursor in _cursors(Cursor(program)):
        for name, change, tree in _changes(cursor):
            text = ast.unparse(tree)
            if text in texts or not _compiles(text):
                continue
            texts.add(text)
            count[change] += 1
            if count[change] > 1:
                change = f"{change} #{count[change]}"
            programs.append(Mutant(name, change, text))
    return programs


def _cursors(cursor):
    """Yield the Places below one, docstrings left out."""
    for field, value in ast.iter_fields(cursor.node):
        if field in NOT_LOOKED_INTO:
            continue
        children = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, child in children:
            docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            if isinstance(child, ast.AST) and not docstring:
                below = Cursor(child, cursor, field, index)
                yield below
                yield from _cursors(below)


def _changes(cursor):
    """Yield (name, what changed in one line, the program) for each mistake at a cursor."""
    statement = cursor.statement()
    before = _first_line(statement.node)
    for name, new in mistakes(cursor):
        mistaken = cursor.put(new, top=statement)
        yield name, f"{before} -> {_first_line(mistaken)}", statement.put(mistaken)
    if isinstance(cursor.node, ast.For | ast.While):
        yield from _moves(cursor, before)


def _moves(cursor, before):
    """Yield the same for a line after a loop that slips into it, and for one that slips out."""
    loop = cursor.node
    block = getattr(cursor.above.node, cursor.field)
    earlier = block[: cursor.index]
    later = block[cursor.index + 1 :]
    last = loop.body[-1]
    if later:
        longer = changed(loop, body=[*loop.body, later[0]])
        change = f"{before} -> `{_first_line(later[0])}` inside"
        yield "indented too far", change, _with_block(cursor, [*earlier, longer, *later[1:]])
    if len(loop.body) > 1 and not isinstance(last, ast.Break | ast.Continue):
        shorter = changed(loop, body=loop.body[:-1])
        change = f"{before} -> `{_first_line(last)}` after it"
        yield "not indented", change, _with_block(cursor, [*earlier, shorter, last, *later])


def _with_block(cursor, block):
    """Return the program with other statements in the block that a statement stands in."""
    return cursor.above.put(changed(cursor.above.node, **{cursor.field: block}))


def _first_line(statement):
    """Return the first line of a statement, decorators left out."""
    lines = ast.unparse(statement).splitlines()
    return next(line for line in lines if not line.startswith("@"))


def _compiles(text):
    try:
        compile(text, "<mutant>", "exec")
    except SyntaxError:
        return False
    return True
