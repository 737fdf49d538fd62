"""The questions that are asked of each page of the site find what is wrong: faults are planted in a
small page that is sound, in a chapter, and in what the site holds.
"""

import json

import pytest
import site_page
from accessible import PASSED, assert_accessible, violations
from leaks import leaks, stub_of

from nblib.check import packed
from tools import exercises
from tools.paths import SITE

pytestmark = pytest.mark.browser

SOUND = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sound</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<style>
  :root { --ink: #222; --ground: #fff; --soft: #f5f7f9; --string: #00622f; --link: #06c; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #eee; --ground: #111; --soft: #1d232a; --string: #8bd5a3; --link: #7fb8f5; }
  }
  body { margin: 8px; color: var(--ink); background: var(--ground); font: 16px sans-serif; }
  pre { background: var(--soft); overflow-x: auto; font-size: 12px; }
  pre span { color: var(--string); }
  a, button { color: var(--link); background: var(--ground); font-size: 16px; }
  a, button, summary { display: inline-block; min-height: 24px; min-width: 24px; }
  .prev-next-area a { max-width: 200px; overflow: hidden; white-space: nowrap; }
</style></head><body><main><h1>Sound</h1><article>
<p id="prose">Words of the page, and a formula: <mjx-container>x</mjx-container></p>
<pre tabindex="0" role="region" aria-label="code">SPANS</pre>
<svg class="nb-figure" role="img" aria-label="a line that falls" width="20" height="20"></svg>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
  alt="a point that is grey">
<button type="button">Press</button>
</article><p class="prev-next-area"><a href="#prose">Next page</a></p></main>
</body></html>""".replace("SPANS", " ".join(f"<span>word{n}</span>" for n in range(60)))

ASKED_OF_CHAPTERS = (
    site_page.assert_usable_at_each_width,
    site_page.assert_titles_whole,
    site_page.assert_formulas_set,
    site_page.assert_figures_described,
    site_page.assert_tab_reaches_everything,
    site_page.assert_each_can_be_reached,
)


@pytest.fixture
def opened(pages_in_turn):
    """Return a function that shows the sound page, with something more in its body."""

    def open_(more="", scheme="light"):
        return pages_in_turn(SOUND.replace("</body>", f"{more}</body>"), scheme)[0]

    return open_


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_sound_page_passes(pages_in_turn, scheme):
    page, watch = pages_in_turn(SOUND, scheme)
    for question in ASKED_OF_CHAPTERS:
        question(page)
        site_page.resize(page, 1280)
    watch.assert_clean()


LOUD = {
    "an image of another host": (
        "<img src='https://example.org/x.png' alt='an image from elsewhere'>",
        r"left this machine: \['https://example.org/x.png'\]",
    ),
    "a request to another host": (
        "<script>fetch('https://example.org/x').catch(() => {})</script>",
        r"left this machine: \['https://example.org/x'\]",
    ),
    "a host with a name like ours": (
        "<script>fetch('http://127.0.0.1.example.org/').catch(() => {})</script>",
        "left this machine",
    ),
    "an error": ("<script>setTimeout(() => { throw new Error('planted') })</script>", "planted"),
    "a promise that fails": ("<script>Promise.reject(new Error('planted'))</script>", "planted"),
    "an error on the console": ("<script>console.error('planted')</script>", "error: planted"),
    "a warning on the console": ("<script>console.warn('planted')</script>", "warning: planted"),
    "a missing file": ("<script src='missing.js'></script>", "not there: .*missing.js"),
}


@pytest.mark.parametrize(("more", "message"), LOUD.values(), ids=LOUD)
def test_a_page_that_is_not_silent_is_seen(pages_in_turn, more, message):
    page, watch = pages_in_turn(SOUND.replace("</body>", f"{more}</body>"))
    page.wait_for_load_state("networkidle")
    # The network is cut, so the browser complains of a foreign request too: ask for that first.
    if "left this machine" in message:
        watch.console.clear()
    with pytest.raises(AssertionError, match=message):
        watch.assert_clean()


# A fault: the question that must find it, what is done to the page, and what must be told.
USABLE = site_page.assert_usable_at_each_width
FORMULAS = site_page.assert_formulas_set
SPOT = """document.querySelector("article").insertAdjacentHTML("beforeend",
  `<div style="background: #333; width: 99px; height: 30px"></div>
   <span id="lost" style="position: relative">lost</span>`)"""
LOST = "document.getElementById('lost')"
ABOVE = "position: fixed; top: -99px"
BUTTON = "document.querySelector('button')"
FAULTS = {
    "no alternative text": (USABLE, "document.querySelector('img').alt = ' '", "image-alt"),
    "an image for nobody": (
        site_page.assert_figures_described,
        "document.querySelector('img').removeAttribute('alt')",
        "<img",
    ),
    "a figure without a name": (
        USABLE,
        "document.querySelector('svg').removeAttribute('aria-label')",
        "svg-img-alt",
    ),
    "a figure of one word": (
        site_page.assert_figures_described,
        "document.querySelector('svg').ariaLabel = 'plot'",
        "<svg",
    ),
    "a button without a name": (USABLE, f"{BUTTON}.innerText = ''", "button-name"),
    "a link without a name": (USABLE, "document.querySelector('a').innerText = ''", "link-name"),
    "no language": (USABLE, "document.documentElement.lang = ''", "html-has-lang"),
    "no title": (USABLE, "document.title = ''", "document-title"),
    "a role that is none": (USABLE, "document.querySelector('p').role = 'nonsense'", "aria-roles"),
    "a state that is none": (
        USABLE,
        f"{BUTTON}.setAttribute('aria-pressed', 'maybe')",
        "aria-valid-attr-value",
    ),
    "faint prose": (USABLE, "prose.style.color = '#999'", "color-contrast.*Words"),
    "faint to the eye alone": (
        USABLE,
        "prose.ariaHidden = true; prose.style.color = '#999'",
        "contrast.*Words",
    ),
    "one faint word of many": (
        USABLE,
        "document.querySelectorAll('pre span')[31].style.color = '#999'",
        "color-contrast.*word31",
    ),
    "one faint ground of many": (
        USABLE,
        "document.querySelectorAll('pre span')[31].style.background = '#3a6b4b'",
        "color-contrast.*word31",
    ),
    "many faint words": (
        USABLE,
        "document.querySelectorAll('pre span').forEach((span) => { span.style.color = '#999' })",
        "color-contrast.*word0.*'alike': 60",
    ),
    "a veil": (USABLE, "document.querySelector('pre').style.opacity = 0.3", "color-contrast"),
    "faint in a narrow window only": (
        USABLE,
        "document.head.insertAdjacentHTML('beforeend',"
        " '<style>@media (max-width: 400px) { #prose { color: #999 } }</style>')",
        r"360 px.*color-contrast",
    ),
    "a word pushed onto a dark spot": (
        USABLE,
        f"{SPOT}; {LOST}.style.top = '-25px'",
        "contrast.*lost",
    ),
    "a word pulled onto a dark spot": (
        USABLE,
        f"{SPOT}; {LOST}.style.cssText += 'display: block; margin-top: -25px'",
        "contrast.*lost",
    ),
    "a page that is too wide": (
        USABLE,
        "prose.style.minWidth = '500px'",
        r"360 px\) scrolls sideways; beyond its edge: .*prose",
    ),
    "a title that is cut off": (
        site_page.assert_titles_whole,
        "document.querySelector('a').innerText = 'A title of a page that is far too long'",
        "far too long",
    ),
    "a formula that stayed source": (
        FORMULAS,
        r"prose.append('so \\(x^2\\) is left')",
        r"stayed source.*x\^2",
    ),
    "a formula that is not understood": (
        FORMULAS,
        "prose.append(document.createElement('mjx-merror'))",
        "not understood",
    ),
    "a comma on another line than its formula": (
        FORMULAS,
        "prose.innerHTML = '<mjx-container style=\"display: block\">x</mjx-container>, and'",
        "another line than its formula.*x",
    ),
    "no formula": (FORMULAS, "document.querySelector('mjx-container').remove()", "no formula"),
    "a trap for the Tab key": (
        site_page.assert_tab_reaches_everything,
        f"{BUTTON}.onkeydown = (event) => event.preventDefault()",
        "not reached.*Next page",
    ),
}
for by, question in {
    "Tab": site_page.assert_tab_reaches_everything,
    "focus": site_page.assert_each_can_be_reached,
}.items():
    FAULTS |= {
        f"a button without {by}": (question, f"{BUTTON}.tabIndex = -1", "not reached.*Press"),
        f"{by} that is not shown": (
            question,
            f"{BUTTON}.style.outline = 'none'",
            "focus not shown.*Press",
        ),
        f"{by} out of sight": (question, f"{BUTTON}.style.cssText = '{ABOVE}'", "of sight.*Press"),
    }


@pytest.mark.parametrize(("question", "fault", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_seen(opened, question, fault, message):
    page = opened()
    # What has passed need not be looked at again: that must hide no fault that comes later.
    if question is USABLE:
        question(page)
        site_page.resize(page, 1280)
    page.evaluate(f"() => {{ {fault} }}")
    with pytest.raises(AssertionError, match=f"(?s){message}"):
        question(page)


def test_what_is_faint_in_one_scheme_only_is_seen(opened):
    faint_in_dark = "<style>@media (prefers-color-scheme: dark) { #prose { color: #555 } }</style>"
    assert_accessible(opened(faint_in_dark, "light"))
    with pytest.raises(AssertionError, match="color-contrast.*prose"):
        assert_accessible(opened(faint_in_dark, "dark"))


def test_a_page_that_failed_fails_again(opened):
    page = opened()
    page.evaluate("document.querySelector('button').innerText = ''")
    page.evaluate("prose.style.color = '#999'")
    for _ in range(2):
        rules = {found["rule"] for found in violations(page)}
        assert rules == {"button-name", "color-contrast"}


@pytest.mark.site
@pytest.mark.parametrize("name", ["chapters/02_gradient_descent.html"])
def test_faults_in_a_chapter_are_seen_where_all_its_paints_are_known(serve, watch, name):
    page = watch.open(f"{serve(SITE)}/{name}")
    site_page.settle(page)
    assert violations(page) == [] and len(PASSED) > 20
    page.evaluate(
        """() => {
          const words = [...document.querySelectorAll(".highlight pre span")];
          const seen = words.filter((word) => word.innerText.length > 3 && word.checkVisibility());
          seen[Math.floor(seen.length / 3)].style.color = "#999";
          document.querySelector("svg.nb-figure").removeAttribute("aria-label");
          document.querySelector(".nb-widget .nb-story").style.opacity = 0.4;
        }"""
    )
    found = violations(page)
    assert {each["rule"] for each in found} >= {"color-contrast", "svg-img-alt"}
    faint = "".join(each["html"] for each in found if each["rule"] == "color-contrast")
    assert "nb-story" in faint and "<span" in faint


@pytest.mark.site
def test_a_solution_or_a_hidden_test_in_the_site_is_seen():
    source = exercises.sources()[0]
    exercise = exercises.read(source)
    notebook = SITE / "exercises" / f"{source.parent.name}.ipynb"
    page = SITE / "index.html"
    sound = {page: "<html></html>", notebook: '{"cells": []}'}

    def told(path, text):
        return leaks(exercise, source.parent.name, {**sound, path: text})

    def told_packed(text):
        content = {"source": "", "questions": {"q1": {"hints": [text]}}}
        hint = json.dumps({"source": f'check = Checks.unpack("{packed.pack(content)}")'})
        source = f'Checks.unpack("{packed.pack({"source": text})}")'
        assert text not in hint + source
        return told(notebook, hint) and told(notebook, source)

    assert not told(page, "<html>nothing</html>")
    for question in exercise.questions.values():
        reference = exercises.reference(question)
        assert told(page, reference) and told(page, json.dumps({"source": reference}))
        for test in [test for test in question.tests if test.hidden]:
            assert told(notebook, json.dumps(test.source)) and told(notebook, f"see {test.name}")
            assert told_packed(test.source) and told_packed(f"see {test.name}, which is hidden")
        lines = [line.strip() for line in reference.splitlines() if "def " not in line]
        for line in [line for line in lines if len(line) > 30 and line not in stub_of(question)]:
            assert told(notebook, json.dumps(f"    {line}\n")) and told_packed(f"    {line}")
