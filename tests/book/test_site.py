"""The built site, opened as a reader opens it, with the network cut.

A page is opened once in each scheme for all the questions that are asked of it; what they ask
stands in site_page.py, and test_site_sees.py shows that it finds what is wrong.
"""

import json

import pytest
import site_page
from leaks import leaks, texts_of
from watch import Watch

from tools import exercises, sync
from tools.book import build
from tools.execute.kept import record_of
from tools.paths import SITE

pytestmark = [pytest.mark.site, pytest.mark.browser]

# Files of templates that the theme leaves among its static files are no pages.
PAGES = sorted(
    p.relative_to(SITE).as_posix() for p in SITE.rglob("*.html") if "_static" not in p.parts
)
PAGES = PAGES or ["index.html"]
CHAPTERS = [f"chapters/{source.stem}.html" for source in sync.sources()]


def each(names):
    """Parametrize a test with these pages; all tests of a page run together."""
    group = pytest.mark.xdist_group
    return pytest.mark.parametrize("name", [pytest.param(n, marks=group(n)) for n in names])


both_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


@pytest.fixture(scope="module")
def site(serve):
    assert (SITE / "index.html").exists(), "there is no site: run `make book`"
    return serve(SITE)


@pytest.fixture(scope="module")
def visit(chromium, site):
    """Return a function that gives (page, watch) of a page of the site, wide and at its top.

    A page stays open until a page of another name is asked for.
    """
    visits = {}  # (name, scheme) -> (page, watch)

    def close(names):
        for visited in [key for key in visits if key[0] in names]:
            visits.pop(visited)[1].close()

    def open_or_return(name, scheme="light"):
        close({other for other, _ in visits if other != name})
        if (name, scheme) not in visits:
            watch = Watch(chromium)
            page = watch.open(f"{site}/{name}", scheme=scheme)
            visits[name, scheme] = page, watch
            site_page.settle(page)
        page, watch = visits[name, scheme]
        site_page.resize(page, 1280)
        page.evaluate("scrollTo(0, 0)")
        return page, watch

    yield open_or_return
    close({name for name, _ in visits})


def test_the_site_is_the_one_that_the_sources_say():
    state = json.loads((SITE / ".state").read_text())
    assert state == build.state(), "the site is old: run `make book`"


def test_every_chapter_has_its_page():
    assert set(CHAPTERS) <= set(PAGES) and "index.html" in PAGES


def test_the_site_holds_no_solution_and_no_hidden_test():
    texts = texts_of(SITE)
    told = []
    for source in exercises.sources():
        told += leaks(exercises.read(source), source.parent.name, texts)
    assert not told, told


def test_the_exercises_are_handed_out_by_a_link(watch, site):
    page = watch.open(f"{site}/chapters/02_gradient_descent.html")
    link = page.locator("#exercises a", has_text="Download the notebook")
    answer = page.request.get(link.evaluate("a => a.href"))
    assert answer.ok and len(json.loads(answer.body())["cells"]) > 10


@both_schemes
@each(PAGES)
def test_a_page_is_silent_and_calls_nobody(visit, name, scheme):
    page, watch = visit(name, scheme)
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    watch.assert_clean()


@both_schemes
@each(PAGES)
def test_a_page_is_accessible_and_fits_its_window(visit, name, scheme):
    page, watch = visit(name, scheme)
    site_page.assert_usable_at_each_width(page)
    site_page.assert_titles_whole(page)
    watch.assert_clean()


@each(CHAPTERS)
def test_formulas_are_set(visit, name):
    page, _ = visit(name)
    site_page.assert_formulas_set(page)


def run_of(name):
    """Return the record of the run of a chapter, by the name of its page."""
    source = next(s for s in sync.sources() if name == f"chapters/{s.stem}.html")
    return record_of(source)


@each(CHAPTERS)
def test_the_head_shows_what_was_measured(visit, name):
    record = run_of(name)
    page, _ = visit(name)
    head = page.locator("h1 + .nb-head").inner_text()
    assert f"{max(record['seconds'], 1):.0f} s and {record['peak_mb']:.0f} MB" in head
    assert str(len(record["claims"])) in head


@each(CHAPTERS)
def test_claims_of_the_run_are_on_the_page_and_the_summary_links_to_them(visit, name):
    record = run_of(name)
    page, _ = visit(name)
    assert page.locator(".nb-claim").count() == len(record["claims"])
    targets = page.locator("a.nb-cite").evaluate_all(
        "all => all.map((a) => a.getAttribute('href'))"
    )
    assert targets
    lost = [target for target in targets if page.locator(target).count() != 1]
    assert not lost, lost


@each(CHAPTERS)
def test_figures_of_the_run_are_on_the_page_described_and_follow_the_theme(visit, name):
    record = run_of(name)
    inks = set()
    for scheme in ("light", "dark"):
        page, _ = visit(name, scheme)
        figures = page.locator("svg.nb-figure")
        assert figures.count() == record["figures"] >= 4
        site_page.assert_figures_described(page)
        inks.add(figures.first.evaluate("figure => getComputedStyle(figure).color"))
    assert len(inks) == 2


@each(CHAPTERS)
def test_every_widget_of_a_chapter_comes_alive(visit, name):
    page, watch = visit(name)
    views = page.locator(site_page.VIEWS).count()
    assert views > 0
    assert page.locator(".nb-widget").count() == views
    watch.assert_clean()


@each(["index.html", *CHAPTERS])
def test_the_tab_key_reaches_everything_shows_where_it_is_and_is_never_caught(visit, name):
    page, watch = visit(name)
    site_page.assert_tab_reaches_everything(page)
    watch.assert_clean()


def test_a_line_of_code_fits_a_wide_window(watch, site):
    page = watch.open(f"{site}/chapters/02_gradient_descent.html")
    wider = """() => [...document.querySelectorAll(".cell_input pre")]
      .filter((block) => block.scrollWidth > block.clientWidth).length"""
    page.set_viewport_size({"width": 1440, "height": 900})
    assert page.evaluate(wider) == 0
    page.set_viewport_size({"width": 1000, "height": 900})
    assert page.evaluate(wider) > 0


def test_search_finds_a_word_of_a_chapter_without_a_network(watch, site):
    page = watch.open(f"{site}/search.html?q=eigenvectors")
    page.wait_for_selector("#search-results li a[href*='02_gradient_descent.html']")
    page = watch.open(f"{site}/index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("bisection")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
    watch.assert_clean()
