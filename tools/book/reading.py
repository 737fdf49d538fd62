"""How long a chapter takes to read, and how many places it has to write code: for its head."""

import math
import re
from dataclasses import dataclass

from tools.book.cells import is_attempt
from tools.book.sections import sections

WORDS_A_MINUTE = 200
MINUTES_AN_ATTEMPT = 1
# Not read word by word: fenced code, HTML tags, the address of a link.
SKIPPED = re.compile(r"^```.*?^```|</?[a-z][^>\n]*>|\]\([^)\n]*\)", flags=re.M | re.S)
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", flags=re.S)
WORD = re.compile(r"\S*\w\S*")


@dataclass(frozen=True)
class Reading:
    """What a chapter asks of its reader: words of its core, attempts, minutes."""

    words: int
    attempts: int

    @property
    def minutes(self):
        """Minutes to read the core and to try each attempt, rounded up."""
        return math.ceil(self.words / WORDS_A_MINUTE) + self.attempts * MINUTES_AN_ATTEMPT


def reading_of(source):
    """Return the Reading of a chapter's source.

    Counted are the words of the Markdown before the heading "Going deeper", folded answers and
    tables too, a formula as one word; the code of cells is not. An attempt is a cell that calls
    attempt(), wherever it stands; it adds a minute.
    """
    word_count = 0
    attempts = 0
    for cell_type, text, _, core in sections(source):
        if cell_type == "markdown" and core:
            word_count += words_in(text)
        elif cell_type == "code":
            attempts += is_attempt(text)
    return Reading(word_count, attempts)


def words_in(markdown):
    """Return how many words a Markdown text has, a formula counted as one.

    >>> words_in("The loss $L(w) = w^2$ is [small](https://example.org).")
    5
    """
    text = SKIPPED.sub(" ", FORMULA.sub(" formula ", markdown))
    return len(WORD.findall(text))
