"""TF-IDF: the numbers of scikit-learn, where ties go, what is unknown; mistakes."""

import numpy as np
import pytest

from nblib.text import TfIdf

TEXTS = [["free", "money", "free", "now"], ["lunch", "now"], ["money", "lunch", "noon"]]


# TfidfVectorizer of scikit-learn 1.9.1 on these texts joined by spaces, its first row.
@pytest.mark.parametrize(
    ("log_counts", "expected"),
    [
        (False, [0.880724, 0.0, 0.334907, 0.0, 0.334907]),
        (True, [0.844093, 0.0, 0.379149, 0.0, 0.379149]),
    ],
)
def test_the_rows_are_those_of_scikit_learn(log_counts, expected):
    features = TfIdf(TEXTS, log_counts=log_counts)
    assert features.terms == ["free", "lunch", "money", "noon", "now"]
    rows = features(TEXTS)
    assert rows.shape == (3, 5) and rows.dtype == np.float32
    np.testing.assert_allclose(rows[0], expected, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-6)


def test_the_weights_are_those_of_the_first_texts_and_others_do_not_move_them():
    features = TfIdf(TEXTS)
    assert features.idf[0] == pytest.approx(np.log(4 / 2) + 1)
    assert features.idf[1] == pytest.approx(np.log(4 / 3) + 1)
    before = features.idf.copy()
    rows = features([["dinner", "dinner"], ["free", "dinner"], []])
    assert rows.tolist() == [[0] * 5, [1, 0, 0, 0, 0], [0] * 5]
    assert (features.idf == before).all()


def test_terms_are_chosen_by_how_many_texts_have_them():
    assert TfIdf(TEXTS, min_count=2).terms == ["lunch", "money", "now"]
    # "free" is said twice, in one text. Three words are in two texts each: the alphabet decides.
    assert TfIdf(TEXTS, max_size=2).terms == ["lunch", "money"]
    pairs = TfIdf([["a", "b", "a", "b"], ["b", "a", "b"]], longest=2, min_count=2)
    assert pairs.terms == ["a", "a b", "b", "b a"]
    assert TfIdf([["a", "b", "c"]], longest=3).terms == ["a", "a b", "a b c", "b", "b c", "c"]


def test_a_row_holds_the_weights_that_are_not_zero():
    features = TfIdf(TEXTS, log_counts=True)
    ids, weights = features.row(TEXTS[0])
    whole = np.zeros(5)
    whole[ids] = weights
    np.testing.assert_allclose(whole, features([TEXTS[0]])[0], rtol=1e-6)
    assert [len(part) for part in features.row(["dinner"])] == [0, 0]


def test_mistakes_get_a_sentence():
    with pytest.raises(ValueError, match="no texts"):
        TfIdf([])
    with pytest.raises(ValueError, match="no term is in 3 texts"):
        TfIdf(TEXTS, min_count=3)
    with pytest.raises(TypeError, match="list of tokens; tokenize 'free money' first"):
        TfIdf(["free money"])
    with pytest.raises(TypeError, match="list of tokens"):
        TfIdf(TEXTS)(["free"])
    for name in ("longest", "min_count", "max_size"):
        with pytest.raises(ValueError, match=name):
            TfIdf(TEXTS, **{name: 0})
