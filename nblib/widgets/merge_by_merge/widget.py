"""Merge by merge: byte-pair encoding on a text that can be changed, what each merge saves, and
which pairs stand together most often.
"""

import traitlets

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Whole
from nblib.widgets.merge_by_merge import maths
from nblib.widgets.merge_by_merge.constants import LONGEST, MOST

HAMLET = (
    "To die, to sleep;\nTo sleep: perchance to dream: ay, there's the rub;\n"
    "For in that sleep of death what dreams may come\n"
    "When we have shuffled off this mortal coil,\nMust give us pause: there's the respect\n"
    "That makes calamity of so long life;"
)
# A song that is two thousand years old: fish play between the leaves of the lotus.
SONG = "江南可採蓮，蓮葉何田田，魚戲蓮葉間。\n魚戲蓮葉東，魚戲蓮葉西，\n魚戲蓮葉南，魚戲蓮葉北。"
BOTH = (
    "魚戲蓮葉東，魚戲蓮葉西。\nThe fish play east of the lotus leaves,\n"
    "the fish play west of the lotus leaves."
)
PRESETS = {
    "the cat": {"text": "the cat sat on the cat", "merges": 0},
    "Hamlet": {"text": HAMLET, "merges": 0},
    "a Chinese song": {"text": SONG, "merges": 0},
    "both": {"text": BOTH, "merges": 0},
    "one letter": {"text": "a" * 31, "merges": 0},
}


class MergeByMerge(Widget):
    """Byte-pair encoding of a text, merge by merge, until no pair of tokens occurs twice.

    text: at most 300 characters. merges: how many merges have been made, 0 to 400; more than the
    text has count as all. preset: a name of PRESETS; setting it sets both. Read-outs, also without
    a front end: steps, tokens, pairs, vocabulary, bytes_per_token, verdict; they are those of
    nblib.text. Raises traitlets.TraitError for a text that is too long or holds half a character,
    ValueError for an unknown preset.
    """

    text = traitlets.Unicode(PRESETS["the cat"]["text"]).tag(sync=True)
    merges = Whole(0, 0, MOST).tag(sync=True)
    presets = Presets(PRESETS)

    @traitlets.validate("text")
    def _short_and_whole(self, proposal):
        text = proposal.value
        if len(text) > LONGEST:
            raise traitlets.TraitError(
                f"text must have at most {LONGEST} characters, got {len(text)}"
            )
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise traitlets.TraitError("text holds half a character, a lone surrogate")
        return text

    @property
    def _made(self):
        return min(self.merges, len(self.steps))

    @property
    def steps(self):
        """All merges of the text, tuples (left, right, count) of byte strings and a number."""
        return maths.steps(self.text)

    @property
    def tokens(self):
        """The tokens after the merges made, byte strings."""
        return maths.tokens(self.text, self._made)

    @property
    def pairs(self):
        """The most frequent pairs now, (left, right, count), six at most."""
        return maths.top_pairs(self.text, self._made)

    @property
    def vocabulary(self):
        """Entries of the vocabulary now: 4 specials, 256 bytes, what the merges made."""
        return maths.vocabulary(self.text, self._made)

    @property
    def bytes_per_token(self):
        """How many bytes a token has on average; 1 for an empty text."""
        return len(self.text.encode()) / len(self.tokens) if self.tokens else 1.0

    @property
    def verdict(self):
        """ "empty", "start", "merging" or "done"."""
        return maths.verdict(self.text, self._made)

    def __repr__(self):
        return (
            f"MergeByMerge({len(self.text)} characters, {self._made} of {len(self.steps)} merges): "
            f"{len(self.tokens)} tokens, {self.bytes_per_token:.2f} bytes each"
        )
