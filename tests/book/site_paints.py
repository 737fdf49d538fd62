"""How a page of the site is painted: in the light, in the dark, and on paper."""

from accessible import where
from site_page import resize, set_folds

# A button's color, say, goes over in a third of a second: with this style it does so at once. (And
# what is folded away would go over only when it is shown.)
AT_ONCE = "*, ::before, ::after { transition: none !important }"
TURNED = """(scheme) => document.documentElement.dataset.theme === scheme &&
  !document.getAnimations().some((animation) => animation instanceof CSSTransition)"""


def turn(page, scheme):
    """Let the reader's system go over to another color scheme, and wait until the page follows."""
    if page.evaluate("document.documentElement.dataset.theme") == scheme:
        return
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(TURNED, arg=scheme)


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
    page.emulate_media(media="screen")  # back to what it was
    page.wait_for_function(TURNED, arg=theme)
    assert not cut, f"{where(page)}: cut off on paper: {cut[:5]}"
    assert not shown, f"{where(page)}: of no use on paper: {shown}"
