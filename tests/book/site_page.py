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
    if page.viewport_size["width"] == width:
        return
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def set_folds(page, *, is_open):
    """Open or close all folds of a page."""
    script = "(open) => document.querySelectorAll('details').forEach((d) => { d.open = open; })"
    page.evaluate(script, is_open)


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


# The marks after a formula in a sentence that stand on another line than it does.
TORN = """() => [...document.querySelectorAll('mjx-container:not([display="true"])')]
  .map((formula) => [formula, (formula.closest(".math") ?? formula).nextSibling])
  .filter(([formula, next]) => next instanceof Text && /^[.,;:!?)]/.test(next.data))
  .filter(([formula, next]) => {
    const mark = document.createRange();
    mark.setStart(next, 0);
    mark.setEnd(next, 1);
    return mark.getBoundingClientRect().left < formula.getBoundingClientRect().right - 2;
  })
  .map(([formula, next]) => `${formula.textContent.slice(0, 40)} | ${next.data.slice(0, 20)}`)"""


def assert_formulas_set(page):
    """Fail if a formula is missing, wrong, still source, or torn from the comma after it."""
    assert page.locator("mjx-container").count() > 0, f"{where(page)}: no formula"
    wrong = page.locator("mjx-merror").all_inner_texts()
    assert not wrong, f"{where(page)}: not understood: {wrong}"
    left = re.findall(r"(?:\\\(|\\\[|\$\$).{0,80}", page.locator("article").inner_text())
    assert not left, f"{where(page)}: formulas that stayed source: {left}"
    for width in WIDTHS:
        resize(page, width)
        torn = page.evaluate(TORN)
        assert not torn, f"{where(page)}: a mark on another line than its formula: {torn}"


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
  document.querySelectorAll("[data-test-reach]").forEach((e) => delete e.dataset.testReach);
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


# The same without the key: each in turn is given the focus as the key gives it.
GIVEN_IN_TURN = f"""(within) => {{
  const now = {FOCUSED};
  return [...document.querySelectorAll("[data-test-reach]")].map((e) => {{
    e.focus({{ focusVisible: true }});
    return {{ ...now(within), missed: document.activeElement !== e || e.tabIndex !== 0 }};
  }});
}}"""

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


def assert_each_can_be_reached(page, within="body"):
    """Fail if something usable takes no focus, is not on the way of the Tab key, or does not show
    that it has the focus: the same without pressing the key, which takes a second for a page.
    """
    wanted = page.evaluate(REACHABLE, within)
    given = list(zip(wanted, page.evaluate(GIVEN_IN_TURN, within), strict=True))
    told = {
        "not reached": [html for html, now in given if now["missed"]],
        "focus not shown": [html for html, now in given if not now["marked"]],
        "out of sight": [html for html, now in given if not now["seen"]],
    }
    assert not any(told.values()), f"{where(page)}: {told}"


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
  const shows = (box, way) => faded(box) && getComputedStyle(box).maskImage.includes(way);
  const boxes = [...document.querySelectorAll("article *")].filter(scrolls);
  const atFirst = boxes.map((box) => shows(box, "to left"));
  for (const box of boxes) box.scrollLeft = box.scrollWidth;
  await frame();
  const atLast = boxes.map((box) => shows(box, "to right"));
  for (const box of boxes) box.scrollLeft = 0;
  const wrong = boxes.flatMap((box, i) => {
    const told = { "no Tab": box.tabIndex !== 0, "no sign of more": !atFirst[i] || !atLast[i] };
    const faults = Object.keys(told).filter((name) => told[name]);
    return faults.length > 0 ? [`${faults}: ${box.outerHTML.slice(0, 120)}`] : [];
  });
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
