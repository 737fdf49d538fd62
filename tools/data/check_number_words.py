"""Compare nblib.text.number_words with two other generators:
python -m tools.data.check_number_words

All numbers from 0 to 999,999, English and French, against num2words 0.5.14 and the spelling rules
of ICU 72.1 (by PyICU 2.17). Both must be installed; the course itself needs neither. They spell
otherwise, so that words are compared, not marks: num2words writes English "and" and commas, ICU
hyphens in "vingt-et-un". Hyphens and commas count as spaces, and English "and" is dropped. The
checksums that it prints are those which tests/engine/test_text_numbers.py holds.
"""

import hashlib

import icu
from num2words import num2words

from nblib.text.numbers import LARGEST, number_words


def only_words(text):
    """The words of a text, with the marks and the English "and" gone."""
    words = text.replace("-", " ").replace(",", " ").split()
    return [word for word in words if word != "and"]


def main():
    """Compare all numbers; print a checksum for each language."""
    for language in ("en", "fr"):
        locale = icu.Locale(language)
        by_icu = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, locale)
        checksum = hashlib.sha256()
        differ = {"num2words": 0, "ICU": 0}
        for n in range(LARGEST + 1):
            text = number_words(n, language)
            checksum.update(f"{text}\n".encode())
            words = only_words(text)
            differ["num2words"] += only_words(num2words(n, lang=language)) != words
            differ["ICU"] += only_words(by_icu.format(n)) != words
        print(language, "of 1,000,000 differ:", differ, checksum.hexdigest())


if __name__ == "__main__":
    main()
