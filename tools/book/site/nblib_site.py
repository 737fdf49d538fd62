"""Local Sphinx extension: what a page of this course has beyond Jupyter Book's own.

- the head of a chapter: measured time and memory, what to read before, where to run it;
- links from the summary's ✓ marks to the claims that back them;
- pages drawn from the chapters (generated.py);
- the front-end files: MathJax from its Python package, the widgets' host, the palette, the site's style;
- pages free of what would call another host, log an error or weigh without use.
"""

import json
import re
import shutil
from importlib.metadata import files
from pathlib import Path

import generated
import icons
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from nblib import widgets
from nblib.page import palette
from tools.book import publish
from tools.book.course import Course
from tools.paths import BUILD, EXECUTION, ROOT

HERE = Path(__file__).parent
# Not `_static`: Jupyter Book puts every script that it finds under that name on every page.
VENDOR = BUILD / "vendor"
# What sets LaTeX, and MathML beside it for screen readers; fonts and extensions are loaded on
# demand.
MATHJAX = {
    "startup.js",
    "core.js",
    "input/tex.js",
    "output/chtml.js",
    "output/chtml/fonts/tex.js",
    "a11y/assistive-mml.js",
}
ON_DEMAND = ("output/chtml/fonts/woff-v2/", "input/tex/extensions/")
LANDMARK = 'role="complementary" aria-label="Course"'
THEBE = ("THEBE_JS_URL", "sphinx-thebe")
HOST = "course/host.mjs"


def vendor(app):
    """Gather the front-end files into one folder, from which Sphinx copies them into the site."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for file in files("sphinx-mathjax-offline"):
        name = file.as_posix().partition("static/mathjax/")[2]
        if name in MATHJAX or name.startswith(ON_DEMAND):
            _copy(file.locate(), VENDOR / "mathjax" / name)
    _copy(Path(widgets.__file__).parent / "core" / "host.mjs", VENDOR / HOST)
    for file in (HERE / "static").iterdir():
        _copy(file, VENDOR / "course" / file.name)
    font = f"--nb-font: {palette.PALETTE['font']};"
    light, dark = palette.css_variables("light"), palette.css_variables("dark")
    colors = f'html {{ {font} {light} }}\nhtml[data-theme="dark"] {{ {dark} }}\n'
    (VENDOR / "course" / "palette.css").write_text(colors, encoding="utf-8")
    for chapter in Course().written:
        target = VENDOR / "notebooks" / f"{chapter.stem}.ipynb"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(publish.notebook(chapter.source), encoding="utf-8")
        if (exercises := exercises_of(chapter)).exists():
            target = VENDOR / "notebooks" / "exercises" / exercises.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(
                publish.filled(exercises.read_text(encoding="utf-8")), encoding="utf-8"
            )
    app.config.html_static_path.append(str(VENDOR))
    app.add_css_file("course/palette.css")
    app.add_css_file("course/site.css")
    app.add_js_file("course/site.js", type="module")


def exercises_of(chapter):
    """Return the path of the student's notebook of a chapter's graded exercises."""
    return ROOT / "exercises" / chapter.stem / "student" / f"{chapter.stem}.ipynb"


def _copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def add_head(app, doctree):
    """Put what a run measured, what to read before, and where to run it under the title of a
    chapter.
    """
    docname = app.env.docname
    course = Course()
    chapter = next((c for c in course.written if docname == f"chapters/{c.stem}"), None)
    title = next(doctree.findall(nodes.title), None)
    if chapter is None or title is None:
        return
    path = EXECUTION / f"{chapter.stem}.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    app.env.note_dependency(str(path))
    versions = "".join(f", {name} {version}" for name, version in record["versions"].items())
    measured = nodes.paragraph(
        "",
        f"Measured: {max(record['seconds'], 1):.0f} s and {record['peak_mb']:.0f} MB on one processor thread. "
        f"Claims that held in this run: {len(record['claims'])}. "
        f"Executed {record['executed']} with Python {record['python']}{versions}.",
    )
    run = _ways("Run it: ", f"chapters/{chapter.stem}.ipynb", f"{chapter.stem}.ipynb")
    head = nodes.container("", measured, run, classes=["nb-head"])
    needs = ", ".join(f"{course[n].number} {course[n].title}" for n in chapter.needs)
    if needs:
        head.insert(0, nodes.paragraph("", f"Chapters to read before: {needs}."))
    title.parent.insert(title.parent.index(title) + 1, head)
    if exercises_of(chapter).exists():
        add_exercises(app, title.parent, chapter)


def _ways(text, path, download):
    """Return a paragraph with the ways to get a notebook: path on the branch of notebooks, download
    in the site.
    """
    paragraph = nodes.paragraph("", text)
    for label, target in [
        *publish.links(path),
        ("Download the notebook", f"../_static/notebooks/{download}"),
    ]:
        if len(paragraph) > 1:
            paragraph += nodes.Text(" · ")
        paragraph += nodes.reference(
            "", label, refuri=target, internal=not target.startswith("https")
        )
    return paragraph


def add_exercises(app, page, chapter):
    """Put the way to the chapter's graded exercises before its references."""
    notebook = exercises_of(chapter)
    app.env.note_dependency(str(notebook))
    count = notebook.read_text(encoding="utf-8").count('"check(')
    section = nodes.section(
        "", nodes.title("", "Exercises"), ids=["exercises"], names=["exercises"]
    )
    section += nodes.paragraph(
        "",
        f"{count} questions in a notebook that checks your answers as you go, says what was expected and what came, "
        "and gives hints in steps. Your teacher's grader runs the same checks and some more.",
    )
    section += _ways("Work on them: ", f"exercises/{notebook.name}", f"exercises/{notebook.name}")
    parts = [part for part in page.children if isinstance(part, nodes.section)]
    references = next(
        (part for part in parts if part.next_node(nodes.title).astext() == "References"), None
    )
    page.insert(page.index(references) if references else len(page), section)


class LinkClaims(SphinxPostTransform):
    """Turns `✓ claim-id` in the text into a link to the claim's own line."""

    default_priority = 400

    def run(self, **kwargs):
        """Replace each ✓ mark of the page."""
        for literal in list(self.document.findall(nodes.literal)):
            if match := re.fullmatch(r"✓ ([a-z0-9-]+)", literal.astext()):
                link = nodes.reference(
                    "", "", internal=True, refuri=f"#claim-{match[1]}", classes=["nb-cite"]
                )
                literal.replace_self(link)
                link += literal


def page_context(app, pagename, templatename, context, doctree):
    """Drop Thebe's leftovers, which throw on every page, and scripts that stand twice; say where to
    report an error.
    """
    if app.env.metadata.get(pagename, {}).get("nb_widget"):
        app.add_js_file(HOST, type="module")
    seen, kept = set(), []
    for file in context.get("script_files", []):
        body = getattr(file, "attributes", {}).get("body") or ""
        if any(word in body or word in str(file.filename) for word in THEBE) or body in seen:
            continue
        if body:
            seen.add(body)
        kept.append(file)
    context["script_files"] = kept
    if doctree is not None and (url := publish.report(pagename, context.get("title", pagename))):
        context["theme_extra_footer"] = (
            f'<p class="nb-report"><a href="{url}">Report an error on this page</a></p>'
        )


def tidy_pages(app, exception):
    """Mend what the theme writes into its templates.

    Half a megabyte of icon script goes (the icon font serves as well), and the side bar becomes a
    landmark, so that who moves by landmarks finds the course's name and the search in one. The icon
    font keeps the icons in use.
    """
    if exception:
        return
    for page in Path(app.outdir).rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        tidy = re.sub(r"\s*<script[^>]*scripts/fontawesome\.js[^>]*></script>", "", text)
        tidy = tidy.replace(
            '<div id="pst-primary-sidebar" class', f'<div id="pst-primary-sidebar" {LANDMARK} class'
        )
        if tidy != text:
            page.write_text(tidy, encoding="utf-8")
    icons.cut(app.outdir)


def setup(app):
    """Connect everything."""
    app.connect("builder-inited", vendor)
    app.connect("doctree-read", add_head)
    app.connect("html-page-context", page_context, priority=900)
    app.connect("build-finished", tidy_pages)
    app.add_post_transform(LinkClaims)
    app.add_directive("generated", generated.Generated)
    app.add_directive("widget", generated.LiveWidget)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
