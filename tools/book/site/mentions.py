"""Numbers of chapters: in front of the heading, and as links where the text says "chapter 4".

The sources hold plain words; the site adds what a page can add. Links from `✓ claim-id` likewise.
"""

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from tools.book.course import Course

# A number of a chapter; not 2.5, and not chapter 2 of another book.
NUMBER = r"\d{1,2}(?![\w%]|\.\d)(?!\s+of\s+(?!this\b))"
BETWEEN = r"(?:,\s+and\s+|,\s+|\s+and\s+|\s+or\s+|\s+to\s+|–)"
# "chapter 4", "Chapters 2, 3 and 5", "chapters 1 to 6"
MENTION = re.compile(
    rf"\b(?:[Cc]hapter\s+{NUMBER}|[Cc]hapters\s+{NUMBER}(?:{BETWEEN}{NUMBER})*)",
)
# The first link holds the word too, the others only their number.
LINKED = re.compile(r"(?:[Cc]hapters?\s+)?\d+")
# What is not prose.
NO_PROSE = (
    nodes.literal,
    nodes.FixedTextElement,
    nodes.math,
    nodes.reference,
    nodes.title,
    nodes.raw,
)


class NumberTitle(SphinxTransform):
    """Puts the number of a chapter in front of its heading, and so into every title and link."""

    default_priority = 700

    def apply(self, **kwargs):
        """Number the page that is being read."""
        chapter = Course().chapter_of(self.env.docname)
        title = next(self.document.findall(nodes.title), None)
        if chapter is None or title is None:
            return
        number = nodes.inline("", str(chapter.number), classes=["nb-number"])
        title.insert(0, [number, nodes.Text(" ")])


class LinkChapters(SphinxPostTransform):
    """Turns "chapter 4" in prose into a link to that chapter, once it is written."""

    default_priority = 400

    def run(self, **kwargs):
        """Link the mentions of the page."""
        course = Course()
        targets = {}
        for chapter in course.written:
            docname = f"chapters/{chapter.slug}"
            if docname != self.env.docname:
                targets[chapter.number] = docname
        for parent in list(self.document.findall(nodes.TextElement)):
            if is_prose(parent):
                self._link(parent, targets)

    def _link(self, parent, targets):
        """Link the mentions among an element's own words."""
        children = []
        for child in joined(parent.children):
            if isinstance(child, nodes.Text):
                children += self._linked(child.astext(), targets)
            else:
                children.append(child)
        parent.children = []
        parent.extend(children)

    def _linked(self, text, targets):
        """Return a text as a list of nodes: words, and links to the chapters that are targets."""
        linked = []
        end = 0
        for mention in MENTION.finditer(text):
            for match in LINKED.finditer(text, mention.start(), mention.end()):
                docname = targets.get(int(match[0].split()[-1]))
                if docname is None:
                    continue
                linked.append(nodes.Text(text[end : match.start()]))
                label = nodes.Text(match[0])
                here = self.env.docname
                linked.append(make_refnode(self.app.builder, here, docname, None, label))
                end = match.end()
        linked.append(nodes.Text(text[end:]))
        return [node for node in linked if node.astext()]


def is_prose(element):
    """Say whether an element's words are running text: no code, link, heading, formula, source."""
    while element is not None:
        if isinstance(element, NO_PROSE):
            return False
        if isinstance(element, nodes.section) and "references" in element["ids"]:
            return False  # the chapters of other books
        element = element.parent
    return True


def joined(children):
    """Return children with words that follow each other as one: a line may end within a mention."""
    merged = []
    for child in children:
        if merged and isinstance(child, nodes.Text) and isinstance(merged[-1], nodes.Text):
            merged[-1] = nodes.Text(merged[-1].astext() + child.astext())
        else:
            merged.append(child)
    return merged


class LinkClaims(SphinxPostTransform):
    """Turns `✓ claim-id` in the text into a link to the claim's own line."""

    default_priority = 400

    def run(self, **kwargs):
        """Replace each ✓ mark of the page."""
        for literal in list(self.document.findall(nodes.literal)):
            match = re.fullmatch(r"✓ ([a-z0-9-]+)", literal.astext())
            if match:
                link = nodes.reference(
                    "", "", internal=True, refuri=f"#claim-{match[1]}", classes=["nb-cite"]
                )
                literal.replace_self(link)
                link += literal
