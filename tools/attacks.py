"""The hostile notebooks of tests/grading/attacks, a file each, for the tests and the record."""

from dataclasses import dataclass

from tools.paths import ROOT

ATTACKS = ROOT / "tests" / "grading" / "attacks"
CELL = "# %%"  # begins a new cell


@dataclass(frozen=True)
class Attack:
    """What a notebook tries, in code, and what must come of it."""

    name: str
    head: dict  # "tries", "comes", and what a test compares with
    cells: tuple  # of code

    @property
    def code(self):
        """The code of an attack that is one cell."""
        (cell,) = self.cells
        return cell


def read(path):
    """Return the Attack in a file: comments `# key: text` at its head, then cells."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = {}
    while lines and lines[0].startswith("# ") and not lines[0].startswith(CELL):
        key, _, text = lines.pop(0).removeprefix("# ").partition(": ")
        head[key] = text
    cells = [[]]
    for line in lines:
        if line.startswith(CELL):
            cells.append([])
        else:
            cells[-1].append(line)
    return Attack(path.stem, head, tuple("\n".join(cell).strip("\n") for cell in cells))


def load(group):
    """Return {name: Attack} of a folder of attacks, such as "loops"."""
    return {path.stem: read(path) for path in sorted((ATTACKS / group).glob("*.py"))}


TOOLS = (ATTACKS / "tools.py").read_text(encoding="utf-8")
