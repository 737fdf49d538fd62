"""The head of a chapter, which stands in neither file of its pair."""

import json

from docutils import nodes

from tools.book import publish
from tools.book.course import Course
from tools.book.reading import reading_of
from tools.book.site.exercises import add_exercises, counted, questions_of
from tools.book.site.ways import ways_to_chapter
from tools.paths import EXECUTION

BASICS = "../index.html#what-to-know-before"  # a section of index.md


def add_head(app, doctree):
    """Put what a learner wants to know first under a chapter's promise, what a run measured last.

    The promise is the paragraph below the title.
    """
    course = Course()
    chapter = course.chapter_of(app.env.docname)
    title = next(doctree.findall(nodes.title), None)
    if chapter is None or title is None:
        return
    path = EXECUTION / f"{chapter.slug}.json"
    app.env.note_dependency(str(path))
    record = json.loads(path.read_text(encoding="utf-8"))

    head = nodes.container("", classes=["nb-head"])
    questions = questions_of(chapter)
    head += _facts(course, chapter, questions)
    head += _measured(record)
    page = title.parent
    index = page.index(title) + 1
    if isinstance(page[index], nodes.paragraph):
        index += 1
    page.insert(index, head)
    if questions:
        add_exercises(app, page, chapter, questions)


def _facts(course, chapter, questions):
    """Return the list of what a learner wants to know."""
    reading = reading_of(chapter.source)
    facts = nodes.definition_list("")
    facts += _fact("Reading time", [nodes.Text(counted(reading.minutes, "minute"))])
    facts += _fact("Read before", _needs(course, chapter))
    if leads := course.leads_to(chapter):
        facts += _fact("Leads to", _links(leads))
    if reading.attempts:
        facts += _fact("Your turn", [nodes.Text(_your_turn(chapter, reading.attempts))])
    if questions:
        label = counted(questions, "question")
        link = nodes.reference("", label, refuri="#exercises", internal=True)
        facts += _fact("Exercises", [link])
    facts += _fact("Run it", ways_to_chapter(chapter))
    return facts


def _fact(name, inline):
    """Return an item of the list: a name and what there is to say."""
    item = nodes.definition_list_item("", nodes.term("", name))
    item += nodes.definition("", nodes.paragraph("", "", *inline))
    return item


def _your_turn(chapter, attempts):
    """Return how often the learner writes code, and where."""
    colab = publish.links(f"chapters/{chapter.slug}.ipynb")
    where = "on Colab or in JupyterLab" if colab else "in JupyterLab"
    return f"{counted(attempts, 'place')} to write code yourself, {where}"


def _needs(course, chapter):
    """Return the chapters to read before as links, or a link to what the course asks for."""
    if not chapter.needs:
        basics = nodes.reference("", "what to know before", refuri=BASICS, internal=True)
        return [nodes.Text("no other chapter; see "), basics]
    return _links([course[number] for number in chapter.needs])


def _links(chapters):
    """Return chapters in a row, each a link where it has a page."""
    inline = []
    for chapter in chapters:
        if inline:
            inline.append(nodes.Text(", "))
        label = nodes.Text(chapter.label)
        if chapter.exists:
            label = nodes.reference("", chapter.label, refuri=f"{chapter.slug}.html", internal=True)
        inline.append(label)
    return inline


def _measured(record):
    """Return a paragraph with what the run of a chapter said."""
    versions = "".join(f", {name} {version}" for name, version in record["versions"].items())
    seconds = max(record["seconds"], 1)
    return nodes.paragraph(
        "",
        f"Measured: {seconds:.0f} s and {record['peak_mb']:.0f} MB on one processor thread. "
        f"Claims that held in this run: {len(record['claims'])}. "
        f"Executed {record['executed']} with Python {record['python']}{versions}.",
        classes=["nb-measurement"],
    )
