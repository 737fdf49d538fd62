"""Styles: what one widget alone uses stands in its folder, under its slug; what several use stands
in the core.
"""

import functools
import re

import pytest

from nblib.widgets import FOLDER
from tools.paths import ROOT

SLUGS = sorted(path.parent.name for path in FOLDER.glob("*/widget.py"))


def classes(css):
    return set(re.findall(r"\.(nb-[\w-]+)", css))


def style(folder):
    file = FOLDER / folder / "style.css"
    return file.read_text(encoding="utf-8") if file.exists() else ""


@functools.cache
def named(folder):
    """Return the classes that the scripts of a folder name, as patterns: nb-${kind} is nb-.*"""
    scripts = "".join(file.read_text(encoding="utf-8") for file in FOLDER.glob(f"{folder}/*.mjs"))
    names = re.findall(r"(?<![\w-])nb-(?:[\w-]|\$\{[^}]*\})+", scripts)
    return {re.sub(r"\$\{[^}]*\}", ".*", name) for name in names}


def uses(folder, css_class):
    return any(re.fullmatch(pattern, css_class) for pattern in named(folder))


def scope(slug):
    return f"nb-{slug.replace('_', '-')}"


def selectors(css):
    """The selectors of a style sheet, one by one."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    for head in re.findall(r"([^{};]+)\{", css):
        if not head.strip().startswith("@"):
            yield from (part.strip() for part in head.split(","))


@pytest.mark.parametrize("slug", SLUGS)
def test_one_slug_for_folder_frame_and_style(slug):
    script = (FOLDER / slug / "widget.mjs").read_text(encoding="utf-8")
    assert re.findall(r'frame\(\{[^}]*name: "([^"]*)"', script) == [slug.replace("_", "-")]
    outside = [s for s in selectors(style(slug)) if not s.startswith(f".{scope(slug)}")]
    assert not outside, f"begin with .{scope(slug)}: {outside}"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_widget_uses_what_its_style_names(slug):
    own = classes(style(slug)) - {scope(slug)}
    unused = {c for c in own if not uses(slug, c) and not uses("core", c)}
    assert not unused, f"no script of {slug} names {sorted(unused)}"


def test_the_core_styles_only_what_it_makes_or_two_widgets_use():
    single = {}
    for css_class in classes(style("core")):
        users = [slug for slug in SLUGS if uses(slug, css_class)]
        if not uses("core", css_class) and len(users) < 2:
            single[css_class] = users
    assert not single, f"these belong into the folder of the one widget that uses them: {single}"


@pytest.mark.parametrize("folder", ["core", *SLUGS])
def test_no_class_of_the_widgets_is_one_of_the_site(folder):
    site = (ROOT / "tools/book/site/static/site.css").read_text(encoding="utf-8")
    assert classes(site) & classes(style(folder)) <= {"nb-widget"}


def test_the_halo_of_a_text_stands_once():
    with_halo = [folder for folder in ["core", *SLUGS] if "paint-order" in style(folder)]
    assert with_halo == ["core"] and style("core").count("paint-order") == 1
