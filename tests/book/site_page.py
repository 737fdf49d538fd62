"""What must hold on a page of the site: asked of the real pages by test_site.py, and of pages with
planted faults by test_site_sees.py.
"""

import re

from accessible import assert_accessible, assert_fits, where

WIDTHS = (1280, 360)
NARROWEST = 280  # a small phone, or a window enlarged four times and more
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


# The contents mark the section that was reached, which depends on the way there.
SAME_WAY = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  for (const place of [0, document.body.scrollHeight]) {
    scrollTo(0, place);
    await frame();
    await frame();
  }
}"""


def go_the_same_way(page):
    """Scroll a page from its top to its end, as another one that it is compared with."""
    resize(page, 1280)
    set_folds(page, is_open=False)
    page.evaluate(SAME_WAY)


# How often each kind of element has each of its colors.
PAINTS = """() => {
  const counts = {};
  for (const node of document.querySelectorAll("body, body *")) {
    const { color, backgroundColor, fill, stroke } = getComputedStyle(node);
    const paint = `${node.localName}: ${color} ${backgroundColor} ${fill} ${stroke}`;
    counts[paint] = (counts[paint] ?? 0) + 1;
  }
  return counts;
}"""


def paints(page):
    """Return {kind of element with its colors: how often}."""
    return page.evaluate(PAINTS)


# The words of figures that are drawn in plain black, whatever the theme.
BLACK_WORDS = """() => [...document.querySelectorAll("svg.nb-figure use")]
  .filter((glyph) => getComputedStyle(glyph).fill === "rgb(0, 0, 0)")
  .map((glyph) => glyph.closest("svg").getAttribute("aria-label"))"""


def assert_words_of_figures_follow_the_theme(page):
    """Fail where the words of a figure are black in a dark page too."""
    black = sorted(set(page.evaluate(BLACK_WORDS)))
    assert not black, f"{where(page)}: give the words a color, plots.INK for plain ones: {black}"


# What scrolls on the screen would be cut off on paper.
CUT_OFF = """() => {
  const wide = "pre, .nb-map, .pst-scrollable-table-container, mjx-container[display=true]";
  return [...document.querySelectorAll("article :is(" + wide + ")")]
    .filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)
    .map((e) => `${e.scrollWidth - e.clientWidth} px of ${e.outerHTML.slice(0, 120)}`);
}"""
PAPER = 700  # pixels of the width of a page of A4


def assert_prints_light_and_whole(page):
    """Fail if a page is dark on paper, has what can only be pressed there, or is cut off."""
    theme = page.evaluate("document.documentElement.dataset.theme")
    resize(page, PAPER)
    page.emulate_media(media="print")
    page.wait_for_function("document.documentElement.dataset.theme === 'light'")
    cut = page.evaluate(CUT_OFF)
    buttons = page.locator(".bd-header-article, #pst-skip-link, .prev-next-area")
    shown = [button for button in buttons.all() if button.is_visible()]
    page.emulate_media(media="screen")
    page.wait_for_function(TURNED, arg=theme)  # back to what it was
    assert not cut, f"{where(page)}: cut off on paper: {cut[:5]}"
    assert not shown, f"{where(page)}: of no use on paper: {shown}"


def set_folds(page, *, is_open):
    """Open or close all folds of a page."""
    script = "(open) => document.querySelectorAll('details').forEach((d) => { d.open = open; })"
    page.evaluate(script, is_open)


# A button's color, say, goes over in a third of a second.
TURNED = """(scheme) => document.documentElement.dataset.theme === scheme &&
  !document.getAnimations().some((animation) => animation instanceof CSSTransition)"""


def turn(page, scheme):
    """Let the reader's system go over to another color scheme, and wait until the page follows."""
    if page.evaluate("document.documentElement.dataset.theme") == scheme:
        return
    set_folds(page, is_open=True)  # what is folded away would go over only when it is shown
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(TURNED, arg=scheme)
    set_folds(page, is_open=False)


def assert_usable_at_each_width(page, asked=WIDTHS):
    """Fail where the page does not fit its window, wide or narrow, or axe finds something.

    asked: the widths at which axe is asked. If at both, the folds are closed in the wide window and
    open in the narrow one; if at one, they are open there.
    """
    for width in WIDTHS:
        set_folds(page, is_open=width == min(WIDTHS) or asked == (width,))
        resize(page, width)
        if width in asked:
            assert_accessible(page)
        else:
            assert_fits(page)
    set_folds(page, is_open=False)


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
REACHABLE = """(within) => {
  const one = (bar) => bar?.querySelectorAll('[tabindex="0"]').length === 1;
  const spoken = (e) => e.tabIndex < 0 && one(e.closest("[role=toolbar]"));
  const shown = (e) => e.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true });
  const pixel = (e) => e.type === "checkbox" && e.getBoundingClientRect().width < 2;
  const all = "a[href], button, input, select, textarea, summary, [role=slider], [role=button]";
  const wanted = [...document.querySelector(within).querySelectorAll(all)]
    .filter((e) => shown(e) && !spoken(e) && !e.disabled && e.type !== "hidden" && !pixel(e));
  wanted.forEach((e, i) => e.setAttribute("data-test-reach", i));
  return wanted.map((e) => e.outerHTML.slice(0, 120));
}"""
FOCUSED = """(within) => {
  const e = document.activeElement;
  const root = document.querySelector(within);
  const box = e.getBoundingClientRect();
  const marked = [e, e.parentElement, ...e.children].some((x) => {
    const s = getComputedStyle(x);
    return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
  });
  return { reach: e.dataset.testReach ?? null, left: e === root || !root.contains(e), marked,
           seen: box.bottom > 0 && box.top < innerHeight, html: e.outerHTML.slice(0, 120) };
}"""


# The Tab key goes on from where an element begins.
TO_THE_BEGINNING = """(within) => {
  const root = document.querySelector(within);
  root.tabIndex = -1;
  root.focus();
  root.removeAttribute("tabindex");
}"""


def assert_tab_reaches_everything(page, within="body"):
    """Fail if the Tab key leaves out something usable, does not show where it is, or is caught.

    within: the selector of the part of the page that is walked through, from its beginning on.
    """
    page.evaluate(TO_THE_BEGINNING, within)
    wanted = page.evaluate(REACHABLE, within)
    reached = set()
    unmarked = []
    unseen = []
    for _ in range(3 * len(wanted) + 3):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED, within)
        if now["left"] or now["reach"] in reached:
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


# The blocks of a page that leave its column: further left, further right, or narrower. The insides
# of a widget are its own.
OUT_OF_COLUMN = """() => {
  const article = document.querySelector("article");
  if (!article) return [];
  const { paddingLeft, paddingRight } = getComputedStyle(article);
  const frame = article.getBoundingClientRect();
  const left = frame.left + parseFloat(paddingLeft);
  const right = frame.right - parseFloat(paddingRight);
  const cell = ".cell:not(:has(.nb-attempt))";
  const formula = "mjx-container[display=true]";
  const blocks = `section > *, ${cell} > *, ${cell} > .cell_output > *, ${formula}`;
  return [...article.querySelectorAll(blocks)]
    .filter((block) => !block.parentElement.closest(".nb-widget, li, blockquote, details"))
    .filter((block) => block.checkVisibility() && block.getBoundingClientRect().height > 2)
    .filter((block) => {
      const box = block.getBoundingClientRect();
      return Math.abs(box.left - left) > 1 || Math.abs(box.right - right) > 1;
    })
    .map((block) => block.outerHTML.slice(0, 120));
}"""


def assert_one_column(page):
    """Fail if text, code, outputs, formulas, tables or figures have edges of their own."""
    out = page.evaluate(OUT_OF_COLUMN)
    assert not out, f"{where(page)}: not in the column: {out[:5]}"


# What scrolls sideways: does the keyboard reach it, and does the eye see it, at both ends?
SCROLLS = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  await frame();
  const scrolls = (e) => ["auto", "scroll"].includes(getComputedStyle(e).overflowX) &&
    e.scrollWidth > e.clientWidth + 1 && e.checkVisibility();
  const faded = (e) => getComputedStyle(e).maskImage.includes("gradient");
  const wrong = [];
  const boxes = [...document.querySelectorAll("article *")].filter(scrolls);
  for (const box of boxes) {
    const atFirst = faded(box) && getComputedStyle(box).maskImage.includes("to left");
    box.scrollLeft = box.scrollWidth;
    await frame();
    const atLast = faded(box) && getComputedStyle(box).maskImage.includes("to right");
    box.scrollLeft = 0;
    const told = { "no Tab": box.tabIndex !== 0, "no sign of more": !atFirst || !atLast };
    const faults = Object.keys(told).filter((name) => told[name]);
    if (faults.length > 0) wrong.push(`${faults}: ${box.outerHTML.slice(0, 120)}`);
  }
  return { count: boxes.length, wrong };
}"""


def assert_wide_boxes_scroll_and_show_it(page):
    """Fail if what scrolls sideways on a phone cannot be reached or does not show that it does.

    Return how many boxes scroll.
    """
    set_folds(page, is_open=True)
    resize(page, min(WIDTHS))
    found = page.evaluate(SCROLLS)
    resize(page, NARROWEST)
    assert_fits(page)
    set_folds(page, is_open=False)
    assert not found["wrong"], f"{where(page)}: {found['wrong'][:5]}"
    return found["count"]


def spoken(page, selector):
    """Return what a screen reader is told of the first element of a selector: role, name, state."""
    session = page.context.new_cdp_session(page)
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    asked = {"nodeId": node, "fetchRelatives": False}
    told = session.send("Accessibility.getPartialAXTree", asked)["nodes"][0]
    session.detach()
    state = {entry["name"]: entry["value"].get("value") for entry in told["properties"]}
    return {"role": told["role"]["value"], "name": told["name"]["value"], **state}
