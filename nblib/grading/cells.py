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

SHELL = re.compile(r"^(\s*)((?:[\w\s,.\[\]]+=\s*)?[%!].*|[\w.]+\?{1,2}|\?{1,2}[\w.]+)\s*$")
LINE_END = re.compile(
    r"\r\n?|\n"
)  # Python's; splitlines() also splits at U+2028, form feeds and the like
CELL = re.compile(r"<cell (\d{1,6})>")
TIMED = re.compile(r"%time\s+(?=\S)")  # what stands behind it is Python to be run
HARMLESS = ("%%time", "%%capture", "%%prun")  # the cell under them is Python to be run


class TooLong(BaseException):
    """Raised in the midst of a cell or function that has run for as long as it may."""


class Output(io.TextIOBase):
    """Keeps what is printed, up to a number of characters."""

    def __init__(self, most):
        self.most, self.parts, self.size = most, [], 0

    def writable(self):
        """Return True: this is what print() asks."""
        return True

    def write(self, text):
        """Keep text as far as there is room; the rest is lost."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self.size < self.most:
            self.parts.append(text[: self.most - self.size])
        self.size += len(text)
        return len(text)

    def take(self):
        """Return what was kept and begin anew."""
        text = "".join(self.parts) + (
            f"\n[cut: {self.size:,} characters]" if self.size > self.most else ""
        )
        self.parts, self.size = [], 0
        return clean(text)


class Alarm:
    """Raises TooLong in the main thread after so many seconds, unless student code sees to it that
    it does not.
    """

    def __init__(self):
        self.seconds, self.holds, self.rung = None, 0, False
        signal.signal(signal.SIGALRM, self._ring)

    @contextlib.contextmanager
    def set(self, seconds):
        """Let it ring after seconds; None leaves one that is set as it is."""
        if seconds is None:
            yield
            return
        self.seconds, self.rung = seconds, False
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
        self.given = set(self.names)
        sys.modules["__main__"] = self.module
        sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = self.output

    def run(self, source, number):
        """Execute one cell; return the notes on what was left out. Raises what the cell raises."""
        filename = f"<cell {number}>"
        linecache.cache[filename] = (
            len(source),
            None,
            [line + "\n" for line in LINE_END.split(source)],
            filename,
        )
        tree, notes = parse(source, filename)
        exec(compile(tree, filename, "exec"), self.names)
        return notes

    def public(self):
        """Return the names that the notebook made, each with its type's name."""
        ours = (name for name in self.names if name not in self.given and not name.startswith("_"))
        return {name: type(self.names[name]).__name__ for name in ours if type(name) is str}


def parse(source, filename):
    """Return the cell's syntax tree, and a note for each magic or shell line left out. Raises
    SyntaxError.
    """
    lines, notes = LINE_END.split(source), []
    first = lines[0].strip() if lines else ""
    if first.startswith("%%"):
        if not first.startswith(HARMLESS):
            return ast.parse(""), [f"the whole cell was left out: {first[:80]}"]
        notes, lines[0] = [f"left out: {first[:80]}"], ""
    try:
        return ast.parse("\n".join(lines), filename), notes
    except SyntaxError:
        if not any(map(SHELL.match, lines)):
            raise
    # Only now: in a cell that parses, such a line is inside a text or goes on from the line before.
    for number, line in enumerate(lines):
        if found := SHELL.match(line):
            timed = TIMED.match(found[2])
            notes.append(f"left out: {found[2][: timed.end() if timed else 80]}")
            lines[number] = found[1] + (found[2][timed.end() :] if timed else "pass")
    return ast.parse("\n".join(lines), filename), notes


def describe(error):
    """Return what the trusted side may know of an exception: type, message, and the cell's line it
    came from.
    """
    try:
        message = str(error)[:2000]
    except Exception:
        message = "(the exception's own text could not be made)"
    places = [
        (frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    if isinstance(error, SyntaxError):
        places.append((error.filename, error.lineno))
    cell = line = None
    for name, number in places:
        if type(name) is str and type(number) is int and (found := CELL.fullmatch(name)):
            cell, line = int(found[1]), number
    return {
        "type": type(error).__name__,
        "bases": [base.__name__ for base in type(error).__mro__[:20]],
        "message": clean(message),
        "cell": cell,
        "line": line,
        "source": clean(linecache.getline(f"<cell {cell}>", line).strip()[:200]) if line else "",
    }


def clean(text):
    """Return text without halves of surrogate pairs, which no file or wire takes."""
    return text.encode("utf-8", "replace").decode()
