"""The widget *read along*: its maths against nblib, its twin in the browser, its presets, and what
only it does on a page.
"""

import numpy as np
import pytest
from stage import differing

from nblib import nn
from nblib.text import WordTokenizer
from nblib.widgets import ReadAlong
from nblib.widgets.read_along import maths
from nblib.widgets.read_along.constants import MOST, READERS, UNITS
from records.sentiment.negation import drills

WIDGET = "read_along"
SENTENCES = (
    "good, not bad.",
    "Don't you dare! It’s 42 films_long, naïve 我爱你 and \u0130 #tag :)",
    "A great cast and a lovely song, in what is otherwise a dull film.",
    "zyxwv",
    "one two three four five six seven eight nine ten " * 3,
)
PLAIN = [sentence for sentence in SENTENCES if "’" not in sentence]


# In Python.


@pytest.mark.parametrize("name", READERS)
def test_the_reading_is_that_of_nblib(name):
    net = maths.reader(name)
    gru = nn.GRU(UNITS, UNITS, dtype=np.float64)
    layer = gru.layers[0]
    for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
        getattr(layer, part).data[...] = getattr(net, part)
    words = maths.words_of(SENTENCES[2])
    states, _ = gru(maths.table()[maths.rows(words)][None])
    reading = maths.read(name, words)
    assert reading.state == pytest.approx(states.data[0], rel=1e-9, abs=1e-12)
    logits = states.data[0] @ net.head + net.head_bias
    assert reading.votes.sum(axis=1) + net.head_bias == pytest.approx(logits)
    assert reading.positive == pytest.approx(1 / (1 + np.exp(-logits)))
    assert reading.update.shape == reading.reset.shape == (len(words), UNITS)


def test_words_are_those_of_the_tokenizer_and_unknown_ones_are_named():
    text = "I DON’T know flabbergasting films"
    expected = WordTokenizer(lower=True).tokenize("I don't know flabbergasting films")
    w = ReadAlong(sentence=text, word=24)
    assert all(maths.words_of(t) == WordTokenizer(lower=True).tokenize(t)[:MOST] for t in PLAIN)
    assert w.words == expected and w.unknown == ["flabbergasting"] and w.at == 5
    assert len(maths.words_of(SENTENCES[-1])) == MOST


def test_the_record_fits_its_script():
    # Training takes too long for a test: the drills, and what is left of the table, are compared.
    sentences, classes = drills()
    assert not {"good", "bad"} & {word for sentence in sentences for word in sentence}
    assert classes.mean() == 0.5 and len(sentences) == 780
    assert len(maths.vocabulary()) + 3 == len(maths.table())
    shares = maths.recorded()["test texts right"]
    assert all(0.78 < shares[name] < 0.86 for name in READERS)


def test_presets_show_what_they_are_meant_to():
    end = {name: ReadAlong(name, word=24) for name in ReadAlong().presets}
    assert end["good, not bad"].verdict == end["bad, not good"].verdict == "negative"
    assert sorted(end["good, not bad"].words) == sorted(end["bad, not good"].words)
    drilled = ReadAlong(sentence="bad, not good.", word=24, reader=READERS[1])
    assert end["after drills"].positive > 0.7 and drilled.positive < 0.1
    assert end["words it never met"].unknown == ["flabbergasting", "lull"]


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    state = ReadAlong().get_state()["_recorded"]
    found = page.evaluate(
        """async ([base, recorded, readers, sentences]) => {
          const m = await import(`${base}/read_along/maths.mjs`);
          const unpacked = m.unpackReader(recorded);
          return sentences.map((sentence) => {
            const words = m.wordsOf(sentence);
            return { words, steps: readers.map((name) => m.readAll(unpacked, name, words)) };
          });
        }""",
        [js, state, list(READERS), list(SENTENCES)],
    )
    for sentence, seen in zip(SENTENCES, found, strict=True):
        words = maths.words_of(sentence)
        assert seen["words"] == words
        for name, steps in zip(READERS, seen["steps"], strict=True):
            reading = maths.read(name, words)
            for part in reading._fields:
                theirs = np.array([step[part] for step in steps])
                assert theirs == pytest.approx(getattr(reading, part), rel=1e-9, abs=1e-12)


@pytest.mark.browser
def test_a_typed_sentence_is_read_to_its_end(stage):
    before = stage.show()
    field = stage.view().get_by_label("sentence", exact=True)
    field.fill("never dull")
    after = stage.look()
    stage.sync()
    assert differing(before, after) >= {"curve", "map", "chips", "words", "numbers"}
    assert stage.widget.words == ["never", "dull"] and stage.widget.word == 2
    field.fill("   ")
    assert stage.view().get_by_role("alert").first.inner_text() == "a word, please"
    stage.sync()
    assert stage.widget.sentence == "never dull"


@pytest.mark.browser
def test_a_word_is_clicked_and_its_column_is_marked(stage):
    stage.show(preset="a late turn")
    stage.view().locator(".nb-chip").nth(13).click()
    stage.look()
    stage.sync()
    assert stage.widget.word == 14
    column = stage.view().locator(".nb-column")
    x = float(column.get_attribute("x")) + float(column.get_attribute("width")) / 2
    assert x == pytest.approx(52 + 358 * 13.5 / 16, abs=0.1)
    assert stage.view().locator(".nb-cells rect").count() == 16 * UNITS
