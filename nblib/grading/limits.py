"""What one notebook may use, and the errors that say what it used too much of."""

from dataclasses import dataclass, field

from nblib.grading.wire import Caps, GradingError


class SandboxError(GradingError):
    """The sandbox cannot be had: a fault of the grader's machine, never of the student."""


class TimeLimit(GradingError):
    """The notebook ran longer than it may."""


class Died(GradingError):
    """The notebook's process ended before it answered."""


class MemoryLimit(Died):
    """The notebook used more memory, or more files, than it may."""


@dataclass(frozen=True)
class Limits:
    """Seconds of wall clock, bytes and counts. A cell or call gets a second of grace to be stopped
    gently.
    """

    call_s: float = 10.0
    cell_s: float = 30.0
    notebook_s: float = 120.0
    total_s: float = 900.0
    cpu_s: int = 600
    memory: int = 2 << 30  # of all processes together
    address_space: int = 12 << 30  # of one process; torch maps far more than it uses
    disk: int = 64 << 20
    files: int = 10_000  # on that disk
    open_files: int = 128
    processes: int = 64  # threads count
    output: int = 100_000  # characters of a cell's output that are kept
    restarts: int = 3
    kept: int = 512 << 20  # bytes of answers in one session, or in one test's budget
    asks: int = 1_000_000  # questions and answers in one session
    caps: Caps = field(default_factory=Caps)
