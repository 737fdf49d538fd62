"""Neighbors in space: a map of words, the nearest to one of them by the vectors that skip-gram has
learned, or by those that it began with.
"""

import traitlets

from nblib.widgets.core.base import Presets, Widget
from nblib.widgets.core.traits import Named, Whole
from nblib.widgets.neighbors_in_space import maths
from nblib.widgets.neighbors_in_space.constants import MOST, VECTORS

PRESETS = {
    "before training": {"word": "father", "vectors": VECTORS[1], "neighbors": 8},
    "father": {"word": "father", "vectors": VECTORS[0], "neighbors": 8},
    "king": {"word": "king", "vectors": VECTORS[0], "neighbors": 8},
    "shalt": {"word": "shalt", "vectors": VECTORS[0], "neighbors": 8},
    "night": {"word": "night", "vectors": VECTORS[0], "neighbors": 8},
}


class NeighborsInSpace(Widget):
    """A map of 345 words of Shakespeare's tragedies, and the nearest to one of them.

    word: one of the words. neighbors: how many are shown, 1 to 12. vectors: "learned", by
    skip-gram, or "before training", drawn at random. The map is the same for both: it shows the
    learned vectors, flattened by t-SNE. preset: a name of PRESETS; setting it sets all three.
    Read-outs, also without a front end: nearest, mean_cosine, distance, usual_distance. Raises
    traitlets.TraitError for an unknown word, ValueError for an unknown preset.
    """

    word = Named("father", maths.words()).tag(sync=True)
    vectors = Named(VECTORS[1], VECTORS).tag(sync=True)
    neighbors = Whole(8, 1, MOST).tag(sync=True)
    presets = Presets(PRESETS)
    # The words and their numbers, as the page reads them; they do not change.
    _words = traitlets.List(traitlets.Unicode()).tag(sync=True)
    _rows = traitlets.Unicode().tag(sync=True)
    _places = traitlets.Unicode().tag(sync=True)

    def __init__(self, preset=None, **values):
        stored = maths.stored()
        super().__init__(
            preset,
            _words=stored["words"],
            _rows=stored["vectors"],
            _places=stored["places"],
            **values,
        )

    @property
    def _found(self):
        return maths.nearest(self.word, self.vectors, self.neighbors)

    @property
    def nearest(self):
        """The nearest words, [(word, cosine)], the nearest first."""
        return [(maths.words()[i], cosine) for i, cosine in self._found]

    @property
    def mean_cosine(self):
        """The mean cosine of the neighbors."""
        return sum(cosine for _, cosine in self._found) / len(self._found)

    @property
    def distance(self):
        """The mean distance of the neighbors on the map, whose sides are 1."""
        return maths.mean_distance(self.word, [i for i, _ in self._found])

    @property
    def usual_distance(self):
        """The mean distance of all other words on the map."""
        others = [i for i, word in enumerate(maths.words()) if word != self.word]
        return maths.mean_distance(self.word, others)

    def __repr__(self):
        names = ", ".join(word for word, _ in self.nearest[:3])
        return (
            f"NeighborsInSpace({self.word}, {self.vectors}): {names}, …; at {self.distance:.2f} on "
            f"the map, all words at {self.usual_distance:.2f}"
        )
