"""Ways of a reader through the built site: from the front page, by search, to the exercises."""

import json

import pytest

from tools.book.course import Course

pytestmark = [pytest.mark.site, pytest.mark.browser]


def test_the_exercises_are_handed_out_by_a_link(watch, site):
    page = watch.open(f"{site}/chapters/02_gradient_descent.html")
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


def test_folds_open_without_scripts(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/chapters/02_gradient_descent.html")
    page.locator(".nb-fold > summary").first.click()
    assert "find_spec" in page.locator(".nb-fold .cell_input").first.inner_text()
    context.close()


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
