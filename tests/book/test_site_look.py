"""Cells, what they put out, and listings of the library are told apart at a glance."""

import re

import pytest
import site_page
from pygments.token import STANDARD_TYPES
from watch import Watch

from tools.book.site import code
from tools.paths import SITE

pytestmark = [pytest.mark.site, pytest.mark.browser]

# The ground that a part of the page is painted on, its edge at the left, and the words on it.
LOOK = """(part) => {
  const clear = "rgba(0, 0, 0, 0)";
  const painted = (e) => getComputedStyle(e).backgroundColor;
  let ground = part.querySelector("pre");
  while (ground !== document.body && painted(ground) === clear) ground = ground.parentElement;
  const edge = getComputedStyle(part);
  return { ground: painted(ground), edge: `${edge.borderLeftWidth} ${edge.borderLeftColor}` };
}"""


@pytest.fixture(scope="module", params=["light", "dark"])
def chapter(chromium, site, request):
    """The page of a chapter with listings, opened once in each color scheme."""
    watch = Watch(chromium)
    page = watch.open(f"{site}/chapters/05_backpropagation.html", scheme=request.param)
    site_page.settle(page)
    yield page
    watch.close()


def test_code_output_and_listing_look_different(chapter):
    cell = chapter.locator(".cell > .cell_input").first.evaluate(LOOK)
    output = chapter.locator(".cell_output > .output.stream").first.evaluate(LOOK)
    source = chapter.locator(".nb-source").first.evaluate(LOOK)
    assert cell["ground"] != output["ground"], "what a cell puts out stands on no panel"
    assert len({part["edge"] for part in (cell, output, source)}) == 3


def test_a_listing_has_the_name_of_its_file_its_line_numbers_and_colors(watch, serve):
    page = watch.open(f"{serve(SITE)}/chapters/05_backpropagation.html")
    listings = page.locator(".nb-source")
    assert listings.count() > 1
    for listing in listings.all():
        assert listing.locator(".nb-file").inner_text().startswith("nblib/")
        assert listing.locator(".linenos").count() > 0
        assert listing.locator("pre span[class]:not(.linenos)").count() > 0
    printed = page.locator(".cell_output > .output.stream").all_inner_texts()
    assert printed and not [text for text in printed if "nblib/" in text]


# Of these classes of words, those that look otherwise in a listing than plain text does.
COLORED = """(names) => {
  const listing = document.querySelector(".highlight pre");
  const look = (node) => {
    const style = getComputedStyle(node);
    return [style.color, style.background, style.font, style.textDecoration].join();
  };
  const word = document.createElement("span");
  listing.append(word);
  const plain = look(word);
  const colored = names.filter((name) => {
    word.className = name;
    return look(word) !== plain;
  });
  word.remove();
  return colored;
}"""


def test_words_without_an_element_of_their_own_would_have_no_color_anyway(chapter):
    plain = {STANDARD_TYPES[kind] for kind in code.PLAIN}
    assert chapter.locator(", ".join(f".highlight .{name}" for name in plain)).count() == 0
    assert chapter.evaluate(COLORED, ["k", "mi", *sorted(plain)]) == ["k", "mi"]


def test_no_page_has_what_the_site_leaves_out():
    for path in SITE.rglob("*.html"):
        name = path.relative_to(SITE).as_posix()
        text = path.read_text(encoding="utf-8")
        assert ("searchindex.js" in text) == (name == "search.html"), name
        classes = set(" ".join(re.findall(r'class="([^"]*)"', text)).split())
        unstyled = {c for c in classes if c.startswith("sd-") or c in ("toggle", "toggle-details")}
        assert not unstyled, f"{name}: the style sheet of {unstyled} is left out: see frontend.py"
