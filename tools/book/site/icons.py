"""Cut the theme's icon fonts down to the icons that the built site shows: 157 kB become a few."""

import io
import re
from pathlib import Path

import pydata_sphinx_theme
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from nblib.files import write

FONTS = Path("static", "vendor", "fontawesome", "webfonts")
WHOLE = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / FONTS
RULE = re.compile(r'((?:\.fa-[\w-]+:before,?)+)\{content:"\\([0-9a-f]+)"\}')


def code_points(site):
    """Return the code points of the icons that pages, scripts and style sheets of a site show."""
    code_of_name = {}
    codes = set()
    for path in (site / "_static").rglob("*.css"):
        sheet = path.read_text(encoding="utf-8")
        for names, code in RULE.findall(sheet):
            for name in re.findall(r"\.fa-([\w-]+):", names):
                code_of_name[name] = int(code, 16)
        # Rules of the theme's own name an icon by its code, or hold the character itself.
        other_rules = RULE.sub("", sheet)
        codes |= {int(code, 16) for code in re.findall(r'"\\(f[0-9a-f]{3})"', other_rules)}
        codes |= {ord(character) for character in re.findall(r"[\ue000-\uf8ff]", other_rules)}

    for path in (*site.rglob("*.html"), *_scripts(site)):
        for name in re.findall(r"\bfa-([\w-]+)", path.read_text(encoding="utf-8")):
            if name in code_of_name:
                codes.add(code_of_name[name])
    return codes


def _scripts(site):
    """Yield the scripts that may name an icon; fontawesome.js names all and is not loaded."""
    for path in (site / "_static").rglob("*.js"):
        if path.name != "fontawesome.js" and "mathjax" not in path.parts:
            yield path


def cut(site):
    """Replace the fonts of a built site by cuts of the theme's whole ones."""
    codes = code_points(Path(site))
    target = Path(site, f"_{FONTS}")
    for path in WHOLE.glob("*.ttf"):
        font = TTFont(path)
        subsetter = Subsetter(Options(layout_features=[], notdef_outline=True))
        subsetter.populate(unicodes=codes)
        subsetter.subset(font)
        for flavor, suffix in (("woff2", ".woff2"), (None, ".ttf")):
            font.flavor = flavor
            out = io.BytesIO()
            font.save(out)
            write((target / path.name).with_suffix(suffix), out.getvalue())
