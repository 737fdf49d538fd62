"""A formula in a sentence and the marks that touch it stay on one line: "($x$)," never breaks after
the bracket, or before the comma. Browsers would break there, as beside a picture.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

BEFORE = re.compile(r"(?<!\S)\S{1,12}$")
AFTER = re.compile(r"^\S{1,12}(?!\S)")


class KeepTogether(SphinxPostTransform):
    """Puts each formula and the few characters that touch it into one element of its own."""

    default_priority = 500

    def run(self, **kwargs):
        """Look at every formula of the page that stands in a sentence."""
        for formula in list(self.document.findall(nodes.math)):
            join(formula)


def join(formula):
    """Wrap a formula with what touches it, if anything does."""
    parent = formula.parent
    index = parent.index(formula)
    children = parent.children
    start = touching(children[index - 1], BEFORE) if index > 0 else ""
    end = touching(children[index + 1], AFTER) if index + 1 < len(children) else ""
    if not start and not end:
        return
    whole = nodes.inline(classes=["nb-together"])
    whole += [nodes.Text(start), formula.deepcopy(), nodes.Text(end)]
    if end:
        parent[index + 1] = nodes.Text(children[index + 1][len(end) :])
    parent[index] = whole
    if start:
        before = children[index - 1]
        parent[index - 1] = nodes.Text(before[: len(before) - len(start)])


def touching(neighbor, pattern):
    """Return the characters of a text that touch the formula beside it."""
    if not isinstance(neighbor, nodes.Text):
        return ""
    match = pattern.search(neighbor.astext())
    return match[0] if match else ""
