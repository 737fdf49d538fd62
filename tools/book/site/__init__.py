"""Sphinx extension: what a page of this course has beyond Jupyter Book's own.

- frontend.py: MathJax, the widgets' host, the palette, the site's style; nothing of another host
- head.py, exercises.py, ways.py: the head of a chapter, and the ways to its exercises and notebooks
- folds.py, attempts.py, listings.py: cells that are folded, that invite to write code, and what
  listing() printed
- code.py: code in color
- mentions.py: the number in a heading, links from "chapter 4" and from `✓ claim`
- together.py: a formula, and the marks that touch it, on one line
- without.py: what stands in the place of a widget, where scripts do not run
- generated.py: directives for pages drawn from the plan, the runs and the records (tables.py,
  course_map.py, recorded.py)
- icons.py: the theme's icon fonts, cut to the icons in use
"""

from sphinx.highlighting import PygmentsBridge

from tools.book.site import (
    attempts,
    code,
    folds,
    frontend,
    generated,
    head,
    listings,
    mentions,
    together,
    ways,
    without,
)


def setup(app):
    """Connect everything."""
    PygmentsBridge.html_formatter = code.Formatter
    app.connect("builder-inited", frontend.gather)
    folds.register(app)
    app.connect("doctree-read", ways.show_install)
    app.connect("doctree-read", attempts.invite)
    app.connect("doctree-read", folds.fold)
    app.connect("doctree-read", listings.dress)
    # Before Sphinx makes the page's contents: the section of the exercises belongs there.
    app.connect("doctree-read", head.add_head, priority=400)
    app.connect("html-page-context", frontend.page_context, priority=900)
    app.connect("build-finished", frontend.tidy_pages)
    app.add_transform(mentions.NumberTitle)
    app.add_post_transform(mentions.LinkChapters)
    app.add_post_transform(mentions.LinkClaims)
    app.add_post_transform(together.KeepTogether)
    app.add_post_transform(without.WithoutScripts)
    app.add_directive("generated", generated.Generated)
    app.add_directive("widget", generated.LiveWidget)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
