"""What is asked about the paints of a page finds planted faults."""

import pytest
import site_paints

pytestmark = pytest.mark.browser

SOUND = """<!doctype html><html lang="en" data-theme="dark"><head><title>Sound</title>
<link rel="icon" href="data:,"><style>
  pre { overflow-x: auto; }
  @media print { pre { white-space: pre-wrap; } .prev-next-area { display: none; } }
</style></head><body><article><pre>WORDS</pre>
<p><b style="color: #700">one</b> <b style="color: #700">two</b> <b>three</b></p></article>
<p class="prev-next-area">Next</p>
<script>
  matchMedia("print").onchange = (paper) => {
    document.documentElement.dataset.theme = paper.matches ? "light" : "dark";
  };
</script></body></html>""".replace("WORDS", "words " * 50)


def test_a_color_that_went_over_from_one_word_to_another_is_seen(pages_in_turn):
    before = site_paints.paints(pages_in_turn(SOUND)[0])
    after = site_paints.paints(pages_in_turn(SOUND.replace("#700", "inherit", 1))[0])
    assert set(before) == set(after) and before != after


def test_a_page_that_is_sound_on_paper_passes_and_is_what_it_was_afterwards(pages_in_turn):
    page, _ = pages_in_turn(SOUND)
    before = site_paints.paints(page)
    site_paints.assert_prints_light_and_whole(page)
    assert site_paints.paints(page) == before


@pytest.mark.parametrize(
    ("sound", "fault", "message"),
    [
        ("white-space: pre-wrap", "color: black", "cut off on paper: .*px of <pre"),
        ("display: none", "color: black", "of no use on paper"),
    ],
)
def test_a_fault_on_paper_is_seen(pages_in_turn, sound, fault, message):
    page, _ = pages_in_turn(SOUND.replace(sound, fault))
    with pytest.raises(AssertionError, match=message):
        site_paints.assert_prints_light_and_whole(page)
