from pathlib import Path

import pytest

from tools import links


@pytest.fixture
def site(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "index.html").write_text('<a href="chapters/a.html#there">a</a><a href="https://example.org/x">x</a>')
    (tmp_path / "chapters" / "a.html").write_text('<p id="there"><a href="../index.html">up</a><a href="#there">me</a>')
    return tmp_path


def test_sound_links_pass(site):
    assert links.broken(site) == []
    assert links.external(site) == {"https://example.org/x": "index.html"}


@pytest.mark.parametrize(
    "link, problem",
    [
        ("chapters/gone.html", "no such page"),
        ("chapters/a.html#gone", "no such anchor"),
        ("#gone", "no such anchor"),
        ("http://example.org", "not https"),
        ("https://example", "no host"),
        ("https://example.org/a b", "a space in it"),
        ("//example.org/x.js", "not https"),
    ],
)
def test_a_broken_link_is_found(site, link, problem):
    (site / "index.html").write_text(f'<a href="{link}">x</a>')
    assert links.broken(site) == [f"index.html: {link} ({problem})"]


@pytest.mark.site
def test_the_links_of_the_built_site():
    assert links.broken(links.SITE) == []


def test_links_between_files_of_the_repository():
    import re

    root = Path(__file__).resolve().parent.parent
    for name in ("README.md", "CONTRIBUTING.md", "exercises/README.md"):
        file = root / name
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", file.read_text(encoding="utf-8")):
            assert (file.parent / target).exists(), f"{name} links to {target}"
