"""Directives for pages that are drawn from the chapters: {generated} NAME and {widget} CLASS.

They stand on the front page and in the back matter only; chapters are notebooks and hold plain
Markdown.
"""

import html
import json
import re

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from nblib import widgets
from nblib.page import records
from tools.book.course import Course
from tools.execute import record_of

STATE, VIEW = (f"application/vnd.jupyter.widget-{kind}+json" for kind in ("state", "view"))


def table(head, rows):
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def parts(course, links):
    """The parts of the course with what exists."""
    lines = []
    for index, title in enumerate(course.parts):
        chapters = [chapter for chapter in course.chapters if chapter.part == index]
        lines.append(f"**{title}.** " + " · ".join(links(chapter) for chapter in chapters))
    return "\n\n".join(lines)


def syllabus(course, links):
    """Each chapter with hours and prerequisites."""
    rows = []
    for chapter in course.chapters:
        needs = ", ".join(chapter.needs) or "none"
        rows.append(
            [links(chapter), chapter.hours, needs, "ready" if chapter.exists else "planned"]
        )
    return table(["chapter", "hours", "needs", "state"], rows)


def weeks(course, links):
    """The course of twelve weeks."""
    rows = []
    for number, week in enumerate(course.weeks, 1):
        chapters = [course[n] for n in week]
        rows.append(
            [number, "<br>".join(links(c) for c in chapters), sum(c.hours for c in chapters)]
        )
    return table(["week", "chapters", "hours"], rows)


def claims(course, links):
    """Every claim of every chapter, with what was measured in the run that made this site."""
    blocks = []
    for chapter in course.written:
        found = record_of(chapter.source).get("claims", [])
        rows = []
        for claim in found:
            measured = ", ".join(f"{name} = {value}" for name, value in claim["measured"].items())
            anchor = f'<a href="{chapter.stem}.html#claim-{claim["id"]}">{claim["id"]}</a>'
            rows.append([anchor, html.escape(claim["statement"]).replace("|", "\\|"), measured])
        blocks.append(
            f"## {links(chapter)}\n\n" + table(["claim", "statement", "measured in this run"], rows)
        )
    return "\n\n".join(blocks)


def times(course, links):
    """What each chapter cost to run."""
    rows = []
    for chapter in course.written:
        r = record_of(chapter.source)
        if r:
            cost = [f"{r['seconds']:.0f} s", f"{r['cpu_seconds']:.0f} s", f"{r['peak_mb']:.0f} MB"]
            rows.append([links(chapter), *cost, r["cells"], r["executed"]])
    return table(
        ["chapter", "time", "processor time", "peak memory", "code cells", "executed"], rows
    )


def recorded(course, links):
    """The records: what was measured apart from the pages."""
    rows = []
    for chapter in course.written:
        if (records.RECORDS / f"{chapter.number}.json").exists():
            r = records.load(chapter.number)
            took, command = f"{r['seconds']:.0f} s", f"`{r['command']}`"
            rows.append([links(chapter), r["what"], r["made"], took, command, r["machine"]])
    for path in sorted(records.RECORDS.glob("[a-z]*.json")):
        r = records.load(path.stem)
        page = "grading" if path.stem == "grading" else "speed"
        took, command = f"{r['seconds']:.0f} s", f"`{r['command']}`"
        rows.append([f"[{page}]({page}.md)", r["what"], r["made"], took, command, r["machine"]])
    return table(["page", "what", "made", "took", "command", "machine"], rows)


def _speeds(races, heads):
    """A table with the contenders of several races below each other and their median speed in
    each.
    """
    names = list(dict.fromkeys(name for race in races for name in race))
    rows = [
        [name, *(f"{race[name]['speed'][1]:.2f}" if name in race else "" for race in races)]
        for name in names
    ]
    milliseconds = [f"{race['PyTorch']['ms']:.2g} ms" for race in races]
    return table(
        ["relative to PyTorch's eager step", *heads],
        [*rows, ["PyTorch's step takes", *milliseconds]],
    )


def _made(r):
    versions = ", ".join(f"{name} {version}" for name, version in r["versions"].items())
    return f"Recorded {r['made']} with `{r['command']}` on {r['machine']}; {versions}."


def speed(course, links):
    """nblib beside other engines, at one thread and at two."""
    r = records.load("speed")
    blocks = []
    for threads, races in r["results"]["threads"].items():
        digits = {
            name.removeprefix("digits, "): race
            for name, race in races.items()
            if name.startswith("digits")
        }
        blocks.append(
            f"### {'One thread' if threads == '1' else 'Two threads'}\n\n{_speeds(digits.values(), digits)}"
        )
        others = {name: race for name, race in races.items() if not name.startswith("digits")}
        blocks.append(_speeds(others.values(), others))
    epoch = r["results"]["an epoch of 60,000 images"]
    single = r["results"]["micrograd, one image, seconds"]
    seconds, memory = (
        epoch["seconds"],
        f"{epoch['resident MB']} MB resident, {epoch['of them images MB']} MB of them",
    )
    blocks.append(
        f"An epoch over 60,000 images kept as bytes, batch 64, Adam: {min(seconds):.2f} to {max(seconds):.2f} s, and "
        f"{memory} the images. micrograd, which works number by number, takes {min(single):.2g} to {max(single):.2g} s "
        f"for one image.\n\n{_made(r)}"
    )
    return "\n\n".join(blocks)


def ladder(course, links):
    """From the textbook engine to this one, a habit at a time."""
    r = records.load("ladder")
    races = r["results"]["speed"]
    names = {"nblib": "the library", "PyTorch": "PyTorch"} | {
        name: f"**{name}**: {what}" for name, what in r["results"]["rungs"].items()
    }
    shown = [{names[name]: values for name, values in race.items()} for race in races.values()]
    for race in shown:
        race["PyTorch"] = race.pop("PyTorch")
    return f"{_speeds(shown, races)}\n\n{_made(r)}"


def grading(course, links):
    """This course's grader beside others: how fast, and what hostile notebooks get."""
    r = records.load("grading")
    found, hostile = r["results"], r["results"]["hostile"]
    names = {"one job": "**this course**, one job", "two jobs": "**this course**, two jobs"}
    rows = []
    for name, (low, middle, high) in found["per minute"].items():
        fast = found["times as fast, one job"].get(name)
        ahead = f"{fast[1]:.1f} ({fast[0]:.1f} to {fast[2]:.1f})" if fast else ""
        rows.append(
            [names.get(name, f"`{name}`"), f"{middle:.0f} ({low:.0f} to {high:.0f})", ahead]
        )
    heads = ["grader", "notebooks a minute", "this course, one job, is so many times as fast"]
    said = [
        [f"a notebook that {what}", *(_got(one, hostile["of"]) for one in by.values())]
        for what, by in hostile["notebooks"].items()
    ]
    by = ["handed in", *next(iter(hostile["notebooks"].values()))]
    return (
        f"{table(heads, rows)}\n\n{table(by, said)}\n\n{_made(r)[:-1]}, {', '.join(found['others'])}. "
        f"{found['honest']} honest notebooks, "
        f"{found['of them by the others']} of them by each of the others; they got the same points from Otter in "
        f"{found['the same points']['Otter']} cases and from nbgrader in {found['the same points']['nbgrader']}. "
        f"The {len(said)} hostile ones took {hostile['seconds with this course, two jobs']} s together here; the "
        f"others had {hostile['seconds for one with the others, at most']} s for each, one by one, locked in."
    )


def _got(one, of):
    points = one["points"]
    if one["fate"]:
        return one["fate"] + (f", {points:g} points" if points else "")
    return "no grade" if points is None else f"**{points:.3g}** of {of} points" if points else "0"


def wild(course, links):
    """The bugs of the sections *Seen in the wild*, with links."""
    blocks = []
    for chapter in course.written:
        text = chapter.source.read_text(encoding="utf-8")
        section = re.search(r"^## Seen in the wild\n(.*?)(?=^## |\Z)", text, flags=re.M | re.S)
        titles = re.findall(r"^### (.+)$", section[1], flags=re.M) if section else []
        blocks += [f"- {title} ({links(chapter)})" for title in titles]
    return "\n".join(blocks)


PAGES = {
    f.__name__: f
    for f in (parts, syllabus, weeks, claims, times, recorded, speed, ladder, grading, wild)
}


def map_svg(course, href):
    """Return the dependency map: a row for each part, an arrow from each chapter to those that need
    it.
    """
    width, row, chip, top = 890, 96, (102, 40), 8
    place = {}
    for index in range(len(course.parts)):
        members = [c for c in course.chapters if c.part == index]
        for i, c in enumerate(members):
            place[c.number] = (124 + (width - 128) * (i + 0.5) / 7, top + row * index + 26)
    edges, chips = [], []
    for c in course.chapters:
        x, y = place[c.number]
        for need in c.needs:
            u, v = place[need]
            if v == y:  # beside each other: below the chips, so that the line crosses none
                path = f"M{u:.0f},{v + 20} C{u:.0f},{v + 44} {x:.0f},{y + 44} {x:.0f},{y + 21}"
            else:
                path = f"M{u:.0f},{v + 20} C{u:.0f},{v + 58} {x:.0f},{y - 58} {x:.0f},{y - 21}"
            edges.append(f'<path d="{path}"/>')
        words = c.title.split()
        half = (len(words) + 1) // 2
        lines = [" ".join(words[:half]), " ".join(words[half:])] if len(c.title) > 15 else [c.title]
        text = "".join(
            f'<tspan x="{x:.0f}" y="{y + 4 + 12 * (i - (len(lines) - 1) / 2):.0f}">{html.escape(line)}</tspan>'
            for i, line in enumerate(lines)
        )
        w, h = chip
        state = "ready" if c.exists else "planned"
        box = f'<rect x="{x - w / 2:.0f}" y="{y - h / 2:.0f}" width="{w}" height="{h}" rx="6"/><text>{text}</text>'
        chips.append(
            f'<a class="{state}" href="{href(c)}">{box}</a>'
            if c.exists
            else f'<g class="{state}">{box}</g>'
        )
    names = "".join(
        f'<text class="part" x="0" y="{top + row * i + 22}">'
        + "".join(
            f'<tspan x="0" dy="{13 * (j > 0)}">{html.escape(w)}</tspan>'
            for j, w in enumerate(_wrap(title))
        )
        + "</text>"
        for i, title in enumerate(course.parts)
    )
    label = "Map of the course: a row of chapters for each part, arrows from a chapter to those that need it."
    arrow = '<marker id="nb-arrow" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" orient="auto">'
    arrow += '<path class="head" d="M0,0 L6,3 L0,6 z"/></marker>'
    # A group, not an image: the chapters in it are links.
    return (
        f'<div class="nb-map" tabindex="0" role="group" aria-label="{label}">'
        f'<svg viewBox="0 0 {width} {top + row * len(course.parts)}" role="group" aria-label="Chapters">'
        f'<defs>{arrow}</defs>{names}<g class="edges" aria-hidden="true">{"".join(edges)}</g>'
        f"{''.join(chips)}</svg></div>"
    )


def _wrap(title, size=16):
    lines = [""]
    for word in title.split():
        if len(lines[-1]) + len(word) > size:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


class Generated(SphinxDirective):
    """{generated} NAME: a table or list drawn from the plan, the chapters and their runs."""

    required_arguments = 1

    def run(self):
        """Parse what the named function returns as Markdown; draw the map as it is."""
        name, course = self.arguments[0], Course()
        here = "chapters/" if "/" not in self.env.docname else ""
        for chapter in course.written:
            self.env.note_dependency(str(chapter.source))
        # These pages show what others hold, so no time stamp of their own says that they are old.
        self.env.note_reread()
        if name == "map":
            return [nodes.raw("", map_svg(course, lambda c: f"{here}{c.stem}.html"), format="html")]
        if name not in PAGES:
            raise self.error(f"nothing is generated as {name!r}: there are map, {', '.join(PAGES)}")
        return self.parse_text_to_nodes(
            PAGES[name](course, lambda c: c.link.replace("](", f"]({here}")),
            allow_section_headings=True,
        )


class LiveWidget(SphinxDirective):
    """{widget} CLASS with `name: value` lines: a widget that lives on the static page, without a
    notebook.
    """

    required_arguments = 1
    has_content = True

    def run(self):
        """Embed the widget's state and a view of it, as an executed notebook would."""
        options = dict(line.split(": ", 1) for line in self.content if line.strip())
        widget = getattr(widgets, self.arguments[0])(**options)
        state = {
            "version_major": 2,
            "version_minor": 0,
            "state": widget.get_manager_state()["state"],
        }
        view = {"model_id": widget.model_id, "version_major": 2, "version_minor": 0}
        scripts = ""
        for kind, data in ((STATE, state), (VIEW, view)):
            safe = json.dumps(data).replace("</", "<\\/")  # nothing in the data may end the script
            scripts += f'<script type="{kind}">{safe}</script>'
        self.env.metadata[self.env.docname]["nb_widget"] = True
        return [nodes.raw("", f'<div class="nb-live">{scripts}</div>', format="html")]
