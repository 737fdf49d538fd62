"""What a notebook finds in Jupyter beside its own names: get_ipython(), display(), In and Out."""

import shlex
import sys
import types


class Nothing:
    """Stands for any part of Jupyter that is not here: it can be called and looked into, and is
    empty.
    """

    def __call__(self, *arguments, **named):
        """Do nothing."""
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __setattr__(self, name, value):
        pass  # a setting of something that is not here

    def __bool__(self):
        return False

    def __iter__(self):
        return iter(())

    def __contains__(self, item):
        return False

    def __getitem__(self, key):
        return self


class Shell(Nothing):
    """What get_ipython() gives: it runs Python, and nothing else that it is asked for."""

    def __init__(self, notebook):
        vars(self)["_notebook"] = notebook

    def __bool__(self):
        return True

    def __repr__(self):
        return "<the grader in the place of Jupyter>"

    @property
    def user_ns(self):
        """The notebook's names."""
        return self._notebook.names

    def ev(self, source):
        """Return the value of an expression."""
        return eval(source, self.user_ns)

    def run_cell(self, source, *arguments, **named):
        """Execute a cell."""
        self._notebook.execute(source)

    def run_line_magic(self, name, line="", *arguments, **named):
        """Execute what a magic has executed, where that is Python."""
        if name in ("time", "prun") and line:
            self.run_cell(line)
        if name == "run" and line:
            with open(shlex.split(line)[0], encoding="utf-8") as file:
                self.run_cell(file.read())

    def run_cell_magic(self, name, line, cell):
        """Execute the cell under a magic, where that is Python."""
        self.run_cell(f"%%{name} {line}\n{cell}")

    def magic(self, line):
        """Execute what a magic has executed, as one text."""
        name, _, argument = line.lstrip("%").partition(" ")
        self.run_line_magic(name, argument)

    def getoutput(self, command, *arguments, **named):
        """Return the lines that a shell command prints: none, as it is not run."""
        return []


def provide(notebook):
    """Return the names that every notebook finds; IPython, if it is there, gets to know of them."""
    shell = Shell(notebook)

    def get_ipython():
        return shell

    known = types.ModuleType("IPython.core.getipython")
    known.get_ipython = get_ipython
    sys.modules[known.__name__] = known  # IPython itself takes it from there
    return {
        "get_ipython": get_ipython,
        "display": lambda *values, **options: print(*values),
        "In": [""],
        "Out": {},
    }
