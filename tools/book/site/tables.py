"""Pages drawn from the plan, the chapters and their runs, as Markdown.

Each function takes the course and the page that it is drawn for.
"""

import html
import posixpath
import re

from nblib.page import records
from tools.book.site.exercises import counted, questions_of
from tools.execute.kept import record_of
from tools.paths import CHAPTERS


class Page:
    """A page on which something is drawn: knows the way from there to the chapters."""

    def __init__(self, docname):
        folder = posixpath.dirname(docname)
        self.chapters = posixpath.relpath("chapters", folder or ".")

    def link(self, chapter):
        """Return number and title of a chapter in Markdown, a link where there is a page."""
        label = f"{chapter.number}\N{NO-BREAK SPACE}{chapter.title}"
        if not chapter.exists:
            return label
        return f"[{label}]({self.chapters}/{chapter.slug}.md)"

    def href(self, chapter):
        """Return the address of a chapter's page."""
        return f"{self.chapters}/{chapter.slug}.html"


def table(head, rows):
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def chapters(course, page):
    """The parts of the course with their chapters: what each is about, and what it takes."""
    blocks = []
    for index, title in enumerate(course.parts):
        items = [_item(course, page, c) for c in course.chapters if c.part == index]
        blocks.append(f"### {title}\n\n" + "\n".join(items))
    return "\n\n".join(blocks)


def _item(course, page, chapter):
    """Return a chapter as an item of a list: its line, and below it small what it takes."""
    facts = [counted(chapter.hours, "hour")]
    if questions_of(chapter) and chapter.exists:
        facts.append(counted(questions_of(chapter), "exercise"))
    if chapter.needs:
        facts.append(f"after {named(chapter.needs)}")
    if not chapter.exists:
        facts.append("planned")
    small = f'<small class="nb-facts">{" · ".join(facts)}</small>'
    return f"- **{page.link(chapter)}.** {chapter.about}<br>{small}"


def named(numbers):
    """Return chapters in words, as mentions.py finds them: chapters 2, 3 and 5."""
    *first, last = map(str, numbers)
    return f"chapters {', '.join(first)} and {last}" if first else f"chapter {last}"


def beginnings(course, page):
    """A sentence on the chapters that need no other."""
    first = [page.link(chapter) for chapter in course.written if not chapter.needs]
    return (
        f"Nothing has to be read before {' or '.join(first)}: begin there, and go on in order. "
        "If you know the beginnings, take the first chapter that is new to you; under the title of "
        "each stands what to read before, and the [map](chapters/back/syllabus.md) shows it all."
    )


def extent(course, page):
    """A sentence on how much there is."""
    written = course.written
    hours = counted(sum(chapter.hours for chapter in written), "hour")
    questions = counted(sum(questions_of(chapter) for chapter in written), "exercise")
    return (
        f"{len(written)} of {len(course.chapters)} chapters can be read now. They take about "
        f"{hours}, with {questions}; what is planned has no link yet."
    )


def syllabus(course, page):
    """Each chapter with what it is about, hours, prerequisites and exercises."""
    rows = []
    for chapter in course.chapters:
        needs = ", ".join(str(number) for number in chapter.needs) or "none"
        exercises = questions_of(chapter) if chapter.exists else "planned"
        rows.append([page.link(chapter), chapter.about, chapter.hours, needs, exercises])
    return table(["chapter", "about", "hours", "needs", "exercises"], rows)


def weeks(course, page):
    """A course by weeks."""
    return _way(course, page, "week", course.weeks)


def weekends(course, page):
    """A course by weekends."""
    return _way(course, page, "weekend", course.weekends)


def _way(course, page, unit, way):
    rows = []
    for count, numbers in enumerate(way, 1):
        chapters = [course[number] for number in numbers]
        links = "<br>".join(page.link(chapter) for chapter in chapters)
        rows.append([count, links, sum(chapter.hours for chapter in chapters)])
    return table([unit, "chapters", "hours"], rows)


def claims(course, page):
    """Every claim of every chapter, with what was measured in the run that made this site."""
    blocks = []
    for chapter in course.written:
        rows = []
        for claim in record_of(chapter.source).get("claims", []):
            anchor = f'<a href="{page.href(chapter)}#claim-{claim["id"]}">{claim["id"]}</a>'
            statement = html.escape(claim["statement"]).replace("|", "\\|")
            measured = ", ".join(f"{name} = {value}" for name, value in claim["measured"].items())
            rows.append([anchor, statement, measured])
        head = ["claim", "statement", "measured in this run"]
        blocks.append(f"## {page.link(chapter)}\n\n{table(head, rows)}")
    return "\n\n".join(blocks)


def times(course, page):
    """What each chapter cost to run."""
    rows = []
    for chapter in course.written:
        record = record_of(chapter.source)
        if record:
            rows.append(
                [
                    page.link(chapter),
                    f"{record['seconds']:.0f} s",
                    f"{record['cpu_seconds']:.0f} s",
                    f"{record['peak_mb']:.0f} MB",
                    record["cells"],
                    record["executed"],
                ]
            )
    head = ["chapter", "time", "processor time", "peak memory", "code cells", "executed"]
    return table(head, rows)


def recorded(course, page):
    """The records: what was measured apart from the pages."""
    rows = []
    for chapter in course.written:
        name = chapter.slug[:2]
        if (records.RECORDS / f"{name}.json").exists():
            rows.append(_record_row(page.link(chapter), name))
    for path in sorted(records.RECORDS.glob("[a-z]*.json")):
        name = path.stem if (CHAPTERS / "back" / f"{path.stem}.md").exists() else "speed"
        rows.append(_record_row(f"[{name}]({name}.md)", path.stem))
    return table(["page", "what", "made", "took", "command", "machine"], rows)


def _record_row(label, name):
    record = records.load(name)
    seconds = f"{record['seconds']:.0f} s"
    command = f"`{record['command']}`"
    return [label, record["what"], record["made"], seconds, command, record["machine"]]


def wild(course, page):
    """The bugs of the sections *Seen in the wild*, with links."""
    lines = []
    for chapter in course.written:
        text = chapter.source.read_text(encoding="utf-8")
        section = re.search(r"^## Seen in the wild\n(.*?)(?=^## |\Z)", text, flags=re.M | re.S)
        if section:
            for title in re.findall(r"^### (.+)$", section[1], flags=re.M):
                lines.append(f"- {title} ({page.link(chapter)})")
    return "\n".join(lines)
