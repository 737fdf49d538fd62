"""What must hold on a page of the site: asked of the real pages by test_site.py, and of pages with
planted faults by test_site_sees.py.
"""

import re

from accessible import assert_accessible, where

WIDTHS = (1280, 360)
VIEWS = 'script[type="application/vnd.jupyter.widget-view+json"]'


def settle(page):
    """Wait until scripts, fonts, formulas and widgets are done."""
    page.wait_for_load_state("load")
    page.evaluate("() => window.MathJax?.startup?.promise")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    if page.locator(VIEWS).count():
        page.wait_for_selector("html[data-widgets=ready]", state="attached")


def resize(page, width):
    """Give the window another width, and wait until the page has been laid out anew."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def assert_usable_at_each_width(page):
    """Fail where axe finds something, or the page does not fit, in a wide or a narrow window."""
    for width in WIDTHS:
        resize(page, width)
        assert_accessible(page)


def assert_titles_whole(page):
    """Fail if the title of the next or the previous page is cut off."""
    cut = page.evaluate(
        """() => [...document.querySelectorAll(".prev-next-area a")]
          .filter((link) => link.scrollWidth > link.clientWidth + 1)
          .map((link) => link.innerText)"""
    )
    assert not cut, f"{where(page)}: cut off: {cut}"


def assert_formulas_set(page):
    """Fail if a formula is missing, wrong or still source."""
    assert page.locator("mjx-container").count() > 0, f"{where(page)}: no formula"
    wrong = page.locator("mjx-merror").all_inner_texts()
    assert not wrong, f"{where(page)}: not understood: {wrong}"
    left = re.findall(r"(?:\\\(|\\\[|\$\$).{0,80}", page.locator("article").inner_text())
    assert not left, f"{where(page)}: formulas that stayed source: {left}"


def assert_figures_described(page):
    """Fail if a figure has no description of at least four words, or an image none at all."""
    bare = page.evaluate(
        """() => {
          const words = (node) => (node.getAttribute("alt") ?? node.ariaLabel ?? "").match(/\\S+/g);
          return [...document.querySelectorAll("article img, svg.nb-figure")]
            .filter((node) => (words(node)?.length ?? 0) < 4)
            .map((node) => node.outerHTML.slice(0, 120));
        }"""
    )
    assert not bare, f"{where(page)}: without a description of four words: {bare}"


# What a pointer could use and a reader sees: it must be on the way of the Tab key too. In a toolbar
# one member stands for all: the arrow keys go on from there.
REACHABLE = """() => {
  const one = (bar) => bar?.querySelectorAll('[tabindex="0"]').length === 1;
  const spoken = (e) => e.tabIndex < 0 && one(e.closest("[role=toolbar]"));
  const shown = (e) => e.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true });
  const pixel = (e) => e.type === "checkbox" && e.getBoundingClientRect().width < 2;
  const all = "a[href], button, input, select, textarea, summary, [role=slider], [role=button]";
  const wanted = [...document.querySelectorAll(all)]
    .filter((e) => shown(e) && !spoken(e) && !e.disabled && e.type !== "hidden" && !pixel(e));
  wanted.forEach((e, i) => e.setAttribute("data-test-reach", i));
  return wanted.map((e) => e.outerHTML.slice(0, 120));
}"""
FOCUSED = """() => {
  const e = document.activeElement;
  const box = e.getBoundingClientRect();
  const marked = [e, e.parentElement, ...e.children].some((x) => {
    const s = getComputedStyle(x);
    return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
  });
  return { reach: e.dataset.testReach ?? null, body: e === document.body, marked,
           seen: box.bottom > 0 && box.top < innerHeight, html: e.outerHTML.slice(0, 120) };
}"""


def assert_tab_reaches_everything(page):
    """Fail if the Tab key leaves out something usable, does not show where it is, or is caught."""
    wanted = page.evaluate(REACHABLE)
    reached = set()
    unmarked = []
    unseen = []
    for _ in range(3 * len(wanted) + 3):
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
    told = {"not reached": missed, "focus not shown": unmarked, "out of sight": unseen}
    assert not missed and not unmarked and not unseen, f"{where(page)}: {told}"
