"""From a cell as Jupyter takes it to Python: magics and shell lines are no Python."""

import ast
import re
import shlex
from dataclasses import dataclass, field

# Python's own; splitlines() also splits at U+2028, form feeds and the like.
LINE_END = re.compile(r"\r\n?|\n")
# Each is linear in the line: no two parts of it could take the same characters.
HELP = re.compile(r"%{0,2}[\w.*\[\]'\"]+\?{1,2}")
TIMED = re.compile(r"%(?:time|prun)\s+(?=\S)")  # what stands behind it is Python to be run
RUN = re.compile(r"%run\s+(?=\S)")
PROMPT = re.compile(r"(?:>>>|\.\.\.)(?: |$)|In \[\d+\]: |   \.\.\.: ?")
TARGET = re.compile(r"[\w\s,.\[\]'\"()*]+")  # of an assignment
CELL_RUN = ("time", "capture", "prun")  # magics under which the cell is Python to be run
CELL_FILE = ("writefile", "file")  # those that write the cell into a file
# What Jupyter takes for a magic without its sign, where it is no Python.
UNSIGNED = ("pip", "conda", "cd", "ls", "pwd", "cat", "mkdir", "matplotlib", "load_ext", "env")
SHOWN = 80  # characters of a line in a note


@dataclass
class Cell:
    """A cell as Python, line for line; what was left out of it; and the file that it writes."""

    python: str
    notes: list = field(default_factory=list)
    file: str | None = None
    append: bool = False  # to that file
    content: str = ""  # of that file


def read(source, flags=0):
    """Return the Cell of a source. It may still be wrong Python."""
    lines = LINE_END.split(source)
    cell = Cell("")
    first = -1
    while (first := _first(lines, first + 1)) is not None and lines[first].lstrip()[:2] == "%%":
        head = lines[first].strip()
        name, _, options = head[2:].partition(" ")
        if name in CELL_FILE:
            return _writes(cell, options, lines[first + 1 :], head)
        if name not in CELL_RUN:
            cell.notes.append(f"the whole cell was left out: {head[:SHOWN]}")
            return cell
        cell.notes.append(f"left out: {head[:SHOWN]}")
        lines[first] = ""
    # Where it parses, it is Python: what looks like a magic in it is inside a text, or goes on from
    # the line before.
    for change in (_without_prompts, _without_indent, _without_magics):
        lines = change(lines, cell.notes)
        cell.python = "\n".join(lines)
        if parses(cell.python, flags):
            break
    return cell


def parses(source, flags=0):
    """Return whether a source is Python, `await` outside of functions included."""
    try:
        compile(source, "<cell>", "exec", AWAIT | ast.PyCF_ONLY_AST | flags, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def _first(lines, start=0):
    """Return the number of the first line from there on that is not blank, or None."""
    return next((n for n in range(start, len(lines)) if lines[n].strip()), None)


def _writes(cell, options, lines, head):
    """Make a Cell one that writes lines into a file: `%%writefile [-a] name`."""
    try:
        arguments = shlex.split(options)
    except ValueError:
        arguments = options.split()
    names = [argument for argument in arguments if argument not in ("-a", "--append")]
    if len(names) == 1:
        cell.file = names[0]
        cell.append = len(arguments) > 1
        cell.content = "\n".join(lines) + "\n"
    else:
        cell.notes.append(f"the whole cell was left out: {head[:SHOWN]}")
    return cell


def _without_prompts(lines, notes):
    """Return lines without the prompts of a session that was copied."""
    first = _first(lines)
    if first is None or not PROMPT.match(lines[first]):
        return lines
    return [PROMPT.sub("", line, count=1) if PROMPT.match(line) else line for line in lines]


def _without_indent(lines, notes):
    """Return lines without the indent of the first one, where they have it."""
    first = _first(lines)
    if first is None:
        return lines
    indent = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
    return [line.removeprefix(indent) for line in lines]


def _without_magics(lines, notes):
    """Return lines with something in Python in the place of each magic and shell line."""
    out = []
    place = _Place()
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if place.begins_line():
            command = line
            continuations = 0  # lines that the command goes on to
            if _is_command(line):
                while command.endswith("\\") and number + continuations < len(lines):
                    command = command[:-1] + " " + lines[number + continuations].strip()
                    continuations += 1
            if (python := _python_for(command, notes)) is not None:
                line = python
                out += [line, *[""] * continuations]
                number += continuations
                place.go_through(line)
                continue
        out.append(line)
        place.go_through(line)
    return out


def _is_command(line):
    """Return whether a line begins with a sign of Jupyter's, or gives a name what comes of one."""
    text = line.strip()
    return text[:1] in ("%", "!") or _assigned(text) is not None


def _assigned(text):
    """Return (target, command) of `target = !command` or `target = %magic`; None for others."""
    target, equals, command = text.partition("=")
    command = command.strip()
    if equals and command[:1] in ("%", "!") and command[:2] != "!=" and TARGET.fullmatch(target):
        return target.rstrip(), command
    return None


def _python_for(line, notes):
    """Return the Python that stands for a line that Jupyter takes for something else, noting what
    is left out; None for a line of Python.
    """
    text = line.strip()
    indent = line[: len(line) - len(line.lstrip())]
    if assignment := _assigned(text):
        target, command = assignment
        value = _run_by(command, notes)
        empty = "[]" if command[0] == "!" else "None"
        return f"{indent}{target} = {value or empty}"
    if text[:1] in ("%", "!", "?") or HELP.fullmatch(text):
        return f"{indent}{_run_by(text, notes) or 'pass'}"
    name = text.partition(" ")[0]
    if name in UNSIGNED and not parses(text):
        notes.append(f"left out: {text[:SHOWN]}")
        return f"{indent}pass"
    return None


def _run_by(command, notes):
    """Return the Python that a command runs, or "", noting what is left out."""
    if timed := TIMED.match(command):
        notes.append(f"left out: {timed[0]}")
        return command[timed.end() :]
    if run := RUN.match(command):
        return f"get_ipython().run_line_magic('run', {command[run.end() :]!r})"
    notes.append(f"left out: {command[:SHOWN]}")
    return ""


class _Place:
    """Where in Python's text a line begins: in a text, in brackets, after a backslash, or none of
    these.
    """

    def __init__(self):
        self.quote = ""  # that ends the text it is in
        self.depth = 0  # of brackets
        self.goes_on = False  # the line before ended with a backslash

    def begins_line(self):
        """Return whether what comes is the beginning of a statement's first line."""
        return not self.quote and not self.depth and not self.goes_on

    def go_through(self, line):
        """Read one line."""
        self.goes_on = False
        column = 0
        while column < len(line):
            column = self._in_text(line, column) if self.quote else self._in_code(line, column)
        if len(self.quote) == 1 and not self.goes_on:
            self.quote = ""  # such a text ends with its line

    def _in_text(self, line, column):
        if line[column] == "\\":
            self.goes_on = column + 1 == len(line)
            return column + 2
        if line.startswith(self.quote, column):
            column += len(self.quote)
            self.quote = ""
            return column
        return column + 1

    def _in_code(self, line, column):
        letter = line[column]
        if letter == "#":
            return len(line)
        if letter in "\"'":
            self.quote = letter * 3 if line.startswith(letter * 3, column) else letter
            return column + len(self.quote)
        if letter in "([{":
            self.depth += 1
        elif letter in ")]}":
            self.depth = max(self.depth - 1, 0)
        elif letter == "\\" and column + 1 == len(line):
            self.goes_on = True
        return column + 1
