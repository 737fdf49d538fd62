"""Cells, what they put out, and listings of the library are told apart at a glance."""

import pytest
import site_page

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_output_and_listing_look_different(watch, serve, scheme):
    page = watch.open(f"{serve(SITE)}/chapters/05_backpropagation.html", scheme=scheme)
    site_page.settle(page)
    cell = page.locator(".cell > .cell_input").first.evaluate(LOOK)
    output = page.locator(".cell_output > .output.stream").first.evaluate(LOOK)
    source = page.locator(".nb-source").first.evaluate(LOOK)
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
