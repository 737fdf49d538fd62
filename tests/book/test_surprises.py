"""What nobody guesses: how a chapter says it, and the page that gathers it."""

import re

import pytest
import site_page

from tools.book.course import Course
from tools.book.site.surprises import surprises_of
from tools.paths import ROOT, SITE
from tools.setup import TORCH

SOURCES = {chapter.slug: chapter.source for chapter in Course().written}
PINNED = {"PyTorch": [TORCH.partition("==")[2]]}
PINNED["NumPy"] = re.findall(r"^numpy==(\S+)", (ROOT / "requirements.txt").read_text(), flags=re.M)


def test_a_paragraph_says_library_version_behavior_and_advice():
    text = (
        "It prints 0. **Library of two words 1.2b1: `f` adds 1, and $g$ none.** Why: as said. "
        "**So:** add 1, and `g(1)`.\n\n**Other 3: it waits.** No advice.\n\n**So:** for nothing."
    )
    [found] = surprises_of(text)
    assert found.library == "Library of two words" and found.version == "1.2b1"
    assert found.does == "`f` adds 1, and $g$ none" and found.advice == "add 1, and `g(1)`."


@pytest.mark.parametrize("slug", SOURCES)
def test_a_chapter_has_one_to_five_in_the_form_that_is_gathered(slug):
    text = SOURCES[slug].read_text(encoding="utf-8")
    found = surprises_of(text)
    assert 1 <= len(found) <= 5
    assert len(found) == text.count("**So:**"), "one is not of the form in surprises.py"
    for surprise in found:
        pinned = PINNED.get(surprise.library, [surprise.version])
        assert surprise.version in pinned, f"{surprise.library} is pinned to {pinned}"


@pytest.mark.site
@pytest.mark.browser
def test_the_page_gathers_all_and_its_field_keeps_what_holds_the_words(watch, serve):
    page = watch.open(f"{serve(SITE)}/chapters/back/not_guessed.html")
    site_page.settle(page)
    rows = page.locator("table tbody tr")
    said = [s for source in SOURCES.values() for s in surprises_of(source.read_text("utf-8"))]
    assert rows.count() == len(said)
    field = page.get_by_label("Show only rows with")
    field.fill("numpy LSTSQ")
    assert page.locator("table tbody tr:visible").count() == 1
    assert "lstsq" in page.locator("table tbody tr:visible").inner_text()
    field.fill("nothing has this")
    assert page.locator("table tbody tr:visible").count() == 0
    field.fill("")
    assert page.locator("table tbody tr:visible").count() == len(said)
