"""Ways of a reader through the built site: from the front page, by search, to the exercises."""

import json

import pytest
from accessible import assert_fits

from tools.book.course import Course
from tools.paths import SITE

pytestmark = [pytest.mark.site, pytest.mark.browser]


def test_the_exercises_are_handed_out_by_a_link(watch, site):
    page = watch.open(f"{site}/chapters/02_gradient_descent.html")
    assert page.locator(".bd-sidebar-secondary a[href='#exercises']").count() == 1
    link = page.locator("#exercises a", has_text="Download the notebook")
    answer = page.request.get(link.evaluate("a => a.href"))
    assert answer.ok and len(json.loads(answer.body())["cells"]) > 10


def test_a_line_of_code_of_a_hundred_characters_fits_the_column(watch, site):
    page = watch.open(f"{site}/chapters/02_gradient_descent.html")
    fits = """(characters) => {
      const block = document.querySelector(".cell > .cell_input pre");
      block.textContent = "w".repeat(characters);
      return block.scrollWidth <= block.clientWidth;
    }"""
    assert page.evaluate(fits, 100) and not page.evaluate(fits, 110)


def test_without_scripts_folds_open_and_the_page_says_what_is_missing(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/chapters/02_gradient_descent.html")
    page.locator(".nb-fold > summary").first.click()
    assert "find_spec" in page.locator(".nb-fold .cell_input").first.inner_text()
    assert page.locator(".nb-no-script").inner_text().startswith("JavaScript is off")
    assert page.locator(".nb-attempt").first.is_visible()
    context.close()


def test_a_page_opened_as_a_file_says_what_its_widget_needs_and_is_whole_otherwise(watch):
    page = watch.open((SITE / "chapters/02_gradient_descent.html").as_uri())
    words = page.locator(".cell_output .nb-no-widget")
    # The wait is begun anew and held: on a busy machine it may be over before the page is asked.
    words.evaluate(
        """words => {
          words.style.animation = "none";
          words.getAnimations();
          words.style.animation = "";
          words.getAnimations().forEach((wait) => wait.pause());
        }"""
    )
    assert not words.is_visible(), "a widget that is on its way needs no words"
    words.evaluate("words => words.getAnimations().forEach((wait) => wait.finish())")
    assert words.is_visible() and "make serve" in words.inner_text()
    page.wait_for_selector("mjx-container[display=true]")
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'light'")
    assert not watch.errors


def test_a_page_on_paper_stays_light_while_the_system_goes_over_to_the_dark(watch, site):
    page = watch.open(f"{site}/index.html")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.emulate_media(media="print")
    # Of the two that hear of it, the theme's own script comes first.
    page.evaluate(
        """() => { globalThis.wentOver = new Promise((done) => {
          matchMedia("(prefers-color-scheme: dark)").addEventListener("change", done);
        }); }"""
    )
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("wentOver.then(() => document.documentElement.dataset.theme)") == "light"
    page.emulate_media(media="screen", color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")


def test_a_word_of_any_length_breaks_wherever_it_stands(watch, site):
    page = watch.open(f"{site}/chapters/02_gradient_descent.html", width=280)
    page.evaluate(
        """() => {
          for (const tag of ["h1", "h2", "h3", "p", "li", "td", "dd", "summary"]) {
            document.querySelector(`article ${tag}`).prepend("n".repeat(80));
          }
        }"""
    )
    assert_fits(page)


def test_the_front_page_leads_to_every_chapter_and_says_what_it_is_about(watch, site):
    page = watch.open(f"{site}/index.html")
    text = page.locator("article").inner_text()
    for chapter in Course().chapters:
        assert f"{chapter.number}\u00a0{chapter.title}. {chapter.about}" in text
        links = page.locator(f"#chapters li strong a[href='chapters/{chapter.slug}.html']")
        assert links.count() == chapter.exists
    widget_first = "#who-it-is-for, .nb-live"
    assert page.locator(widget_first).first.get_attribute("class") == "nb-live"
    assert page.locator("#what-to-know-before").count() == 1


def test_search_finds_a_word_of_a_chapter_without_a_network(watch, site):
    page = watch.open(f"{site}/search.html?q=eigenvectors")
    page.wait_for_selector("#search-results li a[href*='02_gradient_descent.html']")
    page = watch.open(f"{site}/index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("eigenvector")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
    watch.assert_clean()
