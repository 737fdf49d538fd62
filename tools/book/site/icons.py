"""Cut the theme's icon fonts down to the icons that the built site shows: 157 kB become a few."""

import io
import re
from pathlib import Path

import pydata_sphinx_theme
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path("static", "vendor", "fontawesome", "webfonts")
WHOLE = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / FONTS
RULE = re.compile(r'((?:\.fa-[\w-]+:before,?)+)\{content:"\\([0-9a-f]+)"\}')


def code_points(site):
    """Return the code points of all icons that a page, a script or a style sheet of the site
    names.
    """
    static = site / "_static"
    sheets = [path.read_text(encoding="utf-8") for path in static.rglob("*.css")]
    named = {}
    for sheet in sheets:
        for names, code in RULE.findall(sheet):
            named.update((name, int(code, 16)) for name in re.findall(r"\.fa-([\w-]+):", names))
    scripts = (
        path
        for path in static.rglob("*.js")
        if path.name != "fontawesome.js" and "mathjax" not in path.parts
    )
    texts = [path.read_text(encoding="utf-8") for path in (*site.rglob("*.html"), *scripts)]
    used = {name for text in texts for name in re.findall(r"\bfa-([\w-]+)", text)}
    # Rules of the theme's own name an icon by its code, or hold the character itself.
    rest = [RULE.sub("", sheet) for sheet in sheets]
    direct = {int(code, 16) for sheet in rest for code in re.findall(r'"\\(f[0-9a-f]{3})"', sheet)}
    direct |= {
        ord(character) for sheet in rest for character in re.findall(r"[\ue000-\uf8ff]", sheet)
    }
    return {named[name] for name in used & named.keys()} | direct


def cut(site):
    """Replace the fonts of a built site by cuts of the theme's whole ones."""
    wanted, target = code_points(Path(site)), Path(site, f"_{FONTS}")
    for path in WHOLE.glob("*.ttf"):
        font = TTFont(path)
        subsetter = Subsetter(Options(layout_features=[], notdef_outline=True))
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        for flavor, suffix in (("woff2", ".woff2"), (None, ".ttf")):
            font.flavor = flavor
            out = io.BytesIO()
            font.save(out)
            (target / path.name).with_suffix(suffix).write_bytes(out.getvalue())
