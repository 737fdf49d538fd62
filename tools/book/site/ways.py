"""Ways to get a notebook and to run it, as nodes of a page."""

from docutils import nodes

from tools.book import publish


def ways(path, download):
    """Return the links to run a notebook elsewhere and to download it, with dots between them.

    `path` is its place on the branch of notebooks, `download` the one among the site's own files.
    """
    links = publish.links(path)
    links.append(("Download the notebook", f"../_static/notebooks/{download}"))
    inline = []
    for label, target in links:
        if inline:
            inline.append(nodes.Text(" · "))
        internal = not target.startswith("https")
        inline.append(nodes.reference("", label, refuri=target, internal=internal))
    return inline


def ways_to_chapter(chapter):
    """Return the links to a chapter's notebook."""
    name = f"{chapter.slug}.ipynb"
    return ways(f"chapters/{name}", name)


def show_install(app, doctree):
    """Show in a chapter's set-up what the notebook that is given out has there."""
    for block in list(doctree.findall(nodes.literal_block)):
        code = block.astext()
        if publish.INSTALL.search(code):
            given_out = publish.filled(code)
            block.rawsource = given_out  # what stands here is highlighted
            block.children = []
            block += nodes.Text(given_out)
