"""The graded exercises of a chapter: how many there are, and the section that leads to them."""

import json
import re

from docutils import nodes

from tools.book.site.ways import ways
from tools.paths import EXERCISES


def exercises_of(chapter):
    """Return the path of the student's notebook of a chapter's graded exercises."""
    return EXERCISES / chapter.slug / "student" / f"{chapter.slug}.ipynb"


def questions_of(chapter):
    """Return how many questions a chapter's exercises have: 0 where there are none."""
    path = exercises_of(chapter)
    if not path.exists():
        return 0
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells)
    return len(set(re.findall(r'^check\("(\w+)"\)', source, flags=re.M)))


def counted(number, noun):
    """Return a number with its noun: 1 question, 3 questions."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def add_exercises(app, page, chapter, questions):
    """Put the way to the chapter's graded exercises before its references."""
    notebook = exercises_of(chapter)
    app.env.note_dependency(str(notebook))
    title = nodes.title("", "Exercises")
    section = nodes.section("", title, ids=["exercises"], names=["exercises"])
    section += nodes.paragraph(
        "",
        f"{counted(questions, 'question')} in a notebook that checks your answers as "
        "you go, says what was expected and what came, and gives hints in steps. "
        "Your teacher's grader runs the same checks and some more.",
    )
    path = f"exercises/{notebook.name}"
    section += nodes.paragraph("", "Work on them: ", *ways(path, path))
    page.insert(_before_references(page), section)


def _before_references(page):
    """Return the place before a page's section References, or its end."""
    for index, node in enumerate(page.children):
        if isinstance(node, nodes.section) and node.next_node(nodes.title).astext() == "References":
            return index
    return len(page)
