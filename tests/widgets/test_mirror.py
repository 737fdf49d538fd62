"""Constants that Python and the page share stand once."""

import ast
import re

import pytest

from nblib.widgets import FOLDER
from nblib.widgets.core.mirror import mirrors

MIRRORS = mirrors()
CAPITALS = re.compile(r"^(?:export )?const ([A-Z][A-Z_]*)\b", flags=re.MULTILINE)


def in_python(path):
    """The constants that a module makes at its top level."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from (n.id for n in ast.walk(target) if isinstance(n, ast.Name))


def constants(folder, suffix):
    """The names in capitals that the files of a folder make, constants.py aside."""
    files = [path for path in folder.glob(f"*{suffix}") if path.stem != "constants"]
    if suffix == ".mjs":
        return {name for path in files for name in CAPITALS.findall(path.read_text("utf-8"))}
    contracts = {folder / "contract.py"}  # a contract says what is expected, in its own words
    return {name.lstrip("_") for path in {*files} - contracts for name in in_python(path)}


@pytest.mark.parametrize("path", MIRRORS, ids=lambda path: path.parent.name)
def test_the_constants_of_the_page_are_those_of_python(path):
    assert path.read_text(encoding="utf-8") == MIRRORS[path], "make sync writes it anew"
    shared = set(CAPITALS.findall(MIRRORS[path]))
    assert shared and not shared & constants(path.parent, ".mjs")


@pytest.mark.parametrize("folder", sorted({path.parent for path in FOLDER.glob("*/*.py")}))
def test_no_constant_stands_in_both_languages(folder):
    twice = {name for name in constants(folder, ".py") if name.isupper()}
    twice &= constants(folder, ".mjs")
    assert not twice, f"{folder.name}: say {sorted(twice)} once, in constants.py"
