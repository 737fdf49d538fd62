"""Every limit of the grader, on one screen: what it bounds, in which unit, and why it is so high.

The command line raises one for a class: `python -m nblib.grading grade … --limit cell_s=60`.
Names end in their unit: _s is seconds of wall clock (cpu_s: of processor time), _b bytes; all
others are counts.
"""

from dataclasses import asdict, dataclass, field, fields


@dataclass(frozen=True)
class Caps:
    """What the wire carries. Beyond it a value is not sent, or the notebook's process is ended."""

    frame_b: int = 64 << 20  # one message; an array of 8 million numbers
    call_b: int = 4 << 30  # all messages that one call costs; none of them is kept
    call_frames: int = 1_000_000  # all messages that one call costs: time ends callbacks before
    depth: int = 64  # containers in containers: each is a level of Python's stack
    elements: int = 1_000_000  # values in a message, an array being one: 100 MB of Python objects
    alike: int = 64  # keys or members of one hash: with many, a dict takes time without end
    integer_b: int = 1 << 14  # an integer: 39,000 digits
    nesting: int = 16  # calls in callbacks in calls: each is a level of the tests' own stack
    objects: int = 200_000  # objects of the notebook that a test may hold on to


@dataclass(frozen=True)
class Limits:
    """What one notebook may use. Where it takes more, its own cell, test or question is lost."""

    # A cell, a call
    cell_s: float = 30.0  # a cell of the course's own notebooks takes less
    call_s: float = 10.0  # a test's call of a student's function; honest ones take milliseconds
    grace_s: float = 1.0  # then the worker has so long to say where it was, before it is killed
    output: int = 100_000  # characters that a cell prints and that are kept

    # A question
    question_s: float = 30.0  # all of its tests together; less where the notebook has less left
    asks: int = 1_000_000  # what its tests ask the notebook, counted one by one
    answers_b: int = 512 << 20  # all answers to its tests, as the tests' process holds them

    # A notebook
    notebook_s: float = 90.0  # all cells together, also where a crash has them executed again
    total_s: float = 130.0  # all cells and tests together; each question has its share of the rest
    cpu_s: int = 140  # one process inside; a loop that ignores the clock ends here
    memory_b: int = 2 << 30  # all processes inside together; chapters take 1.5 GB
    address_b: int = 12 << 30  # address space of one process; torch maps far more than it uses
    disk_b: int = 64 << 20  # its private disk, in memory
    files: int = 10_000  # on that disk: each costs the kernel memory of its own
    open_files: int = 128  # in one process
    processes: int = 64  # inside, threads counted

    # Its sandbox
    start_s: float = 10.0  # until Python answers in it; then it cannot be had, and nobody is graded
    look_s: float = 0.05  # between two looks at the memory and the files that are used

    # The process of its tests, which the grader trusts: where it takes more, that is no verdict
    tests_s: float = 15.0  # beyond total_s, for what the tests themselves compute
    tests_b: int = 4 << 30  # memory of that process

    # What is handed in
    file_b: int = 100 << 20  # a notebook file or unpacked archive; its outputs are not looked at
    code: int = 2 << 20  # characters of all code in it
    cells: int = 2_000  # code cells in it
    values: int = 5_000_000  # numbers, texts, lists in the file: 400 MB of Python objects
    archived: int = 200  # a student's notebooks that are looked at: a clone of the course has 100
    entries: int = 20_000  # files and folders of one student that are looked at
    folders: int = 50  # folders in folders that are looked into

    # A cluster
    connect_s: float = 10.0  # for the scheduler to answer
    slim_b: int = 1 << 18  # a larger notebook is sent without its outputs

    caps: Caps = field(default_factory=Caps)


# Their breach is an incident of the verdict: one without incidents stands when they are raised.
NOTICED = {
    *("cell_s", "call_s", "grace_s", "question_s", "answers_b", "notebook_s", "total_s", "cpu_s"),
    *("memory_b", "files", "look_s", "asks", "call_b", "call_frames", "nesting"),
}
# Where these are met there is no verdict, or they decide what is read, which is always read anew.
NEVER_IN_A_VERDICT = {
    *("start_s", "tests_s", "connect_s", "slim_b", "file_b", "archived", "entries", "folders"),
}

# What a notebook can import in the sandbox, beside Python's own modules: students are told so.
INSTALLED = "NumPy, Matplotlib, PyTorch and nblib"

# Characters of the texts that come back with a verdict: the same for every class.
TEXTS = {"type": 100, "message": 2_000, "source": 200, "output": 200_000, "name": 200, "note": 200}
TEXTS["parameters"] = 1_000  # of a test's function


def flat(limits):
    """Return {name: value} of all limits, those of the wire among them."""
    values = asdict(limits)
    return values | values.pop("caps")


def changed(values):
    """Return Limits with these values, {name: number}, in place of the usual ones."""
    wire = {cap.name for cap in fields(Caps)}
    caps = Caps(**{name: values[name] for name in values if name in wire})
    return Limits(caps=caps, **{name: values[name] for name in values if name not in wire})


def still_holds(verdict, before, now):
    """Return whether a verdict reached under the limits before would be the same under those now.

    before, now: {name: value}, as flat gives them. Where a limit was lowered, or the notebook may
    have felt one without a word, it is graded again.
    """
    if before.keys() != now.keys():
        return False
    differing = {name for name in now if now[name] != before[name]} - NEVER_IN_A_VERDICT
    if not differing:
        return True
    only_raised = all(now[name] > before[name] for name in differing)
    unhurt = verdict["status"] == "graded" and not verdict["incidents"]
    return only_raised and unhurt and differing <= NOTICED
