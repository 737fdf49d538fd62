"""A formula and what touches it stand in one element, on a small site that is really built."""

import re

import pytest
from small_site import PLAN, body, build_site, write_site

from tools.book.site import together

PROSE = {
    "comma": ("for $x$, and", ["for ", "[x,]", " and"]),
    "brackets": ("a rate ($x$) and", ["a rate ", "[(x)]", " and"]),
    "end": ("it is $x$.", ["it is ", "[x.]"]),
    "compound": ("the $x$-axis, and", ["the ", "[x-axis,]", " and"]),
    "alone": ("for $x$ and", ["for ", "x", " and"]),
    "two": ("$x$, $y$; and", ["[x,]", " ", "[y;]", " and"]),
    "slash": ("is $x$/$y$ or", ["is ", "[x/]", "y", " or"]),
    "strong": ("**for $x$:** and", ["for ", "[x:]", " and"]),
    "long": (f"$x${'y' * 20} and", ["x", "y" * 20 + " and"]),
}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The text of the page of a small site."""
    root = tmp_path_factory.mktemp("site")
    blocks = "\n\n".join(f"MARK {name}\n\n{text}" for name, (text, _) in PROSE.items())
    write_site(root, PLAN, {"01_first": f"# First\n\n{blocks}\n\nMARK done\n"})

    def connect(app):
        app.add_post_transform(together.KeepTogether)

    extensions = ["myst_parser", "sphinx.ext.mathjax"]
    out = build_site(root, connect, extensions=extensions, myst_enable_extensions=["dollarmath"])
    return body((out / "chapters" / "01_first.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PROSE)
def test_what_touches_a_formula_stays_with_it(page, name):
    text = re.search(rf"<p>MARK {name}</p>(.*?)<p>MARK", page, re.S)[1]
    text = re.sub(r'<span class="math[^>]*>\\\((.*?)\\\)</span>', r"\1", text)
    text = re.sub(r'<span class="nb-together">(.*?)</span>', r"[\1]", text)
    text = re.sub(r"<[^>]+>|\n", "", text)
    assert text == "".join(PROSE[name][1]).strip()
