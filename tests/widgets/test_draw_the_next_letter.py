"""The widget *draw the next letter*: its maths against nblib, its twin in the browser, its presets,
and what only it does on a page.
"""

import numpy as np
import pytest
from stage import differing

from nblib import nn
from nblib.widgets import DrawTheNextLetter
from nblib.widgets.draw_the_next_letter import maths
from nblib.widgets.draw_the_next_letter.constants import LETTERS, RUN, UNITS
from tools.data.train_letters import all_to_learn

WIDGET = "draw_the_next_letter"
SETTINGS = (
    {"temperature": 1.0, "top_k": 65, "top_p": 1.0, "seed": 1},
    {"temperature": 0.0, "top_k": 65, "top_p": 1.0, "seed": 1},
    {"temperature": 2.0, "top_k": 5, "top_p": 1.0, "seed": 7},
    {"temperature": 0.7, "top_k": 65, "top_p": 0.8, "seed": 999},
    {"temperature": 1.6, "top_k": 20, "top_p": 0.05, "seed": 42},
)
BEGINNINGS = ("", "HAMLET\nTo be, or not to ", "naïve 我\tKING")


# In Python.


def test_the_logits_are_those_of_nblib():
    net = maths.writer()
    gru = nn.GRU(len(maths.alphabet()), UNITS, dtype=np.float64)
    layer = gru.layers[0]
    layer.weight_ih.data[...] = net.table
    layer.bias_ih.data[...] = 0
    layer.weight_hh.data[...] = net.weight
    layer.bias_hh.data[...] = net.bias
    ids = maths.ids_of(BEGINNINGS[1])
    states, _ = gru(np.eye(len(maths.alphabet()))[ids][None])  # a column for each letter
    h = np.zeros(UNITS)
    for state, letter in zip(states.data[0], ids, strict=True):
        h = maths.step(h, letter)
        assert h == pytest.approx(state, rel=1e-9, abs=1e-12)
    assert maths.logits_of(h) == pytest.approx(states.data[0, -1] @ net.head + net.head_bias)


def test_several_texts_go_on_side_by_side():
    h = np.random.default_rng(0).normal(size=(3, UNITS))
    alone = [maths.step(row, letter) for row, letter in zip(h, (1, 2, 3), strict=True)]
    assert maths.step(h, [1, 2, 3]) == pytest.approx(np.array(alone))


def test_what_was_rounded_still_predicts():
    texts = all_to_learn()
    assert maths.alphabet() == texts.characters
    h = np.zeros((40, UNITS))
    rows = texts.test[: 40 * 300].reshape(40, 300)
    cost = []
    for before, after in zip(rows.T[:-1], rows.T[1:], strict=True):
        h = maths.step(h, before)
        logits = maths.logits_of(h)
        log_sum = np.log(np.exp(logits).sum(axis=1))
        cost.append((log_sum - logits[np.arange(40), after]) / np.log(2))
    assert np.mean(cost[50:]) < maths.recorded()["bits"]["before rounding"] + 0.15


def test_presets_show_what_they_are_meant_to():
    end = {name: DrawTheNextLetter(name, letters=LETTERS) for name in DrawTheNextLetter().presets}
    assert end["the likeliest"].repeated > 0.3 > 0.05 > end["as learned"].repeated
    assert end["the likeliest"].entropy == 0 and end["the likeliest"].choices == 1
    assert end["cool"].bits < end["as learned"].bits < end["hot"].bits
    assert end["hot, top-p 0.8"].bits < end["hot"].bits
    assert np.isnan(DrawTheNextLetter().bits) and DrawTheNextLetter().text == ""


def test_runs_that_stood_before_are_counted():
    assert maths.repeated("abcdefgh" * 2) == pytest.approx(1 / 9)
    assert maths.repeated("a" * RUN) == 0 == maths.repeated([])


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    state = DrawTheNextLetter().get_state()["_recorded"]
    asked = [
        {"beginning": beginning, "temperature": s["temperature"], "topK": s["top_k"]}
        | {"topP": s["top_p"], "seed": s["seed"]}
        for beginning in BEGINNINGS
        for s in SETTINGS
    ]
    found = page.evaluate(
        """async ([base, recorded, asked]) => {
          const m = await import(`${base}/draw_the_next_letter/maths.mjs`);
          const net = m.unpackWriter(recorded);
          const plain = (rows) => rows.map((row) => [...row]);
          return asked.map((settings) => {
            const { letters, own, used } = m.writeOn(net, settings);
            return { letters, own: plain(own), used: plain(used), again: m.repeatedIn(letters) };
          });
        }""",
        [js, state, asked],
    )
    pairs = [(beginning, settings) for beginning in BEGINNINGS for settings in SETTINGS]
    for (beginning, settings), seen in zip(pairs, found, strict=True):
        written = maths.write(beginning, **settings)
        assert seen["letters"] == written.letters.tolist()
        # Thousands of numbers: pytest.approx would take seconds for them.
        for name, ours in (("own", written.own), ("used", written.used)):
            np.testing.assert_allclose(seen[name], ours, rtol=1e-9, equal_nan=False)
        assert seen["again"] == pytest.approx(maths.repeated(written.letters.tolist()))


@pytest.mark.browser
def test_a_written_beginning_is_gone_on_from(stage):
    before = stage.show(letters=30)
    stage.view().get_by_label("the beginning", exact=True).fill("KING LEAR\nBlow, winds, and ")
    after = stage.look()
    stage.sync()
    assert differing(before, after) >= {"grown", "bars", "stems", "words", "numbers"}
    assert stage.widget.letters == 0
    assert stage.view().locator(".nb-read").inner_text().startswith("KING LEAR\nBlow")


@pytest.mark.browser
def test_the_text_on_the_page_is_the_text_in_python(stage):
    stage.show(preset="hot", letters=97)
    drawn = stage.view().locator(".nb-drawn").text_content()
    latest = stage.view().locator(".nb-latest").text_content().removeprefix("⏎")
    assert drawn + latest == stage.widget.text
    assert stage.view().locator(".nb-stems rect").count() == 97
