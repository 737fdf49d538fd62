"""Faults planted in a widget, each of which a contract test must catch."""

import pytest
import test_contract_controls as controls
import test_contract_pages as pages
from stage import opened

pytestmark = pytest.mark.browser

WIDGET = "fit_a_line"

# What goes wrong in a view, in JavaScript with el and model at hand; the test that finds it.
FAULTS = {
    "a drag that does not arrive": (
        "el.addEventListener('pointermove', (event) => event.stopPropagation(), true);",
        controls.test_a_handle_is_dragged,
    ),
    "a drag that Python never hears of": (
        "model.save_changes = () => {};",
        controls.test_a_handle_is_dragged,
    ),
    "a key that does nothing": (
        "el.addEventListener('keydown', (event) => event.stopPropagation(), true);",
        controls.test_the_keyboard_alone_moves_a_handle,
    ),
    "a preset that changes nothing": (
        "const presets = el.querySelector('.nb-presets');"
        "presets.addEventListener('click', (event) => event.stopPropagation(), true);",
        controls.test_presets_show_what_python_says_and_reset_goes_back,
    ),
    "a number that Python does not have": (
        "const say = () => (el.querySelector('.nb-readout b').textContent = '12');"
        "el.addEventListener('click', () => setTimeout(say));",
        controls.test_presets_show_what_python_says_and_reset_goes_back,
    ),
    "two views out of step": (
        "model.views = (model.views ?? 0) + 1;"
        "if (model.views > 1) el.querySelector('.nb-line').remove();",
        controls.test_a_slider_goes_to_its_ends_and_its_number_with_it,
    ),
    "a slider whose end is an error": (
        "el.addEventListener('input', ({ target }) => target.value === target.max"
        " && console.error('the end'));",
        controls.test_a_slider_goes_to_its_ends_and_its_number_with_it,
    ),
    "a slider whose end shows NaN": (
        "el.addEventListener('input', ({ target }) => target.value === target.max"
        " && (el.querySelector('.nb-caption').textContent = 'loss NaN'));",
        controls.test_a_slider_goes_to_its_ends_and_its_number_with_it,
    ),
    "nonsense that is swallowed": (
        "el.addEventListener('change', (event) => event.stopPropagation(), true);",
        controls.test_a_typed_number_counts_and_nonsense_is_refused_in_words,
    ),
    "a control that nobody promised": (
        "el.append(document.createElement('button'));",
        pages.test_every_control_is_in_the_contract,
    ),
    "a control that the Tab key misses": (
        "el.querySelector('.nb-go').tabIndex = -1;",
        pages.test_the_tab_key_reaches_every_control_and_is_never_caught,
    ),
    "a control that catches the Tab key": (
        "const list = el.querySelector('select');"
        "list.addEventListener('keydown', (event) => event.preventDefault());",
        pages.test_the_tab_key_reaches_every_control_and_is_never_caught,
    ),
    "a handle without a name": (
        "el.querySelector('[data-drag-handle]').removeAttribute('aria-label');",
        pages.test_it_is_accessible_and_fits_in_both_themes,
    ),
    "words too pale to read": (
        "el.querySelector('.nb-caption').style.color = '#999999';",
        pages.test_it_is_accessible_and_fits_in_both_themes,
    ),
    "a picture too wide for a telephone": (
        "el.querySelector('.nb-panels').style.minWidth = '600px';",
        pages.test_it_is_accessible_and_fits_in_both_themes,
    ),
    "a line that keeps its color in the dark": (
        "el.querySelectorAll('.nb-line').forEach((line) => (line.style.stroke = '#336699'));",
        pages.test_it_follows_the_theme_and_the_width_while_it_is_shown,
    ),
    "something that moves by itself": (
        "const story = el.querySelector('.nb-story');"
        "setInterval(() => { story.textContent += '.'; }, 5);",
        pages.test_views_have_no_name_twice_and_nothing_moves_by_itself,
    ),
    "a name that stands twice": (
        "el.querySelector('.nb-story').id = 'story';",
        pages.test_views_have_no_name_twice_and_nothing_moves_by_itself,
    ),
    "a listener that is left on the window": (
        "window.addEventListener('resize', () => {});",
        pages.test_a_view_that_goes_takes_everything_along,
    ),
    "a listener that is left on the model": (
        "model.on('change:slope', () => {});",
        pages.test_a_view_that_goes_takes_everything_along,
    ),
    "an observer that goes on": (
        "new ResizeObserver(() => {}).observe(document.body);",
        pages.test_a_view_that_goes_takes_everything_along,
    ),
}


@pytest.fixture(scope="module")
def bench(chromium, stage_address):
    """A page of its own, as some faults stay on it."""
    with opened(chromium, stage_address) as one:
        yield one


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_caught(stage, bench, name):
    fault, check = FAULTS[name]
    _, watch = bench
    stage.fault = fault
    with pytest.raises(AssertionError):
        check(stage)
        watch.assert_clean()
    watch.forget()


def test_without_a_fault_nothing_is_found(stage, bench):
    for check in {check for _, check in FAULTS.values()}:
        stage.page.set_viewport_size({"width": 1000, "height": 1200})
        stage.page.evaluate("document.documentElement.dataset.theme = 'light'")
        check(stage)
    bench[1].assert_clean()
