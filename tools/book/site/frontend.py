"""The front-end files of the site, and pages free of what they do not need.

MathJax comes from its Python package, the widgets' host, the palette and the site's style from this
repository: a page calls no other host, logs no error and carries no weight without use.
"""

import re
import shutil
from importlib.metadata import files
from pathlib import Path

from nblib import widgets
from nblib.files import write
from nblib.page import palette
from tools.book import publish
from tools.book.course import Course
from tools.book.site import icons
from tools.book.site.exercises import exercises_of
from tools.paths import BUILD

STATIC = Path(__file__).parent / "static"
# Not `_static`: Jupyter Book puts every script that it finds under that name on every page.
VENDOR = BUILD / "vendor"
# What sets LaTeX, and MathML beside it for screen readers.
MATHJAX = {
    "startup.js",
    "core.js",
    "input/tex.js",
    "output/chtml.js",
    "output/chtml/fonts/tex.js",
    "a11y/assistive-mml.js",
}
# Fonts and extensions, which MathJax loads when a formula asks for them.
ON_DEMAND = ("output/chtml/fonts/woff-v2/", "input/tex/extensions/")
SIDEBAR = '<div id="pst-primary-sidebar"'
LANDMARK = 'role="complementary" aria-label="Course"'
ICON_SCRIPT = re.compile(r"\s*<script[^>]*scripts/fontawesome\.js[^>]*></script>")
# What finds a word while it is typed, which is switched off: a quarter of a megabyte before a page
# is shown. The page of the search keeps it.
SEARCH = r"searchtools\.js|language_data\.js|searchindex\.js"
SEARCH_SCRIPT = re.compile(rf'\s*<script src="[^"]*(?:{SEARCH})"></script>')
# What Jupyter Book puts on every page and no page uses: tabs and cards, boxes to unfold, and Thebe,
# whose scripts are not loaded, and what is left of it throws.
UNUSED = ("sphinx-design", "design-tabs", "togglebutton", "toggleHint", "THEBE_JS", "sphinx-thebe")
HOST = "course/host.mjs"


def gather(app):
    """Gather the front-end files into one folder, from which Sphinx copies them into the site."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    _mathjax()
    _look()
    _notebooks()
    app.config.html_static_path.append(str(VENDOR))
    app.add_css_file("course/palette.css")
    for name in ("site", "cells", "map", "print"):
        app.add_css_file(f"course/{name}.css")
    # No module: it works on a page that was opened as a file too.
    app.add_js_file("course/site.js", loading_method="defer")


def _mathjax():
    for file in files("sphinx-mathjax-offline"):
        name = file.as_posix().partition("static/mathjax/")[2]
        if name in MATHJAX or name.startswith(ON_DEMAND):
            _copy(file.locate(), VENDOR / "mathjax" / name)


def _look():
    """The widgets' host, the site's own style and scripts, and the palette as CSS variables."""
    _copy(Path(widgets.__file__).parent / "core" / "host.mjs", VENDOR / HOST)
    for file in STATIC.iterdir():
        _copy(file, VENDOR / "course" / file.name)
    light = palette.css_variables("light")
    dark = palette.css_variables("dark")
    colors = f'html {{ {palette.FONT} {light} }}\nhtml[data-theme="dark"] {{ {dark} }}\n'
    write(VENDOR / "course" / "palette.css", colors)


def _notebooks():
    """The notebooks of chapters and exercises, for download."""
    folder = VENDOR / "notebooks"
    for chapter in Course().written:
        write(folder / f"{chapter.slug}.ipynb", publish.notebook(chapter.source))
        exercises = exercises_of(chapter)
        if exercises.exists():
            text = exercises.read_text(encoding="utf-8")
            write(folder / "exercises" / exercises.name, publish.filled(text))


def _copy(source, target):
    write(target, Path(source).read_bytes())


def page_context(app, pagename, templatename, context, doctree):
    """Load the widgets' host where it is needed, drop what is unused, say where to report."""
    if app.env.metadata.get(pagename, {}).get("nb_widget"):
        app.add_js_file(HOST, type="module")
    for kind in ("css_files", "script_files"):
        context[kind] = _useful(context.get(kind, []))
    if doctree is None:  # the page of the search has no text to report an error of
        return
    title = re.sub(r"<[^>]+>", "", context.get("title", pagename))
    url = publish.report(pagename, title)
    if url:
        link = f'<a href="{url}">Report an error on this page</a>'
        context["theme_extra_footer"] = f'<p class="nb-report">{link}</p>'


def _useful(page_files):
    """Return the style sheets or scripts of a page without what is unused or stands twice."""
    bodies = set()
    useful = []
    for file in page_files:
        body = getattr(file, "attributes", {}).get("body") or ""
        unused = any(name in body or name in str(file.filename) for name in UNUSED)
        if unused or body in bodies:
            continue
        if body:
            bodies.add(body)
        useful.append(file)
    return useful


def tidy_pages(app, exception):
    """Mend what the theme writes into its templates.

    Half a megabyte of icon script goes (the icon font serves as well), so does the search that no
    page but its own needs. The side bar becomes a landmark, so that who moves by landmarks finds
    the course's name and the search in one. The icon font keeps the icons in use.
    """
    if exception:
        return
    for page in Path(app.outdir).rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        tidy = ICON_SCRIPT.sub("", text)
        if page.name != "search.html":
            tidy = SEARCH_SCRIPT.sub("", tidy)
        tidy = tidy.replace(f"{SIDEBAR} class", f"{SIDEBAR} {LANDMARK} class")
        if tidy != text:
            write(page, tidy)
    icons.cut(app.outdir)
