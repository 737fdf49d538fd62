"""What a page says where its scripts do not run: no JavaScript, a page opened as a file, a frame
that is locked, a server that sends modules as plain text.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

VIEW = "application/vnd.jupyter.widget-view+json"
VIEW_SCRIPT = re.compile(rf'<script type="{re.escape(VIEW)}">.*?</script>', flags=re.S)
# Shown a little later (site.css), if the widgets' host has not taken it away by then.
NO_WIDGET = (
    '<p class="nb-no-widget">A widget belongs here, and it has not started. It needs JavaScript, '
    "and a page that comes from a web server. Did you open this page as a file? Then run "
    "<code>make serve</code> in the folder of the course, and open the address that it says.</p>"
)
NO_SCRIPT = (
    '<noscript><p class="nb-no-script">JavaScript is off: the formulas of this page stand there as '
    "LaTeX, and its widgets are missing. Text, code, results and folds are all here.</p></noscript>"
)


class WithoutScripts(SphinxPostTransform):
    """Puts words into the place of each widget, and above a page with widgets or formulas."""

    default_priority = 400  # after MyST-NB has chosen what is shown of an output

    def run(self, **kwargs):
        """Add the words to the page."""
        views = [raw for raw in self.document.findall(nodes.raw) if VIEW in raw.astext()]
        for raw in views:
            text = VIEW_SCRIPT.sub(lambda match: match[0] + NO_WIDGET, raw.astext())
            raw.replace_self(nodes.raw("", text, format="html"))
        title = next(self.document.findall(nodes.title), None)
        formulas = any(True for _ in self.document.findall(is_formula))
        if title is not None and (views or formulas):
            title.parent.insert(0, nodes.raw("", NO_SCRIPT, format="html"))


def is_formula(node):
    """Say whether a node is a formula."""
    return isinstance(node, nodes.math | nodes.math_block)
