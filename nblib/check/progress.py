"""What passed, kept in a small file beside the notebook, so that a restart does not lose it."""

import contextlib
import json
from pathlib import Path

from nblib.files import write


class Progress:
    """The questions of a set that passed. Where nothing can be kept, nothing is, without a word.

    name: of the set, as in `.02_gradient_descent.checks.json`; "" for a set that is not kept.
    """

    def __init__(self, name):
        self.file = None
        if name:
            with contextlib.suppress(OSError):  # a folder that was removed
                self.file = Path.cwd() / f".{name}.checks.json"

    def read(self):
        """Return the names of the questions that passed, a set."""
        if self.file is None:
            return set()
        try:
            content = json.loads(self.file.read_text(encoding="utf-8"))
            return {name for name in content["passed"] if isinstance(name, str)}
        except (OSError, ValueError, TypeError, KeyError):  # none yet, or not one of ours
            return set()

    def write(self, passed):
        """Keep the names of the questions that passed: the file is written whole or not at all."""
        if self.file is None or not self.file.parent.is_dir():
            return
        with contextlib.suppress(OSError):
            write(self.file, json.dumps({"passed": sorted(passed)}) + "\n")
