"""The questions about the column of a page and about what is too wide for it find what is wrong:
faults are planted in a small page that is sound.
"""

import pytest
import site_page

pytestmark = pytest.mark.browser

LONG = "a_word_that_is_too_long_for_a_phone " * 4
SOUND = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sound</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<style>
  article {{ padding: 0 20px; max-width: 700px; }}
  article * {{ box-sizing: border-box; }}
  pre {{ overflow-x: auto; margin: 0; }}
  pre {{ mask-image: linear-gradient(to left, transparent, #000 9px); }}
  pre.end {{ mask-image: linear-gradient(to right, transparent, #000 9px); }}
</style></head><body><article><section><p id="prose">Words of the page.</p>
<div class="cell"><div class="cell_input"><pre tabindex="0">{LONG}</pre></div>
<div class="cell_output"><div id="output">1.0</div></div></div>
<mjx-container display="true" style="display: block">x = y</mjx-container>
<details><summary>Answer</summary><pre id="folded" tabindex="0">{LONG}</pre></details>
</section></article><script>
  for (const box of document.querySelectorAll("pre")) {{
    box.onscroll = () => box.classList.toggle("end", box.scrollLeft > 0);
  }}
</script></body></html>"""


@pytest.fixture
def opened(pages_in_turn):
    """The sound page."""
    return pages_in_turn(SOUND)[0]


def test_a_sound_page_passes(opened):
    site_page.assert_one_column(opened)
    assert site_page.assert_wide_boxes_scroll_and_show_it(opened) == 2


COLUMN = site_page.assert_one_column
WIDE = site_page.assert_wide_boxes_scroll_and_show_it
FAULTS = {
    "narrow text": (COLUMN, "prose.style.maxWidth = '500px'", "prose"),
    "wide code": (
        COLUMN,
        "document.querySelector('.cell_input').style.marginRight = '-50px'",
        "cell_input",
    ),
    "an output that is set in": (COLUMN, "output.style.marginLeft = '9px'", "output"),
    "a formula with a column of its own": (
        COLUMN,
        "document.querySelector('mjx-container').style.width = '800px'",
        "mjx-container",
    ),
    "code that Tab does not reach": (
        WIDE,
        "document.querySelector('pre').removeAttribute('tabindex')",
        "no Tab.*<pre",
    ),
    "code that is cut off without a sign": (
        WIDE,
        "document.querySelector('pre').style.maskImage = 'none'",
        "no sign of more.*<pre",
    ),
    "a sign that stays at the end": (
        WIDE,
        "document.querySelector('pre').onscroll = null",
        "no sign of more.*<pre",
    ),
    "a formula that is cut off in a fold": (
        WIDE,
        "document.getElementById('folded').style.maskImage = 'none'",
        "no sign of more.*folded",
    ),
}


@pytest.mark.parametrize(("question", "fault", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_seen(opened, question, fault, message):
    opened.evaluate(f"() => {{ {fault} }}")
    with pytest.raises(AssertionError, match=f"(?s){message}"):
        question(opened)
