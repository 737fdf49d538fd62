"""Run the notebooks that need it: python -m tools.execute [--fresh] [NN …]

nbval runs every cell, two notebooks at a time; what came out goes into the book's execution cache,
with a record of time, memory and claims. A notebook that already ran under its key is not run
again.
"""

import argparse
import sys

from tools import sync
from tools.execute.run import run, to_run
from tools.paths import EXECUTION


def main():
    """Execute what needs it; exit 1 when a notebook fails."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("chapters", nargs="*", metavar="NN", help="only these, by their number")
    parser.add_argument("--fresh", action="store_true", help="run them whatever the cache says")
    options = parser.parse_args()
    sources = [s for s in sync.sources() if not options.chapters or s.name[:2] in options.chapters]
    if not sources:
        sys.exit("No such chapter: " + ", ".join(options.chapters))
    EXECUTION.mkdir(parents=True, exist_ok=True)
    due = to_run(sources, options.fresh)
    if not due:
        print(f"Notebooks: all {len(sources)} stand as executed.")
        return
    print(f"Notebooks: executing {len(due)} of {len(sources)}...", flush=True)
    if not run(due):
        sys.exit("A notebook failed: see above. Nothing was built.")


if __name__ == "__main__":
    main()
