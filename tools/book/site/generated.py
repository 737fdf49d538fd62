"""Directives for pages that are drawn from the chapters: {generated} NAME and {widget} CLASS.

They stand on the front page and in the back matter only; chapters are notebooks and hold plain
Markdown.
"""

import json

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from nblib import widgets
from nblib.reach import reach
from tools.book.course import Course
from tools.book.site import course_map, recorded, surprises, tables
from tools.book.site.without import VIEW

STATE = "application/vnd.jupyter.widget-state+json"


PAGES = {
    "beginnings": tables.beginnings,
    "chapters": tables.chapters,
    "extent": tables.extent,
    "syllabus": tables.syllabus,
    "weeks": tables.weeks,
    "weekends": tables.weekends,
    "claims": tables.claims,
    "times": tables.times,
    "recorded": tables.recorded,
    "wild": tables.wild,
    "unguessed": surprises.unguessed,
}


class Generated(SphinxDirective):
    """{generated} NAME: a table or list drawn from the plan, the chapters and their runs."""

    required_arguments = 1

    def run(self):
        """Parse what the named function returns as Markdown; draw the map as it is."""
        name = self.arguments[0]
        course = Course()
        page = tables.Page(self.env.docname)
        # These pages show what others hold, so no time stamp of their own says that they are old.
        for chapter in course.written:
            self.env.note_dependency(str(chapter.source))
        self.env.note_reread()
        if name == "map":
            return [nodes.raw("", course_map.draw(course, page.href), format="html")]
        if name in PAGES:
            text = PAGES[name](course, page)
        elif name in recorded.names():
            text = recorded.page(name)
        else:
            known = ", ".join(["map", *PAGES, *recorded.names()])
            raise self.error(f"nothing is generated as {name!r}: there are {known}")
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
        for media_type, data in ((STATE, state), (VIEW, view)):
            safe = json.dumps(data).replace("</", "<\\/")  # nothing in the data may end the script
            scripts += f'<script type="{media_type}">{safe}</script>'
        self.env.metadata[self.env.docname]["nb_widget"] = True
        return [nodes.raw("", f'<div class="nb-live">{scripts}</div>', format="html")]
