"""Measure how long a chapter is and how hard its code is to read: python -m tools.anatomy [NN …]

The core of a chapter is what stands before its heading "Going deeper". One row each:

- words, cells: of the core.
- median, p90, longest: lines of a code cell of the core.
- claims, attempts: of the whole chapter.
- riddles: conditions of claims with more than two comparisons.
- packed: lines that assign several unrelated values, unpack into more than three names, or compare
  a chain of more than three values.
- twice: names that two sections bind, so that one name means two things on a page.
"""

import ast
import re
import statistics
import sys
from collections import defaultdict
from dataclasses import dataclass, field

from tools import sync
from tools.book.sections import sections, tree_of

COLUMNS = (
    "words", "cells", "median", "p90", "longest", "claims", "attempts", "riddles", "packed", "twice"
)  # fmt: skip
FREE = {"fig", "ax", "axes", "_"}  # names that every section may bind


@dataclass
class Anatomy:
    """What is measured of a chapter; the last three hold what was found, for a message."""

    words: int = 0
    lengths: list = field(default_factory=list)  # lines of each code cell of the core
    claims: int = 0
    attempts: int = 0
    riddles: list = field(default_factory=list)  # conditions
    packed: list = field(default_factory=list)  # statements
    twice: list = field(default_factory=list)  # names

    @property
    def cells(self):
        """Code cells of the core."""
        return len(self.lengths)

    @property
    def median(self):
        """Lines of a code cell: half of them have at most so many."""
        return statistics.median(self.lengths)

    @property
    def p90(self):
        """Lines of a code cell: nine in ten have at most so many."""
        ordered = sorted(self.lengths)
        return ordered[int(0.9 * (len(ordered) - 1))]

    @property
    def longest(self):
        """Lines of the longest code cell."""
        return max(self.lengths)

    def row(self):
        """Return what is measured as numbers, in the order of COLUMNS."""
        values = [getattr(self, column) for column in COLUMNS]
        return [len(value) if isinstance(value, list) else value for value in values]


def measure(source):
    """Return the Anatomy of a chapter, given its path."""
    anatomy = Anatomy()
    bound = defaultdict(set)  # name -> sections that bind it
    for cell_type, text, section, core in sections(source):
        if cell_type == "markdown":
            anatomy.words += words(text) if core else 0
        elif cell_type == "code":
            if core:
                anatomy.lengths.append(len([line for line in text.splitlines() if line.strip()]))
            tree = tree_of(text)
            _look(tree, anatomy)
            for name in names_bound(tree):
                bound[name].add(section)
    anatomy.twice = [name for name in bound if len(bound[name]) > 1 and name not in FREE]
    return anatomy


def words(text):
    """Count the words of prose: no formulas, no code, no addresses of links."""
    for outside in (r"\$\$.*?\$\$", r"\$[^$]*\$", r"```.*?```", r"\]\([^)]*\)"):
        text = re.sub(outside, " ", text, flags=re.S)
    return len(re.findall(r"[A-Za-z]{2,}", text))


def _look(tree, anatomy):
    """Count claims and attempts of a cell, and note what is hard to read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            anatomy.attempts += node.func.id == "attempt"
            if node.func.id == "claim":
                anatomy.claims += 1
                if comparisons(node.args[1]) > 2:
                    anatomy.riddles.append(ast.unparse(node.args[1]))
        if isinstance(node, ast.Compare) and len(node.ops) > 2:
            anatomy.packed.append(ast.unparse(node))
        if isinstance(node, ast.Assign) and is_packed(node):
            anatomy.packed.append(ast.unparse(node))


def comparisons(condition):
    """Count the comparisons of a condition."""
    return sum(len(n.ops) for n in ast.walk(condition) if isinstance(n, ast.Compare))


def is_packed(assignment):
    """Say whether an assignment makes several names of unrelated values, or more than three."""
    target = assignment.targets[0]
    if len(assignment.targets) > 1:
        return True
    if isinstance(target, ast.Tuple) and isinstance(assignment.value, ast.Tuple):
        return True
    return sum(isinstance(node, ast.Name) for node in ast.walk(target)) > 3


def names_bound(tree):
    """Return the names that the top level of a cell assigns or defines; loop variables not."""
    bound = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            bound.add(node.name)
        for target in getattr(node, "targets", [getattr(node, "target", None)]):
            if target is not None and not isinstance(node, ast.For):
                bound |= {n.id for n in ast.walk(target) if is_stored(n)}
    return bound


def is_stored(node):
    """Say whether a node is a name that is assigned to."""
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def main():
    """Print a row for each chapter."""
    sources = [s for s in sync.sources() if len(sys.argv) < 2 or s.name[:2] in sys.argv[1:]]
    print(f"{'chapter':32}" + "".join(f"{column:>9}" for column in COLUMNS))
    for source in sources:
        row = measure(source).row()
        print(f"{source.stem:32}" + "".join(f"{value:9g}" for value in row))


if __name__ == "__main__":
    main()
