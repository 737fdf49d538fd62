"""Which numbers a text says, and whether they are those that a claim measured."""

import math
import re

WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
NUMBER = re.compile(r"(?<![\w.])[-−]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?(?!\w)")
POWER = re.compile(r"10\^\{?([-−]?\d+)\}?")


def numbers(text):
    """Return [(value, half a unit of its last digit)] of the numbers that a text says.

    16,000 is said to the thousand; words up to twelve are exact; $10^{-6}$ is a number.
    """
    mentioned = []
    for match in POWER.finditer(text):
        value = 10.0 ** int(match[1].replace("−", "-"))
        mentioned.append((value, value / 2))
    for match in NUMBER.finditer(POWER.sub(" ", text)):
        digits = match[0].replace(",", "").replace("−", "-")
        mentioned.append((float(digits), half_unit(digits)))
    if re.search(r"\bnan\b", text.lower()):
        mentioned.append((math.nan, 0.0))
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in WORDS:
            mentioned.append((float(WORDS.index(word)), 0.0))
    return mentioned


def half_unit(digits):
    """Return half a unit of the last digit that counts: of 16,000 the 6, of 1,000 its first 0."""
    mantissa, _, exponent = digits.lower().partition("e")
    scale = 10.0 ** int(exponent or 0)
    if "." in mantissa:
        return scale * 10.0 ** -len(mantissa.partition(".")[2]) / 2
    integer = mantissa.lstrip("-")
    zeros = len(integer) - len(integer.rstrip("0"))
    zeros = max(min(zeros, len(integer) - 2), 0)
    return scale * 10.0**zeros / 2


def is_said(value, text_numbers):
    """Say whether a number is among those of a text, rounded as the text does; a part of one may be
    said in percent.
    """
    if math.isnan(value):
        return any(math.isnan(said) for said, _ in text_numbers)
    for said, half in text_numbers:
        for shown in (value, 100 * value, -value, -100 * value):
            if abs(shown - said) <= half * 1.001 + 1e-9 * abs(said):
                return True
    return False


def cites(prose, claim):
    """Say whether prose says a number that a claim measured, or one of its statement's."""
    measured = " ".join(str(value) for value in claim["measured"].values())
    wanted = [value for value, _ in numbers(measured)] + [
        value for value, _ in numbers(claim["statement"])
    ]
    said = numbers(prose)
    return any(is_said(value, said) for value in wanted)
