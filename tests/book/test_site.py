"""The built site, opened as a reader opens it, with the network cut.

A page is opened once, in the light, for all the questions that are asked of it, and turned dark for
some; what they ask stands in site_page.py, and test_site_sees.py shows that it finds what is wrong.
"""

import json

import pytest
import site_page
import site_paints
from leaks import leaks, texts_of
from watch import Watch

from tools import exercises, sync
from tools.book import build
from tools.book.course import Course
from tools.book.reading import reading_of
from tools.book.site.exercises import counted, questions_of
from tools.execute.kept import record_of
from tools.paths import SITE

pytestmark = [pytest.mark.site, pytest.mark.browser]

# Files of templates that the theme leaves among its static files are no pages.
PAGES = sorted(
    p.relative_to(SITE).as_posix() for p in SITE.rglob("*.html") if "_static" not in p.parts
)
PAGES = PAGES or ["index.html"]
CHAPTERS = [f"chapters/{source.stem}.html" for source in sync.sources()]
# The chapter in which axe looks at each width in each scheme; the widths for the others.
WHOLE_CHAPTER = "chapters/02_gradient_descent.html"
WIDE, NARROW = site_page.WIDTHS
LOOKS = {"light": (NARROW,), "dark": (WIDE,)}

# The Tab key begins anew too.
TO_THE_TOP = """() => {
  scrollTo(0, 0);
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""


def each(names):
    """Parametrize a test with these pages; all tests of a page run together (tests/conftest.py)."""
    return pytest.mark.parametrize("name", names)


both_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


@pytest.fixture(scope="module")
def visit(chromium, site):
    """Return a function that gives (page, watch) of a page of the site, at its top.

    A page stays open until a page of another name is asked for. To lay it out anew takes a fifth of
    a second: width=None leaves it as wide as it is, and tests that want one width stand together.
    """
    watch = Watch(chromium)
    page = watch.open("about:blank")

    def open_or_return(name, scheme="light", width=WIDE):
        if page.url.partition("#")[0] != f"{site}/{name}":
            page.goto("about:blank")
            page.emulate_media(color_scheme="light")
            site_page.resize(page, WIDE)
            watch.forget()
            page.goto(f"{site}/{name}")
            page.add_style_tag(content=site_paints.AT_ONCE)
            site_page.settle(page)
        site_paints.turn(page, scheme)
        site_page.resize(page, width or page.viewport_size["width"])
        site_page.set_folds(page, is_open=False)
        page.evaluate(TO_THE_TOP)
        return page, watch

    yield open_or_return
    watch.close()


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


@each(PAGES)
def test_a_page_is_silent_and_calls_nobody(visit, name):
    page, watch = visit(name)
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    watch.assert_clean()


def run_of(name):
    """Return the record of the run of a chapter, by the name of its page."""
    return record_of(source_of(name))


def source_of(name):
    """Return the source of a chapter, by the name of its page."""
    return next(s for s in sync.sources() if name == f"chapters/{s.stem}.html")


@each(CHAPTERS)
def test_the_head_says_first_what_a_learner_wants_and_last_what_was_measured(visit, name):
    record = run_of(name)
    reading = reading_of(source_of(name))
    chapter = Course().chapter_of(name.removesuffix(".html"))
    page, _ = visit(name)
    head = page.locator("h1 + p + .nb-head")
    facts = dict(zip(*(head.locator(tag).all_inner_texts() for tag in ("dt", "dd")), strict=True))

    assert facts.pop("Reading time") == f"{reading.minutes} minutes"
    before = head.locator("dd").nth(1)
    labels = [Course()[number].label for number in chapter.needs] or ["what to know before"]
    assert before.locator("a").all_inner_texts() == labels
    assert facts.pop("Read before")
    leads = [other.label for other in Course().leads_to(chapter)]
    assert facts.pop("Leads to", "") == ", ".join(leads)
    if reading.attempts:
        assert facts.pop("Your turn").startswith(f"{reading.attempts} place")
    assert facts.pop("Exercises") == counted(questions_of(chapter), "question")
    assert "Download the notebook" in facts.pop("Run it") and not facts
    last = head.locator("> :last-child").inner_text()
    assert f"{max(record['seconds'], 1):.0f} s and {record['peak_mb']:.0f} MB" in last
    assert f"in this run: {len(record['claims'])}" in last and record["executed"] in last


@each(CHAPTERS)
def test_folds_are_closed_in_a_line_that_says_what_is_in_them_and_open_by_key(visit, name):
    page, _ = visit(name)
    labels = page.locator(".nb-fold > summary").all_inner_texts()
    assert set(labels) == {"Set-up", "Code of the widget", "Code of the figure"}
    assert labels[0] == "Set-up"
    assert labels.count("Code of the widget") == page.locator(".nb-widget").count() >= 1
    assert page.locator(".nb-fold[open]").count() == 0
    heights = page.locator(".nb-fold").evaluate_all("all => all.map((e) => e.clientHeight)")
    assert max(heights) < 32, "a fold takes one line"
    hidden = page.locator(".nb-fold .cell_input").first
    assert not hidden.is_visible()

    closed = {"role": "DisclosureTriangle", "name": "Set-up", "expanded": False}
    assert closed.items() <= site_page.spoken(page, ".nb-fold > summary").items()
    page.locator(".nb-fold > summary").first.focus()
    page.keyboard.press("Enter")
    assert hidden.is_visible() and "find_spec" in hidden.inner_text()
    assert site_page.spoken(page, ".nb-fold > summary")["expanded"] is True
    page.keyboard.press("Enter")


@each(CHAPTERS)
def test_every_attempt_is_an_invitation_with_its_solution_folded_below(visit, name):
    page, _ = visit(name)
    attempts = page.locator(".cell:has(.nb-attempt)")
    assert attempts.count() == reading_of(source_of(name)).attempts
    for attempt in attempts.all():
        assert attempt.locator(".cell_input").is_visible()
        assert attempt.locator(".nb-invitation a").count() > 0
        solution = attempt.locator("xpath=following-sibling::*[1]")
        assert solution.locator("summary").inner_text() == "Solution"
        gap = solution.bounding_box()["y"] - sum(attempt.bounding_box()[k] for k in ("y", "height"))
        assert abs(gap) < 2, "the two are one box"


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
def test_every_widget_of_a_chapter_comes_alive(visit, name):
    page, watch = visit(name)
    views = page.locator(site_page.VIEWS).count()
    assert views > 0
    assert page.locator(".nb-widget").count() == views
    assert page.locator(".nb-no-widget").count() == 0
    watch.assert_clean()


@each(["index.html", WHOLE_CHAPTER])
def test_the_tab_key_reaches_everything_shows_where_it_is_and_is_never_caught(visit, name):
    page, watch = visit(name)
    site_page.assert_tab_reaches_everything(page)
    watch.assert_clean()


@each(CHAPTERS)
def test_all_that_can_be_used_is_on_the_way_of_the_tab_key_and_shows_the_focus(visit, name):
    page, watch = visit(name)
    # What stands around a chapter stands around the front page too; what a widget does with the key
    # is tried on its stage.
    site_page.assert_each_can_be_reached(page, "article")
    watch.assert_clean()


@each(PAGES)
def test_all_that_a_page_holds_stands_in_one_column(visit, name):
    page, _ = visit(name)
    site_page.assert_one_column(page)


@each(CHAPTERS)
def test_formulas_are_set(visit, name):
    page, _ = visit(name)
    site_page.assert_formulas_set(page)


@each(PAGES)
def test_what_is_too_wide_for_a_phone_scrolls_and_shows_that_it_does(visit, name):
    page, _ = visit(name, width=NARROW)
    scrolling = site_page.assert_wide_boxes_scroll_and_show_it(page)
    assert scrolling or name not in CHAPTERS


@both_schemes
@each(PAGES)
def test_a_page_is_accessible_and_fits_its_window(visit, name, scheme):
    page, watch = visit(name, scheme)
    # What chapters have in common is seen on one: of the others a look in each scheme is enough.
    is_alike = name in CHAPTERS and name != WHOLE_CHAPTER
    site_page.assert_usable_at_each_width(page, LOOKS[scheme] if is_alike else site_page.WIDTHS)
    site_page.assert_titles_whole(page)
    if scheme == "dark":
        site_paints.assert_prints_light_and_whole(page)
    watch.assert_clean()


@each(CHAPTERS)
def test_figures_of_the_run_are_on_the_page_described_and_follow_the_theme(visit, name):
    record = run_of(name)
    inks = set()
    for scheme in ("dark", "light"):
        page, _ = visit(name, scheme, width=None)
        figures = page.locator("svg.nb-figure")
        assert figures.count() == record["figures"] >= 4
        site_page.assert_figures_described(page)
        site_paints.assert_words_of_figures_follow_the_theme(page)
        inks.add(figures.first.evaluate("figure => getComputedStyle(figure).color"))
    assert len(inks) == 2


@each(["index.html", WHOLE_CHAPTER])
def test_a_page_opened_in_the_dark_looks_like_one_that_was_turned_dark(visit, watch, site, name):
    turned, _ = visit(name, "dark")
    opened = watch.open(f"{site}/{name}", scheme="dark")
    site_page.settle(opened)
    for page in (opened, turned):
        site_paints.go_the_same_way(page)
    assert site_paints.paints(opened) == site_paints.paints(turned)
    watch.assert_clean()
