"""Directives for pages that are drawn from the chapters: {generated} NAME and {widget} CLASS.

They stand on the front page and in the back matter only; chapters are notebooks and hold plain
Markdown.
"""

import json

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from nblib import widgets
from nblib.page import records
from nblib.reach import reach
from tools.book.course import Course
from tools.book.site import course_map, tables
from tools.book.site.tables import table

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"


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


PAGES = {
    "parts": tables.parts,
    "syllabus": tables.syllabus,
    "weeks": tables.weeks,
    "claims": tables.claims,
    "times": tables.times,
    "recorded": tables.recorded,
    "wild": tables.wild,
    "speed": speed,
    "ladder": ladder,
    "grading": grading,
}


class Generated(SphinxDirective):
    """{generated} NAME: a table or list drawn from the plan, the chapters and their runs."""

    required_arguments = 1

    def run(self):
        """Parse what the named function returns as Markdown; draw the map as it is."""
        name = self.arguments[0]
        course = Course()
        place = tables.Place(self.env.docname)
        # These pages show what others hold, so no time stamp of their own says that they are old.
        for chapter in course.written:
            self.env.note_dependency(str(chapter.source))
        self.env.note_reread()
        if name == "map":
            return [nodes.raw("", course_map.draw(course, place.href), format="html")]
        if name not in PAGES:
            raise self.error(f"nothing is generated as {name!r}: there are map, {', '.join(PAGES)}")
        text = PAGES[name](course, place)
        return self.parse_text_to_nodes(text, allow_section_headings=True)


class LiveWidget(SphinxDirective):
    """{widget} CLASS with `name: value` lines: a widget that lives on the static page, without a
    notebook.
    """

    required_arguments = 1
    has_content = True

    def run(self):
        """Embed the widget's state and a view of it, as an executed notebook would."""
        options = dict(line.split(": ", 1) for line in self.content if line.strip())
        name = self.arguments[0]
        widget = getattr(widgets, name)(**options)
        for path in reach(f"from nblib.widgets import {name}"):
            self.env.note_dependency(str(path))
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
