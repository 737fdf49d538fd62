"""Local Sphinx extension: what a page of this course has beyond Jupyter Book's own.

- the head of a chapter: measured time and memory, from the record of its execution;
- links from the summary's ✓ marks to the claims that back them;
- the front-end files: MathJax from its Python package, the widgets' host, the palette, the site's style;
- pages free of what would call another host or log an error.
"""

import json
import re
import shutil
from importlib.metadata import files
from pathlib import Path

import icons
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from nblib import style, widgets

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BUILD = ROOT / "_build"
EXECUTION = BUILD / "execution"
# Not `_static`: Jupyter Book puts every script that it finds under that name on every page.
VENDOR = BUILD / "vendor"
MATHJAX = {
    "startup.js",
    "core.js",
    "input/tex.js",
    "output/chtml.js",
    "output/chtml/fonts/tex.js",
    "a11y/assistive-mml.js",
}
LANDMARK = 'role="complementary" aria-label="Course"'
THEBE = ("THEBE_JS_URL", "sphinx-thebe")


def vendor(app):
    """Gather the front-end files into one folder, from which Sphinx copies them into the site."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    inside = "static/mathjax/"
    for file in files("sphinx-mathjax-offline"):
        name = file.as_posix().partition(inside)[2]
        # All that a page of LaTeX asks for: the renderer, its fonts, and extensions loaded on demand.
        if name in MATHJAX or name.startswith(("output/chtml/fonts/woff-v2/", "input/tex/extensions/")):
            _copy(file.locate(), VENDOR / "mathjax" / name)
    _copy(Path(widgets.__file__).parent / "js" / "host.mjs", VENDOR / "nblib" / "host.mjs")
    for file in (HERE / "static").iterdir():
        _copy(file, VENDOR / "nblib" / file.name)
    font = f"--nb-font: {style.PALETTE['font']};"
    light, dark = style.css_variables("light"), style.css_variables("dark")
    palette = f'html {{ {font} {light} }}\nhtml[data-theme="dark"] {{ {dark} }}\n'
    (VENDOR / "nblib" / "palette.css").write_text(palette, encoding="utf-8")
    app.config.html_static_path.append(str(VENDOR))
    app.add_css_file("nblib/palette.css")
    app.add_css_file("nblib/site.css")


def _copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def record_of(docname):
    """Return the execution record of a page, or None for a page that is not executed."""
    path = EXECUTION / f"{Path(docname).name}.json"
    if not docname.startswith("chapters/") or not path.exists():
        return None
    return path, json.loads(path.read_text(encoding="utf-8"))


def add_head(app, doctree):
    """Put measured time and memory under the title of a chapter."""
    found = record_of(app.env.docname)
    if not found:
        return
    path, record = found
    app.env.note_dependency(str(path))
    title = next(doctree.findall(nodes.title), None)
    if title is None:
        return
    versions = "".join(f", {name} {version}" for name, version in record["versions"].items())
    text = (
        f"Measured: {max(record['seconds'], 1):.0f} s and {record['peak_mb']:.0f} MB on one processor thread. "
        f"Claims that held in this run: {len(record['claims'])}. "
        f"Executed {record['executed']} with Python {record['python']}{versions}."
    )
    head = nodes.container("", nodes.paragraph("", text), classes=["nb-head"])
    title.parent.insert(title.parent.index(title) + 1, head)


class LinkClaims(SphinxPostTransform):
    """Turns `✓ claim-id` in the text into a link to the claim's own line."""

    default_priority = 400

    def run(self, **kwargs):
        """Replace each ✓ mark of the page."""
        for literal in list(self.document.findall(nodes.literal)):
            if match := re.fullmatch(r"✓ ([a-z0-9-]+)", literal.astext()):
                link = nodes.reference("", "", internal=True, refuri=f"#claim-{match[1]}", classes=["nb-cite"])
                literal.replace_self(link)
                link += literal


def tidy_scripts(app, pagename, templatename, context, doctree):
    """Drop Thebe's leftovers, which throw on every page, and inline scripts that stand twice."""
    seen, kept = set(), []
    for file in context.get("script_files", []):
        body = getattr(file, "attributes", {}).get("body") or ""
        if any(word in body or word in str(file.filename) for word in THEBE) or body in seen:
            continue
        if body:
            seen.add(body)
        kept.append(file)
    context["script_files"] = kept


def tidy_pages(app, exception):
    """Mend what the theme writes into its templates.

    Half a megabyte of icon script goes (the icon font serves as well), and the side bar becomes a landmark, so that
    who moves by landmarks finds the course's name and the search in one. The icon font keeps the icons in use.
    """
    if exception:
        return
    for page in Path(app.outdir).rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        tidy = re.sub(r"\s*<script[^>]*scripts/fontawesome\.js[^>]*></script>", "", text)
        tidy = tidy.replace('<div id="pst-primary-sidebar" class', f'<div id="pst-primary-sidebar" {LANDMARK} class')
        if tidy != text:
            page.write_text(tidy, encoding="utf-8")
    icons.cut(app.outdir)


def setup(app):
    """Connect everything."""
    app.connect("builder-inited", vendor)
    app.connect("doctree-read", add_head)
    app.connect("html-page-context", tidy_scripts, priority=900)
    app.connect("build-finished", tidy_pages)
    app.add_post_transform(LinkClaims)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
