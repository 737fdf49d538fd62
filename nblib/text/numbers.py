"""Numbers in words, English and French: a language pair of any size whose translation is certain.

Each of the million numbers was compared, in both languages, with two other generators:
tools/data/check_number_words.py says which, and how they spell.
"""

from functools import cache

from nblib.ranges import whole

LARGEST = 999_999

ENGLISH = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen""".split()
ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
FRENCH = """zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze
seize dix-sept dix-huit dix-neuf""".split()
FRENCH_TENS = "vingt trente quarante cinquante soixante".split()


def number_words(n, language):
    """Return a whole number from 0 to 999,999 in words: language "en" or "fr".

    English as in the United States, without "and"; French as in France, hyphens as before the
    reform of 1990. Raises ValueError for another number or language.

    >>> number_words(21_080, "en")
    'twenty-one thousand eighty'
    >>> number_words(21_080, "fr")
    'vingt et un mille quatre-vingts'
    """
    whole("n", n, 0, LARGEST)
    if language not in ("en", "fr"):
        raise ValueError(f'language is "en" or "fr", not {language!r}')
    n = int(n)
    below_thousand = _english if language == "en" else _french
    thousands, remainder = divmod(n, 1000)
    if not thousands:
        return below_thousand(remainder)

    # The thousands; French says mille for 1,000, and drops the plural's s before mille.
    if language == "en":
        words = f"{_english(thousands)} thousand"
    elif thousands == 1:
        words = "mille"
    else:
        words = f"{_without_plural(_french(thousands))} mille"
    return f"{words} {below_thousand(remainder)}" if remainder else words


@cache
def _english(n):
    """A number below 1,000."""
    if n < 20:
        return ENGLISH[n]
    if n < 100:
        tens, ones = divmod(n, 10)
        return ENGLISH_TENS[tens - 2] + (f"-{ENGLISH[ones]}" if ones else "")
    hundreds, remainder = divmod(n, 100)
    return f"{ENGLISH[hundreds]} hundred" + (f" {_english(remainder)}" if remainder else "")


@cache
def _french(n):
    """A number below 1,000: 70 is sixty-ten, 80 four twenties, 90 four-twenties-ten."""
    if n < 20:
        return FRENCH[n]
    if n < 70:
        tens, ones = divmod(n, 10)
        return _joined(FRENCH_TENS[tens - 2], ones)
    if n < 80:
        return _joined("soixante", n - 60)
    if n < 100:
        return "quatre-vingts" if n == 80 else f"quatre-vingt-{FRENCH[n - 80]}"
    hundreds, remainder = divmod(n, 100)
    cent = "cent" if hundreds == 1 else f"{FRENCH[hundreds]} cent"
    if remainder:
        return f"{cent} {_french(remainder)}"
    return cent if hundreds == 1 else f"{cent}s"


def _joined(tens, ones):
    """Tens and what is added to them, with "et" before un and onze."""
    if not ones:
        return tens
    if ones in (1, 11):
        return f"{tens} et {FRENCH[ones]}"
    return f"{tens}-{FRENCH[ones]}"


def _without_plural(words):
    """Quatre-vingts and cents lose their s before mille."""
    return words.removesuffix("s") if words.endswith(("vingts", "cents")) else words
