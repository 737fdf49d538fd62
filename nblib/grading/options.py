"""The command line of the grader: its words, and what they mean."""

import argparse
import datetime
import difflib
import math
from pathlib import Path

from nblib.grading.errors import SetupError
from nblib.grading.limits import Limits, changed, flat

EXERCISES = Path(__file__).resolve().parents[2] / "exercises"
LONGEST_S = 10**6  # eleven days: the system's own clocks cannot wait much longer
MOST = 10**15  # of bytes and of counts: what the system takes for a limit
UNITS = {"KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30}


def parser():
    """Return the parser of `python -m nblib.grading`."""
    top = argparse.ArgumentParser(
        prog="python -m nblib.grading", description="Grade a class in a sandbox."
    )
    commands = top.add_subparsers(dest="command", required=True)
    _add_options(commands.add_parser("grade", help="grade a folder of submissions").add_argument)
    forget = commands.add_parser(
        "forget", help="delete what was kept about students in a folder of results"
    )
    forget.add_argument("out", type=Path)
    return top


def _add_options(add):
    """Add the options of the command `grade`."""
    add("submissions", type=Path)
    add("--set", metavar="NN", help="a set of this repository, variant 0")
    add("--assignment", type=Path, help="an assignment.json, such as that of a graded variant")
    add("--roster", type=Path, required=True, help="a CSV with the columns id and name")
    add("--out", type=Path, required=True)
    add("--jobs", type=int, default=1, help="notebooks at the same time, on this machine")
    add("--scheduler", metavar="tcp://…", help="let the workers of this Dask scheduler grade")
    add(
        "--wait",
        default="60",
        metavar="SECONDS",
        help="for workers, where there are none",
    )
    add("--deadline", help="such as 2026-12-01T12:00+01:00; later files are marked")
    add(
        "--limit",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help="another limit than usual, such as cell_s=60 or memory_b=4GB; as often as you like. "
        "They stand in nblib/grading/limits.py.",
    )


def assignment_of(options):
    """Return the path of the assignment that --set or --assignment names. Raises SetupError."""
    if bool(options.set) == bool(options.assignment):
        raise SetupError("Say which assignment: --set NN, or --assignment FILE.")
    if options.assignment:
        return options.assignment
    if not options.set.isalnum():
        raise SetupError(f"A set is named by its number, such as 02, not {options.set!r}.")
    paths = sorted(EXERCISES.glob(f"{options.set}_*/key/assignment.json"))
    if not paths:
        raise SetupError(
            f"There is no set {options.set} in {EXERCISES}. In a clone, `make exercises` writes "
            "them."
        )
    return paths[0]


def deadline_of(text):
    """Return the time that --deadline says, or None. Raises SetupError."""
    if text is None:
        return None
    try:
        deadline = datetime.datetime.fromisoformat(text)
        if _is_a_day(text):
            raise SetupError(
                f"The deadline {text!r} is no date with a time: say until when on that day, such "
                f"as {deadline.date()}T23:59."
            )
        return deadline if deadline.tzinfo else deadline.astimezone()
    except (ValueError, OverflowError):
        raise SetupError(
            f"The deadline {text!r} is no date, such as 2026-12-01T12:00+01:00."
        ) from None


def _is_a_day(text):
    """Return whether a date is given without a time, in whichever form of ISO 8601."""
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def limits_of(words):
    """Return the usual Limits with those that words such as "cell_s=60" say. Raises SetupError."""
    values = flat(Limits())
    for word in words:
        name, _, text = word.partition("=")
        if name not in values:
            close = difflib.get_close_matches(name, values, 1, 0.5)
            meant = f"Did you mean {close[0]}? " if close else ""
            raise SetupError(f"There is no limit {name!r}. {meant}There are {', '.join(values)}.")
        values[name] = _number(name, text, type(values[name]))
    return changed(values)


def _number(name, text, kind_of_number):
    """Return a number above 0 from a text such as 60, 0.5 or, for bytes, 4GB. Raises SetupError."""
    unit = 1
    digits = text
    if name.endswith("_b") and text[-2:] in UNITS:
        unit = UNITS[text[-2:]]
        digits = text[:-2]
    try:
        number = float(digits) * unit
    except ValueError:
        number = math.nan
    whole = kind_of_number is float or number % 1 == 0
    maximum = LONGEST_S if name.endswith("_s") else MOST
    if not (0 < number <= maximum and whole):
        form = "a whole number" if kind_of_number is int else "a number"
        form += f" above 0 and at most {maximum:,}" if number > maximum else " above 0"
        also = ", such as 512MB or 4GB" if name.endswith("_b") else ""
        raise SetupError(f"The limit {name} is {form}{also}, not {text!r}.")
    return kind_of_number(number)


def wait_of(text):
    """Return the seconds that --wait says. Raises SetupError."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= LONGEST_S:
        raise SetupError(
            f"--wait is a number of seconds above 0, and at most {LONGEST_S:,}, not {text!r}."
        )
    return seconds
