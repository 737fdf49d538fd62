"""Run the notebooks that need it: python -m tools.execute [--fresh] [--old-processor] [NN …]

nbval runs every cell, two notebooks at a time; what came out goes into the book's execution cache,
with a record of time, memory and claims. A notebook that already ran under its key is not run
again.
"""

import argparse
import os
import platform
import sys

from tools import sync
from tools.execute.run import run, to_run
from tools.paths import EXECUTION
from tools.processor import OLD_PROCESSOR


def main():
    """Execute what needs it; exit 1 when a notebook fails."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("chapters", nargs="*", metavar="NN", help="only these, by their number")
    parser.add_argument("--fresh", action="store_true", help="run them whatever the cache says")
    parser.add_argument(
        "--old-processor",
        action="store_true",
        help="run them as a processor of 2004 does, which rounds otherwise: claims must hold there",
    )
    options = parser.parse_args()
    sources = [s for s in sync.sources() if not options.chapters or s.name[:2] in options.chapters]
    if not sources:
        sys.exit("No such chapter: " + ", ".join(options.chapters))
    if options.old_processor:
        if platform.machine() not in ("x86_64", "AMD64"):
            sys.exit(f"Old kernels are known of x86 processors only; this is {platform.machine()}.")
        os.environ.update(OLD_PROCESSOR)
    EXECUTION.mkdir(parents=True, exist_ok=True)
    due = to_run(sources, options.fresh or options.old_processor)
    if not due:
        print(f"Notebooks: all {len(sources)} stand as executed.")
        return
    print(f"Notebooks: executing {len(due)} of {len(sources)}...", flush=True)
    if not run(due):
        sys.exit("A notebook failed: see above. Nothing was built.")


if __name__ == "__main__":
    main()
