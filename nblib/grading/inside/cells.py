"""Executes notebook cells one after the other in one namespace, as Jupyter would; inside the
sandbox.
"""

import ast
import contextlib
import io
import linecache
import re
import signal
import sys
import traceback
import types

from nblib.grading.limits import TEXTS

SHELL = re.compile(r"^(\s*)((?:[\w\s,.\[\]]+=\s*)?[%!].*|[\w.]+\?{1,2}|\?{1,2}[\w.]+)\s*$")
# Python's own; splitlines() also splits at U+2028, form feeds and the like.
LINE_END = re.compile(r"\r\n?|\n")
CELL = re.compile(r"<cell (\d{1,6})>")
TIMED = re.compile(r"%time\s+(?=\S)")  # what stands behind it is Python to be run
HARMLESS = ("%%time", "%%capture", "%%prun")  # the cell under them is Python to be run


class TooLong(BaseException):
    """Raised in the midst of a cell or function that has run for as long as it may."""


class Output(io.TextIOBase):
    """Keeps what is printed, up to a number of characters."""

    def __init__(self, length):
        self.length = length  # characters that are kept
        self.pieces = []
        self.size = 0  # characters that were printed

    def writable(self):
        """Return True: this is what print() asks."""
        return True

    def write(self, text):
        """Keep text as far as there is room; the rest is lost."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self.size < self.length:
            self.pieces.append(text[: self.length - self.size])
        self.size += len(text)
        return len(text)

    def take(self):
        """Return what was kept and begin anew."""
        text = "".join(self.pieces)
        if self.size > self.length:
            text += f"\n[cut: {self.size:,} characters]"
        self.pieces = []
        self.size = 0
        return clean(text)


class Alarm:
    """Raises TooLong in the main thread after so many seconds, unless student code sees to it that
    it does not.
    """

    def __init__(self):
        self.seconds = None  # after which it rings
        self.holds = 0  # how many frames put off its ringing
        self.rung = False  # whether it has rung meanwhile
        signal.signal(signal.SIGALRM, self._ring)

    @contextlib.contextmanager
    def set(self, seconds):
        """Let it ring after seconds; None leaves one that is set as it is."""
        if seconds is None:
            yield
            return
        self.seconds = seconds
        self.rung = False
        signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    @contextlib.contextmanager
    def held(self):
        """Put off its ringing: a frame that is sent or awaited must not be torn."""
        self.holds += 1
        try:
            yield
        finally:
            self.holds -= 1
        if self.rung and not self.holds:
            self._ring()

    def _ring(self, *signal_and_frame):
        self.rung = bool(self.holds)
        if not self.holds:
            raise TooLong(f"it was still running after {self.seconds:.3g} s")


class Notebook:
    """A namespace in which cells are executed; it is the module __main__ for them."""

    def __init__(self, output):
        self.output = Output(output)
        self.module = types.ModuleType("__main__")
        self.names = vars(self.module)
        self.names["display"] = lambda *values, **options: print(*values)
        self.ready_made = set(self.names)
        sys.modules["__main__"] = self.module
        sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = self.output

    def run(self, source, number):
        """Execute one cell; return the notes on what was left out. Raises what the cell raises."""
        filename = f"<cell {number}>"
        lines = [line + "\n" for line in LINE_END.split(source)]
        linecache.cache[filename] = (len(source), None, lines, filename)
        tree, notes = parse(source, filename)
        exec(compile(tree, filename, "exec"), self.names)
        return notes

    def public(self):
        """Return the names that the notebook made, each with its type's name."""
        return {
            name: type(value).__name__
            for name, value in self.names.items()
            if type(name) is str and name not in self.ready_made and not name.startswith("_")
        }


def parse(source, filename):
    """Return the cell's syntax tree, and a note for each magic or shell line left out. Raises
    SyntaxError.
    """
    lines = LINE_END.split(source)
    notes = []
    first = lines[0].strip()
    if first.startswith("%%"):
        if not first.startswith(HARMLESS):
            return ast.parse(""), [f"the whole cell was left out: {first[:80]}"]
        notes.append(f"left out: {first[:80]}")
        lines[0] = ""
    try:
        return ast.parse("\n".join(lines), filename), notes
    except SyntaxError:
        if not any(map(SHELL.match, lines)):
            raise
    # Only now: in a cell that parses, such a line is inside a text or goes on from the line before.
    for number, line in enumerate(lines):
        if match := SHELL.match(line):
            indent, command = match.groups()
            if timed := TIMED.match(command):
                notes.append(f"left out: {command[: timed.end()]}")
                lines[number] = indent + command[timed.end() :]
            else:
                notes.append(f"left out: {command[:80]}")
                lines[number] = f"{indent}pass"
    return ast.parse("\n".join(lines), filename), notes


def describe(error):
    """Return what the trusted side may know of an exception: type, message, and the cell's line it
    came from.
    """
    try:
        message = str(error)[: TEXTS["message"]]
    except Exception:
        message = "(the exception's own text could not be made)"
    # The last line of a cell on the way to where it was raised.
    lines = [
        (frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    if isinstance(error, SyntaxError):
        lines.append((error.filename, error.lineno))
    cell = line = None
    for name, number in lines:
        if type(name) is str and type(number) is int and (match := CELL.fullmatch(name)):
            cell = int(match[1])
            line = number
    source = linecache.getline(f"<cell {cell}>", line).strip() if line else ""
    return {
        "type": type(error).__name__,
        "bases": [base.__name__ for base in type(error).__mro__[:20]],
        "message": clean(message),
        "cell": cell,
        "line": line,
        "source": clean(source[: TEXTS["source"]]),
    }


def clean(text):
    """Return text without halves of surrogate pairs, which no file or wire takes."""
    return text.encode("utf-8", "replace").decode()
