"""Numbers in words: each of the million, and what is refused."""

import hashlib

import pytest

from nblib.text import number_words

# tools/data/check_number_words.py found each of these million lines equal, word for word, to those
# of num2words 0.5.14 and of ICU 72.1, and printed the checksums.
CHECKSUMS = {
    "en": "b4b4f834201390f13cd3fad65464aa34ede9294ba299c2d3603fba0c632942fe",
    "fr": "5930c12eccb26dc85083ecd2b818704342744fb927582048ca11953a2691e14b",
}


@pytest.mark.parametrize("language", CHECKSUMS)
def test_all_below_a_million_are_those_that_were_compared(language):
    checksum = hashlib.sha256()
    for n in range(1_000_000):
        checksum.update(f"{number_words(n, language)}\n".encode())
    assert checksum.hexdigest() == CHECKSUMS[language]


@pytest.mark.parametrize(
    "n, english, french",
    [
        (0, "zero", "zéro"),
        (71, "seventy-one", "soixante et onze"),
        (80, "eighty", "quatre-vingts"),
        (81, "eighty-one", "quatre-vingt-un"),
        (200, "two hundred", "deux cents"),
        (1_000, "one thousand", "mille"),
        (80_000, "eighty thousand", "quatre-vingt mille"),
        (200_201, "two hundred thousand two hundred one", "deux cent mille deux cent un"),
    ],
)
def test_some_by_hand(n, english, french):
    assert number_words(n, "en") == english
    assert number_words(n, "fr") == french


def test_no_two_numbers_share_their_words():
    for language in CHECKSUMS:
        assert len({number_words(n, language) for n in range(0, 1_000_000, 7)}) == 142_858


@pytest.mark.parametrize("n", [-1, 1_000_000, 0.5, "7"])
def test_other_numbers_are_refused(n):
    with pytest.raises(ValueError, match="n must be a whole number from 0 to 999999"):
        number_words(n, "en")


def test_other_languages_are_refused():
    with pytest.raises(ValueError, match="language is"):
        number_words(1, "de")
