"""Under each cell where a learner writes code: where it can be run."""

from docutils import nodes

from tools.book.cells import is_attempt
from tools.book.course import Course
from tools.book.site.folds import cells_of, code_of
from tools.book.site.ways import ways_to_chapter


def invite(app, doctree):
    """Say under each attempt of a chapter where the reader can write it."""
    chapter = Course().chapter_of(app.env.docname)
    if chapter is None:
        return
    for cell in cells_of(doctree):
        if is_attempt(code_of(cell)):
            invitation = nodes.paragraph("", "Write it yourself: ", classes=["nb-invitation"])
            invitation += ways_to_chapter(chapter)
            cell += invitation
