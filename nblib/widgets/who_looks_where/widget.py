"""Who looks where: what each piece of a translation looked at, and what the beam kept beside it."""

import traitlets

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Whole
from nblib.widgets.who_looks_where import maths
from nblib.widgets.who_looks_where.constants import LONGEST, RANKINGS, WIDEST

PROBABILITY = RANKINGS[0]
NUMBER = "six hundred forty thousand eighty one"


def _start(sentence, width, ranking=PROBABILITY):
    """What a preset sets; it looks from the first piece."""
    return {"sentence": sentence, "width": width, "ranking": ranking, "place": 1}


PRESETS = {
    "a long number": _start(NUMBER, 1),
    "ninety seven": _start("four hundred ninety seven", 1),
    "where greedy fails": _start("anguished face", 1),
    "more probable": _start("crying face", 1),
    "too short": _start("waving hand", 2),
}


class WhoLooksWhere(Widget):
    """A recorded translation from English to French: attention of each piece, and the beam.

    sentence: one of those recorded. width: how many hypotheses the beam keeps, 1 to 4; 1 is greedy
    search. ranking: by what the best finished one is chosen, a name of RANKINGS. place: the piece
    of the target that is looked from, 1 to 24; beyond its end it is the last one. preset: a name
    of PRESETS; setting it sets all four.

    Read-outs, also without a front end: outcome, greedy, translation, reference, verdict. Raises
    traitlets.TraitError for a sentence that was not recorded or a value outside its range,
    ValueError for an unknown preset.
    """

    sentence = Named(NUMBER, maths.sentences()).tag(sync=True)
    width = Whole(1, 1, WIDEST).tag(sync=True)
    ranking = Named(PROBABILITY, RANKINGS).tag(sync=True)
    place = Whole(1, 1, LONGEST).tag(sync=True)
    presets = Presets(PRESETS)
    # What was recorded, as the page reads it; it does not change.
    _recorded = traitlets.Dict().tag(sync=True)

    def __init__(self, preset=None, **values):
        recorded = {"sentences": maths.recorded()["sentences"]}
        super().__init__(preset, _recorded=recorded, **values)

    @property
    def outcome(self):
        """What this search chose, an Outcome."""
        return maths.outcome(self.sentence, self.width, self.ranking)

    @property
    def greedy(self):
        """What greedy search chose, an Outcome."""
        return maths.outcome(self.sentence, 1, PROBABILITY)

    @property
    def at(self):
        """The piece that is looked from, within the target."""
        return min(self.place, len(self.outcome.pieces))

    @property
    def translation(self):
        """The text that this search chose."""
        return self.outcome.text

    @property
    def reference(self):
        """The text that was to be found."""
        return maths.recorded()["sentences"][self.sentence]["reference"]

    @property
    def kept(self):
        """How many hypotheses were kept in all."""
        return sum(map(len, maths.layers(self.sentence, self.width)))

    @property
    def verdict(self):
        """ "right" or "wrong"."""
        return "right" if self.translation == self.reference else "wrong"

    def __repr__(self):
        return (
            f"WhoLooksWhere({self.sentence!r}, beam of {self.width}): {self.translation!r}, "
            f"{self.verdict}"
        )
