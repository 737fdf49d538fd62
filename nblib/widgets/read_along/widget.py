"""Read along: a sentence read word by word by a small recurrent network; its state, its gates and
its verdict after each word.
"""

import traitlets

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Whole
from nblib.widgets.read_along import maths
from nblib.widgets.read_along.constants import LONGEST, MOST, READERS, SHOWN

ALONE, DRILLED = READERS
PRESETS = {
    "good, not bad": {"sentence": "good, not bad.", "word": 1, "reader": ALONE},
    "bad, not good": {"sentence": "bad, not good.", "word": 1, "reader": ALONE},
    "after drills": {"sentence": "good, not bad.", "word": 5, "reader": DRILLED},
    "a late turn": {
        "sentence": "A great cast and a lovely song, in what is otherwise a dull film.",
        "word": 4,
        "reader": ALONE,
    },
    "words it never met": {
        "sentence": "Absolutely flabbergasting, and never a lull.",
        "word": 2,
        "reader": ALONE,
    },
}


class ReadAlong(Widget):
    """A GRU of 12 units that has learned whether a short text is positive, and reads a sentence.

    sentence: what is read, up to 160 characters with at least one word; the first 24 words count,
    marks among them. word: after how many words it is looked at, 1 to 24; beyond the end of the
    sentence it is the last one. reader: what the network learned from, a name of READERS: rated
    texts, or these and drills in negation. show: a name of SHOWN, what the map holds. preset: a
    name of PRESETS; setting it sets the first three.

    Read-outs, also without a front end: words, positive, reading, unknown, verdict. Raises
    traitlets.TraitError for a sentence without a word or a value outside its range, ValueError for
    an unknown preset.
    """

    sentence = traitlets.Unicode("good, not bad.").tag(sync=True)
    word = Whole(1, 1, MOST).tag(sync=True)
    reader = Named(ALONE, READERS).tag(sync=True)
    show = Named(SHOWN[0], SHOWN).tag(sync=True)
    presets = Presets(PRESETS)
    # What was learned, as the page reads it; it does not change.
    _recorded = traitlets.Dict().tag(sync=True)

    def __init__(self, preset=None, **values):
        names = ("words", "scale", "table", "readers")
        recorded = {name: maths.recorded()[name] for name in names}
        super().__init__(preset, _recorded=recorded, **values)

    @traitlets.validate("sentence")
    def _readable(self, proposal):
        sentence = proposal.value
        if len(sentence) > LONGEST or not maths.words_of(sentence):
            raise traitlets.TraitError(
                f"sentence must have a word and at most {LONGEST} characters; got {sentence!r}"
            )
        return sentence

    @property
    def words(self):
        """The words of the sentence as they are read, a list."""
        return maths.words_of(self.sentence)

    @property
    def reading(self):
        """The state, the gates, the votes and the probability after each word, a Reading."""
        return maths.read(self.reader, self.words)

    @property
    def at(self):
        """After how many words it is looked at, within the sentence."""
        return min(self.word, len(self.words))

    @property
    def positive(self):
        """The probability that the sentence is positive, were it over here."""
        return float(self.reading.positive[self.at - 1])

    @property
    def unknown(self):
        """The words of the sentence that were not learned."""
        return [word for word in self.words if word not in maths.vocabulary()]

    @property
    def verdict(self):
        """ "positive" or "negative"."""
        return "positive" if self.positive > 0.5 else "negative"

    def __repr__(self):
        return (
            f"ReadAlong({self.sentence!r}, {self.reader}): {self.verdict}, {self.positive:.3g}, "
            f"after {self.at} of {len(self.words)} words"
        )
