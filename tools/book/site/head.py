"""The head of a chapter, which stands in neither file of its pair, and the way to its exercises."""

import json

from docutils import nodes

from tools.book import publish
from tools.book.course import Course
from tools.paths import EXECUTION, EXERCISES


def exercises_of(chapter):
    """Return the path of the student's notebook of a chapter's graded exercises."""
    return EXERCISES / chapter.slug / "student" / f"{chapter.slug}.ipynb"


def add_head(app, doctree):
    """Put what to read before, what a run measured, and where to run it under a chapter's title."""
    course = Course()
    chapter = course.chapter_of(app.env.docname)
    title = next(doctree.findall(nodes.title), None)
    if chapter is None or title is None:
        return
    path = EXECUTION / f"{chapter.slug}.json"
    app.env.note_dependency(str(path))
    record = json.loads(path.read_text(encoding="utf-8"))

    head = nodes.container("", classes=["nb-head"])
    if chapter.needs:
        head += _needs(course, chapter)
    head += _measured(record)
    head += _ways("Run it: ", f"chapters/{chapter.slug}.ipynb", f"{chapter.slug}.ipynb")

    page = title.parent
    page.insert(page.index(title) + 1, head)
    if exercises_of(chapter).exists():
        add_exercises(app, page, chapter)


def _needs(course, chapter):
    """Return a paragraph with the chapters to read before."""
    paragraph = nodes.paragraph("", "Chapters to read before: ")
    for number in chapter.needs:
        if len(paragraph) > 1:
            paragraph += nodes.Text(", ")
        needed = course[number]
        if needed.exists:
            paragraph += nodes.reference(
                "", needed.label, refuri=f"{needed.slug}.html", internal=True
            )
        else:
            paragraph += nodes.Text(needed.label)
    paragraph += nodes.Text(".")
    return paragraph


def _measured(record):
    """Return a paragraph with what the run of a chapter said."""
    versions = "".join(f", {name} {version}" for name, version in record["versions"].items())
    seconds = max(record["seconds"], 1)
    return nodes.paragraph(
        "",
        f"Measured: {seconds:.0f} s and {record['peak_mb']:.0f} MB on one processor thread. "
        f"Claims that held in this run: {len(record['claims'])}. "
        f"Executed {record['executed']} with Python {record['python']}{versions}.",
    )


def _ways(text, path, download):
    """Return a paragraph with the ways to get a notebook.

    `path` is its place on the branch of notebooks, `download` the one among the site's own files.
    """
    paragraph = nodes.paragraph("", text)
    ways = publish.links(path)
    ways.append(("Download the notebook", f"../_static/notebooks/{download}"))
    for label, target in ways:
        if len(paragraph) > 1:
            paragraph += nodes.Text(" · ")
        internal = not target.startswith("https")
        paragraph += nodes.reference("", label, refuri=target, internal=internal)
    return paragraph


def add_exercises(app, page, chapter):
    """Put the way to the chapter's graded exercises before its references."""
    notebook = exercises_of(chapter)
    app.env.note_dependency(str(notebook))
    count = notebook.read_text(encoding="utf-8").count('"check(')
    title = nodes.title("", "Exercises")
    section = nodes.section("", title, ids=["exercises"], names=["exercises"])
    section += nodes.paragraph(
        "",
        f"{count} questions in a notebook that checks your answers as you go, "
        "says what was expected and what came, and gives hints in steps. "
        "Your teacher's grader runs the same checks and some more.",
    )
    path = f"exercises/{notebook.name}"
    section += _ways("Work on them: ", path, path)
    page.insert(_before_references(page), section)


def _before_references(page):
    """Return the place before a page's section References, or its end."""
    for index, part in enumerate(page.children):
        if isinstance(part, nodes.section) and part.next_node(nodes.title).astext() == "References":
            return index
    return len(page)
