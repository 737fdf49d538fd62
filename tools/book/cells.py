"""What a code cell of a chapter is for, told by its code alone: the sources hold no tags."""

import ast

from tools.book.sections import tree_of

SET_UP = "Set-up"  # the words on a fold; so on those in a row, which share one
# What a page is read for: such a cell always stays open.
TAUGHT = {"claim", "attempt", "listing"}
# What a cell of imports may set besides: these names, or by a call of one of these words.
SETTINGS = {"rng", "seed", "device"}
SETTERS = ("seed", "threads")


def fold_label(code):
    """Return the words on the fold over a cell, or None for a cell that stays open.

    Set-up: a cell with find_spec (it installs the course on Colab), or imports and nothing else
    but lines that set a seed, a device or how many threads. The widget: a cell with
    `from nblib.widgets import …`. The figure: a cell that calls plots.show(). A cell that calls
    claim(), attempt() or listing() stays open, whatever else it does.

    >>> fold_label("import numpy as np\\nrng = np.random.default_rng(seed=2)")
    'Set-up'
    >>> fold_label("import torch\\nmodel = torch.nn.Linear(2, 1)") is None
    True
    """
    if "find_spec" in code:
        return SET_UP
    tree = tree_of(code)
    if called(tree) & TAUGHT:
        return None
    if "nblib.widgets" in imported_from(tree):
        return "Code of the widget"
    if "plots.show" in called(tree):
        return "Code of the figure"
    return SET_UP if only_sets_up(tree) else None


def is_attempt(code):
    """Say whether the learner writes code in this cell: it calls attempt()."""
    return "attempt" in called(tree_of(code))


def called(tree):
    """Return the names of what is called: {"claim", "plots.show"}."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {ast.unparse(call.func) for call in calls}


def imported_from(tree):
    """Return the modules of `from MODULE import …`."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {node.module or "" for node in imports}


def only_sets_up(tree):
    """Say whether a cell imports, and besides sets at most a seed, a device or the threads."""
    imports = [line for line in tree.body if isinstance(line, ast.Import | ast.ImportFrom)]
    statements = [line for line in tree.body if line not in imports]
    return bool(imports) and all(is_setting(line) for line in statements)


def is_setting(line):
    """Say whether a line is like `rng = …` or `torch.manual_seed(0)`."""
    if isinstance(line, ast.Assign):
        return {ast.unparse(target) for target in line.targets} <= SETTINGS
    if isinstance(line, ast.Expr) and isinstance(line.value, ast.Call):
        return any(setter in ast.unparse(line.value.func) for setter in SETTERS)
    return False
