"""Numbers and links of chapters, on a small site that is really built."""

import re

import pytest
from small_site import PLAN, body, build_site, write_site

from tools.book.site import mentions

PROSE = {
    "one": "As chapter 1 says.",
    "capital": "Chapter 3's rule.",
    "end": "See chapter 3.",
    "wrapped": "as in chapter\n3, say",
    "several": "chapters 1, 3 and 12",
    "ends": "chapters 1 to 3",
    "itself": "This is chapter 2.",
    "with itself": "chapters 2 and 3",
    "planned": "chapter 5 will come",
    "emphasis": "*chapter 3* and **chapter 1**",
    "list": "- chapter 3",
    "table": "| a |\n|---|\n| chapter 3 |",
    "quote": "> chapter 3",
    "folded": "<details>\n<summary>Answer</summary>\n\nchapter 3\n\n</details>",
    "code": "`chapter 3`",
    "block": "```\nchapter 3\n```",
    "link": "[chapter 3](https://example.org)",
    "math": "$x_\\text{chapter 3}$",
    "heading": "## chapter 3",
    "decimal": "chapter 3.1",
    "longer": "chapter 312",
    "other": "chapter 3 of his book",
    "ours": "chapter 3 of this course",
    "plural": "chapter 3s, subchapter 3, chapters of 3",
    "references": "## References\n\n- Smith, chapter 3",
}
LINKED = {
    "one": ["1:chapter 1"],
    "capital": ["3:Chapter 3"],
    "end": ["3:chapter 3"],
    "wrapped": ["3:chapter 3"],
    "several": ["1:chapters 1", "3:3", "12:12"],
    "ends": ["1:chapters 1", "3:3"],
    "with itself": ["3:3"],
    "emphasis": ["3:chapter 3", "1:chapter 1"],
    "list": ["3:chapter 3"],
    "table": ["3:chapter 3"],
    "quote": ["3:chapter 3"],
    "folded": ["3:chapter 3"],
    "ours": ["3:chapter 3"],
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return the pages of a small site by name."""
    root = tmp_path_factory.mktemp("site")
    blocks = "\n\n".join(f"MARK {name}\n\n{text}" for name, text in PROSE.items())
    chapters = {
        "01_first": "# First\n\nWords.\n",
        "02_second": f"# Second\n\n{blocks}\n\nMARK done\n",
        "03_third": "# Third\n\nWords.\n",
        "12_twelfth": "# Twelfth\n\nWords.\n",
    }
    write_site(root, PLAN, chapters, text="Begin with chapter 1.")

    def connect(app):
        app.add_transform(mentions.NumberTitle)
        app.add_post_transform(mentions.LinkChapters)

    out = build_site(
        root, connect, extensions=["myst_parser"], myst_enable_extensions=["dollarmath"]
    )
    paths = {path.stem: path for path in [out / "index.html", *(out / "chapters").glob("*.html")]}
    return {name: path.read_text(encoding="utf-8") for name, path in paths.items()}


@pytest.mark.parametrize("name", PROSE)
def test_a_mention_in_prose_is_a_link_and_nothing_else_is(pages, name):
    block = re.search(rf"MARK {name}</p>(.*?)MARK", body(pages["02_second"]), re.S)[1]
    links = re.findall(r'<a class="reference internal" href="(\d\d)_\w+\.html">([^<]+)</a>', block)
    found = [f"{int(number)}:{' '.join(words.split())}" for number, words in links]
    assert found == LINKED.get(name, [])


def test_the_words_stay_the_same(pages):
    text = re.sub(r"<[^>]+>", "", body(pages["02_second"]))
    for name in ("one", "several", "ends", "capital", "decimal", "longer", "other"):
        assert PROSE[name] in text.replace("’", "'")


def test_a_page_elsewhere_links_to_the_chapter(pages):
    assert 'href="chapters/01_first.html">chapter 1</a>' in pages["index"]


def test_chapters_have_their_number_in_heading_title_contents_and_neighbors(pages):
    number = '<span class="nb-number">2</span> Second'
    page = pages["02_second"]
    assert f"<h1>{number}" in page
    assert re.search(r"<title>2 Second\b", page)
    assert f'href="chapters/02_second.html">{number}</a>' in pages["index"]
    assert '<link rel="next" title="2 Second" href="02_second.html" />' in pages["01_first"]
    assert "<h1>Course" in pages["index"], "what is no chapter has no number"
