"""The teacher's command: python -m nblib.grading grade SUBMISSIONS --set 02 --roster roster.csv
--out OUT
"""

import json
import sys

from nblib.grading.classroom import grade_class
from nblib.grading.errors import GradingError, SetupError
from nblib.grading.options import assignment_of, deadline_of, limits_of, parser, wait_of
from nblib.grading.results import forget
from nblib.terminal import printable


def main(arguments=None):
    """Grade a class, or delete what was kept; exit with a sentence for what a teacher can mend."""
    options = parser().parse_args(arguments)
    try:
        if options.command == "forget":
            forget(options.out)
            print(printable(f"{options.out}: forgotten."))
            return
        rows = _grade(options)
    except (SetupError, GradingError) as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(
            f"{error}. Verdicts that had come are kept: mend that, and run the same command again."
        )
    except KeyboardInterrupt:
        sys.exit("Interrupted. Verdicts that had come are kept: run the same command again.")

    missing = sum(row["status"] == "missing" for row in rows)
    grades = printable(str(options.out / "grades.csv"))
    print(f"{len(rows)} students, {missing} without a notebook. See {grades}.")
    strangers = json.loads((options.out / "receipt.json").read_text(encoding="utf-8"))
    if names := strangers["belongs to nobody"]:
        print(f"{len(names)} files belong to nobody, or to nobody for sure; receipt.json has all:")
        print(printable("\n".join(f"  {name}" for name in names[:10])))
    faults = [row["student"] for row in rows if row["status"] == "grader error"]
    if faults:
        sys.exit(
            f"The grader itself failed for {', '.join(faults)}: no verdict. "
            "See the remarks in grades.csv; run the same command again."
        )


def _grade(options):
    if options.jobs < 1:
        raise SetupError("--jobs must be at least 1.")
    return grade_class(
        options.submissions,
        assignment_of(options),
        options.roster,
        options.out,
        jobs=options.jobs,
        scheduler=options.scheduler,
        wait_s=wait_of(options.wait),
        deadline=deadline_of(options.deadline),
        limits=limits_of(options.limit),
    )


if __name__ == "__main__":
    main()
