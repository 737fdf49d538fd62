"""The teacher's command line: python -m nblib.grading grade SUBMISSIONS --set 02 --roster
roster.csv --out OUT
"""

import argparse
import datetime
import sys
from pathlib import Path

from nblib.grading.classroom import SetupError, forget, grade_class
from nblib.grading.wire import GradingError


def main(arguments=None):
    """Grade a class, or delete what was kept; exit with a sentence for what a teacher can mend."""
    parser = argparse.ArgumentParser(
        prog="python -m nblib.grading", description="Grade a class in a sandbox."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    grade = commands.add_parser("grade", help="grade a folder of submissions")
    grade.add_argument("submissions", type=Path)
    grade.add_argument("--set", metavar="NN", help="a set of this repository, variant 0")
    grade.add_argument(
        "--assignment", type=Path, help="an assignment.json, such as that of a graded variant"
    )
    grade.add_argument(
        "--roster", type=Path, required=True, help="a CSV with the columns id and name"
    )
    grade.add_argument("--out", type=Path, required=True)
    grade.add_argument(
        "--jobs", type=int, default=1, help="notebooks at the same time, on this machine"
    )
    grade.add_argument(
        "--scheduler", metavar="tcp://…", help="let the workers of this Dask scheduler grade"
    )
    grade.add_argument(
        "--wait",
        type=float,
        default=60.0,
        metavar="SECONDS",
        help="for workers, where there are none",
    )
    grade.add_argument("--deadline", help="such as 2026-12-01T12:00+01:00; later files are marked")
    away = commands.add_parser(
        "forget", help="delete what was kept about students in a folder of results"
    )
    away.add_argument("out", type=Path)
    options = parser.parse_args(arguments)
    try:
        if options.command == "forget":
            forget(options.out)
            print(f"{options.out}: forgotten.")
            return
        if options.jobs < 1:
            raise SetupError("--jobs must be at least 1.")
        rows = grade_class(
            options.submissions,
            _assignment(options),
            options.roster,
            options.out,
            jobs=options.jobs,
            scheduler=options.scheduler,
            wait_s=options.wait,
            deadline=_deadline(options.deadline),
        )
    except (SetupError, GradingError) as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(
            f"{error}. Verdicts that had come are kept: mend that, and run the same command again."
        )
    except KeyboardInterrupt:
        sys.exit("Interrupted. Verdicts that had come are kept: run the same command again.")
    faults = [row["student"] for row in rows if row["status"] == "grader error"]
    missing = sum(row["status"] == "missing" for row in rows)
    print(f"{len(rows)} students, {missing} without a notebook. See {options.out / 'grades.csv'}.")
    if faults:
        sys.exit(
            f"The grader itself failed for {', '.join(faults)}: no verdict. Run the same command again."
        )


def _assignment(options):
    if bool(options.set) == bool(options.assignment):
        raise SetupError("Say which assignment: --set NN, or --assignment FILE.")
    if options.assignment:
        return options.assignment
    folder = Path(__file__).resolve().parents[2] / "exercises"
    if not options.set.isalnum():
        raise SetupError(f"A set is named by its number, such as 02, not {options.set!r}.")
    found = sorted(folder.glob(f"{options.set}_*/key/assignment.json"))
    if not found:
        raise SetupError(
            f"There is no set {options.set} in {folder}. In a clone, `make exercises` writes them."
        )
    return found[0]


def _deadline(text):
    if text is None:
        return None
    try:
        deadline = datetime.datetime.fromisoformat(text)
        return deadline if deadline.tzinfo else deadline.astimezone()
    except (ValueError, OverflowError):
        raise SetupError(
            f"The deadline {text!r} is no date, such as 2026-12-01T12:00+01:00."
        ) from None


if __name__ == "__main__":
    main()
