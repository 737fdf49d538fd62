"""The static page, without a kernel: its host and its themes; and parts of the core."""

import re

import numpy as np
import pytest
from widget_page import VIEW, enter

from nblib.widgets import DescentOnSurface
from nblib.widgets.descent_on_surface.widget import PRESETS
from tools.book.site.without import NO_WIDGET

pytestmark = pytest.mark.browser

WHITE = "rgb(255, 255, 255)"
BLACK = "rgb(20, 24, 29)"


def ground(page):
    return page.locator(".nb-widget").evaluate("node => getComputedStyle(node).backgroundColor")


def path(page, index):
    return page.locator(".nb-widget").nth(index).locator(".nb-track").first.get_attribute("d")


def test_widgets_on_a_page_are_themselves_and_views_of_one_move_together(show, watch):
    one = DescentOnSurface()
    page = show(one, DescentOnSurface("saddle"), one)
    assert page.locator(".nb-widget").first.locator(".nb-preset").all_inner_texts() == list(PRESETS)
    before = path(page, 0)
    other = path(page, 1)
    enter(page.locator(".nb-widget").first, "learning rate", 0.02)
    assert path(page, 0) == path(page, 2) != before and path(page, 1) == other
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))
    watch.assert_clean()


def test_a_widget_that_the_page_does_not_carry_is_said_and_the_others_live(show, watch):
    lost = f'<div><script type="{VIEW}">{{"model_id": "gone"}}</script>{NO_WIDGET}</div>'
    page = show(DescentOnSurface(), extra=lost)
    assert page.locator(".nb-no-widget").is_visible()
    assert page.locator(".nb-broken").inner_text() == (
        "This widget could not be shown: the page does not carry this widget."
    )
    assert page.locator(".nb-widget").count() == 1
    assert any("does not carry" in line for line in watch.console)


@pytest.mark.parametrize("attribute", ["data-theme", "theme"])
def test_a_page_that_says_its_theme_overrules_the_system(show, attribute):
    page = show(DescentOnSurface(), theme=f' {attribute}="dark"', scheme="light")
    assert ground(page) == BLACK
    page.emulate_media(color_scheme="dark")
    page.evaluate("(name) => document.documentElement.setAttribute(name, 'light')", attribute)
    assert ground(page) == WHITE


def test_on_a_page_without_a_theme_of_its_own_the_system_decides(show):
    page = show(DescentOnSurface(), scheme="light")
    assert ground(page) == WHITE
    page.emulate_media(color_scheme="dark")
    assert ground(page) == BLACK


def test_a_screen_reader_is_told_once_a_change_has_come_to_rest(show):
    page = show(DescentOnSurface())
    heard = page.locator(".nb-heard")
    assert heard.text_content() == "", "nothing has changed yet"
    for rate in (0.05, 0.15):
        enter(page, "learning rate", rate)
    page.wait_for_function("document.querySelector('.nb-heard').textContent")
    assert heard.text_content() == page.locator(".nb-story").inner_text()


def test_contour_lines_lie_on_the_level(modules, js):
    segments = modules.evaluate(
        """async (base) => {
          const { contour, sample } = await import(`${base}/core/contours.mjs`);
          const bowl = sample((x, y) => x * x + 4 * y * y, [-1, 1, -1, 1], 80, 80);
          return contour(bowl, 80, 80, 0.5);
        }""",
        js,
    )
    x1, y1, x2, y2 = np.array(segments).T / 40 - 1
    assert len(segments) > 80
    for x, y in ((x1, y1), (x2, y2)):
        assert np.abs(x * x + 4 * y * y - 0.5).max() < 0.01


def test_ticks_are_round_and_within(modules, js):
    cases = [(0, 1, 5), (-3, 3, 5), (-0.08, 1.08, 2), (50, 61, 5), (-1e4, 3e4, 4), (2, 2.003, 5)]
    every = modules.evaluate(
        """async ([base, cases]) => {
          const { ticks } = await import(`${base}/core/numbers.mjs`);
          return cases.map((one) => ticks(...one));
        }""",
        [js, cases],
    )
    for (low, high, count), ticks in zip(cases, every, strict=True):
        steps = np.diff(ticks)
        assert 2 <= len(ticks) <= 2 * count + 1
        assert low - 1e-12 <= ticks[0] and ticks[-1] <= high + 1e-12
        assert np.allclose(steps, steps[0])
        assert re.fullmatch(r"[125](\.0*)?e[+-]\d+", f"{steps[0]:.3e}")
