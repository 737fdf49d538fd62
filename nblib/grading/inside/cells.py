"""Executes notebook cells one after the other in one namespace, as Jupyter would; inside the
sandbox.
"""

import __future__

import ast
import importlib.util
import inspect
import linecache
import re
import sys
import types

from nblib.grading.inside import shell
from nblib.grading.inside.output import Output
from nblib.grading.inside.source import AWAIT, LINE_END, UNSIGNED, read
from nblib.grading.limits import INSTALLED

FUTURE = {name: getattr(__future__, name).compiler_flag for name in __future__.all_feature_names}
# In Jupyter a loop is running at all times; here it runs in the cells that ask for it.
ASKS_FOR_LOOP = re.compile(r"\b(create_task|ensure_future|get_running_loop|gather)\b")


class Notebook:
    """A namespace in which cells are executed; it is the module __main__ for them."""

    def __init__(self, output):
        self.output = Output(output)
        self.module = types.ModuleType("__main__")
        self.names = vars(self.module)
        self.names |= shell.provide(self)
        self.ready_made = dict(self.names)  # what it finds, as it was
        self.flags = AWAIT  # of the compiler; a future feature holds for all cells after it
        self.number = 0  # of the cell
        self.notes = []  # on what was left out of it
        self.loop = None  # asyncio's, once a cell has awaited something
        sys.modules["__main__"] = self.module
        sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = self.output
        sys.path.insert(0, "")  # as in Jupyter: what a cell has written can be imported

    def run(self, source, number):
        """Execute one cell; return the notes on what was left out. Raises what the cell raises."""
        self.number = number
        self.notes = []
        filename = f"<cell {number}>"
        lines = [line + "\n" for line in LINE_END.split(source)]
        linecache.cache[filename] = (len(source), None, lines, filename)
        self.ready_made["In"].append(source)
        self.execute(source, filename)
        return self.notes

    def execute(self, source, filename="<string>"):
        """Execute a source, statement after statement, as Jupyter does."""
        cell = read(source, self.flags)
        self.notes += cell.notes
        if cell.file is not None:
            with open(cell.file, "a" if cell.append else "w", encoding="utf-8") as file:
                file.write(cell.content)
            importlib.invalidate_caches()
            return
        tree = self._compile(cell.python, filename, "exec", ast.PyCF_ONLY_AST)
        asks_for_loop = bool(ASKS_FOR_LOOP.search(source)) and "asyncio.run(" not in source
        for node in _statements(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._import(node, filename)
            elif _is_magic(node) and node.value.id not in self.names:
                self.notes.append(f"left out: {node.value.id}")
            elif node is tree.body[-1] and isinstance(node, ast.Expr):
                code = self._compile(ast.Expression(node.value), filename, "eval")
                self._remember(self._run(code, asks_for_loop))
            else:
                module = ast.Module([node], [])
                self._run(self._compile(module, filename, "exec"), asks_for_loop)

    def _compile(self, source, filename, mode, extra_flags=0):
        return compile(source, filename, mode, self.flags | extra_flags, dont_inherit=True)

    def _import(self, node, filename):
        """Execute an import. One of what is not installed is left out: the cell goes on."""
        code = self._compile(ast.Module([node], []), filename, "exec")
        for name, flag in FUTURE.items():
            if isinstance(node, ast.ImportFrom) and node.module == "__future__":
                if name in [alias.name for alias in node.names]:
                    self.flags |= flag
        try:
            exec(code, self.names)
        except ModuleNotFoundError as error:
            package = str(error.name).partition(".")[0]
            if package in sys.modules or importlib.util.find_spec(package) is not None:
                raise
            self.notes.append(
                f"left out: {ast.unparse(node)}. The grader has no {package}: there are {INSTALLED}"
            )

    def _run(self, code, asks_for_loop):
        """Run a statement's code; return its value. Where it awaits something, in a loop."""
        awaits = code.co_flags & inspect.CO_COROUTINE
        if not awaits and not asks_for_loop:
            return eval(code, self.names)

        async def step():
            value = eval(code, self.names)
            return await value if awaits else value

        import asyncio  # takes a while, and hardly a notebook needs it

        loop = self.loop or asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        self.loop = None  # one that is torn is not used again
        value = loop.run_until_complete(step())
        self.loop = loop
        return value

    def _remember(self, value):
        """Keep what the last line of a cell gives, as Jupyter does: _ and Out[number]."""
        if value is None:
            return
        self.names["_"] = value
        self.ready_made["Out"][self.number] = value

    def public(self):
        """Return the names that the notebook made, each with its type's name."""
        return {
            name: type(value).__name__
            for name, value in self.names.items()
            if type(name) is str
            and not name.startswith("_")
            and value is not self.ready_made.get(name, self)
        }


def _is_magic(node):
    """Return whether a statement is a word that Jupyter takes for a magic without its sign."""
    named = isinstance(node, ast.Expr) and isinstance(node.value, ast.Name)
    return named and node.value.id in UNSIGNED


def _statements(tree):
    """Yield the statements of a cell, `import a, b` as two."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield ast.copy_location(ast.Import([alias]), node)
        else:
            yield node
