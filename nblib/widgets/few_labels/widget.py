"""Few labels: the accuracy of a network from scratch beside that of others which use what was
learned before, by the number of labels a class; all of it recorded.
"""

import traitlets

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Whole
from nblib.widgets.few_labels import maths
from nblib.widgets.few_labels.constants import (
    ALL,
    BESIDE,
    LABELS,
    MOST,
    NOTHING,
    OTHERS,
    SCRATCH,
    SURE,
    TASKS,
)

DIGITS, CLOTHING = TASKS
FROZEN, ONE_RATE, *_ = OTHERS
PRESETS = {
    "five labels": {"task": DIGITS, "labels": 5, "beside": NOTHING},
    "a single label": {"task": DIGITS, "labels": 1, "beside": FROZEN},
    "fine-tuned": {"task": DIGITS, "labels": 5, "beside": ONE_RATE},
    "a hundred labels": {"task": DIGITS, "labels": 100, "beside": ALL},
    "clothing": {"task": CLOTHING, "labels": 5, "beside": FROZEN},
}


class FewLabels(Widget):
    """Accuracy with few labels, from a record of five runs each: `make record ONLY=transfer`.

    task: "small digits" or "clothing". labels: of each class, 1 to 100; the nearest number that was
    run is shown. beside: what is set beside the network from scratch, a name of BESIDE. Features
    are those of networks that learned 58,000 digits. preset: a name of PRESETS; setting it sets all
    three. Read-outs, also without a front end: used, scores, difference, verdict. Raises
    traitlets.TraitError for a value outside its range, ValueError for an unknown preset.
    """

    task = Named(DIGITS, TASKS).tag(sync=True)
    labels = Whole(5, 1, MOST).tag(sync=True)
    beside = Named(NOTHING, BESIDE).tag(sync=True)
    presets = Presets(PRESETS)
    # The scores and the pictures, as the page reads them; they do not change.
    _scores = traitlets.Dict().tag(sync=True)
    _pictures = traitlets.Dict().tag(sync=True)

    def __init__(self, preset=None, **values):
        stored = maths.recorded()
        given = {"_scores": stored["scores"], "_pictures": stored["pictures"]}
        super().__init__(preset, **given, **values)

    @property
    def used(self):
        """The number of labels a class that is shown: the nearest that was run."""
        scores = self._scores[self.task]
        return maths.nearest(self.labels, maths.numbers_of(scores))

    @property
    def scores(self):
        """The accuracies in percent of five runs each, by contender, at the number shown."""
        place = LABELS.index(self.used)
        return {name: rows[place] for name, rows in self._scores[self.task].items()}

    @property
    def difference(self):
        """(mean, standard error) in points of what is set beside less from scratch, run by run;
        None where nothing or all is.
        """
        if self.beside not in OTHERS:
            return None
        return maths.paired(self.scores[self.beside], self.scores[SCRATCH])

    @property
    def verdict(self):
        """ "alone", "all", or what is set beside is "ahead", "behind" or "too close" to call."""
        if self.difference is None:
            return "alone" if self.beside == NOTHING else "all"
        middle, error = self.difference
        if abs(middle) < SURE * error:
            return "too close"
        return "ahead" if middle > 0 else "behind"

    def __repr__(self):
        scratch = maths.mean(self.scores[SCRATCH])
        text = f"FewLabels({self.task}, {self.used} a class): from scratch {scratch:.1f} %"
        if self.difference is None:
            return text
        return f"{text}, {self.beside} {self.difference[0]:+.1f} points"
