"""Phrases in four languages: what is in them, and their two splits."""

import numpy as np
import pytest

from nblib.data import load_phrases


@pytest.fixture(scope="module")
def phrases():
    return load_phrases()


def test_the_four_languages_say_the_same(phrases):
    english = phrases.texts["en"].tolist()
    row = english.index("woman firefighter: light skin tone")
    assert phrases.texts["fr"][row] == "pompier femme : peau claire"
    assert phrases.texts["de"][row] == "Feuerwehrfrau: helle Hautfarbe"
    assert phrases.texts["zh"][row].startswith("女消防员")
    assert all(len(texts) == 3_944 for texts in phrases.texts.values())
    assert len(set(english)) == len(english)
    assert repr(phrases) == "Phrases(3,944 of 1,725 concepts: en, fr, de, zh)"


def test_a_concept_holds_skin_tones_and_sexes_together(phrases):
    english = phrases.texts["en"].tolist()
    names = ("woman firefighter: light skin tone", "man firefighter", "firefighter: dark skin tone")
    assert len({phrases.concepts[english.index(name)] for name in names}) == 1
    assert phrases.concepts[english.index("fire")] != phrases.concepts[english.index(names[0])]


def test_no_text_has_a_space_that_is_not_plain(phrases):
    for texts in phrases.texts.values():
        assert all(text == " ".join(text.split()) for text in texts)


@pytest.mark.parametrize("by", ["phrase", "concept"])
def test_a_split_holds_every_row_once(phrases, by):
    learned, asked = phrases.split(by, seed=3)
    assert sorted([*learned, *asked]) == list(range(3_944))
    assert 789 <= len(asked) <= 900
    again, _ = phrases.split(by, seed=3)
    other, _ = phrases.split(by, seed=4)
    assert (again == learned).all()
    assert set(other) != set(learned)


def test_only_the_split_by_concept_keeps_variants_together(phrases):
    shares = {}
    for by in ("phrase", "concept"):
        learned, asked = phrases.split(by, seed=0)
        shares[by] = np.isin(phrases.concepts[asked], phrases.concepts[learned]).mean()
    assert shares["concept"] == 0
    assert shares["phrase"] > 0.55


def test_mistakes_get_a_sentence(phrases):
    with pytest.raises(ValueError, match='by is "phrase" or "concept"'):
        phrases.split("row", seed=0)
    with pytest.raises(ValueError, match="held_out is a share between 0 and 1"):
        phrases.split("phrase", seed=0, held_out=1)
