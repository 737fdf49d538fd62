"""The built site, opened as a reader opens it, with the network cut."""

import json
import re

import pytest
from widget_page import assert_accessible

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


@pytest.fixture(scope="module")
def site(serve):
    assert (SITE / "index.html").exists(), "there is no site: run `make book`"
    return serve(SITE)


def settle(page):
    """Wait until scripts, fonts and formulas are done."""
    page.wait_for_load_state("load")
    page.evaluate("() => window.MathJax?.startup?.promise")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    if page.locator('script[type="application/vnd.jupyter.widget-view+json"]').count():
        page.wait_for_selector("html[data-widgets=ready]", state="attached")


def test_the_site_is_the_one_that_the_sources_say():
    assert json.loads((SITE / ".state").read_text()) == build.state(), (
        "the site is old: run `make book`"
    )


def test_the_site_holds_the_exercises_but_no_solution_and_no_hidden_test(watch, site):
    texts = {
        p: p.read_text(encoding="utf-8", errors="replace")
        for p in SITE.rglob("*")
        if p.suffix in {".html", ".ipynb", ".json", ".js", ".md", ".txt"}
        and "mathjax" not in p.parts
    }
    for source in exercises.sources():
        handed_out = [
            text
            for p, text in texts.items()
            if p.name == f"{source.parent.name}.ipynb"
            if "exercises" in p.parts
        ]
        for question in exercises.read(source).questions.values():
            reference = exercises.reference(question)
            given = "".join(exercises.stub(cell.source) for _, cell in question.cells)
            seen = given + reference + "".join(t.source for t in question.tests if not t.hidden)
            for test in (t for t in question.tests if t.hidden):
                assert not any(test.name in text for text in handed_out), test.name
                body = {
                    line.strip() for line in test.source.splitlines()[2:] if len(line.strip()) > 40
                }
                assert not [
                    line
                    for line in body
                    if line not in seen and any(line in text for text in handed_out)
                ]
            # A chapter may teach a line that a solution needs; what is handed out may not hold one.
            lines = {
                line.strip()
                for line in reference.splitlines()
                if len(line.strip()) > 30 and "def " not in line
            }
            lines = {line for line in lines if line not in given}
            assert not [
                line for line in lines for text in handed_out if json.dumps(line)[1:-1] in text
            ]
            assert not any(
                reference in text or json.dumps(reference)[1:-1] in text for text in texts.values()
            )
    page = watch.open(f"{site}/chapters/02_gradient_descent.html")
    link = page.locator("#exercises a", has_text="Download the notebook")
    answer = page.request.get(link.evaluate("a => a.href"))
    assert answer.ok and len(json.loads(answer.body())["cells"]) > 10


CUT_OFF = "[...document.querySelectorAll('.prev-next-area a')].some((a) => a.scrollWidth > a.clientWidth + 1)"


def test_every_chapter_has_its_page():
    assert set(CHAPTERS) <= set(PAGES) and "index.html" in PAGES


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_silent_fits_its_window_calls_nobody_and_is_accessible(watch, site, name, scheme):
    page = watch.open(f"{site}/{name}", scheme=scheme)
    settle(page)
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        watch.assert_clean()
        assert_accessible(page)
    assert not page.evaluate(CUT_OFF), "a title of the next or previous page is cut off"


def test_a_line_of_code_fits_a_wide_window(watch, site):
    page = watch.open(f"{site}/chapters/02_gradient_descent.html")
    page.set_viewport_size({"width": 1440, "height": 900})
    wider = "[...document.querySelectorAll('.cell_input pre')].filter((p) => p.scrollWidth > p.clientWidth).length"
    assert page.evaluate(wider) == 0
    page.set_viewport_size({"width": 1000, "height": 900})
    assert page.evaluate(wider) > 0


def test_the_watch_itself_sees_a_request_to_another_host_and_an_error(watch, site):
    page = watch.open(f"{site}/index.html")
    page.evaluate("fetch('https://example.org/x.js').catch(() => {})")
    page.evaluate("setTimeout(() => { throw new Error('planted') })")
    page.wait_for_timeout(300)
    assert watch.foreign == ["https://example.org/x.js"] and "planted" in watch.errors[0]
    with pytest.raises(AssertionError):
        watch.assert_clean()


@pytest.mark.parametrize("name", CHAPTERS)
def test_formulas_are_set(watch, site, name):
    page = watch.open(f"{site}/{name}")
    settle(page)
    assert page.locator("mjx-container").count() > 0
    assert page.locator("mjx-merror").count() == 0
    left = re.findall(r"\\\(|\\\[|\$\$", page.locator("article").inner_text())
    assert not left, "formulas that stayed source"


@pytest.mark.parametrize("source", sync.sources(), ids=lambda source: source.stem)
def test_the_head_shows_what_was_measured(watch, site, source):
    record = record_of(source)
    page = watch.open(f"{site}/chapters/{source.stem}.html")
    head = page.locator("h1 + .nb-head").inner_text()
    assert f"{max(record['seconds'], 1):.0f} s and {record['peak_mb']:.0f} MB" in head
    assert str(len(record["claims"])) in head


@pytest.mark.parametrize("source", sync.sources(), ids=lambda source: source.stem)
def test_claims_and_figures_of_the_run_are_on_the_page_and_the_summary_links_to_them(
    watch, site, source
):
    record = record_of(source)
    page = watch.open(f"{site}/chapters/{source.stem}.html")
    assert page.locator(".nb-claim").count() == len(record["claims"])
    figures = page.locator("svg.nb-figure")
    assert figures.count() == record["figures"] >= 4
    for i in range(figures.count()):
        assert len(figures.nth(i).get_attribute("aria-label").split()) >= 4
    links = page.locator("a.nb-cite")
    assert links.count() > 0
    for i in range(links.count()):
        assert page.locator(links.nth(i).get_attribute("href")).count() == 1


@pytest.mark.parametrize("name", CHAPTERS)
def test_figures_follow_the_theme(watch, site, name):
    def ink(scheme):
        page = watch.open(f"{site}/{name}", scheme=scheme)
        settle(page)
        return page.locator("svg.nb-figure").first.evaluate(
            "figure => getComputedStyle(figure).color"
        )

    assert ink("light") != ink("dark")


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_widget_of_a_chapter_comes_alive(watch, site, name):
    page = watch.open(f"{site}/{name}")
    settle(page)
    views = page.locator('script[type="application/vnd.jupyter.widget-view+json"]').count()
    assert views > 0
    assert page.locator(".nb-widget").count() == views
    watch.assert_clean()


REACHABLE = """() => {
  // What a pointer could use and a reader sees: it must be on the way of the Tab key too.
  // In a toolbar one member stands for all: the arrow keys go on from there.
  const spoken = (e) => e.tabIndex < 0 && e.closest("[role=toolbar]")?.querySelectorAll('[tabindex="0"]').length === 1;
  const wanted = [...document.querySelectorAll("a[href], button, input, select, summary, [role=slider]")].filter((e) =>
    e.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) && !spoken(e) &&
    !e.disabled && e.type !== "hidden" && !(e.type === "checkbox" && e.getBoundingClientRect().width < 2));
  wanted.forEach((e, i) => e.setAttribute("data-test-reach", i));
  return wanted.map((e) => e.outerHTML.slice(0, 120));
}"""
FOCUSED = """() => {
  const e = document.activeElement, style = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  const marked = [e, e.parentElement, ...e.children].some((x) => {
    const s = getComputedStyle(x);
    return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
  });
  return { reach: e.dataset.testReach ?? null, body: e === document.body, marked,
           seen: box.bottom > 0 && box.top < innerHeight, html: e.outerHTML.slice(0, 120) };
}"""


@pytest.mark.parametrize("name", ["index.html", *CHAPTERS])
def test_the_tab_key_reaches_everything_shows_where_it_is_and_is_never_caught(watch, site, name):
    page = watch.open(f"{site}/{name}")
    settle(page)
    wanted = page.evaluate(REACHABLE)
    reached, unmarked, unseen = set(), [], []
    for _ in range(3 * len(wanted)):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if now["body"] or now["reach"] in reached:
            break
        if now["reach"] is not None:
            reached.add(now["reach"])
        if not now["marked"]:
            unmarked.append(now["html"])
        if not now["seen"]:
            unseen.append(now["html"])
    missed = [html for i, html in enumerate(wanted) if str(i) not in reached]
    assert not missed and not unmarked and not unseen, {
        "missed": missed,
        "unmarked": unmarked,
        "unseen": unseen,
    }


def test_search_finds_a_word_of_a_chapter_without_a_network(watch, site):
    page = watch.open(f"{site}/search.html?q=eigenvectors")
    page.wait_for_selector("#search-results li a[href*='02_gradient_descent.html']")
    page = watch.open(f"{site}/index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("bisection")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
    watch.assert_clean()
