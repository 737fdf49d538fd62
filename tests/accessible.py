"""Whether everybody can read and use a page: the rules of axe, and a page no wider than its window.

Contrast takes axe nine tenths of its time if it measures each word of a page. But words that are
painted alike have the same contrast, so accessible.js has it measure a few words of each paint, and
none of a paint that passed before. And where only colors differ from a page that passed, as in the
other theme, only the rules about colors are asked.
"""

from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
# The paints and the shapes that axe has found good, on whatever page.
PASSED = set()


def where(page):
    """Say which page is looked at, in which scheme and how wide."""
    theme = page.evaluate("document.documentElement.dataset.theme ?? ''")
    return f"{page.url.partition('#')[0]} ({theme or 'no theme'}, {page.viewport_size['width']} px)"


def violations(page, passed=PASSED):
    """Return what axe finds, a list of {rule, html, why, alike}; alike: so many texts look so.

    passed: what need not be looked at again; what passes now is added.
    """
    if not page.evaluate("'findViolations' in window"):
        page.evaluate(AXE_SCRIPT)
        page.evaluate(SCRIPT)
    answer = page.evaluate("(passed) => findViolations(passed)", sorted(passed))
    passed.update(answer["passed"])
    return answer["violations"]


def assert_accessible(page):
    """Fail where axe finds something, or the page is wider than its window."""
    found = violations(page)
    assert not found, f"{where(page)}: {found}"
    assert_fits(page)


def assert_fits(page):
    """Fail where the page is wider than its window, and say what sticks out."""
    out = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? null :
          [...document.body.querySelectorAll("*")]
            .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
            .map((node) => node.outerHTML.slice(0, 120))"""
    )
    assert out is None, f"{where(page)} scrolls sideways; beyond its edge: {out[:5]}"
