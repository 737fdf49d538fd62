"""The widget *which words fired*: its maths against nblib, its twin in the browser, its presets,
and what only it does on a page.
"""

import numpy as np
import pytest

from nblib.data import load_spam
from nblib.nn import Conv1d
from nblib.text import WordTokenizer
from nblib.widgets import WhichWordsFired
from nblib.widgets.which_words_fired import filters, maths
from nblib.widgets.which_words_fired.constants import FILTERS, NUMBERS, REACH, READERS, WIDTH
from nblib.widgets.which_words_fired.model import ready, recorded
from nblib.widgets.which_words_fired.widget import MAILS
from tools.data import train_which_words

WIDGET = "which_words_fired"


# In Python.


@pytest.fixture(scope="module")
def features():
    """What the model's words and weights come from: all but a fifth of the mails."""
    x_train = load_spam().x_train
    return train_which_words.features_of(x_train[len(x_train) // 5 :])


def test_the_score_is_that_of_tf_idf_and_the_weights(features):
    model = ready()
    texts = [*MAILS.values(), "", "no such wörd: qqq 我们", *load_spam().x_test[:20]]
    x = features(train_which_words.tokens_of(texts))
    expected = x.astype(float) @ np.array(model["weights"]) + model["bias"]
    scores = [maths.read(model, text).score for text in texts]
    np.testing.assert_allclose(scores, expected, atol=2e-5)
    for text in texts:
        reading = maths.read(model, text)
        assert reading.score == pytest.approx(model["bias"] + sum(reading.shares))


def test_the_recorded_scores_are_those_of_the_mails(features):
    mails = load_spam()
    scores, spam = ready()["test"]
    assert np.array_equal(spam, mails.y_test)
    for i in range(0, len(scores), 50):
        score = np.clip(maths.read(ready(), mails.x_test[i]).score, -REACH, REACH)
        assert scores[i] / 10 == pytest.approx(score, abs=0.0501)
    assert " ".join(features.terms) == recorded()["words"]
    assert np.array_equal(features.idf, ready()["idf"])


def test_the_filters_are_a_convolution_with_the_maximum_over_time():
    model = ready()["filters"]
    conv = Conv1d(NUMBERS, FILTERS, WIDTH, dtype=np.float64)
    conv.weight.data = model["scale"] * model["kernels"].transpose(0, 2, 1)
    conv.bias.data = np.array(model["biases"])
    for text in [*MAILS.values(), "no such wörd: 我们", *load_spam().x_test[:20]]:
        reading = filters.read(model, text)
        rows = [model["rows"].get(word, 0) for word in reading.words]
        answers = conv(model["table"][rows].T[None].astype(float)).data[0]  # (FILTERS, places)
        strengths = np.maximum(answers.max(axis=1), 0)
        assert reading.score == pytest.approx(strengths @ model["weights"] + model["bias"])
        assert reading.score == pytest.approx(model["bias"] + sum(reading.shares))
        for (first, share), row in zip(reading.fired, answers, strict=True):
            assert share == 0 or row[first] == pytest.approx(row.max())


def test_short_mails_are_read_by_filters_too():
    model = ready()["filters"]
    assert filters.read(model, "").score == model["bias"]
    for text in ("free", "free money", "free money now"):
        reading = filters.read(model, text)
        assert len(reading.shares) == len(WordTokenizer().tokenize(text))
        assert reading.score == pytest.approx(model["bias"] + sum(reading.shares))


def test_the_scores_of_the_filters_are_recorded_and_they_are_right_in_most_mails():
    mails = load_spam()
    scores, spam = ready()["filters"]["test"]
    for i in range(0, len(scores), 50):
        score = np.clip(filters.read(ready()["filters"], mails.x_test[i]).score, -REACH, REACH)
        assert scores[i] / 10 == pytest.approx(score, abs=0.0501)
    assert np.mean((scores > 0) == spam) > 0.95


def test_what_fired_is_told_with_its_share():
    widget = WhichWordsFired("an offer", reader=READERS[1])
    assert widget.fired[0][0] == "please click here" and widget.fired[0][1] > 2
    widget.reader = READERS[0]
    shares = [share for word, share in widget.shares if word == "!"]
    assert dict(widget.fired)["!"] == pytest.approx(sum(shares)) and len(shares) == 5


def test_counts_and_the_cheapest_threshold_are_those_of_a_plain_count():
    scores = np.array([-9, 0, 5, 5, 20, 30])
    spam = np.array([0, 1, 0, 1, 1, 0])
    assert maths.counted(scores, spam, 4.9) == (2, 1, 2, 1)
    assert maths.counted(scores, spam, 5) == (1, 2, 1, 2)
    assert maths.cheapest(scores, spam, 100) == 80, "nothing is put away"
    assert maths.cheapest(scores, spam, 0.1) == -1, "of equals the largest"
    widget = WhichWordsFired(price=1.0)
    costs = {}
    for threshold in np.arange(-80, 81):
        lost, through, _, _ = maths.counted(*ready()["validation"], threshold)
        costs[threshold / 10] = lost + through
    least = min(costs.values())
    assert widget.cheapest == max(t for t, cost in costs.items() if cost == least)


def test_presets_show_what_they_are_meant_to():
    verdicts = {name: WhichWordsFired(name).verdict for name in MAILS}
    assert verdicts == {
        "a reply": "ham",
        "an offer": "spam",
        "a friend's offer": "spam",  # wrongly
        "a polite spam": "spam",
        "a newsletter": "spam",  # wrongly
    }
    careful = {name: WhichWordsFired(name) for name in MAILS}
    for widget in careful.values():
        widget.price = 100.0
        widget.threshold = widget.cheapest
    assert careful["a friend's offer"].verdict == careful["a newsletter"].verdict == "ham"
    assert WhichWordsFired(threshold=1.5).counts[0] == 0 < WhichWordsFired().counts[0]


# On a page.


@pytest.mark.browser
def test_the_maths_equals_python(watch, js):
    page = watch.open(f"{js}/core/host.mjs")
    texts = [
        *MAILS.values(),
        "",
        "Don’t PANIC: it's _42_ … 我爱NumPy。 naïve—co-op\n\nxxurl",
        "qqq",
    ]
    words_of = [maths.read(ready(), text).words for text in texts]
    tenths = [-80, -3, 0.5, 7, 80]
    prices = [1, 3.3, 1000]
    found = page.evaluate(
        """async ([base, recorded, texts, words, tenths, prices]) => {
          const m = await import(`${base}/which_words_fired/maths.mjs`);
          const f = await import(`${base}/which_words_fired/filters.mjs`);
          const model = m.unpacked(recorded);
          return {
            read: texts.map((text) => m.read(model, text)),
            filtered: words.map((list) => f.readFilters(model.filters, list)),
            counted: tenths.map((t) => m.counted(model.test, t)),
            cheapest: prices.map((price) => m.cheapest(model.validation, price)),
          };
        }""",
        [js, recorded(), texts, words_of, tenths, prices],
    )
    for text, seen in zip(texts, found["filtered"], strict=True):
        theirs = filters.read(ready()["filters"], text)
        assert [(one["first"], one["share"]) for one in seen["fired"]] == theirs.fired
        np.testing.assert_allclose(seen["shares"], theirs.shares, rtol=1e-9, atol=1e-12)
        assert seen["score"] == pytest.approx(theirs.score, rel=1e-9)
    for text, seen in zip(texts, found["read"], strict=True):
        ours = maths.read(ready(), text)
        words = [piece for piece in seen["pieces"] if piece["word"] is not None]
        assert "".join(piece["text"] for piece in seen["pieces"]) == text
        assert [piece["word"] for piece in words] == ours.words
        shares = [piece["share"] or 0 for piece in words]
        np.testing.assert_allclose(shares, ours.shares, rtol=1e-9, atol=1e-12)
        assert seen["score"] == pytest.approx(ours.score, rel=1e-9)
    for t, seen in zip(tenths, found["counted"], strict=True):
        ours = maths.counted(*ready()["test"], t)
        assert tuple(seen[k] for k in ("lost", "through", "caught", "kept")) == ours
    ours = [maths.cheapest(*ready()["validation"], price) for price in prices]
    assert found["cheapest"] == ours


@pytest.mark.browser
def test_a_mail_is_written_and_python_follows(stage):
    stage.show()
    stage.view().get_by_label("your mail").fill("Click here for FREE money <b>now</b>!!!")
    look = stage.look()
    stage.sync()
    assert stage.widget.text.startswith("Click here") and stage.widget.preset == ""
    assert look["status"] == stage.widget.verdict == "spam"
    mail = stage.view().locator(".nb-mail")
    assert mail.inner_text() == stage.widget.text, "what is written is text, not markup"
    assert mail.locator(".nb-for-spam").count() > 4
    stage.button("Reset").click()
    assert stage.view().get_by_label("your mail").input_value() == MAILS["a reply"]


@pytest.mark.browser
def test_what_is_on_the_wrong_side_is_drawn_strongly(stage):
    stage.show(threshold=-8.0)
    wrong = stage.view().locator(".nb-scores .nb-wrong")
    assert wrong.count() == stage.view().locator(".nb-bar-ham").count()
    stage.set(threshold=8.0)
    assert wrong.count() == stage.view().locator(".nb-bar-spam").count()
