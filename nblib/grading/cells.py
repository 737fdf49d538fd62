"""The cells of a notebook, executed one after the other in a sandbox; again, without the one at
fault, when one has ended its process.
"""

import time
from dataclasses import dataclass, field

from nblib.grading.deadline import Deadline
from nblib.grading.errors import GradingError, TimeLimit, WireError
from nblib.grading.limits import TEXTS
from nblib.grading.processes import Trunk
from nblib.grading.wire.student import StudentError, text

DAMAGED = "The notebook's process broke the rules of the wire: damaged"


@dataclass(frozen=True)
class Cell:
    """What became of one cell: error is None, a StudentError, a TimeLimit, a WireError or a
    Died.
    """

    number: int
    output: str = ""
    notes: tuple = ()
    error: GradingError | None = None


@dataclass
class Executed:
    """A notebook whose cells are executed."""

    cells: list  # a Cell for each
    trunk: Trunk | None = None  # the process that has done it, if it lives
    names: dict = field(default_factory=dict)  # of the notebook -> name of the type
    alone: bool = True  # whether the process has no other threads, so that it can have branches
    seconds: float = 0.0  # that the last execution took
    error: GradingError | None = None  # where there is nothing that could answer


def execute(session, end):
    """Return an Executed: the cells of a session, within a Deadline. Raises SandboxError."""
    within = None  # for the cells: from when the first process is there
    fatal = {}  # number of a cell that ended a process, or that came too late -> its Cell
    while True:
        begin = time.monotonic()
        trunk = Trunk(session, session.era())
        within = within or Deadline(session.limits.notebook_s, end)
        session.receipt = trunk.sandbox.receipt
        executed = Executed(_run_all(session, trunk, fatal, within), trunk)
        if not trunk.lost:
            _rest(session, executed, end)
        session.peak = max(session.peak, trunk.sandbox.peak)
        executed.seconds = time.monotonic() - begin
        if executed.error is not None or not trunk.lost:
            return executed
        if end.over():
            executed.error = session.note(
                TimeLimit("The notebook's time was over before its cells were executed.")
            )
            return executed


def _run_all(session, trunk, fatal, within):
    """Execute the cells but the fatal ones; return what became of each. One that ends the process
    is fatal from then on.
    """
    done = []
    for number, source in enumerate(session.sources, 1):
        if number not in fatal and within.over():
            error = TimeLimit(
                "It was not executed: "
                f"the notebook may take {session.limits.notebook_s:g} s in all."
            )
            fatal[number] = Cell(number, error=session.note(error))
        done.append(fatal.get(number) or _run(session, trunk, number, source, within))
        if trunk.lost:
            fatal[number] = done[-1]
            break
    return done


def _run(session, trunk, number, source, within):
    """Execute one cell; return what became of it."""
    try:
        report = trunk.ask("run", (source, number), session.limits.cell_s, within)
    except StudentError as error:
        return Cell(number, error.output, error=error)
    except GradingError as error:
        return Cell(number, error=session.note(error))
    if type(report) is dict:
        output = report.get("output")
        notes = report.get("notes")
        if type(output) is str and type(notes) is list:
            safe_notes = (text(note, TEXTS["note"]) for note in notes if type(note) is str)
            return Cell(number, text(output, session.limits.output + 100), tuple(safe_notes))
    trunk.end()
    return Cell(number, error=session.note(WireError(f"{DAMAGED} report.")))


def _rest(session, executed, end):
    """Let the trunk come to rest: ask for its names, and whether it can have branches."""
    trunk = executed.trunk
    try:
        names, executed.alone = _checked(trunk.ask("rest", (), session.limits.call_s, end))
    except GradingError as error:
        executed.error = session.note(error)
        trunk.end()
        return
    executed.names = {
        text(name, TEXTS["name"]): text(cls, TEXTS["type"]) for name, cls in names.items()
    }


def _checked(reply):
    """Return (names, alone) as the trunk tells them. Raises WireError."""
    if type(reply) is tuple and len(reply) == 2 and type(reply[0]) is dict:
        names = reply[0]
        if all(type(item) is str for item in [*names, *names.values()]):
            return names, reply[1] is True
    raise WireError(f"{DAMAGED} names.")
