"""Change the reference solutions a little and see which changes no test notices: python -m
tools.mutants [NN …]

    --variant K   look at variant K too (besides 0; default 1)
    --all         print every mutant, not only those that survive
    --grader      let the grader judge, each mutant in its sandbox, and not the checks in this process (minutes)
"""  # noqa: E501 - a line of the help

import argparse
import re
import sys
import time

from tools import exercises
from tools.mutants import trials

SECRET = b"not a secret, for mutants"
HEADS = ("mutants", "noticed by public", "by hidden", "out of time", "equivalent", "survive", "  s")


def main():
    """Try the mutants of the sets; print a table, and exit with a sentence if one survives."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", metavar="NN")
    parser.add_argument("--variant", type=int, default=1)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--grader", action="store_true")
    options = parser.parse_args()
    faults = []
    for path in exercises.sources(options.sets):
        print(f"{path.parent.name:34} {'  '.join(HEADS)}")
        try:
            for variant in dict.fromkeys([0, options.variant]):
                exercise = exercises.read(path, variant, SECRET)
                for question in exercise.questions.values():
                    faults += _try(exercise, question, options)
        except exercises.SourceError as error:
            message = str(error)
            sys.exit(message if str(path) in message else f"{path}: {message}")
    if faults:
        sys.exit(
            "Strengthen the hidden tests; or, where the change cannot matter, write it down among "
            "the question's answers, in a cell `# EQUIVALENT: the reason`, a line each."
        )


def _try(exercise, question, options):
    """Try the mutants of a question, print what came of it, and return what has to be mended."""
    begin = time.perf_counter()
    if options.grader:
        outcomes = trials.run_in_grader(exercise, question)
    else:
        outcomes = trials.run(question)
    _print_row(exercise, question, outcomes, time.perf_counter() - begin)
    if options.all:
        for outcome in outcomes:
            fate = outcome.by or outcome.equivalent or "SURVIVES"
            print(f"      {fate:24.60} {outcome.mutant.name}: {outcome.mutant.change}")
    faults = trials.faults(question, outcomes)
    for fault in faults:
        print(f"      {fault}")
    return faults


def _print_row(exercise, question, outcomes, seconds):
    public = {test.name for test in question.tests if not test.hidden} | {"the cell"}
    survivors = [outcome for outcome in outcomes if outcome.by is None]
    noticed = [outcome for outcome in outcomes if outcome.by is not None]
    by_public = [outcome for outcome in noticed if outcome.by in public]
    equivalent = [outcome for outcome in survivors if outcome.equivalent is not None]
    late = re.compile("no answer within|did not (finish|answer)")
    numbers = (
        len(outcomes),
        len(by_public),
        len(noticed) - len(by_public),
        sum(1 for outcome in outcomes if late.search(outcome.message or "")),
        len(equivalent),
        len(survivors) - len(equivalent),
        round(seconds),
    )
    cells = [f"{number:{len(head)}}" for number, head in zip(numbers, HEADS, strict=True)]
    name = f"{question.name}, variant {exercise.variant}"
    print(f"  {name:32} {'  '.join(cells)}", flush=True)


if __name__ == "__main__":
    main()
