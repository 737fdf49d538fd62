"""A site of a few chapters, really built, for tests of what the course adds to a page."""

import pytest
from sphinx.application import Sphinx

PLAN = """
parts:
  - title: One
    chapters:
      - {slug: 01_first, title: First, hours: 1, needs: [], about: One.}
      - {slug: 02_second, title: Second, hours: 1, needs: [], about: One.}
      - {slug: 03_third, title: Third, hours: 1, needs: [], about: One.}
      - {slug: 12_twelfth, title: Twelfth, hours: 1, needs: [], about: One.}
back: []
weeks: []
weekends: []
"""


def write_site(root, plan, pages, text=""):
    """Write a plan and pages below a folder; return the folder of the chapters.

    plan: of the course, YAML. pages: {name: Markdown}. text: what the front page says.
    """
    chapters = root / "chapters"
    chapters.mkdir()
    (chapters / "course.yml").write_text(plan)
    for name, markdown in pages.items():
        (chapters / f"{name}.md").write_text(markdown)
    toc = "\n".join(f"chapters/{name}" for name in pages)
    (root / "index.md").write_text(f"# Course\n\n{text}\n\n```{{toctree}}\n{toc}\n```\n")
    return chapters


def build_site(root, connect, **settings):
    """Build the site of a folder; return the folder of its pages.

    connect: a function that is given the Sphinx application before it builds. settings: as in
    Sphinx's configuration.
    """
    # Its own: Sphinx adds .md to the default, which every application of a process shares.
    settings = {"source_suffix": {".rst": "restructuredtext"}, **settings}
    out = root / "html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tools.book.course.CHAPTERS", root / "chapters")
        app = Sphinx(root, None, out, root / "doctrees", "html", settings, status=None)
        connect(app)
        app.build()
    assert not app.statuscode
    return out


def body(page):
    """Return a page's own text, without navigation."""
    return page.split('role="main">')[1].split('<div class="sphinxsidebar"')[0]
