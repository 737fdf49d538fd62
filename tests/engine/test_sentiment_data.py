"""The rated texts: tweets and film snippets, without persons, without near duplicates."""

import re

import numpy as np
import pytest

from nblib.data import load_snippets, load_tweets
from tools.data.cut_tweets import without_persons
from tools.data.rated_texts import first_of_each

LOADERS = pytest.mark.parametrize(
    "load, n, m", [(load_tweets, 2994, 999), (load_snippets, 7951, 2651)]
)


@LOADERS
def test_texts_have_the_stated_shape_and_ratings(load, n, m):
    data = load()
    assert data.x_train.shape == data.y_train.shape == (n,) and data.x_train.dtype == object
    assert data.x_test.shape == data.y_test.shape == (m,) and data.y_test.dtype == np.float64
    texts = np.concatenate([data.x_train, data.x_test])
    ratings = np.concatenate([data.y_train, data.y_test])
    assert all(isinstance(text, str) and text == text.strip() and text for text in texts)
    assert -4 <= ratings.min() < -3 and 3 < ratings.max() <= 4
    assert np.array_equal(load(full=True).y_test, data.y_test)
    # The words say what the ratings say.
    good = np.array(["great" in text.lower() for text in texts])
    bad = np.array(["worst" in text.lower() for text in texts])
    assert ratings[good].mean() > 0.7 and ratings[bad].mean() < -0.7
    assert "MIT" in data.provenance["license"] and "Hutto" in data.provenance["license text"]


def test_no_text_has_a_near_duplicate_in_either_set():
    texts = []
    for load in (load_tweets, load_snippets):
        data = load()
        texts += [*data.x_train, *data.x_test]
    assert len(first_of_each(texts)) == len(texts)


def test_near_duplicates_are_found_and_others_kept():
    long = "one two three four five six seven eight nine ten"
    texts = [long, long.upper() + "!", long.replace("ten", "eleven"), "one two", ":)", ":)", ":("]
    assert first_of_each(texts) == [0, 3, 4, 6]
    # 9 of 11 words are shared with the first: that is above 0.8.
    assert 9 / 11 > 0.8


def test_persons_are_replaced():
    text = (
        "@anonymous Thanks, Emily! Call 555-123-4567 or mail a.b@c.org http://url_removed &amp; go"
    )
    assert without_persons(text) == "@user Thanks, Robin! Call NUMBER or mail @user LINK & go"
    text = "RT@anonymous call 555 123 4567 or mail ab_c@anonymous"
    assert without_persons(text) == "RT@user call NUMBER or mail @user"
    data = load_tweets()
    texts = " ".join([*data.x_train, *data.x_test])
    assert not re.search(
        r"@anonymous|url_removed|\d{7}|\d{3} \d{3} \d{4}|\w@\w+\.\w|\bEmily\b", texts
    )
