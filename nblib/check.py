"""The student's check: what a question asks for, tried at once, with the reason when it fails.

A test is a function whose parameters are names of the student's notebook; its docstring says what
it looks at. It compares with close() and friends, which say what was expected and what came. NumPy
only.
"""

import contextlib
import hashlib
import html
import inspect
import linecache
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

SECONDS = 5.0  # for each test of a question
# The clock on the wall, or what this process computes: a busy machine makes no difference to that.
CLOCKS = {"wall": ("ITIMER_REAL", "SIGALRM"), "processor": ("ITIMER_PROF", "SIGPROF")}


class Mismatch(AssertionError):
    """A value is not the one expected; the message is for the student."""


class OutOfTime(BaseException):
    """The tests of a question took too long; no `except Exception` of the student's catches it."""


def close(got, expected, *, rtol=1e-6, atol=1e-9, what="the result"):
    """Raise Mismatch unless got, a number or an array, has expected's shape and is close to it."""
    if got is None:
        raise Mismatch(f"{what} is None: does the function end with `return`?")
    expected = np.asarray(expected)
    array = _as_array(got, what)
    if array.shape != expected.shape:
        raise Mismatch(f"{what} has shape {array.shape}, expected {expected.shape}")
    if array.dtype.kind not in "biufc":
        raise Mismatch(f"{what} holds {array.dtype}, expected numbers")
    bad = ~np.isclose(array, expected, rtol=rtol, atol=atol, equal_nan=True)
    if bad.any():
        index = tuple(map(int, np.argwhere(np.atleast_1d(bad))[0])) if expected.ndim else ()
        where = f" at {list(index)}" if index else ""
        many = f" ({np.count_nonzero(bad)} of {bad.size} elements differ)" if bad.size > 1 else ""
        raise Mismatch(
            f"{what}{where} is {_number(array[index])}, expected {_number(expected[index])} "
            f"to {rtol:g} relative or {atol:g} absolute{many}"
        )


def same(got, expected, *, what="the result"):
    """Raise Mismatch unless got is expected, of its type: for words, counts, truth values."""
    plain = got.item() if isinstance(got, np.generic) else got
    if type(plain) is not type(expected):
        name = type(expected).__name__
        raise Mismatch(f"{what} is of type {type(got).__name__}, expected {name}")
    if plain != expected:
        raise Mismatch(f"{what} is {plain!r}, expected {expected!r}")


def raises(kind, function, *arguments, what="it"):
    """Raise Mismatch unless function(*arguments) raises an exception of this kind."""
    try:
        value = function(*arguments)
    except Exception as error:
        if not isinstance(error, kind):
            # In the grader the student's own type is a text.
            name = getattr(error, "type", type(error).__name__)
            raise Mismatch(f"{what} raises {name}, expected {kind.__name__}") from None
        return
    raise Mismatch(f"{what} returns {value!r:.60}, expected it to raise {kind.__name__}")


def holds(condition, message):
    """Raise Mismatch with the message unless the condition, a bool, holds."""
    if not isinstance(condition, bool | np.bool_):
        raise TypeError(f"a condition is True or False, not {type(condition).__name__}")
    if not condition:
        raise Mismatch(message)


def fingerprint(value):
    """Return a short hash of a value, numbers rounded to five digits, to know wrong answers."""
    return hashlib.sha256(_canonical(value).encode()).hexdigest()[:12]


def _canonical(value):
    if isinstance(value, list | tuple):
        return "(" + ",".join(map(_canonical, value)) + ")"
    if value is None or isinstance(value, str | bool | np.bool_):
        return repr(value if not isinstance(value, np.bool_) else bool(value))
    array = np.asarray(value)
    if array.dtype.kind not in "biufc":
        return type(value).__name__
    numbers = (f"{x:.4e}" for x in (array.astype(complex).ravel() + 0.0))  # + 0.0: no negative zero
    return f"{array.shape}[{','.join(numbers)}]"


def _as_array(got, what):
    if isinstance(got, str | bytes | dict | set):
        raise Mismatch(f"{what} is of type {type(got).__name__}, expected a number or an array")
    try:
        return np.asarray(getattr(got, "data", got) if type(got).__name__ == "Tensor" else got)
    except Exception:
        raise Mismatch(
            f"{what} is of type {type(got).__name__}, expected a number or an array"
        ) from None


def _number(x):
    return f"{x.item():.6g}" if x.dtype.kind == "f" else str(x.item())


HELPERS = {"close": close, "same": same, "raises": raises, "holds": holds, "np": np}


@dataclass(frozen=True)
class Test:
    """A test of an exercise, or a probe: a function of objects that a notebook defines."""

    name: str
    title: str  # the first line of its docstring: what it looks at
    parameters: tuple  # their names
    function: Callable

    def call(self, lookup):
        """Return what it returns for lookup(name) of each parameter; `names.__getitem__`, say."""
        return self.function(*(lookup(name) for name in self.parameters))


def load(source, file="<test>"):
    """Return {name: Test} of the functions that a source defines, in its order.

    The source is the course's own, never a student's: it is executed here, with HELPERS as names.
    """
    scope = dict(HELPERS)
    exec(compile(source, file, "exec"), scope)
    tests = {}
    for name, function in scope.items():
        if name not in HELPERS and inspect.isfunction(function):
            title = (inspect.getdoc(function) or name).splitlines()[0]
            parameters = tuple(inspect.signature(function).parameters)
            tests[name] = Test(name, title, parameters, function)
    return tests


@dataclass
class Result:
    """What the check of a question found; shows itself as text and as HTML."""

    question: str
    lines: list = field(default_factory=list)  # (passed, what was looked at, why not)
    hint: str | None = None  # for a known misconception
    notes: list = field(default_factory=list)

    @property
    def passed(self):
        """Whether every test passed."""
        return bool(self.lines) and all(ok for ok, _, _ in self.lines)

    def __repr__(self):
        text = [f"{self.question}: {'passed' if self.passed else 'not yet'}"]
        for ok, title, why in self.lines:
            text.append(f"  {'✓' if ok else '✗'} {title}" + (f"\n      {why}" if why else ""))
        text += [f"  What this looks like: {self.hint}"] if self.hint else []
        return "\n".join([*text, *(f"  {note}" for note in self.notes)])

    def _repr_html_(self):
        return f"<pre>{html.escape(repr(self))}</pre>"


class Checks:
    """The checks of one exercise set; the object in a student's notebook that is called as
    check("q1").

    source: the public tests, Python. questions: {name: {"tests": names of functions, "probe": a
    name or None, "known": {fingerprint: hint}, "hints": texts, "uncovered": a text}}, in the order
    of the notebook.
    """

    def __init__(self, source, questions, *, title="", names=None):
        self.questions = questions
        self.title = title
        self._names = names  # where the student's objects are looked up; None: in the notebook
        self._done = set()  # questions that pass
        self._hinted = {}  # question -> how many of its hints were given
        file = f"<checks of {title or 'the exercises'}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        self._tests = load(source, file)

    def __call__(self, question):
        """Run the public tests of a question on what the notebook now holds; return the Result."""
        entry = self._entry(question)
        names = self._names if self._names is not None else inspect.currentframe().f_back.f_globals
        result = run(question, [self._tests[name] for name in entry["tests"]], names)
        if not result.passed and entry.get("probe"):
            result.hint = entry["known"].get(probe(self._tests[entry["probe"]], names))
        (self._done.add if result.passed else self._done.discard)(question)
        if result.passed and entry.get("uncovered"):
            result.notes.append(f"Not looked at here: {entry['uncovered']}")
        if not result.passed and entry.get("hints"):
            result.notes.append(f'check.hint("{question}") gives a hint, and one more each time.')
        result.notes.append(f"{len(self._done)} of {len(self.questions)} questions pass so far.")
        return result

    def hint(self, question):
        """Print the next hint for a question; each call gives one more, the last one stays."""
        hints = self._entry(question)["hints"]
        if not hints:
            print("There is no hint for this question: read what check() says.")
            return
        k = self._hinted[question] = min(self._hinted.get(question, 0) + 1, len(hints))
        print(f"Hint {k} of {len(hints)}: {hints[k - 1]}")

    def _entry(self, question):
        if question not in self.questions:
            raise ValueError(
                f"there is no question {question!r}: there are {', '.join(self.questions)}"
            )
        return self.questions[question]


def run(question, tests, names, seconds=SECONDS, clock="wall"):
    """Run Tests on the objects in names, a dict; return a Result. No exception gets out of here."""
    result = Result(question)
    for test in tests:
        missing = [name for name in test.parameters if name not in names]
        if missing:
            hint = "run the cell that defines it, and mind the spelling"
            result.lines.append((False, test.title, f"`{missing[0]}` is not defined: {hint}"))
            continue
        try:
            with time_limit(seconds, clock), np.errstate(all="ignore"):
                test.call(names.__getitem__)
            why = None
        except Mismatch as error:
            why = str(error)
        except OutOfTime:
            why = f"no answer within {seconds:g} seconds: is there a loop that does not end?"
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            why = explain(error)
        result.lines.append((why is None, test.title, why))
    return result


def probe(test, names, clock="wall"):
    """Return the fingerprint of what a probe, a Test, gives for names; None where it fails."""
    try:
        with time_limit(SECONDS, clock), np.errstate(all="ignore"):
            return fingerprint(test.call(names.__getitem__))
    except (Exception, OutOfTime, SystemExit):
        return None


def explain(error):
    """Return an exception of the student's code as one sentence, with the line of their cell."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename != __file__]
    student_frames = [
        f
        for f in frames
        if not f.filename.startswith("<checks of") and "site-packages" not in f.filename
    ]
    line = student_frames[-1].line if student_frames else ""
    where = f", in the line `{line.strip()}`" if line else ""
    if isinstance(error, TypeError) and "NoneType" in str(error) and not student_frames:
        return "the result is None: does the function end with `return`?"
    if isinstance(error, SystemExit):
        return f"it ends the program (exit or quit){where}"
    return f"{type(error).__name__}: {error}{where}"


@contextlib.contextmanager
def time_limit(seconds, clock="wall"):
    """Raise OutOfTime in this block after so many seconds, where the system has such an alarm."""
    timer_name, alarm_name = CLOCKS[clock]

    def ring(signum, frame):
        raise OutOfTime

    try:
        timer = getattr(signal, timer_name)
        alarm = getattr(signal, alarm_name)
        before = signal.signal(alarm, ring)
    except (AttributeError, ValueError):  # Windows, or not the main thread
        yield
        return
    # Again and again, should the student's code swallow it.
    signal.setitimer(timer, seconds, 0.1)
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(alarm, before)
